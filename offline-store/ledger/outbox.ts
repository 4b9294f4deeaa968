/**
 * What is owed upstream: one entry for one event of one booking, kept until upstream's answer is known.
 */

import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';
import type { OutboxEntry } from '../store.ts';

export function outboxTable(sql: Sql) {
  const insert = sql.prepare(
    `INSERT INTO outbox VALUES ((SELECT number FROM check_ins WHERE booking_id = ?), ?, ?, ?, 0, NULL, 'pending')`,
  );
  const change = sql.prepare('UPDATE outbox SET state = ?, attempts = ?, next_attempt_at = ? WHERE event_id = ?');
  const all = sql.prepare<[], OutboxEntry>(
    `SELECT event_id AS eventId, booking_id AS bookingId, kind, occurred_at AS occurredAt, attempts,
       next_attempt_at AS nextAttemptAt, state
     FROM outbox JOIN check_ins ON check_ins.number = outbox.check_in ORDER BY check_in, kind`,
  );

  return {
    add({ eventId, bookingId, kind, occurredAt }: Pick<OutboxEntry, 'eventId' | 'bookingId' | 'kind' | 'occurredAt'>) {
      insert.run(bookingId, kind, eventId, occurredAt);
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
