/** What is owed upstream: kept until it is answered, once for each booking. */
import { expect, test } from 'vitest';
import { checkIn, newFolder, nowText, opened, visit, withLedger } from '../store-clinic.ts';

const waiting = {
  eventId: 'event-V1X',
  bookingId: 'b1',
  kind: 'arrived',
  occurredAt: nowText,
  monotonicMs: null,
  clockSkewMs: null,
  attempts: 0,
  nextAttemptAt: null,
  state: 'pending',
  because: null,
};

test('an arrival waits over a restart, in the order of arrival, until it is answered', () => {
  const folder = newFolder();
  const first = opened(folder);
  checkIn(first, visit('b1', 1));
  checkIn(first, visit('b2', 2));
  const change = { state: 'pending', attempts: 1, nextAttemptAt: '2026-11-23T08:03:00.000Z' } as const;
  first.ledger.write((writes) => writes.setOutbox('event-V1X', change));
  first.close();
  const { ledger } = opened(folder);
  expect(ledger.outbox()).toEqual([
    { ...waiting, ...change },
    { ...waiting, eventId: 'event-V2X', bookingId: 'b2' },
  ]);
  const done = { state: 'applied', attempts: 2, nextAttemptAt: null } as const;
  ledger.write((writes) => writes.setOutbox('event-V1X', done));
  expect(ledger.outbox()[0]).toEqual({ ...waiting, ...done });
});

test('a booking owes its arrival once, and only when it is checked in', () => {
  const store = opened(newFolder());
  checkIn(store, visit('b1', 1));
  const owe = (bookingId: string) => () =>
    store.ledger.write((writes) =>
      writes.addOutbox({ eventId: 'another', bookingId, kind: 'arrived', occurredAt: nowText }),
    );
  expect(owe('b1')).toThrow('UNIQUE');
  expect(owe('b9')).toThrow('check-in');
  const change = { state: 'applied', attempts: 1, nextAttemptAt: null } as const;
  expect(() => store.ledger.write((writes) => writes.setOutbox('nowhere', change))).toThrow('in the ledger');
  expect(store.ledger.outbox()).toEqual([waiting]);
});

test('an event keeps what was known of the time when it happened, and why it left the queue', () => {
  const folder = newFolder();
  const store = opened(folder, { eventTime: () => ({ monotonicMs: 61_000.4, clockSkewMs: -2_500 }) });
  checkIn(store, visit('b1', 1));
  const ended = { state: 'conflict', attempts: 1, nextAttemptAt: null, because: 'moved' } as const;
  store.ledger.write((writes) => writes.setOutbox('event-V1X', ended));
  store.close();
  expect(opened(folder).ledger.outbox()).toEqual([{ ...waiting, monotonicMs: 61_000, clockSkewMs: -2_500, ...ended }]);
});

test('what is owed is read once between two writes, and is right within a write and after one that failed', () => {
  const store = opened(newFolder());
  const { ledger } = store;
  checkIn(store, visit('b1', 1));
  const owed = ledger.outboxPending();
  expect(ledger.outboxPending()).toBe(owed);
  const change = { state: 'pending', attempts: 1, nextAttemptAt: null } as const;
  const within = ledger.write((writes) => {
    expect(ledger.outboxPending()).toEqual(owed);
    writes.setOutbox('event-V1X', change);
    return ledger.outboxPending();
  });
  expect(within).toMatchObject([{ attempts: 1 }]);
  expect(ledger.outboxPending()).toEqual(within);
  const breakOff = () =>
    ledger.write((writes) => {
      writes.setOutbox('event-V1X', { ...change, state: 'applied' });
      expect(ledger.outboxPending()).toEqual([]);
      throw new Error('broken off');
    });
  expect(breakOff).toThrow('broken off');
  expect(ledger.outboxPending()).toEqual(within);
});

test('what is owed, and what became of one booking, are found among years of entries without reading them', () => {
  const folder = newFolder();
  const store = opened(folder);
  for (const ticket of [1, 2, 3]) checkIn(store, visit(`b${ticket}`, ticket));
  const done = { state: 'applied', attempts: 1, nextAttemptAt: null } as const;
  store.ledger.write((writes) => writes.setOutbox('event-V2X', done));
  expect(store.ledger.outboxPending().map(({ eventId }) => eventId)).toEqual(['event-V1X', 'event-V3X']);
  expect(store.ledger.outboxOf('b2')).toMatchObject([{ eventId: 'event-V2X', state: 'applied' }]);
  expect(store.ledger.outboxOf('nobody')).toEqual([]);
  store.close();
  withLedger(folder, ({ sql }) => {
    const plan = sql.prepare("EXPLAIN QUERY PLAN SELECT number FROM outbox WHERE state = 'pending' ORDER BY number");
    expect(JSON.stringify(plan.all())).toContain('outbox_pending');
  });
});
