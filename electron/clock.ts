/** The clock and its timers, handed to whatever needs them, so that a test can be the clock. */
export interface Clock {
  nowMs(): number;
  /** Calls back once after the time; the answer cancels. */
  after(delayMs: number, callBack: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, callBack) {
    const timer = setTimeout(callBack, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The instant as ISO 8601 in UTC. */
export const isoOf = (instantMs: number): string => new Date(instantMs).toISOString();
