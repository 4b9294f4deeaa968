/**
 * Loads what draws labels and names before a label needs it: a fifth of a second of the only thread that answers the
 * windows. Where every label is drawn, soon after the start; elsewhere only when the day list has a name that the
 * printer's own font does not have, because it takes 25 MB.
 */

import type { Booking } from '../../clinic/booking.ts';
import type { Clock } from '../../clinic/clock.ts';
import type { Store } from '../../offline-store/store.ts';
import { getReadyToDraw } from '../../printing/labels/draw-label.ts';
import { isNameDrawn } from '../../printing/labels/fit-name.ts';

interface DrawingReadinessOptions {
  readonly store: Pick<Store, 'onChange'> & { readonly cache: Pick<Store['cache'], 'bookings'> };
  readonly clock: Clock;
  readonly drawsEveryLabel: boolean;
  readonly getReady?: () => void;
}

/** After the windows have opened, and before anybody has typed a date of birth. */
const lookAfterMs = 2_000;

/** @returns stops looking. */
export function keepReadyToDraw(options: DrawingReadinessOptions): () => void {
  const { store, clock, drawsEveryLabel, getReady = getReadyToDraw } = options;
  /** Each name is looked at once: a list keeps its patients when our own write changes a booking's version. */
  const plain = new WeakSet<object>();
  let cancelLook: (() => void) | null = clock.after(lookAfterMs, look);
  const stopListening = store.onChange(() => {
    cancelLook ??= clock.after(lookAfterMs, look);
  });

  function look(): void {
    cancelLook = null;
    const isDrawn = ({ patient: { name } }: Booking) => {
      if (plain.has(name)) return false;
      plain.add(name);
      return isNameDrawn(name.family, name.given);
    };
    const hasDrawnName = () => store.cache.bookings().some(isDrawn);
    if (!drawsEveryLabel && !hasDrawnName()) return;
    stop();
    getReady();
  }

  function stop(): void {
    stopListening();
    cancelLook?.();
    cancelLook = null;
  }

  return stop;
}
