/** How fast requests follow each other, on a clock that the test moves. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestBudget } from '../../../offline-store/sync/request-budget.ts';

/** Timers that run when the test lets time pass. */
function handMovedTimers() {
  let nowMs = 0;
  let due: { readonly atMs: number; readonly callBack: () => void }[] = [];
  return {
    monotonicMs: () => nowMs,
    after(delayMs: number, callBack: () => void) {
      const timer = { atMs: nowMs + delayMs, callBack };
      due.push(timer);
      return () => {
        due = due.filter((other) => other !== timer);
      };
    },
    async pass(ms: number): Promise<void> {
      const untilMs = nowMs + ms;
      for (;;) {
        await Promise.resolve();
        const next = due.toSorted((one, other) => one.atMs - other.atMs)[0];
        if (next === undefined || next.atMs > untilMs) break;
        nowMs = Math.max(nowMs, next.atMs);
        due = due.filter((other) => other !== next);
        next.callBack();
      }
      nowMs = untilMs;
      await Promise.resolve();
    },
  };
}

test('a few requests go at once, the rest at a steady pace', async () => {
  const timers = handMovedTimers();
  const budget = requestBudget(300, timers);
  const wentAtMs: number[] = [];
  for (let number = 0; number < 70; number++) void budget.take(false).then(() => wentAtMs.push(timers.monotonicMs()));
  await timers.pass(0);
  expect(wentAtMs).toHaveLength(60);
  await timers.pass(10_000);
  expect(wentAtMs.slice(60)).toEqual([250, 500, 750, 1000, 1250, 1500, 1750, 2000, 2250, 2500]);
});

test('no minute has more than the settings allow, wherever it begins and however the requests come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10, max: 400 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 60 }), fc.boolean()), {
        maxLength: 30,
      }),
      async (perMinuteMax, waves) => {
        const timers = handMovedTimers();
        const budget = requestBudget(perMinuteMax, timers);
        const wentAtMs: number[] = [];
        for (const [pauseMs, requests, canWait] of waves) {
          await timers.pass(pauseMs);
          for (let number = 0; number < requests; number++) {
            void budget.take(canWait).then(() => wentAtMs.push(timers.monotonicMs()));
          }
        }
        await timers.pass(3_600_000);
        expect(wentAtMs).toHaveLength(waves.reduce((sum, [, requests]) => sum + requests, 0));
        const most = wentAtMs.map((from) => wentAtMs.filter((at) => at >= from && at < from + 60_000).length);
        expect(Math.max(0, ...most)).toBeLessThanOrEqual(perMinuteMax);
      },
    ),
    { numRuns: 60 },
  );
});

test('an arrival goes before the pages of a long list that wait', async () => {
  const timers = handMovedTimers();
  const budget = requestBudget(10, timers);
  const went: string[] = [];
  for (const page of ['page 1', 'page 2', 'page 3', 'page 4']) void budget.take(true).then(() => went.push(page));
  void budget.take(false).then(() => went.push('arrival'));
  await timers.pass(60_000);
  expect(went).toEqual(['page 1', 'page 2', 'arrival', 'page 3', 'page 4']);
});

test('when the kiosk closes nobody waits any more', async () => {
  const budget = requestBudget(10, handMovedTimers());
  const taken = [budget.take(false), budget.take(false), budget.take(false), budget.take(true)];
  budget.stop();
  expect(await Promise.all(taken)).toEqual([true, true, false, false]);
  expect(await budget.take(false)).toBe(false);
});
