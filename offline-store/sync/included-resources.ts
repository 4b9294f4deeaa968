/**
 * What the pages of a search left out, looked up by id, and what became of all of it: bookings, and what was set aside.
 *
 * The event loop gets its turn between chunks, because a patient may be touching the screen meanwhile.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Booking } from '../../clinic/booking.ts';
import { ok, type Result } from '../../clinic/result.ts';
import type { SetAside } from '../day-list-cache.ts';
import { idSearches } from './day-search.ts';
import type { FhirClient } from './fhir-client.ts';
import { bookingOf, type Reading } from './from-fhir.ts';
import { resourcesAtOnceMax, type SearchProblem, searchPages } from './search-pages.ts';
import { missingResources, type ResourceCollection } from './upstream-resources.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** Orders bring specimens and records of patients, and a merged patient the record that counts, that were not referred to before. */
const lookUpOrder = ['Patient', 'Patient', 'Patient', 'ServiceRequest', 'Specimen', 'Patient'] as const;
/** A site that is named by its ODS code is known by what its Locations say. */
const lookUpOrderByOdsCode = [...lookUpOrder, 'Location'] as const;

/** What the server knows of the appointments and did not include. What it does not answer stays missing. */
export async function lookUpMissing(
  client: FhirClient,
  collection: ResourceCollection,
  { siteOdsCode }: Pick<UpstreamSettings, 'siteOdsCode'>,
): Promise<Result<null, SearchProblem>> {
  const asked = new Set<string>();
  await nextTurn();
  let missing = missingResources(collection, client.baseUrl.href);
  for (const type of siteOdsCode === undefined ? lookUpOrder : lookUpOrderByOdsCode) {
    const ids = missing[type].filter((id) => !asked.has(`${type}/${id}`));
    if (ids.length === 0) continue;
    for (const id of ids) asked.add(`${type}/${id}`);
    for (const first of idSearches(client.baseUrl, type, ids)) {
      const found = await searchPages({ client, first, obeyed: [], onResource: collection.add });
      if (!found.ok) return found;
    }
    await nextTurn();
    missing = missingResources(collection, client.baseUrl.href);
  }
  return ok(null);
}

export interface Pulled {
  readonly bookings: readonly Booking[];
  readonly setAside: readonly SetAside[];
}

/** Every appointment as a booking or set aside. */
export async function readBookings(collection: ResourceCollection, reading: Reading): Promise<Pulled> {
  const bookings: Booking[] = [];
  const setAside: SetAside[] = [...collection.setAside];
  let read = 0;
  for (const appointment of collection.appointments.values()) {
    if (read++ % resourcesAtOnceMax === 0) await nextTurn();
    const booking = bookingOf(appointment, collection, reading);
    if (booking.ok) bookings.push(booking.value);
    else setAside.push(booking.problem);
  }
  return { bookings, setAside };
}

/** When the server last changed one of them, by its own clock; null where it does not say. */
export function newestChange({ appointments }: Pick<ResourceCollection, 'appointments'>): string | null {
  let newest: { readonly at: string; readonly ms: number } | null = null;
  for (const { meta } of appointments.values()) {
    const ms = Date.parse(meta.lastUpdated ?? '');
    if (meta.lastUpdated !== undefined && ms > (newest?.ms ?? Number.NEGATIVE_INFINITY)) {
      newest = { at: meta.lastUpdated, ms };
    }
  }
  return newest?.at ?? null;
}
