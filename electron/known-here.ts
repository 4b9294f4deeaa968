/** What is known here of the bookings that a patient at the window may mean: who was checked in with them, and who is here otherwise. */
import type { Booking } from '../clinic/booking.ts';
import { isWalkInId } from '../clinic/walk-in.ts';
import { mayBeSamePatient } from '../clinic/walk-in-others.ts';
import type { Store } from '../offline-store/store.ts';
import { visitUnderAnother } from './staff/given-away.ts';
import { isOfVisit } from './visit-marks.ts';

interface KnownHere {
  readonly checkedInIds: readonly string[];
  readonly othersIds: readonly string[];
  readonly hereOtherwiseIds: readonly string[];
}

/**
 * Which of these bookings were checked in here today, which of them, or of what upstream made of a registration, are somebody
 * else's by now, and which are somebody's who is here otherwise: registered without one, or checked in with another.
 */
export function knownHere(store: Store, clinicDay: string, bookings: readonly Booking[]): KnownHere {
  const visits = bookings.flatMap((booking) => {
    const visit = store.ledger.visit(booking.id);
    return visit?.clinicDay === clinicDay ? [{ id: booking.id, isTheirs: isOfVisit(visit, booking, store) }] : [];
  });
  return {
    checkedInIds: visits.map(({ id }) => id),
    othersIds: [
      ...visits.filter(({ isTheirs }) => !isTheirs).map(({ id }) => id),
      // That of a registration is not among these while it is theirs: its arrival is not this patient's.
      ...bookings.map(({ id }) => id).filter((id) => store.ledger.walkInOf(id) !== null),
    ],
    hereOtherwiseIds: [
      ...registeredHere(store, clinicDay, bookings),
      ...bookings.filter((booking) => visitUnderAnother(booking, clinicDay, store) !== null).map(({ id }) => id),
    ],
  };
}

function registeredHere(store: Store, clinicDay: string, bookings: readonly Booking[]): readonly string[] {
  const walkIns = store.walkIns.all(clinicDay);
  if (walkIns.length === 0) return [];
  return bookings
    .filter((booking) => !isWalkInId(booking.id))
    .filter((booking) => walkIns.some(({ patient }) => mayBeSamePatient(patient, booking)))
    .map(({ id }) => id);
}
