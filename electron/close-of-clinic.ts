/**
 * Ends a clinic day: what still waits goes to staff, sets that were never used are void, and what was printed is compared with
 * what was collected. All of it is one transaction, once for each day, also for a day that ended while the kiosk was off.
 */
import { addsUp, type DaySums, reconcileDay } from '../clinic/close-of-day.ts';
import type { LedgerWrites, Store } from '../offline-store/store.ts';
import { settleLeftPapers } from './left-papers.ts';
import type { Log } from './log.ts';
import { tryWrite } from './try-write.ts';

/** False when the disk refused: it is tried again at the next look. */
export function closeDay(store: Store, clinicDay: string, log: Log): boolean {
  const { ledger } = store;
  if (ledger.isDayClosed(clinicDay)) return true;
  const written = tryWrite(store, log, (writes) => {
    settleLeftPapers(store, clinicDay, writes);
    const collectedIds = ledger.visits(clinicDay).flatMap(({ bookingId }) => collectedOf(store, bookingId));
    const { sums, toVoid } = reconcileDay(ledger.papersOfDay(clinicDay), new Set(collectedIds));
    for (const { id, bookingId, kind } of toVoid) {
      writes.setPaperState(id, 'voided');
      const details = { paperId: id, kind, outcome: 'voided', because: 'never-used' };
      writes.audit({ who: 'kiosk', act: 'print', bookingId, details });
    }
    if (toVoid.length > 0) endTasksAbout(store, new Set(toVoid.map(({ id }) => id)), writes);
    if (!addsUp(sums)) writes.openTask(null, taskOf(clinicDay, sums));
    writes.audit({ who: 'kiosk', act: 'close-of-day', bookingId: null, details: { clinicDay, ...sums } });
    writes.closeDay(clinicDay);
    log.event('day-closed', { printed: sums.printed, collected: sums.collected, addsUp: addsUp(sums) });
  });
  return written.ok;
}

/** Whether anybody still needs the names of the day: a task about a patient, or something that upstream does not have yet. */
export function isSomethingOwed({ ledger }: Pick<Store, 'ledger'>): boolean {
  return ledger.outboxPending().length > 0 || ledger.openTasks().some(({ bookingId }) => bookingId !== null);
}

function collectedOf({ ledger }: Store, bookingId: string): readonly string[] {
  return ledger.collections(bookingId).map(({ specimenId }) => specimenId);
}

/** Whether one that is void now came out, nobody need find out any more. */
function endTasksAbout({ ledger }: Store, paperIds: ReadonlySet<string>, writes: LedgerWrites): void {
  for (const { id: taskId, matter, bookingId } of ledger.openTasks()) {
    if (!('paperId' in matter) || !paperIds.has(matter.paperId)) continue;
    writes.endTask(taskId, 'done', 'kiosk');
    const details = { taskId, outcome: 'not-confirmed', because: 'never-used' };
    writes.audit({ who: 'kiosk', act: 'end-task', bookingId, details });
  }
}

function taskOf(clinicDay: string, { leftOver, collectedWithoutLabel }: DaySums) {
  return { kind: 'close-of-day', clinicDay, leftOver, collectedWithoutLabel } as const;
}
