/**
 * When to pull: at a steady pace that varies a little, when asked, and after a failure later each time, so that many kiosks that
 * lost a server together do not return to it together. Never before a server that asks for patience says so.
 */
import type { Clock } from '../../clinic/clock.ts';
import { refuse } from '../../clinic/result.ts';
import { pollWaitMs, waitBeforeRetryMs } from './retry-policy.ts';
import type { PullResult } from './sync-status.ts';

/** `whole`: somebody asked, or something is wrong with the list. `poll`: it was due, and a quick look may be enough. */
export type PullWish = 'whole' | 'poll';

interface PullLoop {
  /** A whole pull now; the whole pull that is under way, if there is one. While the server asks for patience, the last answer. */
  pull(): Promise<PullResult>;
  /** Settles when nothing is under way; nothing begins by itself any more. */
  stop(): Promise<unknown>;
}

interface PullLoopOptions {
  readonly once: (wish: PullWish) => Promise<PullResult>;
  readonly pollMs: number;
  readonly clock: Pick<Clock, 'monotonicMs' | 'after'>;
  /** From 0 (included) to 1 (not included). */
  readonly random: () => number;
}

export function startPullLoop({ once, pollMs, clock, random }: PullLoopOptions): PullLoop {
  let underWay: { readonly wish: PullWish; readonly result: Promise<PullResult> } | null = null;
  let last: PullResult = refuse({ kind: 'stopped' });
  let failures = 0;
  let patienceUntilMs = 0;
  let cancel = () => {};
  let isStopped = false;

  function schedule(waitMs: number): void {
    cancel();
    if (!isStopped) cancel = clock.after(waitMs, () => void begin('poll'));
  }

  async function pullAndPlan(wish: PullWish): Promise<PullResult> {
    last = await once(wish);
    const retryAfterMs = retryAfterOf(last);
    patienceUntilMs = clock.monotonicMs() + (retryAfterMs ?? 0);
    failures = isFailure(last) ? failures + 1 : 0;
    schedule(waitMs(last, retryAfterMs));
    return last;
  }

  function waitMs(result: PullResult, retryAfterMs: number | null): number {
    // Pages from before a restart are in it: what has changed since is found at once.
    if (result.ok && result.value.isResumed) return 0;
    if (failures === 0) return pollWaitMs(pollMs, random());
    return waitBeforeRetryMs({ attempts: failures, retryAfterMs, random: random() });
  }

  function begin(wish: PullWish): Promise<PullResult> {
    cancel();
    if (underWay !== null) return underWay.result;
    const result = pullAndPlan(wish).finally(() => {
      underWay = null;
    });
    underWay = { wish, result };
    return result;
  }

  async function pull(): Promise<PullResult> {
    // A quick look would not find what the one who asks is missing.
    while (underWay?.wish === 'poll') await underWay.result;
    if (underWay !== null) return underWay.result;
    if (isStopped || clock.monotonicMs() < patienceUntilMs) return last;
    return begin('whole');
  }

  schedule(0);
  return {
    pull,
    async stop() {
      isStopped = true;
      cancel();
      await underWay?.result;
    },
  };
}

const answeredWell: readonly string[] = ['held', 'overtaken', 'no-list-wanted'];

/** A list that is held, came too late or was not asked for was answered as it should be. */
function isFailure(result: PullResult): boolean {
  return !result.ok && !answeredWell.includes(result.problem.kind);
}

function retryAfterOf(result: PullResult): number | null {
  return !result.ok && 'retryAfterMs' in result.problem ? result.problem.retryAfterMs : null;
}
