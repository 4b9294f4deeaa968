/**
 * How often a PIN may be tried: five times, then a pause that grows with every further five.
 *
 * Counted per person and kept in the ledger, so a restart does not give new tries.
 */

const triesBeforePause = 5;
const msPerMinute = 60_000;
/** One, five, then always fifteen minutes. */
const pauseMinutes = [1, 5, 15] as const;
/** A lock that seems to last longer means that the clock was set back. */
const lockMsMax = 15 * msPerMinute;

export interface SignInTries {
  readonly failedTries: number;
  /** ISO 8601 UTC, or null. */
  readonly lockedUntil: string | null;
}

export const noFailedTries: SignInTries = { failedTries: 0, lockedUntil: null };

export function afterWrongPin(tries: SignInTries, nowMs: number): SignInTries {
  const failedTries = tries.failedTries + 1;
  if (failedTries % triesBeforePause !== 0) return { failedTries, lockedUntil: tries.lockedUntil };
  const round = Math.min(failedTries / triesBeforePause, pauseMinutes.length) - 1;
  const minutes = pauseMinutes[round] ?? 15;
  return { failedTries, lockedUntil: new Date(nowMs + minutes * msPerMinute).toISOString() };
}

export function isLocked(tries: SignInTries, nowMs: number): boolean {
  if (tries.lockedUntil === null) return false;
  const leftMs = Date.parse(tries.lockedUntil) - nowMs;
  return leftMs > 0 && leftMs <= lockMsMax;
}

/** Six digits or more, and none of those that are tried first. */
export function isAcceptablePin(pin: string): boolean {
  if (!/^[0-9]{6,12}$/.test(pin)) return false;
  const isOneDigit = /^(.)\1*$/.test(pin);
  const isRun = '01234567890123456789'.includes(pin) || '98765432109876543210'.includes(pin);
  return !isOneDigit && !isRun;
}
