/** When the list is pulled: at a steady pace, later after each failure, at once when asked, and never against the server's wish. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type PullWish, startPullLoop } from '../../../offline-store/sync/pull-loop.ts';
import type { PullResult } from '../../../offline-store/sync/sync-status.ts';
import { manualClock } from '../../electron/manual-clock.ts';

const pollMs = 30_000;
const stepMs = 100;
const whole: PullResult = {
  ok: true,
  value: {
    kind: 'whole',
    clinicDay: '2026-11-24',
    bookings: 1,
    setAside: 0,
    kept: 0,
    pages: 1,
    bytes: 1,
    isResumed: false,
    newestChange: null,
  },
};
const resumed: PullResult = { ok: true, value: { ...whole.value, isResumed: true } };
const away: PullResult = { ok: false, problem: { kind: 'timed-out' } };
const busy = (retryAfterMs: number | null): PullResult => ({
  ok: false,
  problem: { kind: 'status', status: 429, isFhir: true, issue: null, retryAfterMs },
});
const held: PullResult = { ok: false, problem: { kind: 'held', before: 10, pulled: 1 } };

/** A loop whose pulls end as a test has it; when each began, in milliseconds from the start. */
function loop(answers: (number: number) => PullResult, random = 0.5) {
  const clock = manualClock('2026-11-24T06:00:00.000Z');
  const begun: { readonly atMs: number; readonly wish: PullWish }[] = [];
  const started = startPullLoop({
    clock,
    pollMs,
    random: () => random,
    once: async (wish) => {
      begun.push({ atMs: clock.monotonicMs(), wish });
      return answers(begun.length);
    },
  });
  /** In steps, because a pull that ends plans the next one from the end of its step. */
  async function pass(ms: number): Promise<void> {
    clock.pass(0);
    await turn();
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.pass(stepMs);
      await turn();
    }
  }
  return { ...started, begun, pass, starts: () => begun.map(({ atMs }) => atMs) };
}

test('it begins at once, and goes on at a steady pace that varies by a tenth both ways', async () => {
  const steady = loop(() => whole);
  await steady.pass(90_500);
  expect(steady.starts()).toEqual([0, 30_000, 60_000, 90_000]);
  const early = loop(() => whole, 0);
  await early.pass(30_000);
  expect(early.starts()).toEqual([0, 27_000]);
  const late = loop(() => whole, 1);
  await late.pass(40_000);
  expect(late.starts()).toEqual([0, 33_000]);
});

test('after each failure it waits longer, by chance up to five minutes, and after a success it is at its pace again', async () => {
  const failing = loop((number) => (number <= 12 ? away : whole), 0.999_999);
  await failing.pass(2_000_000);
  const waits = failing.starts().map((at, index, all) => Math.round((at - (all[index - 1] ?? 0)) / 1_000));
  expect(waits.slice(1, 13)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  expect(waits[13]).toBe(33);
});

test('kiosks that lost a server together do not return to it together: the wait is anything up to the longest', async () => {
  const second = async (random: number) => {
    const one = loop(() => away, random);
    await one.pass(400_000);
    return (one.starts()[5] ?? 0) - (one.starts()[4] ?? 0);
  };
  expect([await second(0.1), await second(0.5), await second(0.9)]).toEqual([3_200, 16_000, 28_800]);
});

test('a server that says when to come again is not asked before, neither by itself nor by somebody who presses a button', async () => {
  const asked = loop((number) => (number === 1 ? busy(120_000) : whole), 0);
  await asked.pass(500);
  expect(await asked.pull()).toEqual(busy(120_000));
  await asked.pass(119_000);
  expect(await asked.pull()).toEqual(busy(120_000));
  expect(asked.begun).toHaveLength(1);
  await asked.pass(500);
  expect(asked.starts()).toEqual([0, 120_000]);
});

test('after a failure somebody who asks need not wait, and gets the whole list', async () => {
  const failing = loop((number) => (number < 8 ? away : whole), 0.999_999);
  await failing.pass(70_000);
  const before = failing.begun.length;
  expect(await failing.pull()).toEqual(away);
  expect(failing.begun.slice(before)).toMatchObject([{ wish: 'whole' }]);
});

test('a list that is held is no failure: staff may agree at any moment', async () => {
  const one = loop(() => held);
  await one.pass(60_500);
  expect(one.starts()).toEqual([0, 30_000, 60_000]);
});

test('S11: a list with pages from before a restart is followed by another pull at once', async () => {
  const one = loop((number) => (number === 1 ? resumed : whole));
  await one.pass(1_000);
  expect(one.begun).toHaveLength(2);
});

test('who asks while a quick look is under way gets a whole pull after it, and two who ask get the same one', async () => {
  const clock = manualClock('2026-11-24T06:00:00.000Z');
  const wishes: PullWish[] = [];
  const ends: (() => void)[] = [];
  const { pull, stop } = startPullLoop({
    clock,
    pollMs,
    random: () => 0.5,
    once: async (wish) => {
      wishes.push(wish);
      await new Promise<void>((resolve) => ends.push(resolve));
      return whole;
    },
  });
  clock.pass(0);
  const both = [pull(), pull()];
  ends[0]?.();
  await turn();
  expect(wishes).toEqual(['poll', 'whole']);
  ends[1]?.();
  expect(await Promise.all(both)).toEqual([whole, whole]);
  expect(wishes).toHaveLength(2);
  await stop();
  clock.pass(pollMs * 2);
  expect(wishes).toHaveLength(2);
});
