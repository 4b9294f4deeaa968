/** The clock of this computer. */
import type { Clock } from '../clinic/clock.ts';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => Math.round(performance.now()),
  after(delayMs, callBack) {
    const timer = setTimeout(callBack, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The instant as ISO 8601 in UTC. */
export const isoOf = (instantMs: number): string => new Date(instantMs).toISOString();
