/**
 * The bookings on disk, in two slots: the list in use, and the one that is being written or was in use before. Which is which:
 * day-list.ts. There is no index here: what a list is searched by is held in memory (held-list.ts), because index tables would
 * take two thirds of the time of a pull.
 */

import { assert } from '../../clinic/assert.ts';
import type { Booking } from '../../clinic/booking.ts';
import type { Sql } from '../database.ts';
import { BookingRow } from './booking-row.ts';

/** Far more than one site has in a day. */
const placesPerSlot = 1_000_000;
/** A few milliseconds. */
const removedAtOnceMax = 300;

export type Slot = 0 | 1;

interface Row {
  readonly id: number;
  readonly version: string | null;
  readonly bookingJson: string;
}

export interface PlacedBooking {
  readonly place: number;
  readonly booking: Booking;
}

/** `onUnreadable`: a row does not say what a booking must; it is left out. */
export function bookingsTable(sql: Sql, onUnreadable: () => void) {
  const put = sql.prepare('INSERT OR REPLACE INTO bookings VALUES (?, ?, ?)');
  const all = sql.prepare<[number, number], Row>(
    'SELECT id, version, booking_json AS bookingJson FROM bookings WHERE id >= ? AND id < ?',
  );
  const setVersion = sql.prepare('UPDATE bookings SET version = ? WHERE id = ?');
  // A LIMIT that is bound makes SQLite compile the statement anew at each call.
  const removeSome = sql.prepare(
    `DELETE FROM bookings WHERE id IN (SELECT id FROM bookings WHERE id >= ? AND id < ? LIMIT ${removedAtOnceMax})`,
  );
  const idAt = (slot: Slot, place: number): number => slot * placesPerSlot + place;

  function bookingOf({ version, bookingJson }: Row): Booking | null {
    const read = BookingRow.safeParse(JSON.parse(bookingJson));
    if (read.success) return { ...read.data, version };
    onUnreadable();
    return null;
  }

  return {
    /** In the place of what stood there, and checked first. */
    put(slot: Slot, place: number, booking: Booking): void {
      assert(place < placesPerSlot, 'a list ends before the other slot begins');
      BookingRow.parse(booking);
      put.run(idAt(slot, place), booking.version, JSON.stringify(booking));
    },

    /** Every row of so many places that can be read. */
    all(slot: Slot, places: number): readonly PlacedBooking[] {
      return all.all(idAt(slot, 0), idAt(slot, places)).flatMap((row) => {
        const booking = bookingOf(row);
        return booking === null ? [] : [{ place: row.id - idAt(slot, 0), booking }];
      });
    },

    setVersion(slot: Slot, place: number, version: string): void {
      setVersion.run(version, idAt(slot, place));
    },

    /** Removes some of what a longer list left behind; the rest of it another time. */
    removeSomeFrom(slot: Slot, place: number): void {
      removeSome.run(idAt(slot, place), idAt(slot, placesPerSlot));
    },
  };
}
