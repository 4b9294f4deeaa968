/**
 * The clock that the station goes by: the computer's, but for jumps of it (clinic/clock-watch.ts). It says what news there is of
 * the computer's clock; what is done about them is in clock-guard.ts.
 */
import type { Clock } from '../../clinic/clock.ts';
import {
  beginWatch,
  type ClockLook,
  type ClockNews,
  type ClockStep,
  type ClockTrouble,
  clockTrouble,
  confirmClock,
  lookAtClock,
  skewOf,
  timeInUse,
} from '../../clinic/clock-watch.ts';

export interface SteadyClock extends Clock {
  /** @param skewMs how far the server's clock was ahead of this one when it last answered. */
  look(skewMs: number | null): readonly ClockNews[];
  /** A person says that the computer's clock is right. */
  confirm(skewMs: number | null): readonly ClockNews[];
  trouble(skewMs: number | null): ClockTrouble | null;
  /** How far the server's clock is ahead of this one now. */
  skewNow(skewMs: number | null): number | null;
}

export function steadyClock(computer: Clock): SteadyClock {
  const both = () => ({ wallMs: computer.nowMs(), monotonicMs: computer.monotonicMs() });
  const seen = (skewMs: number | null): ClockLook => ({ ...both(), skewMs });
  let watch = beginWatch(both());

  function follow(step: ClockStep): readonly ClockNews[] {
    watch = step.watch;
    return step.news;
  }

  return {
    nowMs: () => timeInUse(watch, both()),
    monotonicMs: computer.monotonicMs,
    after: computer.after,
    look: (skewMs) => follow(lookAtClock(watch, seen(skewMs))),
    confirm: (skewMs) => follow(confirmClock(watch, seen(skewMs))),
    trouble: (skewMs) => clockTrouble(watch, seen(skewMs)),
    skewNow: (skewMs) => skewOf(watch, skewMs),
  };
}
