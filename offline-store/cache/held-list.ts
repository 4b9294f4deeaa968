/**
 * The bookings of one list in memory, found by id, NHS number and code, and the place of each on disk (bookings.ts).
 */
import type { Booking } from '../../clinic/booking.ts';
import { codesOf } from './booking-row.ts';
import type { PlacedBooking } from './bookings.ts';

export interface HeldList {
  /** A booking that came before keeps its place; otherwise the next one that is free. */
  placeOf(bookingId: string): number;
  /** How many places are taken. */
  places(): number;
  put(placed: PlacedBooking): void;
  one(bookingId: string): PlacedBooking | null;
  /** By start. */
  all(): readonly Booking[];
  byNhsNumber(nhsNumber: string): readonly Booking[];
  byCode(code: string): readonly Booking[];
}

export function heldList(): HeldList {
  const held = new Map<string, PlacedBooking>();
  const idsByNumber = new Map<string, readonly string[]>();
  const idsByCode = new Map<string, readonly string[]>();
  /** The staff's list asks for all of them with every change of anything. */
  let sorted: readonly Booking[] | null = null;
  let places = 0;

  /** A booking that changed leaves what it was found by behind, so the booking itself has the last word. */
  const found = (ids: readonly string[] | undefined, isFound: (booking: Booking) => boolean): readonly Booking[] =>
    byStart((ids ?? []).flatMap((id) => held.get(id)?.booking ?? []).filter(isFound));

  return {
    placeOf: (bookingId) => held.get(bookingId)?.place ?? places,
    places: () => places,
    put({ place, booking }) {
      const { id, patient } = booking;
      held.set(id, { place, booking });
      places = Math.max(places, place + 1);
      sorted = null;
      if (patient.nhsNumber !== null) note(idsByNumber, patient.nhsNumber, id);
      for (const code of codesOf(booking)) note(idsByCode, code, id);
    },
    one: (bookingId) => held.get(bookingId) ?? null,
    all() {
      sorted ??= byStart([...held.values()].map(({ booking }) => booking));
      return sorted;
    },
    byNhsNumber: (nhsNumber) => found(idsByNumber.get(nhsNumber), ({ patient }) => patient.nhsNumber === nhsNumber),
    byCode: (code) => found(idsByCode.get(code), (booking) => codesOf(booking).includes(code)),
  };
}

function note(idsBy: Map<string, readonly string[]>, key: string, id: string): void {
  const ids = idsBy.get(key);
  if (ids === undefined) idsBy.set(key, [id]);
  else if (!ids.includes(id)) idsBy.set(key, [...ids, id]);
}

function byStart(bookings: readonly Booking[]): readonly Booking[] {
  return bookings
    .map((booking) => ({ booking, startMs: Date.parse(booking.startsAt) }))
    .sort((a, b) => a.startMs - b.startMs || (a.booking.id < b.booking.id ? -1 : 1))
    .map(({ booking }) => booking);
}
