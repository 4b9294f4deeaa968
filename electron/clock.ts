/**
 * The clock of this computer.
 *
 * Time that it slept is time that passed. On Linux the process's own timer stands still meanwhile, and a computer that wakes
 * next morning would take its clock for one that jumped, and the list of the day before for today's (S10).
 */
import { uptime } from 'node:os';
import type { Clock } from '../clinic/clock.ts';

const msPerSecond = 1000;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => Math.round(process.platform === 'linux' ? uptime() * msPerSecond : performance.now()),
  after(delayMs, callBack) {
    const timer = setTimeout(callBack, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The instant as ISO 8601 in UTC. */
export const isoOf = (instantMs: number): string => new Date(instantMs).toISOString();
