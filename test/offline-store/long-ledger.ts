/** A ledger that is long enough to be copied in a thread, as any is after some days. */
import { assert } from '../../clinic/assert.ts';
import type { Store } from '../../offline-store/store.ts';

const entries = 800;
const details = { text: 'x'.repeat(2000) };

export function lengthen(store: Store): void {
  store.ledger.write((writes) => {
    for (let n = 1; n <= entries; n += 1) writes.audit({ who: 'kiosk', act: 'test', bookingId: null, details });
  });
}

const lookAgainMs = 1;
const looksMax = 60_000;

/**
 * Of what the thread does with files. Without a turn of the event loop: however long a look takes, the end of the thread is not
 * heard of before.
 */
export function untilOnDisk(isSo: () => boolean): void {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (let looks = 0; !isSo(); looks += 1) {
    assert(looks < looksMax, 'what is waited for comes');
    Atomics.wait(never, 0, 0, lookAgainMs);
  }
}
