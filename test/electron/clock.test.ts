/** The clock of the computer that this runs on. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemClock } from '../../electron/clock.ts';

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
