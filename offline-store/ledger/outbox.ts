/**
 * What is owed upstream: one entry for one event of one booking, kept until upstream's answer is known.
 */

import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';
import type { OutboxEntry } from '../store.ts';

export function outboxTable(sql: Sql) {
  const insert = sql.prepare(
    `INSERT INTO outbox SELECT number * 10 + CASE @kind WHEN 'arrived' THEN 1 END, number, @kind, @eventId, @occurredAt, 0,
       NULL, 'pending' FROM check_ins WHERE booking_id = @bookingId`,
  );
  const change = sql.prepare(
    `UPDATE outbox SET state = ?, attempts = ?, next_attempt_at = ?
     WHERE number = (SELECT number FROM outbox WHERE event_id = ? ORDER BY number DESC LIMIT 1)`,
  );
  const all = sql.prepare<[], OutboxEntry>(
    `SELECT event_id AS eventId, booking_id AS bookingId, kind, occurred_at AS occurredAt, attempts,
       next_attempt_at AS nextAttemptAt, state
     FROM outbox JOIN check_ins ON check_ins.number = outbox.check_in ORDER BY outbox.number`,
  );

  return {
    add({ eventId, bookingId, kind, occurredAt }: Pick<OutboxEntry, 'eventId' | 'bookingId' | 'kind' | 'occurredAt'>) {
      const { changes } = insert.run({ bookingId, kind, eventId, occurredAt });
      assert(changes === 1, 'a booking with something owed upstream is checked in');
    },

    set(
      eventId: string,
      { state, attempts, nextAttemptAt }: Pick<OutboxEntry, 'state' | 'attempts' | 'nextAttemptAt'>,
    ) {
      const { changes } = change.run(state, attempts, nextAttemptAt, eventId);
      assert(changes === 1, 'an outbox entry that changes is in the ledger');
    },

    all: (): readonly OutboxEntry[] => all.all(),
  };
}
