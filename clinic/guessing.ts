/**
 * Guessing is slowed down per kiosk, never per patient (S2): nobody can lock another person out by typing their number.
 *
 * Kept in the ledger, so that switching the kiosk off and on gives no new tries.
 */
import type { ClinicRules } from './clinic-rules.ts';

export interface GuessingState {
  /** Dates of birth that did not agree, since the last check-in. */
  readonly misses: number;
  /** ISO 8601 UTC, or null. */
  readonly restingUntil: string | null;
}

type GuessingRules = Pick<ClinicRules, 'guessingMissesMax' | 'guessingRestSeconds' | 'guessingRestMinutesMax'>;

export const noMisses: GuessingState = { misses: 0, restingUntil: null };

const msPerSecond = 1000;
const msPerMinute = 60_000;
/** No rest is longer than the settings allow; one that seems longer means that the clock was set back. */
const restMsLimit = 60 * msPerMinute;
/** The misses are counted no further: the rest is at its longest by far, and the number stays small. */
const missesCountedMax = 1000;

/** The kiosk rests after so many misses; each further one doubles the rest, up to its longest. */
export function afterMiss(state: GuessingState, nowMs: number, rules: GuessingRules): GuessingState {
  const misses = Math.min(state.misses + 1, missesCountedMax);
  if (misses < rules.guessingMissesMax) return { misses, restingUntil: null };
  const doubledMs = rules.guessingRestSeconds * msPerSecond * 2 ** (misses - rules.guessingMissesMax);
  const restMs = Math.min(doubledMs, rules.guessingRestMinutesMax * msPerMinute);
  return { misses, restingUntil: new Date(nowMs + restMs).toISOString() };
}

/** A patient was checked in: what went before was most likely ordinary mistyping. */
export function afterMatch(): GuessingState {
  return noMisses;
}

export function isResting(state: GuessingState, nowMs: number): boolean {
  if (state.restingUntil === null) return false;
  const leftMs = Date.parse(state.restingUntil) - nowMs;
  return leftMs > 0 && leftMs <= restMsLimit;
}
