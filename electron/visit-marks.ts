/**
 * The marks of a visit: keyed hashes of who was checked in and of what was ordered. The ledger may not hold a name, and yet it
 * must be noticed when the booking system gives the same booking to somebody else, or changes its order, afterwards.
 */
import { createHmac } from 'node:crypto';
import type { Booking } from '../clinic/booking.ts';
import type { StaffTaskMatter } from '../clinic/staff-task.ts';
import type { Visit } from '../clinic/visit.ts';
import type { Store } from '../offline-store/store.ts';
import type { Log } from './log.ts';
import { tryWrite } from './try-write.ts';

const markCharacters = 32;
/** What the push of an arrival also calls cancelled. */
const cancelledStatuses: readonly Booking['status'][] = ['cancelled', 'no-show', 'entered-in-error'];

/** The visit's id is in it, so that two visits of one person do not look alike. */
export function marksOf(
  store: Pick<Store, 'deriveKey'>,
  visitId: string,
  { patient, requests }: Booking,
): Pick<Visit, 'patientMark' | 'orderMark'> {
  const key = store.deriveKey('visit-mark');
  const mark = (facts: readonly unknown[]) =>
    createHmac('sha256', key)
      .update(JSON.stringify([visitId, ...facts]))
      .digest('hex')
      .slice(0, markCharacters);
  const { name, dateOfBirth, nhsNumber } = patient;
  const orders = requests
    .filter(({ status }) => status !== 'revoked')
    .map(({ id, codes }) => [id, ...codes.map(({ code }) => code)].join(' '));
  return { patientMark: mark([name.family, name.given, dateOfBirth, nhsNumber]), orderMark: mark(orders.toSorted()) };
}

/** Looks whenever there is another list than before. The answer ends it. */
export function watchForChanges(store: Store, today: () => string, log: Log): () => void {
  let seen: readonly Booking[] = [];
  return store.onChange(() => {
    const bookings = store.cache.bookings();
    if (bookings === seen) return;
    seen = bookings;
    tellOfChanges(store, today(), log);
  });
}

/** Opens a task for every visit of the day whose booking says something else by now; staff are asked once about each. */
export function tellOfChanges(store: Store, clinicDay: string, log: Log): void {
  const bookings = new Map(store.cache.bookings().map((booking) => [booking.id, booking]));
  const changes = store.ledger.visits(clinicDay).flatMap((visit) => {
    const booking = bookings.get(visit.bookingId);
    return booking === undefined ? [] : mattersOf(store, visit, booking).map((matter) => ({ visit, matter }));
  });
  const news = changes.filter(({ visit, matter }) => !store.ledger.hasHadTask(visit.bookingId, matter));
  if (news.length === 0) return;
  tryWrite(store, log, (writes) => {
    for (const { visit, matter } of news) {
      writes.openTask(visit.bookingId, matter);
      writes.audit({
        who: 'kiosk',
        act: 'booking-changed',
        bookingId: visit.bookingId,
        details: { kind: matter.kind },
      });
    }
  });
}

function mattersOf(store: Store, visit: Visit, booking: Booking): readonly StaffTaskMatter[] {
  const now = marksOf(store, visit.visitId, booking);
  const matters: StaffTaskMatter[] = [];
  if (visit.patientMark !== '' && visit.patientMark !== now.patientMark) {
    matters.push({ kind: 'changed-after-check-in', what: 'patient' });
  }
  if (visit.orderMark !== '' && visit.orderMark !== now.orderMark) {
    matters.push({ kind: 'changed-after-check-in', what: 'order' });
  }
  if (cancelledStatuses.includes(booking.status)) matters.push({ kind: 'upstream-conflict', because: 'cancelled' });
  return matters;
}
