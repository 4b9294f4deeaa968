/** A ledger that is long enough to be copied in a thread, as any is after some days. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../offline-store/store.ts';

const entries = 800;
const details = { text: 'x'.repeat(2000) };

export function lengthen(store: Store): void {
  store.ledger.write((writes) => {
    for (let n = 1; n <= entries; n += 1) writes.audit({ who: 'kiosk', act: 'test', bookingId: null, details });
  });
}

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn();
}
