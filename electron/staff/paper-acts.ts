/**
 * The acts of staff with papers: void a set, spoil a label, print again, say what they saw. What may be done is ruled in the
 * clinic's paper-acts.ts; here each act, the tasks that it ends and its audit entry become one transaction (S14).
 */

import { clinicDayOf } from '../../clinic/clinic-day.ts';
import {
  type PaperActProblem,
  type PaperChange,
  type ReprintReason,
  reprint,
  reprintSet,
  type SpoilReason,
  seen,
  spoil,
  stopWaiting,
  type VoidReason,
  voidSet,
} from '../../clinic/paper-acts.ts';
import { cameOut } from '../../clinic/paper-life.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { StaffTask, StaffTaskAnswer } from '../../clinic/staff-task.ts';
import type { Paper } from '../../clinic/visit.ts';
import type { AuditEntry, LedgerWrites, Store } from '../../offline-store/store.ts';
import type { StaffNotice, StationStatus } from '../staff-api.ts';
import { isOfVisit, marksOf } from '../visit-marks.ts';
import { giveUp, tryAgain } from './outbox-acts.ts';
import { hasStopped } from './paper-lines.ts';

interface PaperActsOptions {
  readonly store: Store;
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly timeZone: string;
  /** How the printers are by now. */
  readonly status: () => Pick<StationStatus, 'printers'>;
}

/** What is told to staff, or why nothing was done. */
export type Told = Result<StaffNotice | null, PaperActProblem>;
type ToDestroy = Extract<StaffNotice, { kind: 'destroy' }>;

export interface PaperActs {
  voidSet(staffId: string, bookingId: string, reason: VoidReason): Told;
  spoil(staffId: string, paper: Paper, reason: SpoilReason): Told;
  reprint(staffId: string, paper: Paper, reason: ReprintReason): Told;
  reprintSet(staffId: string, bookingId: string, reason: ReprintReason): Told;
  /** Nobody waits any more for what a printer says that stopped: a person is asked to look. */
  stopWaiting(staffId: string, paper: Paper): Told;
  /** A person looked for the paper of a task, or answered a task of another kind. */
  endTask(staffId: string, task: StaffTask, answer: StaffTaskAnswer): StaffNotice | null;
  /** A label was scanned and is known to be there: it, and what was asked about it. */
  isThere(staffId: string, paper: Paper): void;
}

interface Act {
  readonly staffId: string;
  readonly act: string;
  readonly bookingId: string | null;
  readonly details: AuditEntry['details'];
  readonly changes: readonly PaperChange[];
  /** A task that is answered by the act itself; all others about these papers are done with. */
  readonly answered?: Readonly<{ taskId: string; answer: StaffTaskAnswer }>;
  readonly alsoWrite?: (writes: LedgerWrites) => void;
}

export function paperActs({ store, newId, nowMs, timeZone, status }: PaperActsOptions): PaperActs {
  const { ledger } = store;

  function carryOut({ staffId, act, bookingId, details, changes, answered, alsoWrite }: Act): void {
    ledger.write((writes) => {
      const copies = changes.flatMap((change) => carryOutOne(writes, change));
      for (const { id } of tasksAbout(changes)) {
        if (id !== answered?.taskId) writes.endTask(id, 'done', staffId);
      }
      if (answered !== undefined) writes.endTask(answered.taskId, answered.answer, staffId);
      alsoWrite?.(writes);
      const printed = copies.length === 0 ? {} : { printed: copies.join(' ') };
      writes.audit({ who: staffId, act, bookingId, details: { ...details, ...printed } });
    });
  }

  /** Nothing of another day is printed (S5): what would replace a label must not be asked for, or it would only be void. */
  function isOfToday(bookingId: string): boolean {
    return ledger.visit(bookingId)?.clinicDay === clinicDayOf(nowMs(), timeZone);
  }

  /** The ids of the papers that were added. */
  function carryOutOne(writes: LedgerWrites, change: PaperChange): readonly string[] {
    const { id, bookingId, kind, specimenId } = change.paper;
    if (change.change === 'becomes') {
      writes.setPaperState(id, change.state);
      return [];
    }
    const copyId = newId();
    // The rest of the set may have had a header since, with the next number.
    const copies = ledger.papers(bookingId).filter((one) => one.kind === kind && one.specimenId === specimenId);
    writes.addPaper({ id: copyId, bookingId, kind, specimenId, copy: 1 + Math.max(...copies.map(({ copy }) => copy)) });
    return [copyId];
  }

  /** What is known of a paper now, or is printed anew, is asked of nobody any more. */
  function tasksAbout(changes: readonly PaperChange[]): readonly StaffTask[] {
    const paperIds = new Set(changes.map(({ paper }) => paper.id));
    return ledger.openTasks().filter(({ matter }) => 'paperId' in matter && paperIds.has(matter.paperId));
  }

  /** Of the details that this person has seen, and says are right now: never of somebody else who has the booking by now (S1). */
  function withDetailsOfNow(bookingId: string, reason: ReprintReason): Pick<Act, 'alsoWrite'> {
    const [visit, booking] = [ledger.visit(bookingId), store.cache.booking(bookingId)];
    if (reason !== 'wrong-details-corrected' || visit === null || booking === null) return {};
    if (!isOfVisit(visit, booking, store)) return {};
    const { patientMark } = marksOf(store, visit.visitId, booking);
    return { alsoWrite: (writes) => writes.setPatientMark(bookingId, patientMark) };
  }

  return {
    voidSet(staffId, bookingId, reason) {
      const changes = voidSet(ledger.papers(bookingId), reason);
      if (!changes.ok) return changes;
      const destroy = toDestroy(changes.value);
      const details = { reason, voided: idsOf(changes.value), labels: destroy.labels, perhaps: destroy.perhaps };
      carryOut({ staffId, act: 'void-set', bookingId, details, changes: changes.value });
      return ok(destroy);
    },
    spoil(staffId, paper, reason) {
      const changes = spoil(paper);
      if (!changes.ok) return changes;
      const { id, bookingId, copy } = paper;
      const details = { spoiled: id, copy, reason };
      carryOut({ staffId, act: 'spoil', bookingId, details, changes: changes.value });
      return ok(destroyIt);
    },
    reprint(staffId, paper, reason) {
      const { bookingId, copy } = paper;
      if (!isOfToday(bookingId)) return refuse('another-day');
      const changes = reprint(paper, ledger.papers(bookingId));
      if (!changes.ok) return changes;
      const details = { voided: idsOf(changes.value), copy: copy + 1, reason };
      const corrected = withDetailsOfNow(bookingId, reason);
      carryOut({ staffId, act: 'reprint', bookingId, details, changes: changes.value, ...corrected });
      return ok(null);
    },
    reprintSet(staffId, bookingId, reason) {
      if (ledger.visit(bookingId) !== null && !isOfToday(bookingId)) return refuse('another-day');
      const changes = reprintSet(ledger.papers(bookingId));
      if (!changes.ok) return changes;
      const corrected = withDetailsOfNow(bookingId, reason);
      carryOut({ staffId, act: 'reprint-set', bookingId, details: { reason }, changes: changes.value, ...corrected });
      return ok(null);
    },
    stopWaiting(staffId, paper) {
      const { id: paperId, bookingId } = paper;
      const printer = ledger.lastPrinter(paperId) ?? '';
      const changes = stopWaiting(paper, hasStopped(printer, status().printers), nowMs());
      if (!changes.ok) return changes;
      const alsoWrite = (writes: LedgerWrites) => writes.openTask(bookingId, { kind: 'paper-uncertain', paperId });
      const details = { paperId, printer };
      carryOut({ staffId, act: 'stop-waiting', bookingId, details, changes: changes.value, alsoWrite });
      return ok(null);
    },
    endTask(staffId, task, answer) {
      const { id: taskId, matter, bookingId } = task;
      const isAboutPaper = answer !== 'done' && answer !== 'try-again';
      const paper = 'paperId' in matter && isAboutPaper ? ledger.paper(matter.paperId) : null;
      const all = paper === null || !isAboutPaper ? [] : seen(paper, answer);
      const changes = paper === null || isOfToday(paper.bookingId) ? all : all.filter(isNoCopy);
      const details = { taskId, answer };
      const alsoWrite = (writes: LedgerWrites) => {
        if (answer === 'try-again') tryAgain(task, { staffId, nowMs: nowMs() }, ledger, writes);
        if (answer === 'done') giveUp(task, ledger, writes);
      };
      carryOut({ staffId, act: 'end-task', bookingId, details, changes, answered: { taskId, answer }, alsoWrite });
      return answer === 'it-is-spoiled' && paper !== null && paper.kind !== 'queue-ticket' ? destroyIt : null;
    },
    isThere(staffId, paper) {
      const changes = seen(paper, 'it-is-there');
      const task = tasksAbout(changes)[0];
      const answered = task === undefined ? {} : { answered: { taskId: task.id, answer: 'it-is-there' } as const };
      const details = { paperId: paper.id, outcome: 'label-is-there' };
      carryOut({ staffId, act: 'scan-label', bookingId: paper.bookingId, details, changes, ...answered });
    },
  };
}

/** Of the one that somebody has in hand. */
const destroyIt: ToDestroy = { kind: 'destroy', labels: 1, perhaps: 0, withHeader: false };
const isNoCopy = ({ change }: PaperChange) => change !== 'next-copy';

function idsOf(changes: readonly PaperChange[]): string {
  return changes.flatMap((change) => (change.change === 'becomes' ? change.paper.id : [])).join(' ');
}

/** Labels and header; a ticket that is voided never came out. */
function toDestroy(changes: readonly PaperChange[]): ToDestroy {
  const those = (out: ReturnType<typeof cameOut>) => changes.filter(({ paper }) => cameOut(paper) === out).length;
  const withHeader = changes.some(({ paper }) => paper.kind === 'header-label' && cameOut(paper) !== 'no');
  return { kind: 'destroy', labels: those('yes'), perhaps: those('maybe'), withHeader };
}
