/**
 * How fast requests may follow each other: a bucket of tokens, one for each request, for everything that goes to the server.
 *
 * A few requests go at once and the rest at a steady pace, so that no minute, wherever it begins, has more than the settings
 * allow. Who cannot wait (an arrival) goes before who can (the next page of the list).
 */
import type { Timers } from './silence-watch.ts';

const msPerMinute = 60_000;
/** Of what a minute may have, so much may go at once. */
const burstShare = 0.2;

/** Sums of fractions fall a little short of one. */
const tolerance = 1e-6;

type Waiter = (mayGo: boolean) => void;

interface RequestBudget {
  /** Settles when the request may go; false when everything was stopped meanwhile. */
  take(canWait: boolean): Promise<boolean>;
  stop(): void;
}

export function requestBudget(requestsPerMinuteMax: number, { monotonicMs, after }: Timers): RequestBudget {
  const burst = Math.max(1, Math.floor(requestsPerMinuteMax * burstShare));
  // A minute that begins with a full bucket has the burst and what flows in.
  const msPerToken = msPerMinute / Math.max(1, requestsPerMinuteMax - burst);
  const waiting = { first: [] as Waiter[], later: [] as Waiter[] };
  let tokens = burst;
  let filledAtMs = monotonicMs();
  let isStopped = false;
  let cancel: (() => void) | null = null;

  function fill(): void {
    const nowMs = monotonicMs();
    tokens = Math.min(burst, tokens + (nowMs - filledAtMs) / msPerToken);
    filledAtMs = nowMs;
  }

  function serve(): void {
    fill();
    while (tokens > 1 - tolerance) {
      const next = waiting.first.shift() ?? waiting.later.shift();
      if (next === undefined) break;
      tokens -= 1;
      next(true);
    }
    if (waiting.first.length + waiting.later.length === 0 || cancel !== null) return;
    cancel = after(Math.ceil((1 - tokens) * msPerToken), () => {
      cancel = null;
      serve();
    });
  }

  return {
    take(canWait) {
      if (isStopped) return Promise.resolve(false);
      return new Promise((resolve) => {
        (canWait ? waiting.later : waiting.first).push(resolve);
        serve();
      });
    },
    stop() {
      isStopped = true;
      cancel?.();
      for (const waiter of [...waiting.first.splice(0), ...waiting.later.splice(0)]) waiter(false);
    },
  };
}
