/** What the station does when the clock of its computer jumps, dies or differs from the server's. */
import { describe, expect, test } from 'vitest';
import { noMisses } from '../../clinic/guessing.ts';
import { isoOf } from '../../electron/days/clock.ts';
import { isDoubted, openClockGuard } from '../../electron/days/clock-guard.ts';
import { steadyClock } from '../../electron/days/steady-clock.ts';
import { silentLog } from '../../electron/log.ts';
import { clockProblem } from '../../electron/station-status.ts';
import { checkIn, newFolder, opened, visit } from '../offline-store/store-clinic.ts';
import { manualClock } from './manual-clock.ts';

const minute = 60_000;
const hour = 60 * minute;

function guarded() {
  const computer = manualClock('2026-11-23T09:00:00.000Z');
  const clock = steadyClock(computer);
  const store = opened(newFolder(), { now: () => isoOf(clock.nowMs()) });
  const server: { skewMs: number | null } = { skewMs: null };
  const guard = openClockGuard({ clock, store, log: silentLog, skewMs: () => server.skewMs });
  const acts = () =>
    store.ledger
      .audit()
      .map(({ act, who }) => `${who} ${act}`)
      .slice(1);
  const matters = () => store.ledger.openTasks().map(({ matter }) => matter);
  return { computer, clock, store, guard, server, acts, matters };
}

describe('a clock that jumps by more than two minutes', () => {
  test.each([
    ['an hour forward', hour, 60],
    ['a day back', -24 * hour, -1440],
  ])('%s: the trail says so, staff have one task, and events go on in their order', (_, byMs, minutes) => {
    const { computer, clock, store, guard, acts, matters } = guarded();
    checkIn(store, visit('b1', 1));
    computer.jump(byMs);
    guard.look();
    guard.look();
    expect(acts()).toEqual(['patient check-in', 'kiosk clock-jumped']);
    expect(matters()).toEqual([{ kind: 'clock-jumped', minutes }]);
    computer.pass(minute);
    checkIn(store, visit('b2', 2));
    const times = store.ledger.audit().map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.at(-1)).toBe(clock.nowMs());
    expect(isDoubted(guard.trouble())).toBe(false);
  });

  test('back again: the trail has both, and the time is believed', () => {
    const { computer, guard, acts } = guarded();
    computer.jump(hour);
    guard.look();
    computer.jump(-hour);
    guard.look();
    expect(acts()).toEqual(['kiosk clock-jumped', 'kiosk clock-jumped']);
    expect(guard.trouble()).toBeNull();
  });
});

test('S14: staff say that the computer is right: they sign for it, and every pause ends when it would have', () => {
  const { computer, clock, store, guard, acts } = guarded();
  checkIn(store, visit('b1', 1));
  const soon = isoOf(clock.nowMs() + minute);
  const staff = { staffId: 's1', name: 'Robin', badgeMac: 'm', pinHash: 'h', isDisabled: false, failedTries: 5 };
  store.ledger.write((writes) => {
    writes.setGuessing({ misses: 5, restingUntil: soon });
    writes.saveStaff({ ...staff, lockedUntil: soon });
    writes.setOutbox('event-V1X', { state: 'pending', attempts: 1, nextAttemptAt: soon });
  });
  computer.jump(-3 * hour);
  guard.look();
  expect(clock.nowMs()).toBe(computer.nowMs() + 3 * hour);
  guard.confirm('s1');
  expect(clock.nowMs()).toBe(computer.nowMs());
  const moved = isoOf(Date.parse(soon) - 3 * hour);
  expect(store.ledger.guessing().restingUntil).toBe(moved);
  expect(store.ledger.staff().map(({ lockedUntil }) => lockedUntil)).toEqual([moved]);
  expect(store.ledger.outboxPending().map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([moved]);
  expect(acts().slice(-2)).toEqual(['s1 confirm-time', 's1 time-set']);
  expect(guard.trouble()).toBeNull();
});

test('S14: a word that the disk did not take changes nothing: the time is doubted as before, and the one in use goes on', () => {
  const { computer, clock, store, server } = guarded();
  server.skewMs = 10 * minute;
  const write = () => {
    throw new Error('the disk is full');
  };
  const full = { ...store, ledger: { ...store.ledger, write } };
  const guard = openClockGuard({ clock, store: full, log: silentLog, skewMs: () => server.skewMs });
  computer.jump(-3 * hour);
  expect(() => guard.confirm('s1')).toThrow('the disk is full');
  expect(isDoubted(guard.trouble())).toBe(true);
  expect(clock.nowMs()).toBe(computer.nowMs() + 3 * hour);
});

test('a rest after guessing is not cut short by whoever can set the clock', () => {
  const { computer, clock, store } = guarded();
  store.ledger.write((writes) => writes.setGuessing({ ...noMisses, restingUntil: isoOf(clock.nowMs() + minute) }));
  computer.jump(hour);
  expect(Date.parse(store.ledger.guessing().restingUntil ?? '')).toBeGreaterThan(clock.nowMs());
  computer.pass(minute);
  expect(Date.parse(store.ledger.guessing().restingUntil ?? '')).toBeLessThanOrEqual(clock.nowMs());
});

test('a clock that differs from the server’s by more than five minutes is doubted until somebody signs for it', () => {
  const { guard, server, acts } = guarded();
  server.skewMs = 5 * minute;
  expect(isDoubted(guard.trouble())).toBe(false);
  server.skewMs = 6 * minute;
  expect(isDoubted(guard.trouble())).toBe(true);
  guard.confirm('s1');
  expect(isDoubted(guard.trouble())).toBe(false);
  expect(acts()).toEqual(['s1 confirm-time']);
});

test.each(['1970-01-01T00:00:00Z', '2099-06-01T00:00:00Z'])(
  'S15: %s is doubted while it lasts, and no act is dated so',
  (instant) => {
    const { computer, clock, store, guard } = guarded();
    computer.jump(Date.parse(instant) - computer.nowMs());
    guard.look();
    expect(guard.trouble()).toEqual({ kind: 'absurd' });
    guard.confirm('s1');
    expect(guard.trouble()).toEqual({ kind: 'absurd' });
    for (const { at } of store.ledger.audit()) expect(at).toMatch(/^2026-11-23T/);
    computer.jump(Date.parse('2026-11-23T09:00:00.000Z') - computer.nowMs());
    guard.look();
    expect([guard.trouble(), isoOf(clock.nowMs()).slice(0, 10)]).toEqual([null, '2026-11-23']);
  },
);

test('S15: a kiosk that ran with a date to come starts again once the date was put right while it ran, as its refusal says', () => {
  const { computer, clock, store, guard } = guarded();
  checkIn(store, visit('b1', 1));
  const rightMs = clock.nowMs() - 40 * 24 * hour;
  const lastAt = () => store.ledger.audit().at(-1)?.at ?? null;
  expect(clockProblem(rightMs, lastAt())).toMatch(
    /is 2026-10-14, before .*set 2026-11-23 once more.*put the date right/,
  );
  computer.jump(-40 * 24 * hour);
  guard.look();
  guard.confirm('s1');
  expect(clockProblem(clock.nowMs(), lastAt())).toBeNull();
  expect(clock.nowMs()).toBe(rightMs);
});
