/**
 * What the booking system changed after somebody was checked in, as tasks for staff: by the marks of the visit (visit-marks.ts),
 * by what the booking says of itself, and by where the last whole pull found it.
 *
 * Staff are asked once about each change. A change that went away and comes again, such as a second cancellation, is asked
 * about again.
 */
import { type Booking, isCalledOff } from '../clinic/booking.ts';
import { isBeforeBlood, type RevokedTube, type StaffTaskMatter } from '../clinic/staff-task.ts';
import type { Visit } from '../clinic/visit.ts';
import type { SetAside } from '../offline-store/day-list-cache.ts';
import type { Ledger, Store } from '../offline-store/store.ts';
import type { Log } from './log.ts';
import { tryWrite } from './try-write.ts';
import { hasSameDetails, hasSameRecord, isOfVisit, orderChange } from './visit-marks.ts';

/** Bookings of which staff have a task that is to be read before any blood is taken. */
export function toReadBeforeBlood({ openTasks }: Pick<Ledger, 'openTasks'>): ReadonlySet<string> {
  return new Set(openTasks().flatMap(({ bookingId, matter }) => (isBeforeBlood(matter) ? (bookingId ?? []) : [])));
}

/** What each visit was compared with when it was last looked at, and which changes it had. */
type Looked = Map<
  string,
  { readonly booking: Booking; readonly aside: SetAside['why'] | undefined; readonly changes: ReadonlySet<string> }
>;

/** Looks whenever there is another list than before. The answer ends it. */
export function watchForChanges(store: Store, today: () => string, log: Log): () => void {
  const looked: Looked = new Map();
  let seen: readonly Booking[] = [];
  let seenAside = '';
  return store.onChange(() => {
    const bookings = store.cache.bookings();
    const aside = JSON.stringify(store.cache.setAside());
    if (bookings === seen && aside === seenAside) return;
    const isAsBefore = aside === seenAside && sayTheSame(bookings, seen);
    seen = bookings;
    seenAside = aside;
    if (isAsBefore) return;
    tellOfChanges(store, today(), log, looked);
  });
}

/** Our own write upstream gives a booking a new version and changes nothing else: dozens an hour, and hundreds of visits to look at. */
function sayTheSame(bookings: readonly Booking[], before: readonly Booking[]): boolean {
  const isSame = (one: Booking, other: Booking | undefined) =>
    one.patient === other?.patient && one.requests === other.requests && one.status === other.status;
  return bookings.length === before.length && bookings.every((booking, at) => isSame(booking, before[at]));
}

/** Opens a task for every visit of the day whose booking says something else by now. */
export function tellOfChanges(store: Store, clinicDay: string, log: Log, looked: Looked = new Map()): void {
  const bookings = new Map(store.cache.bookings().map((booking) => [booking.id, booking]));
  const aside = new Map(store.cache.setAside().map(({ appointmentId, why }) => [appointmentId, why]));
  const news = store.ledger.visits(clinicDay).flatMap((visit) => {
    const booking = bookings.get(visit.bookingId);
    if (booking === undefined) return [];
    const why = aside.get(visit.bookingId);
    const before = looked.get(visit.bookingId);
    // Most of a list is the very same between two whole pulls.
    if (before?.booking === booking && before.aside === why) return [];
    const matters = mattersOf(store, visit, booking, why);
    const changes = new Set(matters.map((matter) => JSON.stringify(matter)));
    looked.set(visit.bookingId, { booking, aside: why, changes });
    return matters
      .filter((matter) => before?.changes.has(JSON.stringify(matter)) === false || !isKnown(store, visit, matter))
      .map((matter) => ({ visit, matter }));
  });
  if (news.length === 0) return;
  const written = tryWrite(store, log, (writes) => {
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
  // Nobody was told: all of it is looked at again with the next list.
  if (!written.ok) looked.clear();
}

const isKnown = ({ ledger }: Store, { bookingId }: Visit, matter: StaffTaskMatter): boolean =>
  ledger.hasHadTask(bookingId, matter);

function mattersOf(
  store: Store,
  visit: Visit,
  booking: Booking,
  aside: SetAside['why'] | undefined,
): readonly StaffTaskMatter[] {
  return [
    ...patientMatters(store, visit, booking, aside),
    // What is ordered for somebody else says nothing of what was ordered for whoever is here.
    ...(isOfVisit(visit, booking, store) ? orderMatters(store, visit, booking) : []),
    ...whereaboutsMatters(booking, aside),
  ];
}

function patientMatters(
  store: Store,
  { visitId, patientMark }: Visit,
  booking: Booking,
  aside: SetAside['why'] | undefined,
): readonly StaffTaskMatter[] {
  const kind = 'changed-after-check-in';
  if (aside === 'patient-not-in-use') return [{ kind, what: 'another-record' }];
  const isSameRecord = hasSameRecord(patientMark, booking, visitId, store);
  const isSameDetails = hasSameDetails(patientMark, booking, visitId, store);
  if (isSameDetails) return isSameRecord ? [] : [{ kind, what: 'merged' }];
  return [{ kind, what: isSameRecord ? 'patient' : 'another-record' }];
}

function orderMatters(store: Store, visit: Visit, booking: Booking): readonly StaffTaskMatter[] {
  const kind = 'changed-after-check-in';
  const change = orderChange(visit.orderMark, booking, visit.visitId, store);
  // Checked in by an older version of this kiosk, which marked the order as a whole.
  if (change === null) return [{ kind, what: 'order' }];
  const { added, isRevoked } = change;
  return [
    ...(added.length === 0 ? [] : [{ kind, what: 'tests-added', tests: added } as const]),
    ...(isRevoked ? [{ kind, what: 'tests-revoked', tubes: revokedTubes(visit, booking) } as const] : []),
  ];
}

/** The tubes that were labelled for a test that nobody wants any more. */
function revokedTubes({ specimens }: Visit, { requests }: Booking): readonly RevokedTube[] {
  const wanted = new Set(requests.filter(({ status }) => status !== 'revoked').map(({ id }) => id));
  return specimens
    .filter(({ requestIds }) => requestIds.some((id) => !wanted.has(id)))
    .map(({ number, tube, requestIds }) => ({ number, tube, isNeeded: requestIds.some((id) => wanted.has(id)) }));
}

/** The same words as when the arrival finds it out: staff hear of it once. */
function whereaboutsMatters({ status }: Booking, aside: SetAside['why'] | undefined): readonly StaffTaskMatter[] {
  const kind = 'upstream-conflict';
  if (aside === 'other-site' || aside === 'other-day') return [{ kind, because: 'moved' }];
  if (aside === 'gone') return [{ kind, because: 'deleted' }];
  return isCalledOff(status) ? [{ kind, because: 'cancelled' }] : [];
}
