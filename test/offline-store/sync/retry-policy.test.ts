/** Waiting before another try: longer each time, never in step with other kiosks, never sooner than the server asks. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pollWaitMs, waitBeforeRetryMs } from '../../../offline-store/sync/retry-policy.ts';

test.each([
  [1, 0.999, 1_998],
  [2, 0.999, 3_996],
  [5, 0.999, 31_968],
  [40, 0.999, 299_700],
  [40, 0, 500],
  [1, 0, 500],
])('after %i failures, at random %d: %i ms', (attempts, random, expected) => {
  expect(waitBeforeRetryMs({ attempts, random, retryAfterMs: null })).toBe(expected);
});

test('however often it failed, the wait has limits', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempts, random) => {
      const waitMs = waitBeforeRetryMs({ attempts, random, retryAfterMs: null });
      expect(waitMs).toBeGreaterThanOrEqual(500);
      expect(waitMs).toBeLessThanOrEqual(300_000);
    }),
  );
});

test('Retry-After is obeyed, and a little more, so that not everybody obeys at once', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 3_600_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (ms, random) => {
        const waitMs = waitBeforeRetryMs({ attempts: 1, random, retryAfterMs: ms });
        expect(waitMs).toBeGreaterThanOrEqual(ms);
        expect(waitMs).toBeLessThanOrEqual(ms + 2_000);
      },
    ),
  );
});

test('polls vary by a tenth of their period, both ways', () => {
  expect([pollWaitMs(30_000, 0), pollWaitMs(30_000, 0.5), pollWaitMs(30_000, 1)]).toEqual([27_000, 30_000, 33_000]);
});
