/**
 * Papers that will not be printed as things stand, brought into a known state with a task: those that waited when their
 * clinic day ended, and those that were being sent to a printer that is no longer in the settings (S5).
 */

import type { StaffTask } from '../../clinic/staff-task.ts';
import type { Paper } from '../../clinic/visit.ts';
import type { Ledger, LedgerWrites, Store } from '../../offline-store/store.ts';
import type { Log } from '../log.ts';
import { tryWrite } from '../try-write.ts';

/** A label goes to staff, because its tube may be without one; yesterday's ticket and header label are nobody's any more. */
export function settleOtherDays(store: Store, clinicDay: string, log: Log): void {
  const { ledger } = store;
  const isOver = (day: string | null) => day !== clinicDay;
  const papers = ledger.waitingOfOtherDays(clinicDay);
  if (papers.length === 0 && tasksOf(ledger, isOver).length === 0) return;
  tryWrite(store, log, (writes) => settle(ledger, papers, isOver, writes));
}

/** The same for one day that ends. */
export function settleLeftPapers({ ledger }: Store, clinicDay: string, writes: LedgerWrites): void {
  const papers = ledger.papersOfDay(clinicDay).filter(({ state }) => state === 'waiting');
  settle(ledger, papers, (day) => day === clinicDay, writes);
}

type IsOver = (clinicDay: string | null) => boolean;

function settle(ledger: Ledger, papers: readonly Paper[], isOver: IsOver, writes: LedgerWrites): void {
  for (const { id: taskId, bookingId } of tasksOf(ledger, isOver)) {
    writes.endTask(taskId, 'done', 'kiosk');
    const details = { taskId, outcome: 'not-confirmed', because: 'another-day' };
    writes.audit({ who: 'kiosk', act: 'end-task', bookingId, details });
  }
  for (const paper of papers) {
    if (paper.kind === 'specimen-label') refuseLabel(writes, paper);
    else settleOne(writes, paper, 'voided');
  }
}

/** Nobody has said whether a set of a day that is over came out; its ticket number is somebody else's by now. */
function tasksOf(ledger: Ledger, isOver: IsOver): readonly StaffTask[] {
  return ledger
    .openTasks()
    .filter(({ matter, bookingId }) => matter.kind === 'paper-sent' && isOver(dayOf(bookingId, ledger)));
}

function dayOf(bookingId: string | null, ledger: Ledger): string | null {
  return bookingId === null ? null : (ledger.visit(bookingId)?.clinicDay ?? null);
}

/** Whether they came out, only a person can find out: nothing will ever ask that printer again. */
export function settleLostPrinters(store: Store, printersInUse: readonly string[], log: Log): void {
  const papers = store.ledger.inDoubtElsewhere(printersInUse);
  if (papers.length === 0) return;
  tryWrite(store, log, (writes) => {
    for (const paper of papers) {
      settleOne(writes, paper, 'uncertain');
      writes.openTask(paper.bookingId, { kind: 'paper-uncertain', paperId: paper.id });
    }
  });
}

function refuseLabel(writes: LedgerWrites, paper: Paper): void {
  settleOne(writes, paper, 'refused');
  writes.openTask(paper.bookingId, { kind: 'paper-refused', paperId: paper.id, because: 'another-day' });
}

function settleOne(
  writes: LedgerWrites,
  { id, kind, bookingId }: Paper,
  outcome: 'voided' | 'refused' | 'uncertain',
): void {
  writes.setPaperState(id, outcome);
  const because = outcome === 'uncertain' ? 'printer-not-in-settings' : 'another-day';
  writes.audit({ who: 'kiosk', act: 'print', bookingId, details: { paperId: id, kind, outcome, because } });
}
