/** A clock that stands still until a test moves it; timers are called in order as it passes them. */
import type { Clock } from '../../clinic/clock.ts';

export interface ManualClock extends Clock {
  pass(ms: number): void;
  /** Somebody, or a time server, sets it; no timer notices. */
  jump(ms: number): void;
  /** The computer sleeps; its clock goes on, and its timers stand still. */
  sleep(ms: number): void;
}

export function manualClock(startsAt: string): ManualClock {
  let nowMs = Date.parse(startsAt);
  let setAheadMs = 0;
  let sleptMs = 0;
  const beganMs = nowMs;
  let timers: { dueMs: number; callBack: () => void }[] = [];
  return {
    nowMs: () => nowMs + sleptMs + setAheadMs,
    monotonicMs: () => nowMs + sleptMs - beganMs,
    jump(ms) {
      setAheadMs += ms;
    },
    sleep(ms) {
      sleptMs += ms;
    },
    after(delayMs, callBack) {
      const timer = { dueMs: nowMs + delayMs, callBack };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.dueMs <= untilMs).sort((one, other) => one.dueMs - other.dueMs)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        nowMs = due.dueMs;
        due.callBack();
      }
      nowMs = untilMs;
    },
  };
}
