/**
 * Whether the computer's clock may be believed, from looks at it beside a clock that nobody can set.
 *
 * A clock that jumps is not followed at once: the time in use goes on by the monotonic clock, so that no wait, no day and no
 * list ends because of it, until the booking system's clock or a person says which of the two is right. Knows no clock itself.
 */

const msPerMinute = 60_000;
/** A time server moves a clock by less, and everybody's clock drifts. */
const jumpMsMax = 2 * msPerMinute;
/** Further from the server's clock than this, and nobody can say whose appointment it is. */
export const skewMsMax = 5 * msPerMinute;

/** A clock before this says that its battery is flat. */
const earliestPossibleMs = Date.UTC(2026, 0, 1);
const latestPossibleMs = Date.UTC(2060, 0, 1);

export interface ClockLook {
  /** As the computer has it. */
  readonly wallMs: number;
  readonly monotonicMs: number;
  /** How far the server's clock was ahead of the time in use, when it last answered; null: not known. */
  readonly skewMs: number | null;
}

export interface ClockWatch {
  /** When both clocks were last looked at and believed. */
  readonly trusted: Pick<ClockLook, 'wallMs' | 'monotonicMs'>;
  /** How far the computer's clock has jumped since, forward or back; 0: it is the time in use. */
  readonly jumpMs: number;
  /** Staff said that the time is right, with the server this far ahead. */
  readonly agreedSkewMs: number;
  /** A skew that was measured before the time in use was set, and by how much that was. */
  readonly measuredBefore: Readonly<{ skewMs: number; setByMs: number }> | null;
}

/** `differs`: from the clock of the booking system. */
export type ClockTrouble = Readonly<
  { kind: 'absurd' } | { kind: 'jumped'; byMs: number } | { kind: 'differs'; skewMs: number }
>;

/** `set`: the time in use was changed by so much; whatever ends at a time of day moves with it. */
export type ClockNews = Readonly<
  { kind: 'jumped'; byMs: number } | { kind: 'came-back'; byMs: number } | { kind: 'set'; byMs: number }
>;

export interface ClockStep {
  readonly watch: ClockWatch;
  readonly news: readonly ClockNews[];
}

export function isAbsurd(wallMs: number): boolean {
  return !(wallMs >= earliestPossibleMs && wallMs <= latestPossibleMs);
}

export function beginWatch({ wallMs, monotonicMs }: Pick<ClockLook, 'wallMs' | 'monotonicMs'>): ClockWatch {
  return { trusted: { wallMs, monotonicMs }, jumpMs: 0, agreedSkewMs: 0, measuredBefore: null };
}

/** The time to go by, also before a jump was noticed. */
export function timeInUse(watch: ClockWatch, look: Pick<ClockLook, 'wallMs' | 'monotonicMs'>): number {
  const aheadMs = aheadOf(watch, look);
  return watch.jumpMs === 0 && Math.abs(aheadMs) <= jumpMsMax ? look.wallMs : look.wallMs - aheadMs;
}

export function lookAtClock(watch: ClockWatch, look: ClockLook): ClockStep {
  const aheadMs = aheadOf(watch, look);
  const byMs = aheadMs - watch.jumpMs;
  if (Math.abs(aheadMs) <= jumpMsMax) {
    const news: ClockNews[] = watch.jumpMs === 0 ? [] : [{ kind: 'came-back', byMs }];
    return { watch: { ...watch, trusted: trustedIn(look), jumpMs: 0 }, news };
  }
  const jumped: ClockNews[] = Math.abs(byMs) > jumpMsMax ? [{ kind: 'jumped', byMs }] : [];
  const moved = jumped.length === 0 ? watch : { ...watch, jumpMs: aheadMs };
  if (!serverAgrees(moved, look)) return { watch: moved, news: jumped };
  const set = setToComputer(moved, look);
  return { watch: set.watch, news: [...jumped, ...set.news] };
}

/** A person says that the computer's clock is right. */
export function confirmClock(watch: ClockWatch, look: ClockLook): ClockStep {
  const { watch: seen, news } = lookAtClock(watch, look);
  const set = setToComputer(seen, look);
  return { watch: { ...set.watch, agreedSkewMs: skewOf(set.watch, look.skewMs) ?? 0 }, news: [...news, ...set.news] };
}

export function clockTrouble(watch: ClockWatch, look: ClockLook): ClockTrouble | null {
  if (isAbsurd(look.wallMs)) return { kind: 'absurd' };
  const skewMs = skewOf(watch, look.skewMs);
  if (skewMs !== null && Math.abs(skewMs - watch.agreedSkewMs) > skewMsMax) return { kind: 'differs', skewMs };
  return watch.jumpMs === 0 ? null : { kind: 'jumped', byMs: watch.jumpMs };
}

/** How far the server's clock is ahead of the time in use now. */
export function skewOf({ measuredBefore }: ClockWatch, skewMs: number | null): number | null {
  return skewMs !== null && skewMs === measuredBefore?.skewMs ? skewMs - measuredBefore.setByMs : skewMs;
}

/** How far the computer's clock is ahead of where it would be, had nobody set it. */
function aheadOf({ trusted }: ClockWatch, { wallMs, monotonicMs }: Pick<ClockLook, 'wallMs' | 'monotonicMs'>): number {
  return wallMs - (trusted.wallMs + (monotonicMs - trusted.monotonicMs));
}

/** The computer's clock is nearer to the server's than the time in use is, and near enough. */
function serverAgrees(watch: ClockWatch, look: ClockLook): boolean {
  const skewMs = skewOf(watch, look.skewMs);
  if (skewMs === null || isAbsurd(look.wallMs)) return false;
  const fromComputerMs = Math.abs(skewMs - watch.jumpMs);
  return fromComputerMs <= skewMsMax && fromComputerMs < Math.abs(skewMs);
}

function setToComputer(watch: ClockWatch, look: ClockLook): ClockStep {
  const byMs = look.wallMs - timeInUse(watch, look);
  if (isAbsurd(look.wallMs) || byMs === 0) return { watch, news: [] };
  const measuredBefore =
    look.skewMs === null
      ? null
      : { skewMs: look.skewMs, setByMs: look.skewMs - (skewOf(watch, look.skewMs) ?? 0) + byMs };
  return { watch: { ...watch, trusted: trustedIn(look), jumpMs: 0, measuredBefore }, news: [{ kind: 'set', byMs }] };
}

const trustedIn = ({ wallMs, monotonicMs }: ClockLook) => ({ wallMs, monotonicMs });
