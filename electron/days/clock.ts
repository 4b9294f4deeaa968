/**
 * The clock of this computer.
 *
 * Time that it slept is time that passed, for instants and for waits. On Linux the process's own timers stand still meanwhile: a
 * computer that wakes next morning would take its clock for one that jumped, the list of the day before for today's (S10), and
 * whoever was signed in the evening before for somebody who is still there.
 */
import { uptime } from 'node:os';
import type { Clock } from '../../clinic/clock.ts';

const msPerSecond = 1000;
/** So long after it wakes, whatever was due meanwhile comes. */
const napMsMax = 1_000;

const monotonicMs = (): number => Math.round(process.platform === 'linux' ? uptime() * msPerSecond : performance.now());

function processTimer(delayMs: number, callBack: () => void): () => void {
  const timer = setTimeout(callBack, delayMs);
  return () => clearTimeout(timer);
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs,
  after: afterSleepToo({ monotonicMs, after: processTimer }),
};

/** @param timers whose waits stand still while the computer sleeps, and whose clock does not: a long wait is made of short ones. */
export function afterSleepToo(timers: Pick<Clock, 'monotonicMs' | 'after'>): Clock['after'] {
  return (delayMs, callBack) => {
    if (delayMs <= napMsMax) return timers.after(delayMs, callBack);
    const dueMs = timers.monotonicMs() + delayMs;
    let cancel = () => {};
    const nap = (): void => {
      const leftMs = dueMs - timers.monotonicMs();
      if (leftMs > 0) cancel = timers.after(Math.min(leftMs, napMsMax), nap);
      else callBack();
    };
    nap();
    return () => cancel();
  };
}

/** The instant as ISO 8601 in UTC. */
export const isoOf = (instantMs: number): string => new Date(instantMs).toISOString();
