/**
 * Who took which blood, when; and the bookings that upstream made of registrations. Holds nobody's name.
 */

import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';
import type { Collection } from '../owed-upstream.ts';
import type { CheckInKey } from './papers.ts';

/** As the table of specimens: places 1 to 99. */
const placesMax = 100;

type CollectionRow = Omit<Collection, 'specimenId' | 'isSent'> & {
  readonly visitId: string;
  readonly place: number;
  readonly isSent: 0 | 1;
};

export function collectionsTable(sql: Sql) {
  const insert = sql.prepare('INSERT INTO collections VALUES (?, ?, ?, ?, 0) ON CONFLICT (specimen) DO NOTHING');
  const isCollected = sql.prepare<[number], 1>('SELECT 1 FROM collections WHERE specimen = ?').pluck();
  const rows = `SELECT booking_id AS bookingId, visit_id AS visitId, specimens.place, event_id AS eventId,
       collected_at AS collectedAt, collected_by AS collectedBy, is_sent AS isSent
     FROM collections JOIN specimens ON specimens.number = collections.specimen
     JOIN check_ins ON check_ins.number = specimens.check_in JOIN outbox ON outbox.number = collections.event`;
  const ofCheckIn = sql.prepare<[number, number], CollectionRow>(
    `${rows} WHERE collections.specimen BETWEEN ? AND ? ORDER BY collections.specimen`,
  );
  const notSent = sql.prepare<[], CollectionRow>(
    `${rows} WHERE is_sent = 0 ORDER BY collected_at, collections.specimen`,
  );
  const mark = sql.prepare('UPDATE collections SET is_sent = 1 WHERE specimen = ?');
  const keyOfBooking = sql.prepare<[string], CheckInKey>(
    'SELECT number, visit_id AS visitId FROM check_ins WHERE booking_id = ?',
  );
  const keyOfEvent = sql.prepare<[string], CheckInKey>(
    `SELECT check_ins.number, visit_id AS visitId FROM outbox JOIN check_ins ON check_ins.number = outbox.check_in
     WHERE event_id = ? ORDER BY outbox.number DESC LIMIT 1`,
  );
  const setUpstream = sql.prepare(
    'INSERT INTO upstream_bookings VALUES (?, ?) ON CONFLICT (check_in) DO UPDATE SET booking_id = excluded.booking_id',
  );
  const upstream = sql
    .prepare<[string], string>(
      `SELECT upstream_bookings.booking_id FROM upstream_bookings JOIN check_ins ON check_ins.number = check_in
       WHERE check_ins.booking_id = ?`,
    )
    .pluck();
  const registration = sql
    .prepare<[string], string>(
      `SELECT check_ins.booking_id FROM upstream_bookings JOIN check_ins ON check_ins.number = check_in
       WHERE upstream_bookings.booking_id = ?`,
    )
    .pluck();

  return {
    isCollected: (specimenId: string, key: CheckInKey): boolean => isCollected.get(numberOf(specimenId, key)) === 1,

    add(specimenId: string, key: CheckInKey, event: number, collectedAt: string, collectedBy: string): void {
      insert.run(numberOf(specimenId, key), event, collectedAt, collectedBy);
    },

    markSent(eventId: string, specimenIds: readonly string[]): void {
      const key = keyOfEvent.get(eventId);
      assert(key, 'an event that was sent is in the ledger');
      for (const specimenId of specimenIds) {
        assert(mark.run(numberOf(specimenId, key)).changes === 1, 'a specimen that was sent was collected');
      }
    },

    ofBooking(bookingId: string): readonly Collection[] {
      const key = keyOfBooking.get(bookingId);
      if (key === undefined) return [];
      return ofCheckIn.all(key.number * placesMax, key.number * placesMax + placesMax - 1).map(collectionOf);
    },
    notSent: (): readonly Collection[] => notSent.all().map(collectionOf),

    setUpstreamBooking: (checkIn: number, bookingId: string): void => void setUpstream.run(checkIn, bookingId),
    upstreamBookingOf: (bookingId: string): string | null => upstream.get(bookingId) ?? null,
    walkInOf: (upstreamBookingId: string): string | null => registration.get(upstreamBookingId) ?? null,
  };
}

function collectionOf({ visitId, place, isSent, ...row }: CollectionRow): Collection {
  return { ...row, specimenId: `${visitId}-${place}`, isSent: isSent === 1 };
}

function numberOf(specimenId: string, { number, visitId }: CheckInKey): number {
  const place = Number(specimenId.split('-').at(-1));
  assert(specimenId === `${visitId}-${place}`, 'blood is taken into a tube of its own visit');
  return number * placesMax + place;
}
