/**
 * Tells a listener that something changed, soon and not often: many changes in a moment are shown as one. What takes long to show,
 * such as a list of thousands, is shown less often, so that patients are not kept waiting for it.
 */
import type { Clock } from '../clinic/clock.ts';

const pauseMsMin = 100;
/** Staff are not kept waiting for it either. */
const pauseMsMax = 1_000;
/** Of the time, a fifth at most goes by with showing. */
const pausePerShowing = 4;

interface ChangeSignal {
  raise(): void;
  onRaised(listener: () => void): void;
  close(): void;
}

export function changeSignal(clock: Clock): ChangeSignal {
  let listener = () => {};
  let cancel: (() => void) | null = null;
  let pauseMs = pauseMsMin;

  function show(): void {
    cancel = null;
    const begunMs = clock.monotonicMs();
    listener();
    const wantedMs = pausePerShowing * (clock.monotonicMs() - begunMs);
    pauseMs = Math.min(Math.max(pauseMsMin, wantedMs), pauseMsMax);
  }

  return {
    raise() {
      cancel ??= clock.after(pauseMs, show);
    },
    onRaised(next) {
      listener = next;
    },
    close() {
      cancel?.();
      listener = () => {};
    },
  };
}
