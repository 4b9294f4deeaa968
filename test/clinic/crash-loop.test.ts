/** A kiosk that crashes again and again stays down, where somebody can read why. */
import { expect, test } from 'vitest';
import { isCrashLoop, recentCrashes } from '../../clinic/crash-loop.ts';

const now = 1_000_000;

test.each([
  ['never', [], false],
  ['twice in a minute: it is begun anew', [now - 59_999, now - 1], false],
  ['three times in a minute: it stays down', [now - 59_999, now - 30_000, now - 1], true],
  ['three times, the first of them a minute ago', [now - 60_000, now - 30_000, now - 1], false],
  ['three times by a clock that was set back since', [now + 1, now + 2, now + 3], false],
])('it crashed %s', (_when, crashedAtMs, isLoop) => {
  expect(isCrashLoop(crashedAtMs, now)).toBe(isLoop);
});

test('what is older than a minute is forgotten', () => {
  expect(recentCrashes([now - 60_000, now - 5, now + 5], now)).toEqual([now - 5]);
});
