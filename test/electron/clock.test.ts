/** The clock of the computer that this runs on. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { afterSleepToo, systemClock } from '../../electron/days/clock.ts';
import { manualClock } from './manual-clock.ts';

const isLinux = process.platform === 'linux';

/** The kernel's, which counts the time that the computer slept. */
const sinceStartMs = () => Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) * 1000;

test.runIf(isLinux)(
  'S10: a computer that slept through the night knows that the night has passed, and its clock has not jumped',
  () => {
    const before = sinceStartMs();
    const told = systemClock.monotonicMs();
    expect(told).toBeGreaterThanOrEqual(Math.floor(before));
    expect(told).toBeLessThanOrEqual(Math.ceil(sinceStartMs()));
  },
);

test('it never goes back', () => {
  const looks = Array.from({ length: 1000 }, () => systemClock.monotonicMs());
  expect(looks).toEqual(looks.toSorted((one, other) => one - other));
});

describe('a wait', () => {
  /** Its timers stand still while it sleeps, and its clock does not. */
  function sleeper() {
    const awake = manualClock('2026-11-24T17:59:00.000Z');
    let sleptMs = 0;
    const after = afterSleepToo({ ...awake, monotonicMs: () => awake.monotonicMs() + sleptMs });
    const came: string[] = [];
    const wait = (ms: number, name: string) => after(ms, () => came.push(name));
    return { came, wait, pass: awake.pass, sleep: (ms: number) => (sleptMs += ms) };
  }

  test('S13: through which the computer slept is over within a second of its waking: nobody is still signed in next morning', () => {
    const { came, wait, pass, sleep } = sleeper();
    wait(180_000, 'signed out');
    pass(60_000);
    expect(came).toEqual([]);
    sleep(14 * 3_600_000);
    pass(1_000);
    expect(came).toEqual(['signed out']);
    pass(180_000);
    expect(came).toEqual(['signed out']);
  });

  test.each([1, 999, 1_000, 1_001, 15_000, 900_000])('of %i ms takes so long, neither more nor less', (ms) => {
    const { came, wait, pass } = sleeper();
    wait(ms, 'over');
    pass(ms - 1);
    expect(came).toEqual([]);
    pass(1);
    expect(came).toEqual(['over']);
  });

  test('that is given up, however far it had come, is never over', () => {
    const { came, wait, pass, sleep } = sleeper();
    const giveUp = wait(5_000, 'over');
    pass(2_500);
    giveUp();
    sleep(10_000);
    pass(10_000);
    expect(came).toEqual([]);
  });
});
