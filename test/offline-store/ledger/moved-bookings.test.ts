/** A booking that was moved to another day keeps its id: it can be checked in there, and the visit of the day before is not lost. */
import { expect, test } from 'vitest';
import { appointmentIdOf } from '../../../clinic/booking.ts';
import { checkIn, newFolder, opened, specimen, today, tomorrow, visit } from '../store-clinic.ts';

const moved = () => visit('b1', 1, { clinicDay: tomorrow, visitId: 'W1', specimens: [specimen('W1', 1)] });

test('S4: it is checked in once on the day to which it was moved, and what was owed for the day before is owed still', () => {
  const store = opened(newFolder());
  const first = visit('b1', 1);
  checkIn(store, first);
  expect(checkIn(store, moved())).toBe(true);
  expect(checkIn(store, { ...moved(), visitId: 'W2', ticketNumber: 2, specimens: [specimen('W2', 1)] })).toBe(false);
  const { ledger } = store;
  expect(ledger.visit('b1')).toEqual(moved());
  expect(ledger.visits(today)).toEqual([{ ...first, bookingId: `b1@${today}` }]);
  expect(ledger.outboxPending().map(({ bookingId }) => bookingId)).toEqual([`b1@${today}`, 'b1']);
  expect(ledger.outboxPending().map(({ bookingId }) => appointmentIdOf(bookingId))).toEqual(['b1', 'b1']);
  expect(ledger.papers(`b1@${today}`).map(({ id }) => id)).toContain(`${first.visitId}-header`);
});

test('what staff were asked about the day before is not asked about the new visit', () => {
  const store = opened(newFolder());
  checkIn(store, visit('b1', 1));
  const cancelled = { kind: 'upstream-conflict', because: 'cancelled' } as const;
  store.ledger.write((writes) => writes.openTask('b1', cancelled));
  checkIn(store, moved());
  expect(store.ledger.openTasks()).toMatchObject([{ bookingId: `b1@${today}` }]);
  expect(store.ledger.hasHadTask('b1', cancelled)).toBe(false);
});

test('a visit of a later day never makes room for one of an earlier day', () => {
  const store = opened(newFolder());
  checkIn(store, moved());
  expect(checkIn(store, visit('b1', 1))).toBe(false);
  expect(store.ledger.visit('b1')).toEqual(moved());
});
