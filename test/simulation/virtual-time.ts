/**
 * The time of a simulated day: it stands still until it is told to pass, and then goes from one thing that is due to the next.
 * Nothing waits: a day of a clinic is over when its steps are.
 */
import type { Clock } from '../../clinic/clock.ts';

export interface VirtualTime {
  /** Since the day began. */
  nowMs(): number;
  /** The answer cancels. */
  after(delayMs: number, callBack: () => void): () => void;
  /** Passes to the next thing that is due by then and calls it; false, and it is then, when there is none. */
  passTo(untilMs: number): boolean;
}

interface Due {
  readonly atMs: number;
  /** What was asked for first is called first. */
  readonly turn: number;
  callBack: (() => void) | null;
}

/** A wait that is shorter is lost in the sum: no time would pass. */
const waitMsMin = 0.001;

const isBefore = (one: Due, other: Due): boolean =>
  one.atMs === other.atMs ? one.turn < other.turn : one.atMs < other.atMs;

export function virtualTime(): VirtualTime {
  const heap: Due[] = [];
  let nowMs = 0;
  let turns = 0;

  function push(due: Due): void {
    let at = heap.push(due) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(due, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = due;
  }

  function pop(): void {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const [one, other] = [heap[left], heap[left + 1]];
      if (one === undefined) break;
      const isRight = other !== undefined && isBefore(other, one);
      const smaller = isRight ? other : one;
      if (!isBefore(smaller, last)) break;
      heap[at] = smaller;
      at = isRight ? left + 1 : left;
    }
    heap[at] = last;
  }

  return {
    nowMs: () => nowMs,
    after(delayMs, callBack) {
      turns += 1;
      const waitMs = delayMs > 0 ? Math.max(waitMsMin, delayMs) : 0;
      const due: Due = { atMs: nowMs + waitMs, turn: turns, callBack };
      push(due);
      return () => {
        due.callBack = null;
      };
    },
    passTo(untilMs) {
      for (let next = heap[0]; next !== undefined && next.atMs <= untilMs; next = heap[0]) {
        pop();
        const { callBack } = next;
        if (callBack === null) continue;
        nowMs = next.atMs;
        callBack();
        return true;
      }
      nowMs = Math.max(nowMs, untilMs);
      return false;
    },
  };
}

/** The clock of one computer: people and time servers set its time of day; when its power is cut, nothing is called any more. */
export interface ComputerClock extends Clock {
  cutPower(): void;
}

export function computerClock(time: VirtualTime, wallMs: () => number): ComputerClock {
  const startedMs = time.nowMs();
  let isOn = true;
  return {
    nowMs: () => Math.round(wallMs()),
    monotonicMs: () => time.nowMs() - startedMs,
    after: (delayMs, callBack) =>
      time.after(delayMs, () => {
        if (isOn) callBack();
      }),
    cutPower() {
      isOn = false;
    },
  };
}
