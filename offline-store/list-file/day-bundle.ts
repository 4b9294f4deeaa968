/**
 * A day's list as a FHIR Bundle in a file: what a pull would have brought, read by the same rules. One page of several, a cut
 * off file or anything else than a whole Bundle is refused whole.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { ImportRefusal } from '../../clinic/list-import.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { SetAside } from '../day-list-cache.ts';
import { ResourceShape, SearchPage } from '../sync/fhir-resources.ts';
import { readingOf } from '../sync/from-fhir.ts';
import { readBookings } from '../sync/included-resources.ts';
import { resourcesAtOnceMax } from '../sync/search-pages.ts';
import { collectResources, type ResourceCollection } from '../sync/upstream-resources.ts';
import type { FoundList, WantedList } from './found-list.ts';
import { jsonOf } from './json-of.ts';

const instant = z.iso.datetime({ offset: true });
/** A day of 10,000 bookings, each with its patient, four requests and four specimens. A page of a search has fewer. */
const entriesMax = 100_000;
const DayBundle = SearchPage.extend({
  type: z.enum(['searchset', 'collection']),
  entry: z
    .array(z.object({ resource: ResourceShape.optional() }))
    .max(entriesMax)
    .default([]),
  timestamp: instant.optional(),
  meta: z.object({ lastUpdated: instant.optional() }).default({}),
});
type DayBundle = z.infer<typeof DayBundle>;

export async function readDayBundle(
  content: Uint8Array,
  wanted: WantedList,
): Promise<Result<FoundList, ImportRefusal>> {
  const parsed = DayBundle.safeParse(await jsonOf(content));
  if (!parsed.success) return refuse({ kind: 'not-understood' });
  const bundle = parsed.data;
  const madeAt = bundle.timestamp ?? bundle.meta.lastUpdated;
  const collection = await collect(bundle);
  if (!isWhole(bundle, collection)) return refuse({ kind: 'only-a-part' });
  if (madeAt === undefined) return refuse({ kind: 'no-time' });
  const { baseUrl } = wanted.settings;
  const reading = readingOf({ ...wanted, baseUrl: baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/` });
  const { bookings, setAside } = await readBookings(collection, reading);
  if (bookings.length === 0) return refuse(whyNone(setAside));
  return ok({ source: 'bundle', madeAt: new Date(madeAt).toISOString(), bookings, setAside });
}

async function collect({ entry }: DayBundle): Promise<ResourceCollection> {
  const collection = collectResources();
  for (const [index, { resource }] of entry.entries()) {
    if (index % resourcesAtOnceMax === 0) await nextTurn();
    if (resource !== undefined) collection.add(resource);
  }
  return collection;
}

/** What a server says of its search is in the file too. */
function isWhole({ total, link }: DayBundle, collection: ResourceCollection): boolean {
  const goesOn = link.some(({ relation }) => relation === 'next');
  return !goesOn && (total === undefined || collection.appointmentCount() >= total);
}

function whyNone(setAside: readonly SetAside[]): ImportRefusal {
  const isAll = (why: SetAside['why']) => setAside.length > 0 && setAside.every((row) => row.why === why);
  if (isAll('other-day')) return { kind: 'another-day' };
  return isAll('other-site') ? { kind: 'another-site' } : { kind: 'nothing-usable' };
}
