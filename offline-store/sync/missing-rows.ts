/**
 * Rows of the list that a whole pull did not bring: each is asked for by its id before it is hidden (S11).
 *
 * Whoever was checked in here stays on the list whatever upstream says: the person is sitting in the waiting area, and what
 * upstream thinks of it becomes a task when the arrival is sent.
 */
import type { Booking } from '../../clinic/booking.ts';
import { type MissingAnswer, mergePull, settleMissing } from '../../clinic/day-list.ts';
import type { Ledger, SetAside } from '../store.ts';
import { idSearches } from './day-search.ts';
import type { FhirClient } from './fhir-client.ts';
import { bookingOf, type Reading } from './from-fhir.ts';
import { searchPages } from './search-pages.ts';
import { collectResources } from './upstream-resources.ts';

interface MissingRows {
  readonly client: FhirClient;
  readonly ledger: Pick<Ledger, 'checkedIn'>;
  readonly reading: Reading;
  readonly previous: readonly Booking[];
  readonly pulled: { readonly bookings: readonly Booking[]; readonly setAside: readonly SetAside[] };
}

export async function settleMissingRows({ client, ledger, reading, previous, pulled }: MissingRows): Promise<{
  readonly bookings: readonly Booking[];
  readonly setAside: readonly SetAside[];
}> {
  const merged = mergePull(previous, pulled.bookings);
  if (merged.missingIds.length === 0) return { bookings: merged.bookings, setAside: pulled.setAside };
  const answers = new Map<string, MissingAnswer>();
  const whyAside = new Map(pulled.setAside.map(({ appointmentId, why }) => [appointmentId, why]));
  const unexplained = merged.missingIds.filter((id) => !whyAside.has(id));
  for (const first of idSearches(client.baseUrl, 'Appointment', unexplained)) {
    for (const [id, answer] of await ask(client, first, reading)) answers.set(id, answer);
  }
  for (const [id, why] of whyAside) answers.set(id, answerOfSetAside(why));
  for (const id of ledger.checkedIn(merged.missingIds)) answers.set(id, { kind: 'no-answer' });
  return { bookings: settleMissing(merged, answers), setAside: pulled.setAside };
}

/** A row that came and could not be read is a garbled answer: the copy that could be read stays. */
function answerOfSetAside(why: SetAside['why']): MissingAnswer {
  return why === 'other-site' || why === 'other-day' ? { kind: 'elsewhere' } : { kind: 'no-answer' };
}

async function ask(
  client: FhirClient,
  search: URL,
  reading: Reading,
): Promise<readonly (readonly [string, MissingAnswer])[]> {
  const asked = (search.searchParams.get('_id') ?? '').split(',');
  const collection = collectResources();
  const found = await searchPages({ client, first: search, obeyed: [['_id']], onResource: collection.add });
  const isWhole = found.ok && (found.value.total === null || collection.appointmentCount() >= found.value.total);
  return asked.map((id) => {
    if (!isWhole || collection.setAside.some(({ appointmentId }) => appointmentId === id)) {
      return [id, { kind: 'no-answer' }];
    }
    const appointment = collection.appointments.get(id);
    if (appointment === undefined) return [id, { kind: 'gone' }];
    const booking = bookingOf(appointment, collection, reading);
    if (booking.ok) return [id, { kind: 'still-here', booking: booking.value }];
    return [id, answerOfSetAside(booking.problem.why)];
  });
}
