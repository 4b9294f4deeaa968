/** Whether a kiosk may start with the clock that its computer has. */
import { expect, test } from 'vitest';
import { clockProblem } from '../../electron/station-status.ts';

test.each([
  ['a flat battery', '1970-01-01T00:00:00Z', null, /cannot be right/],
  ['a date of long after', '2099-01-01T00:00:00Z', null, /cannot be right/],
  ['the first start', '2026-11-24T09:00:00Z', null, null],
  ['the morning after', '2026-11-25T07:00:00Z', '2026-11-24T18:00:00Z', null],
  [
    'two days before the last act',
    '2026-11-22T09:00:00Z',
    '2026-11-24T18:00:00Z',
    /before the last entry of the ledger \(2026-11-24\)/,
  ],
  ['an hour before the last act, the same day', '2026-11-24T17:00:00Z', '2026-11-24T18:00:00Z', null],
  [
    'the evening before the last act',
    '2026-11-24T23:00:00Z',
    '2026-11-25T08:00:00Z',
    /is 2026-11-24, before the last entry/,
  ],
  [
    'the evening before, by the clinic’s wall in summer',
    '2026-06-24T22:30:00Z',
    '2026-06-24T23:30:00Z',
    /before the last entry/,
  ],
  [
    'a clock that a time server put back over midnight by a minute',
    '2026-11-24T23:59:30Z',
    '2026-11-25T00:00:30Z',
    null,
  ],
])('S15: %s', (_, now, lastActAt, problem) => {
  const found = clockProblem(Date.parse(now), lastActAt);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});
