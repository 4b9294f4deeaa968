/**
 * Papers that waited while the kiosk was off. A set that has just been asked for is printed at the restart; of an older one staff may
 * have written the labels by hand by now, so that nothing comes out of a printer by itself: a person prints it (S5).
 */
import type { Paper } from '../../clinic/visit.ts';
import type { Store } from '../../offline-store/store.ts';
import type { Log } from '../log.ts';
import { tryWrite } from '../try-write.ts';

const printedByItselfMsMax = 120_000;
const kinds = ['header-label', 'specimen-label', 'queue-ticket'] as const;

export function settlePapersThatWaited(store: Store, nowMs: number, log: Log): void {
  const { ledger } = store;
  const count = ledger.countWaiting(kinds);
  if (count === 0) return;
  // A clock that was set back says nothing of how long.
  const isOld = ({ stateSince }: Paper) => Math.abs(nowMs - Date.parse(stateSince)) >= printedByItselfMsMax;
  const old = ledger.waiting(kinds, count).filter(isOld);
  if (old.length === 0) return;
  tryWrite(store, log, (writes) => {
    for (const { id: paperId, kind, bookingId } of old) {
      writes.setPaperState(paperId, 'voided');
      const details = { paperId, kind, outcome: 'voided', because: 'waited-while-off' };
      writes.audit({ who: 'kiosk', act: 'print', bookingId, details });
    }
    const withLabels = new Set(old.filter(({ kind }) => kind === 'specimen-label').map(({ bookingId }) => bookingId));
    for (const bookingId of withLabels) writes.openTask(bookingId, { kind: 'labels-waited-while-off' });
  });
}
