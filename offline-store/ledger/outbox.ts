/**
 * What is owed upstream: one entry for one event of one booking, kept until upstream's answer is known.
 */

import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';
import type { EventTime, NewOutboxEntry, OutboxChange, OutboxEntry } from '../owed-upstream.ts';

/** As the table's CHECK. An arrival and a registration are owed once; collections as often as blood was taken. */
export const kindsMax = 100;
const firstOfKind: Readonly<Record<OutboxEntry['kind'], number>> = { arrived: 1, 'walk-in': 2, collected: 3 };

export function outboxTable(sql: Sql) {
  const insert = sql.prepare(`INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL, 'pending', NULL)`);
  const change = sql.prepare(
    `UPDATE outbox SET state = ?, attempts = ?, next_attempt_at = ?, because = ?
     WHERE number = (SELECT number FROM outbox WHERE event_id = ? ORDER BY number DESC LIMIT 1)`,
  );
  const entries = `SELECT event_id AS eventId, booking_id AS bookingId, kind, occurred_at AS occurredAt,
       monotonic_ms AS monotonicMs, clock_skew_ms AS clockSkewMs, attempts, next_attempt_at AS nextAttemptAt, state, because
     FROM outbox JOIN check_ins ON check_ins.number = outbox.check_in`;
  const all = sql.prepare<[], OutboxEntry>(`${entries} ORDER BY outbox.number`);
  const pending = sql.prepare<[], OutboxEntry>(`${entries} WHERE state = 'pending' ORDER BY outbox.number`);
  const ofBooking = sql.prepare<[string], OutboxEntry>(
    `${entries} WHERE booking_id = ? AND outbox.number BETWEEN check_ins.number * ${kindsMax}
       AND check_ins.number * ${kindsMax} + ${kindsMax - 1} ORDER BY outbox.number`,
  );
  const lastNumber = sql
    .prepare<[number, number], number | null>('SELECT max(number) FROM outbox WHERE number BETWEEN ? AND ?')
    .pluck();

  /** Collections of one booking follow each other. */
  function numberFor(kind: OutboxEntry['kind'], checkIn: number): number {
    const first = checkIn * kindsMax + firstOfKind[kind];
    if (kind !== 'collected') return first;
    const end = (checkIn + 1) * kindsMax - 1;
    const number = Math.max(first, (lastNumber.get(first, end) ?? 0) + 1);
    assert(number <= end, 'a booking owes fewer than a hundred events');
    return number;
  }

  return {
    /** The number of the entry. */
    add(entry: Omit<NewOutboxEntry, 'bookingId'> & EventTime, checkIn: number): number {
      const { eventId, kind, occurredAt, monotonicMs, clockSkewMs } = entry;
      const number = numberFor(kind, checkIn);
      insert.run(number, checkIn, kind, eventId, occurredAt, wholeMs(monotonicMs), wholeMs(clockSkewMs));
      return number;
    },

    set(eventId: string, { state, attempts, nextAttemptAt, because = null }: OutboxChange) {
      const { changes } = change.run(state, attempts, nextAttemptAt, because, eventId);
      assert(changes === 1, 'an outbox entry that changes is in the ledger');
    },

    all: (): readonly OutboxEntry[] => all.all(),
    pending: (): readonly OutboxEntry[] => pending.all(),
    ofBooking: (bookingId: string): readonly OutboxEntry[] => ofBooking.all(bookingId),
  };
}

const wholeMs = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
