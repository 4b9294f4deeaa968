/**
 * A booking that upstream gave to somebody else after its patient had checked in. Screens show two of it: whoever was checked in,
 * with the ticket, the labels and the tasks, and whoever has the booking now, who has none of these (S1).
 */
import { type Booking, earlierVisitId, isCalledOff, type Patient } from '../../clinic/booking.ts';
import type { Visit } from '../../clinic/visit.ts';
import type { Store } from '../../offline-store/store.ts';
import { isOfVisit } from '../visit-marks.ts';

/** A booking under the name of whom it is shown for. */
export interface ShownBooking {
  readonly booking: Booking;
  readonly visit: Visit | null;
  /** Somebody else was checked in with it. */
  readonly isTaken: boolean;
}

/**
 * A patient who checked in today with another booking, which upstream gave to somebody else or called off since: she is here, and
 * this booking may be for the same blood (S4). Somebody with two bookings of her own is none of these.
 */
export function visitUnderAnother(
  { id, patient }: Booking,
  clinicDay: string,
  store: Pick<Store, 'cache' | 'ledger' | 'deriveKey'>,
): Visit | null {
  const isHers = (other: Patient) =>
    other.id === patient.id || (patient.nhsNumber !== null && other.nhsNumber === patient.nhsNumber);
  for (const other of store.cache.bookings()) {
    if (other.id === id || !(isHers(other.patient) || other.earlierPatients?.some(isHers))) continue;
    const visit = store.ledger.visit(other.id);
    if (visit?.clinicDay !== clinicDay || !isOfVisit(visit, { patient }, store)) continue;
    if (isCalledOff(other.status) || !isOfVisit(visit, other, store)) return visit;
  }
  return null;
}

type Marking = Pick<Store, 'deriveKey'>;

export function shownAs(booking: Booking, visit: Visit | null, store: Marking): readonly ShownBooking[] {
  if (visit === null || isOfVisit(visit, booking, store)) return [{ booking, visit, isTaken: false }];
  return [
    { booking: asCheckedIn(booking, visit, store), visit, isTaken: false },
    { booking, visit: null, isTaken: true },
  ];
}

/** For whom the visit is, under an id of its own when the booking is somebody else's by now. */
export function asCheckedIn(booking: Booking, visit: Visit, store: Marking): Booking {
  if (isOfVisit(visit, booking, store)) return booking;
  const id = earlierVisitId(visit.bookingId, visit.clinicDay);
  // The order is of whoever has the booking now.
  return { ...booking, id, patient: checkedInPatient(booking, visit, store) ?? noLongerKnown, requests: [] };
}

/** Whose date of birth confirmed it, and whose name its labels bear. Null: no longer known, as after a list that was lost. */
export function checkedInPatient(booking: Booking, visit: Visit, store: Marking): Patient | null {
  const patients = [...(booking.earlierPatients ?? []), booking.patient];
  return patients.findLast((patient) => isOfVisit(visit, { ...booking, patient }, store)) ?? null;
}

const noLongerKnown: Patient = {
  id: '',
  name: { family: '', given: '' },
  dateOfBirth: null,
  nhsNumber: null,
  nhsNumberStatus: null,
};
