/**
 * When to push: when woken, when an entry is due, when the server came back; one round at a time.
 *
 * After a round that found the server away nothing is pushed for a while, longer each time. Coming back ends that pause, unless
 * the server itself asked for it.
 */
import type { Clock } from '../../clinic/clock.ts';
import { refuse } from '../../clinic/result.ts';
import { type FhirProblem, isSaidToAll, retryAfterMsOf } from './fhir-problem.ts';
import { waitBeforeRetryMs } from './retry-policy.ts';
import type { PushResult } from './sync-status.ts';

/** After a fault that nobody expected: soon, and not in a storm. */
const afterFaultMs = 10_000;

interface PushLoop {
  /** @param isBack the server came back just now. */
  push(isBack: boolean): Promise<PushResult>;
  /** Settles when nothing is under way; nothing begins any more. */
  stop(): Promise<unknown>;
}

interface PushLoopOptions {
  readonly round: (isBack: boolean) => Promise<PushResult>;
  readonly clock: Clock;
  readonly random: () => number;
}

/** By the monotonic clock, so that no clock that is set makes it last for hours. `isAsked`: by the server, with Retry-After. */
type Pause = Readonly<{ untilMs: number; isAsked: boolean; failedRounds: number }>;

export function startPushLoop({ round, clock, random }: PushLoopOptions): PushLoop {
  let pause: Pause = { untilMs: 0, isAsked: false, failedRounds: 0 };
  let last: PushResult = refuse({ kind: 'stopped' });
  let underWay: Promise<PushResult> | null = null;
  let afterwards: Promise<PushResult> | null = null;
  /** The server came back while a round was under way or waited for. */
  let isBackAfterwards = false;
  let cancel = () => {};
  let isStopped = false;
  const { nowMs, monotonicMs } = clock;

  function schedule(waitMs: number | null): void {
    cancel();
    if (waitMs !== null && !isStopped) cancel = clock.after(Math.max(0, waitMs), () => void push(false));
  }

  async function oneRound(isBack: boolean): Promise<PushResult> {
    if (monotonicMs() < pause.untilMs && (pause.isAsked || !isBack)) {
      schedule(pause.untilMs - monotonicMs());
      return last;
    }
    last = await round(isBack);
    pause = pauseAfter(last, pause.failedRounds, monotonicMs(), random());
    schedule(waitAfter(last, pause.untilMs - monotonicMs(), nowMs()));
    return last;
  }

  /** Never two at once: what is asked for meanwhile is one more round afterwards. */
  function push(isBack: boolean): Promise<PushResult> {
    if (isStopped) return Promise.resolve(refuse({ kind: 'stopped' }));
    if (underWay === null) {
      underWay = oneRound(isBack).finally(() => {
        underWay = null;
      });
      return underWay;
    }
    isBackAfterwards ||= isBack;
    afterwards ??= underWay.then(() => {
      const isBackNow = isBackAfterwards;
      afterwards = null;
      isBackAfterwards = false;
      return push(isBackNow);
    });
    return afterwards;
  }

  function stop(): Promise<unknown> {
    isStopped = true;
    cancel();
    return Promise.all([underWay, afterwards]);
  }

  schedule(0);
  return { push, stop };
}

function pauseAfter(result: PushResult, failedBefore: number, monotonicMs: number, random: number): Pause {
  const stoppedBy = result.ok ? result.value.stoppedBy : null;
  if (stoppedBy === null) return { untilMs: 0, isAsked: false, failedRounds: 0 };
  const failedRounds = failedBefore + 1;
  const retryAfterMs = askedOfAllMs(stoppedBy);
  const waitMs = waitBeforeRetryMs({ attempts: failedRounds, retryAfterMs, random });
  return { untilMs: monotonicMs + waitMs, isAsked: retryAfterMs !== null, failedRounds };
}

/** What was asked about one record is waited for with that record alone. */
function askedOfAllMs(problem: FhirProblem): number | null {
  return problem.kind !== 'status' || isSaidToAll(problem) ? retryAfterMsOf(problem) : null;
}

function waitAfter(result: PushResult, pauseMs: number, nowMs: number): number | null {
  if (!result.ok) return result.problem.kind === 'fault' ? afterFaultMs : null;
  const { nextDueAt } = result.value;
  return nextDueAt === null ? null : Math.max(Date.parse(nextDueAt) - nowMs, pauseMs);
}
