/**
 * Forgets visits of which nothing is owed any more, a few at a time, so that nobody at a screen waits for it. What a power cut
 * left, or a disk did not take, is forgotten at the next start or close.
 */
import type { Clock } from '../../clinic/clock.ts';
import { forgetBefore } from '../../clinic/retention.ts';
import type { Store } from '../../offline-store/store.ts';
import type { Log } from '../log.ts';
import { tryStore } from '../try-write.ts';

/** One short transaction. */
export const visitsAtOnceMax = 20;
const restMs = 50;

interface RetentionOptions {
  readonly store: Pick<Store, 'ledger'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly today: string;
  readonly visitDays: number;
  readonly log: Log;
}

/** The answer ends it, between two steps. */
export function forgetOldVisits({ store, clock, today, visitDays, log }: RetentionOptions): () => void {
  const before = forgetBefore(today, visitDays);
  let cancel = () => {};
  const step = () => {
    const forgotten = tryStore(log, () => store.ledger.forgetVisits(before, visitsAtOnceMax));
    if (forgotten.ok && forgotten.value > 0) cancel = clock.after(restMs, step);
  };
  cancel = clock.after(restMs, step);
  return () => cancel();
}
