/**
 * Keeps the store in good order while the kiosk runs: the ballast is on the disk, also again after it was given up, and a
 * ledger that no copy and journal reach is copied soon after the start. The nightly copy is taken with the close of clinic.
 */
import type { Clock } from '../clinic/clock.ts';
import type { Store } from '../offline-store/store.ts';
import type { Log } from './log.ts';

/** Both cost the disk something, and a morning begins with everything else. */
const firstLookAfterMs = 30_000;
const lookEveryMs = 15_000;
/** A quarter of an hour: what the disk refused costs it as much again. */
const looksAfterRefusal = 60;

interface StoreKeeperOptions {
  readonly store: Pick<Store, 'trouble' | 'keepBallast' | 'isCopyWanted' | 'keepCopy'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
  /** 0: none is kept, and a full disk is only looked at. */
  readonly ballastBytes: number;
  /** A copy keeps the disk busy: none is begun while somebody is in the middle of checking in. */
  readonly isPatientBusy: () => boolean;
}

export function keepStore({ store, clock, log, ballastBytes, isPatientBusy }: StoreKeeperOptions): () => void {
  let cancel = () => {};
  let looksToWait = 0;
  let isCopying = false;

  function look(): void {
    if (ballastBytes > 0 || store.trouble() !== null) void store.keepBallast(ballastBytes);
    const mayCopy = ballastBytes > 0 && store.trouble() === null && !isCopying && !isPatientBusy();
    if (looksToWait > 0) looksToWait -= 1;
    else if (mayCopy && store.isCopyWanted()) void copy();
    cancel = clock.after(lookEveryMs, look);
  }

  async function copy(): Promise<void> {
    isCopying = true;
    const kept = await store.keepCopy();
    isCopying = false;
    if (!kept.ok) looksToWait = looksAfterRefusal;
    log.event('ledger-copied', { outcome: kept.ok ? kept.value : kept.problem });
  }

  cancel = clock.after(firstLookAfterMs, look);
  return () => cancel();
}
