/** When a push begins: what is asked for while one is under way is not lost. */
import { EventEmitter, once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { ok } from '../../../clinic/result.ts';
import type { PushReport } from '../../../offline-store/sync/push.ts';
import { startPushLoop } from '../../../offline-store/sync/push-loop.ts';
import { manualClock } from '../../electron/manual-clock.ts';

const serverAway: PushReport = {
  applied: 0,
  merged: 0,
  conflicts: 0,
  setAside: 0,
  waiting: 1,
  nextDueAt: null,
  stoppedBy: { kind: 'unreachable', code: 'ECONNREFUSED' },
  lastProblem: null,
  wasAnswered: false,
};

test('the server came back while a round waited for its turn: that round goes, and the arrival need not wait out the pause', async () => {
  const rounds: boolean[] = [];
  const server = new EventEmitter();
  const { push, stop } = startPushLoop({
    async round(isBack) {
      rounds.push(isBack);
      if (rounds.length === 1) await once(server, 'failed');
      return ok(serverAway);
    },
    clock: manualClock('2026-11-24T09:00:00.000Z'),
    random: () => 0.5,
  });
  onTestFinished(() => void stop());
  const first = push(false);
  const woken = push(false);
  const back = push(true);
  server.emit('failed');
  await Promise.all([first, woken, back]);
  expect(rounds).toEqual([false, true]);
  await push(false);
  expect(rounds).toEqual([false, true]);
});

test('a clock that is set back in a pause does not make it longer', async () => {
  let rounds = 0;
  const clock = manualClock('2026-11-24T09:00:00.000Z');
  const { push, stop } = startPushLoop({
    async round() {
      rounds += 1;
      return ok(rounds === 1 ? serverAway : { ...serverAway, stoppedBy: null });
    },
    clock,
    random: () => 0.5,
  });
  onTestFinished(() => void stop());
  await push(false);
  clock.jump(-5 * 60 * 60_000);
  await push(false);
  expect(rounds).toBe(1);
  clock.pass(5 * 60_000);
  expect(rounds).toBe(2);
});
