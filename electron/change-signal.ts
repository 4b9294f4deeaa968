/** Tells a listener that something changed, soon and not often: many changes in a moment are shown as one. */
import type { Clock } from '../clinic/clock.ts';

const showAtMostEveryMs = 100;

interface ChangeSignal {
  raise(): void;
  onRaised(listener: () => void): void;
  close(): void;
}

export function changeSignal(clock: Clock): ChangeSignal {
  let listener = () => {};
  let cancel: (() => void) | null = null;
  return {
    raise() {
      cancel ??= clock.after(showAtMostEveryMs, () => {
        cancel = null;
        listener();
      });
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
