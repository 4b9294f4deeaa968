/** How far the server's clock was ahead when something happened: what was known then, and what can be found out afterwards. */
import { expect, test } from 'vitest';
import { skewOfEvents } from '../../../offline-store/sync/event-skew.ts';
import { manualClock } from '../../electron/manual-clock.ts';
import { checkIn, newFolder, opened, visit } from '../store-clinic.ts';

const minute = 60_000;
const hour = 60 * minute;
const startsAt = '2026-11-24T09:00:00.000Z';

function kiosk() {
  const clock = manualClock(startsAt);
  const store = opened(newFolder());
  const server: { skewMs: number | null } = { skewMs: null };
  checkIn(store, visit('b0', 9));
  const skewOf = skewOfEvents({ ledger: store.ledger, clock, client: { clockSkewMs: () => server.skewMs } });
  const happens = (bookingId: string, ticket: number, clockSkewMs: number | null = null) => {
    store.ledger.write((writes) => {
      writes.checkIn(visit(bookingId, ticket));
      const time = { occurredAt: new Date(clock.nowMs()).toISOString(), monotonicMs: clock.monotonicMs(), clockSkewMs };
      writes.addOutbox({ eventId: `event-${bookingId}`, bookingId, kind: 'arrived', ...time });
    });
  };
  const entryOf = (bookingId: string) => store.ledger.outboxOf(bookingId)[0];
  const skewOfEvent = (bookingId: string) => {
    const entry = entryOf(bookingId);
    return entry === undefined ? undefined : skewOf(entry);
  };
  return { clock, server, happens, skewOfEvent };
}

test('what was known when it happened counts, whatever is known now', () => {
  const { clock, server, happens, skewOfEvent } = kiosk();
  happens('b1', 1, 90_000);
  clock.pass(hour);
  server.skewMs = 5 * minute;
  expect(skewOfEvent('b1')).toBe(90_000);
});

test('of what happened before the server was heard it is found out afterwards, also when the clock was put right meanwhile', () => {
  const { clock, server, happens, skewOfEvent } = kiosk();
  happens('b1', 1);
  clock.pass(30 * minute);
  happens('b2', 2);
  expect(skewOfEvent('b1')).toBeNull();
  clock.jump(3 * hour);
  clock.pass(30 * minute);
  server.skewMs = 1_000;
  expect(skewOfEvent('b1')).toBe(3 * hour + 1_000);
  expect(skewOfEvent('b2')).toBe(3 * hour + 1_000);
});

test('what is sent again says the same again', () => {
  const { clock, server, happens, skewOfEvent } = kiosk();
  happens('b1', 1);
  server.skewMs = 4 * minute;
  expect(skewOfEvent('b1')).toBe(4 * minute);
  clock.pass(minute);
  server.skewMs = 4 * minute + 1_000;
  expect(skewOfEvent('b1')).toBe(4 * minute);
});

test('of what happened in an earlier run nobody knows how long ago it was', () => {
  const { clock, server, skewOfEvent } = kiosk();
  clock.pass(hour);
  server.skewMs = hour;
  expect(skewOfEvent('b0')).toBeNull();
});
