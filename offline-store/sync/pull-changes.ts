/**
 * A quick look between two whole pulls: what the server changed since, put into the list row by row.
 *
 * It hides nobody, and the list keeps its age, because it cannot see what has left the day or the site, what was deleted, or a
 * patient or an order that changed without its booking: the next whole pull finds those. It asks by the server's own time, with
 * an overlap, because what is committed later may bear an earlier time.
 */
import { clinicDayWindow } from '../../clinic/clinic-day.ts';
import { changedRows } from '../../clinic/day-list.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { changesSearch, obeyedByChangesSearch } from './day-search.ts';
import { readingOf } from './from-fhir.ts';
import { lookUpMissing, newestChange, readBookings } from './included-resources.ts';
import { answerOfSetAside } from './missing-rows.ts';
import { listBefore, type PullOptions, type PullProblem, type PullReport } from './pull.ts';
import { searchPages } from './search-pages.ts';
import { collectResources } from './upstream-resources.ts';

const overlapMs = 3 * 60_000;

/** @param since the newest change that the server had told of, by its own clock. */
export async function pullChanges(
  options: Omit<PullOptions, 'rules' | 'agreedCount'>,
  since: string,
): Promise<Result<PullReport, PullProblem>> {
  const { client, cache, settings, clinicDay, siteId, timeZone } = options;
  const from = new Date(Date.parse(since) - overlapMs).toISOString();
  const collection = collectResources();
  const read = await searchPages({
    client,
    first: changesSearch(client.baseUrl, settings, clinicDayWindow(clinicDay, timeZone), from),
    obeyed: obeyedByChangesSearch,
    mustShow: true,
    onResource: collection.add,
  });
  if (!read.ok) return read;
  const included = await lookUpMissing(client, collection, settings);
  if (!included.ok) return included;
  const came = await readBookings(collection, readingOf({ ...options, baseUrl: options.client.baseUrl.href }));
  const previous = listBefore(options);
  const rows = new Map(previous.map((row) => [row.id, row]));
  const ended = came.setAside.flatMap(({ appointmentId: id, why }) => {
    // Its other copy was read.
    if (came.bookings.some((booking) => booking.id === id)) return [];
    const answer = answerOfSetAside(why, rows.get(id), collection.appointments.get(id));
    return answer.kind === 'still-here' ? [answer.booking] : [];
  });
  const changed = changedRows(previous, [...came.bookings, ...ended]);
  const list = { clinicDay, siteId };
  if (changed.length > 0 && !cache.changeBookings(list, changed)) return refuse({ kind: 'overtaken' });
  return ok({
    kind: 'changes',
    clinicDay,
    bookings: cache.listed().length,
    setAside: cache.setAside().length,
    kept: 0,
    pages: read.value.pages,
    bytes: read.value.bytes,
    isResumed: false,
    newestChange: newestChange(collection),
  });
}
