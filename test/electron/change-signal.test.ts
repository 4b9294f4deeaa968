/** Changes are shown soon, many of them at once, and what takes long to show is shown less often. */
import { expect, test } from 'vitest';
import { changeSignal } from '../../electron/change-signal.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

/** A clock that passes by so much while a change is shown, and how often one was shown. */
function shown(showingMs: number): {
  readonly clock: ManualClock;
  readonly raise: () => void;
  readonly times: () => number;
} {
  const clock = manualClock('2026-11-24T09:00:00Z');
  let busyMs = 0;
  let times = 0;
  const signal = changeSignal({ ...clock, monotonicMs: () => clock.monotonicMs() + busyMs });
  signal.onRaised(() => {
    times += 1;
    busyMs += showingMs;
  });
  return { clock, raise: signal.raise, times: () => times };
}

test('many changes in a moment are shown as one, a tenth of a second after the first', () => {
  const { clock, raise, times } = shown(0);
  for (let change = 0; change < 50; change++) raise();
  clock.pass(99);
  expect(times()).toBe(0);
  clock.pass(1);
  expect(times()).toBe(1);
  clock.pass(1_000);
  expect(times()).toBe(1);
});

test.each([
  { showingMs: 5, pauseMs: 100 },
  { showingMs: 60, pauseMs: 240 },
  { showingMs: 2_000, pauseMs: 1_000 },
])('after $showingMs ms of showing the next change waits for $pauseMs ms', ({ showingMs, pauseMs }) => {
  const { clock, raise, times } = shown(showingMs);
  raise();
  clock.pass(100);
  raise();
  clock.pass(pauseMs - 1);
  expect(times()).toBe(1);
  clock.pass(1);
  expect(times()).toBe(2);
});

test('after it is closed nothing is shown any more', () => {
  const clock = manualClock('2026-11-24T09:00:00Z');
  const signal = changeSignal(clock);
  signal.onRaised(() => expect.unreachable('it is closed'));
  signal.raise();
  signal.close();
  clock.pass(1_000);
});
