/**
 * The acts of staff with papers: void a set, spoil a label, print again, say what they saw. What may be done is ruled in the
 * clinic's paper-acts.ts; here each act, the tasks that it ends and its audit entry become one transaction (S14).
 */
import {
  type PaperActProblem,
  type PaperChange,
  type ReprintReason,
  reprint,
  reprintSet,
  type SpoilReason,
  seen,
  spoil,
  type VoidReason,
  voidSet,
} from '../clinic/paper-acts.ts';
import { cameOut } from '../clinic/paper-life.ts';
import { ok, type Result } from '../clinic/result.ts';
import type { StaffTask, StaffTaskAnswer } from '../clinic/staff-task.ts';
import type { Paper } from '../clinic/visit.ts';
import type { AuditEntry, LedgerWrites, Store } from '../offline-store/store.ts';
import type { StaffNotice } from './staff-api.ts';
import { marksOf } from './visit-marks.ts';

interface PaperActsOptions {
  readonly store: Store;
  readonly newId: () => string;
}

/** What is told to staff, or why nothing was done. */
export type Told = Result<StaffNotice | null, PaperActProblem>;
type ToDestroy = Extract<StaffNotice, { kind: 'destroy' }>;

export interface PaperActs {
  voidSet(staffId: string, bookingId: string, reason: VoidReason): Told;
  spoil(staffId: string, paper: Paper, reason: SpoilReason): Told;
  reprint(staffId: string, paper: Paper, reason: ReprintReason): Told;
  reprintSet(staffId: string, bookingId: string, reason: ReprintReason): Told;
  /** A person looked for the paper of a task, or answered a task of another kind. */
  endTask(staffId: string, task: StaffTask, answer: StaffTaskAnswer): void;
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

export function paperActs({ store, newId }: PaperActsOptions): PaperActs {
  const { ledger } = store;

  function carryOut({ staffId, act, bookingId, details, changes, answered, alsoWrite }: Act): void {
    ledger.write((writes) => {
      alsoWrite?.(writes);
      const copies = changes.flatMap((change) => carryOutOne(writes, change));
      for (const { id } of tasksAbout(changes)) {
        if (id !== answered?.taskId) writes.endTask(id, 'done', staffId);
      }
      if (answered !== undefined) writes.endTask(answered.taskId, answered.answer, staffId);
      const printed = copies.length === 0 ? {} : { printed: copies.join(' ') };
      writes.audit({ who: staffId, act, bookingId, details: { ...details, ...printed } });
    });
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

  /** Of the details that this person has seen, and says are right now. */
  function withDetailsOfNow(bookingId: string, reason: ReprintReason): Pick<Act, 'alsoWrite'> {
    const [visit, booking] = [ledger.visit(bookingId), store.cache.booking(bookingId)];
    if (reason !== 'wrong-details-corrected' || visit === null || booking === null) return {};
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
      return ok({ kind: 'destroy', labels: 1, perhaps: 0 });
    },
    reprint(staffId, paper, reason) {
      const { bookingId, copy } = paper;
      const changes = reprint(paper, ledger.papers(bookingId));
      if (!changes.ok) return changes;
      const details = { voided: idsOf(changes.value), copy: copy + 1, reason };
      const corrected = withDetailsOfNow(bookingId, reason);
      carryOut({ staffId, act: 'reprint', bookingId, details, changes: changes.value, ...corrected });
      return ok(null);
    },
    reprintSet(staffId, bookingId, reason) {
      const changes = reprintSet(ledger.papers(bookingId));
      if (!changes.ok) return changes;
      const corrected = withDetailsOfNow(bookingId, reason);
      carryOut({ staffId, act: 'reprint-set', bookingId, details: { reason }, changes: changes.value, ...corrected });
      return ok(null);
    },
    endTask(staffId, { id: taskId, matter, bookingId }, answer) {
      const paper = 'paperId' in matter && answer !== 'done' ? ledger.paper(matter.paperId) : null;
      const changes = paper === null || answer === 'done' ? [] : seen(paper, answer);
      const details = { taskId, answer };
      carryOut({ staffId, act: 'end-task', bookingId, details, changes, answered: { taskId, answer } });
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

function idsOf(changes: readonly PaperChange[]): string {
  return changes.flatMap((change) => (change.change === 'becomes' ? change.paper.id : [])).join(' ');
}

/** Labels and header; a ticket that is voided never came out. */
function toDestroy(changes: readonly PaperChange[]): ToDestroy {
  const those = (out: ReturnType<typeof cameOut>) => changes.filter(({ paper }) => cameOut(paper) === out).length;
  return { kind: 'destroy', labels: those('yes'), perhaps: those('maybe') };
}
