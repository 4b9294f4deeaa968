/**
 * Whose a booking was before upstream gave it to somebody else. Whoever checked in with it meanwhile sits in the waiting room, and
 * the ledger names nobody: so the name stays with the list for as long as the list does.
 */
import type { Booking } from './booking.ts';

/** A booking that goes from hand to hand all day is no booking. */
const earlierPatientsMax = 8;

/** @param before the same booking as it stood in the list; undefined: it is new */
export function withEarlierPatients(booking: Booking, before: Booking | undefined): Booking {
  if (before === undefined || (before.earlierPatients === undefined && before.patient.id === booking.patient.id)) {
    return booking;
  }
  const earlier = [...(before.earlierPatients ?? []), before.patient].filter(({ id }) => id !== booking.patient.id);
  const { earlierPatients: _, ...rest } = booking;
  return earlier.length === 0 ? rest : { ...rest, earlierPatients: earlier.slice(-earlierPatientsMax) };
}
