/**
 * When something that failed and was begun anew has to stay down: a kiosk that starts again and again helps nobody, and each
 * start may do the same harm.
 */

const crashesMax = 3;
const withinMs = 60_000;

/** @param crashedAtMs instants of any one clock; those after `nowMs` are of a clock that was set back, and say nothing. */
export function isCrashLoop(crashedAtMs: readonly number[], nowMs: number): boolean {
  return recentCrashes(crashedAtMs, nowMs).length >= crashesMax;
}

export function recentCrashes(crashedAtMs: readonly number[], nowMs: number): readonly number[] {
  return crashedAtMs.filter((atMs) => atMs <= nowMs && nowMs - atMs < withinMs);
}
