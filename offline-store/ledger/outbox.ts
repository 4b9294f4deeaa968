/**
 * What is owed upstream: one entry for one event of one booking, kept until upstream's answer is known.
 */

import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';
import type { OutboxEntry } from '../store.ts';

/** As the table's CHECK. */
const kindsMax = 10;
const numberOfKind: Readonly<Record<OutboxEntry['kind'], number>> = { arrived: 1 };

export function outboxTable(sql: Sql) {
  const insert = sql.prepare(`INSERT INTO outbox VALUES (?, ?, ?, ?, ?, NULL, NULL, 0, NULL, 'pending')`);
  const change = sql.prepare(
    `UPDATE outbox SET state = ?, attempts = ?, next_attempt_at = ?
     WHERE number = (SELECT number FROM outbox WHERE event_id = ? ORDER BY number DESC LIMIT 1)`,
  );
  const entries = `SELECT event_id AS eventId, booking_id AS bookingId, kind, occurred_at AS occurredAt, attempts,
       next_attempt_at AS nextAttemptAt, state
     FROM outbox JOIN check_ins ON check_ins.number = outbox.check_in`;
  const all = sql.prepare<[], OutboxEntry>(`${entries} ORDER BY outbox.number`);
  const pending = sql.prepare<[], OutboxEntry>(`${entries} WHERE state = 'pending' ORDER BY outbox.number`);
  const ofBooking = sql.prepare<[string], OutboxEntry>(
    `${entries} WHERE booking_id = ? AND outbox.number BETWEEN check_ins.number * ${kindsMax}
       AND check_ins.number * ${kindsMax} + ${kindsMax - 1} ORDER BY outbox.number`,
  );

  return {
    add({ eventId, kind, occurredAt }: Pick<OutboxEntry, 'eventId' | 'kind' | 'occurredAt'>, checkIn: number) {
      insert.run(checkIn * kindsMax + numberOfKind[kind], checkIn, kind, eventId, occurredAt);
    },

    set(
      eventId: string,
      { state, attempts, nextAttemptAt }: Pick<OutboxEntry, 'state' | 'attempts' | 'nextAttemptAt'>,
    ) {
      const { changes } = change.run(state, attempts, nextAttemptAt, eventId);
      assert(changes === 1, 'an outbox entry that changes is in the ledger');
    },

    all: (): readonly OutboxEntry[] => all.all(),
    pending: (): readonly OutboxEntry[] => pending.all(),
    ofBooking: (bookingId: string): readonly OutboxEntry[] => ofBooking.all(bookingId),
  };
}
