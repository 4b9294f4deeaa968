/**
 * Who on today's list a patient at the desk may be already: before a walk-in is registered, and when a later list brings a
 * booking of somebody who was registered meanwhile (S1, S4).
 */
import type { Booking } from './booking.ts';
import { areSimilarPeople, datesAgree, sameName } from './patient-identity.ts';
import { bookingOfWalkIn, type WalkIn, type WalkInPatient } from './walk-in.ts';
import type { WalkInDetails } from './walk-in-form.ts';

/**
 * `known`: the same number, or the same order, is on the list: that booking is used. `similar`: staff look at each and say no;
 * so it is with a booking that was cancelled, because the patient who comes all the same may have a new form.
 */
export type WhoElse = Readonly<
  | { kind: 'nobody' }
  | { kind: 'known'; by: 'nhs-number' | 'order-number'; bookingIds: readonly string[] }
  | { kind: 'similar'; bookingIds: readonly string[] }
>;

const liveStatuses: readonly Booking['status'][] = ['booked', 'arrived', 'fulfilled'];
export const isLive = (status: Booking['status']): boolean => liveStatuses.includes(status);

export function whoElse({ patient, requisition }: WalkInDetails, bookings: readonly Booking[]): WhoElse {
  const live = bookings.filter(({ status }) => isLive(status));
  const sameNumber = live.filter((one) => isSameNumber(patient, one));
  if (sameNumber.length > 0) return { kind: 'known', by: 'nhs-number', bookingIds: idsOf(sameNumber) };
  const sameOrder = requisition === null ? [] : live.filter((one) => hasOrder(one, requisition));
  if (sameOrder.length > 0) return { kind: 'known', by: 'order-number', bookingIds: idsOf(sameOrder) };
  const similar = similarTo(patient, bookings);
  return similar.length === 0 ? { kind: 'nobody' } : { kind: 'similar', bookingIds: idsOf(similar) };
}

const idsOf = (bookings: readonly Booking[]): readonly string[] => bookings.map(({ id }) => id);

/** The form is read in capitals; the list has what upstream wrote. */
function hasOrder({ references, requests }: Booking, requisition: string): boolean {
  const numbers = requests.flatMap(({ requisition: own, orderNumbers }) => [own ?? '', ...orderNumbers]);
  return [...references, ...numbers].some((number) => number.replaceAll(/\s/g, '').toUpperCase() === requisition);
}

const isSameNumber = ({ nhsNumber }: WalkInPatient, { patient }: Booking) =>
  nhsNumber !== null && patient.nhsNumber === nhsNumber;
const atTheDesk = 'at-the-desk';

function similarTo(patient: WalkInPatient, bookings: readonly Booking[]): readonly Booking[] {
  const alone: WalkIn = {
    bookingId: atTheDesk,
    clinicDay: '',
    siteId: '',
    patient,
    tests: [],
    requisition: null,
    registeredAt: '',
    registeredBy: '',
  };
  const { patient: own } = bookingOfWalkIn(alone);
  // Each pair by itself: two others who are similar to each other are no matter of this patient.
  return bookings.filter((one) => isSameNumber(patient, one) || areSimilarPeople(own, one.patient));
}

/**
 * By number, whatever else differs, because two people never have one; where one of the two has no number, by name and date of
 * birth.
 */
export function mayBeSamePatient(walkIn: WalkInPatient, { patient }: Pick<Booking, 'patient'>): boolean {
  if (walkIn.nhsNumber !== null && patient.nhsNumber !== null) return walkIn.nhsNumber === patient.nhsNumber;
  return datesAgree(patient.dateOfBirth, walkIn.dateOfBirth) && sameName(patient.name, walkIn);
}

/** What upstream made of a registration may have been given to another person since: then it is not the registration's any more. */
export function isOfAnotherPerson(
  { patient }: Pick<WalkIn, 'patient'>,
  listed: Pick<Booking, 'patient'> | null,
): boolean {
  return listed !== null && !mayBeSamePatient(patient, listed);
}

/** Bookings of today's list that somebody registered here without one may have: she must not be bled twice. */
export function bookingsOfWalkIn(walkIn: WalkIn, listed: readonly Booking[]): readonly Booking[] {
  return listed.filter((booking) => isLive(booking.status) && mayBeSamePatient(walkIn.patient, booking));
}
