/**
 * Ends a clinic day: what still waits goes to staff, sets that were never used are void, and what was printed is compared with
 * what was collected. All of it is one transaction, once for each day, also for a day that ended while the kiosk was off; and
 * once more at midnight for a day on which staff still checked somebody in, or took blood, after the clinic had closed.
 */
import { z } from 'zod';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { addsUp, type DaySums, reconcileDay } from '../../clinic/close-of-day.ts';
import type { AuditEntry, LedgerWrites, Store } from '../../offline-store/store.ts';
import type { Log } from '../log.ts';
import { settleLeftPapers } from '../printers/left-papers.ts';
import { tryWrite } from '../try-write.ts';

/** False when the disk refused: it is tried again at the next look. */
export function closeDay(store: Store, clinicDay: string, log: Log): boolean {
  return store.ledger.isDayClosed(clinicDay) || countDay({ clinicDay, before: null }, store, log);
}

/** At midnight, and at a start: the day before, when it was closed early and went on. True: it was counted once more. */
export function closeDayAgain(store: Store, today: string, timeZone: string, log: Log): boolean {
  const closed = closedAndChanged(store, today, timeZone);
  return closed !== null && countDay(closed, store, log);
}

interface DayToCount {
  readonly clinicDay: string;
  /** How it stood when it was last counted; null: never. */
  readonly before: Pick<DaySums, 'leftOver' | 'collectedWithoutLabel'> | null;
}

function countDay({ clinicDay, before }: DayToCount, store: Store, log: Log): boolean {
  const { ledger } = store;
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
    if (before === null || !isAsBefore(sums, before)) tellOfSums(store, clinicDay, sums, writes);
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

/** What staff have been told of an earlier count is not so any more. */
function tellOfSums({ ledger }: Store, clinicDay: string, sums: DaySums, writes: LedgerWrites): void {
  for (const { id: taskId, matter } of ledger.openTasks()) {
    if (matter.kind !== 'close-of-day' || matter.clinicDay !== clinicDay) continue;
    writes.endTask(taskId, 'done', 'kiosk');
    const details = { taskId, because: 'counted-again' };
    writes.audit({ who: 'kiosk', act: 'end-task', bookingId: null, details });
  }
  if (!addsUp(sums)) writes.openTask(null, taskOf(clinicDay, sums));
}

function isAsBefore(sums: DaySums, before: NonNullable<DayToCount['before']>): boolean {
  return sums.leftOver === before.leftOver && sums.collectedWithoutLabel === before.collectedWithoutLabel;
}

/** What changes the sums of the day on which it is done. */
const countedActs: readonly string[] = [
  ...['check-in', 'register-walk-in', 'blood-taken', 'print', 'continue-set'],
  ...['reprint', 'reprint-set', 'scan-label', 'spoil', 'stop-waiting', 'void-set', 'end-task'],
];

/** Of the tasks that end, only those about a paper: it is there, is not there, is spoiled. */
const isCounted = ({ act, details }: AuditEntry): boolean =>
  act !== 'end-task' || `${details.answer}`.startsWith('it-is');

/** By the order of the trail, which no clock changes: the day that was closed last, early, and something was done on it since. */
function closedAndChanged({ ledger }: Store, today: string, timeZone: string): DayToCount | null {
  const closing = ledger.newestAudit('close-of-day');
  if (closing === null) return null;
  const before = Closed.parse(closing.details);
  const { clinicDay } = before;
  const dayOf = ({ at }: AuditEntry) => clinicDayOf(Date.parse(at), timeZone);
  if (clinicDay >= today || dayOf(closing) !== clinicDay) return null;
  const since = ledger.auditLately(countedActs, closing.sequence);
  const done = since.filter((entry) => isCounted(entry) && dayOf(entry) === clinicDay);
  const bookingIds = new Set(done.flatMap(({ bookingId }) => bookingId ?? []));
  const isChanged = [...bookingIds].some((bookingId) => ledger.visit(bookingId)?.clinicDay === clinicDay);
  return isChanged ? { clinicDay, before } : null;
}

const Closed = z.object({ clinicDay: z.string(), leftOver: z.int(), collectedWithoutLabel: z.int() });

function taskOf(clinicDay: string, { leftOver, collectedWithoutLabel }: DaySums) {
  return { kind: 'close-of-day', clinicDay, leftOver, collectedWithoutLabel } as const;
}
