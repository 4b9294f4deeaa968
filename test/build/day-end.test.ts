import { expect, test } from 'vitest';
import { waitForDayMs } from '../../build/day-end.mjs';

const minute = 60_000;

test.each([
  ['in the middle of the day, not at all', '2026-11-21T12:00:00Z', 0],
  ['while just enough of the day is left, not at all', '2026-11-21T23:50:00Z', 0],
  ['when too little is left in winter, until midnight', '2026-11-21T23:50:01Z', 10 * minute - 1_000 + 5_000],
  ['when too little is left in summer, until midnight there', '2026-07-01T22:59:00Z', minute + 5_000],
  ['in the first second of a day, not at all', '2026-11-22T00:00:00Z', 0],
])('how long tests wait that need ten minutes of one day: %s', (_when, now, waitMs) => {
  expect(waitForDayMs(Date.parse(now), 10 * minute)).toBe(waitMs);
});
