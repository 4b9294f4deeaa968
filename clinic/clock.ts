/** The shape of a clock with its timers. It is handed to whatever needs it, so that the rules know no time and a test can be the clock. */

export interface Clock {
  /** The time of day as the computer has it; people and time servers set it, so it may jump. */
  nowMs(): number;
  /** Since some moment of this run; only ever forward and never set. For durations. */
  monotonicMs(): number;
  /** Calls back once after the time, by the monotonic clock; the answer cancels. */
  after(delayMs: number, callBack: () => void): () => void;
}
