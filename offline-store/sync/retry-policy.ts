/**
 * When to try again: exponential back-off with full jitter, so that many kiosks that lost a server together do not return to it
 * together. Pure: the instant and the random number are passed in.
 */

const firstWaitMs = 2_000;
const waitMsMax = 300_000;
/** 2 s doubled this often is past the longest wait. */
const doublingsMax = 10;
/** So that jitter of nearly nothing is not a storm. */
const waitMsMin = 500;
/** Added to what a server asks for, so that not everybody obeys at the same instant. */
const afterAskedMsMax = 2_000;

/** Polls vary by this share of their period, both ways. */
const pollJitterShare = 0.1;

interface Attempt {
  /** How many attempts failed so far, this one included. */
  readonly attempts: number;
  /** What the server asked for with Retry-After; obeyed whatever our own policy says. */
  readonly retryAfterMs: number | null;
  /** From 0 (included) to 1 (not included). */
  readonly random: number;
}

export function waitBeforeRetryMs({ attempts, retryAfterMs, random }: Attempt): number {
  const ceilingMs = Math.min(waitMsMax, firstWaitMs * 2 ** Math.min(Math.max(attempts - 1, 0), doublingsMax));
  const ownMs = Math.max(waitMsMin, Math.round(random * ceilingMs));
  if (retryAfterMs === null) return ownMs;
  return Math.max(ownMs, retryAfterMs + Math.round(random * afterAskedMsMax));
}

export function pollWaitMs(pollMs: number, random: number): number {
  return Math.round(pollMs * (1 - pollJitterShare + 2 * pollJitterShare * random));
}
