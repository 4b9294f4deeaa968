/**
 * The bookings of every import, and the codes by which they are found. Which import is the list in use: day-list.ts.
 */

import type { Booking } from '../../clinic/booking.ts';
import type { Sql } from '../database.ts';
import { BookingRow, codesOf } from './booking-row.ts';

interface Row {
  readonly version: string | null;
  readonly bookingJson: string;
}

const columns = 'version, booking_json AS bookingJson';

/** The lowest import that is neither in use nor being written; imports only count up. Found by two looks into the index. */
const staleIn = (table: string): string =>
  `coalesce((SELECT min(import) FROM ${table} WHERE import < @inUse),
     (SELECT min(import) FROM ${table} WHERE import > @inUse AND import < @beingWritten))`;

/** `onUnreadable`: a row does not say what a booking must; it is left out. */
export function bookingsTable(sql: Sql, onUnreadable: () => void) {
  const insert = sql.prepare(
    `INSERT INTO bookings VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (import, booking_id) DO UPDATE SET nhs_number = excluded.nhs_number, version = excluded.version,
       booking_json = excluded.booking_json`,
  );
  const insertCode = sql.prepare('INSERT INTO codes VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const one = sql.prepare<[number, string], Row>(`SELECT ${columns} FROM bookings WHERE import = ? AND booking_id = ?`);
  const all = sql.prepare<[number], Row>(`SELECT ${columns} FROM bookings WHERE import = ?`);
  const byNumber = sql.prepare<[number, string], Row>(
    `SELECT ${columns} FROM bookings WHERE import = ? AND nhs_number = ?`,
  );
  const byCode = sql.prepare<[number, string], Row>(
    `SELECT ${columns} FROM codes JOIN bookings USING (import, booking_id) WHERE import = ? AND code = ?`,
  );
  const setVersion = sql.prepare('UPDATE bookings SET version = ? WHERE import = ? AND booking_id = ?');
  const sweepBookings = sql.prepare(
    `DELETE FROM bookings WHERE rowid IN (SELECT rowid FROM bookings WHERE import = ${staleIn('bookings')} LIMIT @rowsMax)`,
  );
  const sweepCodes = sql.prepare(
    `DELETE FROM codes WHERE (import, code, booking_id) IN
       (SELECT import, code, booking_id FROM codes WHERE import = ${staleIn('codes')} LIMIT @rowsMax)`,
  );

  function bookingOf({ version, bookingJson }: Row): Booking | null {
    const read = BookingRow.safeParse(JSON.parse(bookingJson));
    if (!read.success) {
      onUnreadable();
      return null;
    }
    return { ...read.data, version };
  }

  const bookingsOf = (rows: readonly Row[]): readonly Booking[] =>
    rows
      .map(bookingOf)
      .filter((booking) => booking !== null)
      .sort(byStart);

  return {
    /** Answers what stands there now. */
    add(importId: number, given: Booking): Booking {
      const booking = BookingRow.parse(given);
      const { id, patient, version } = booking;
      insert.run(importId, id, patient.nhsNumber, version, JSON.stringify(booking));
      for (const code of codesOf(booking)) insertCode.run(importId, code, id);
      return booking;
    },

    one(importId: number, bookingId: string): Booking | null {
      const row = one.get(importId, bookingId);
      return row ? bookingOf(row) : null;
    },

    all: (importId: number) => bookingsOf(all.all(importId)),
    byNhsNumber: (importId: number, nhsNumber: string) => bookingsOf(byNumber.all(importId, nhsNumber)),

    /** A booking that came twice leaves the codes of its first coming behind, so the booking itself has the last word. */
    byCode: (importId: number, code: string) =>
      bookingsOf(byCode.all(importId, code)).filter((booking) => codesOf(booking).includes(code)),

    setVersion(importId: number, bookingId: string, version: string): void {
      setVersion.run(version, importId, bookingId);
    },

    /** Removes up to so many rows of each kind of an import that is neither in use nor being written. */
    sweep(inUse: number, beingWritten: number, rowsMax: number): void {
      sweepBookings.run({ inUse, beingWritten, rowsMax });
      sweepCodes.run({ inUse, beingWritten, rowsMax });
    },
  };
}

export function byStart(a: Booking, b: Booking): number {
  return Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.id < b.id ? -1 : 1);
}
