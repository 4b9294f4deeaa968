/** When to pull: at a steady pace that varies a little, when asked, and not before a server that asks for patience says so. */
import type { Clock } from '../../clinic/clock.ts';
import { pollWaitMs } from './retry-policy.ts';
import type { PullResult } from './sync-status.ts';

interface PullLoop {
  /** Joins the pull that is under way, if there is one. */
  pull(): Promise<PullResult>;
  /** Settles when nothing is under way; nothing begins by itself any more. */
  stop(): Promise<unknown>;
}

interface PullLoopOptions {
  readonly once: () => Promise<PullResult>;
  readonly pollMs: number;
  readonly clock: Pick<Clock, 'after'>;
  readonly random: () => number;
}

export function startPullLoop({ once, pollMs, clock, random }: PullLoopOptions): PullLoop {
  let underWay: Promise<PullResult> | null = null;
  let cancel = () => {};
  let isStopped = false;

  function schedule(waitMs: number): void {
    cancel();
    if (!isStopped) cancel = clock.after(waitMs, () => void pull());
  }

  async function pullAndPlan(): Promise<PullResult> {
    const result = await once();
    const retryAfterMs = !result.ok && result.problem.kind === 'status' ? (result.problem.retryAfterMs ?? 0) : 0;
    schedule(Math.max(pollWaitMs(pollMs, random()), retryAfterMs));
    return result;
  }

  function pull(): Promise<PullResult> {
    cancel();
    underWay ??= pullAndPlan().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  schedule(0);
  return {
    pull,
    async stop() {
      isStopped = true;
      cancel();
      await underWay;
    },
  };
}
