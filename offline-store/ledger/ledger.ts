/**
 * One opening of the ledger: its tables as one thing, and its writes, each one durable transaction whose outcome says what is
 * known of it. How the ledger goes on when the disk refuses one: kept-ledger.ts.
 */
import type { Database } from '../database.ts';
import type { EventTime, OutboxEntry } from '../owed-upstream.ts';
import type { Ledger, LedgerWrites } from '../store.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import type { LedgerTables } from './ledger-tables.ts';
import { type DoneWrite, ledgerWriter } from './ledger-writes.ts';
import { withoutReferenceChecks } from './retention.ts';

interface LedgerOptions {
  readonly database: Database;
  readonly tables: LedgerTables;
  readonly anchor: Pick<AuditAnchor, 'firstLost'>;
  readonly now: () => string;
  readonly newId: () => string;
  readonly eventTime: () => EventTime;
}

export type LedgerReads = Omit<Ledger, 'write' | 'forgetVisits'>;

/** A write whose work came to its end. `done`: null when it changed nothing. */
interface EndedWork<Value> {
  readonly value: Value;
  readonly done: DoneWrite | null;
}

export type WriteOutcome<Value> = Readonly<
  | { kind: 'stored'; ended: EndedWork<Value> }
  /** The disk has no room: nothing of it is stored. */
  | { kind: 'full' }
  /** The disk failed: this opening is over, and only the next one can tell. `ended`: null when its commit was never tried. */
  | { kind: 'unknown'; ended: EndedWork<Value> | null }
>;

export interface OpenLedger {
  readonly reads: LedgerReads;
  /** Of the newest write. */
  writeNumber(): number;
  write<Value>(work: (writes: LedgerWrites) => Value): WriteOutcome<Value>;
  withoutReferenceChecks<Value>(work: () => Value): Value;
}

export function openLedger({ database, tables, anchor, now, newId, eventTime }: LedgerOptions): OpenLedger {
  const writer = ledgerWriter({ sql: database.sql, tables, now, newId, eventTime });
  let writeNumber = tables.writeNumber.get();
  let owed: readonly OutboxEntry[] | null = null;

  /** Three rooms ask after each change, and in a long outage thousands of entries wait. Inside a write it may change at any moment. */
  function outboxPending(): readonly OutboxEntry[] {
    if (database.sql.inTransaction) return tables.outbox.pending();
    owed ??= tables.outbox.pending();
    return owed;
  }

  return {
    reads: { ...ledgerReads(tables, anchor), outboxPending },
    writeNumber: () => writeNumber,
    write<Value>(work: (writes: LedgerWrites) => Value): WriteOutcome<Value> {
      owed = null;
      const reached: { ended: EndedWork<Value> | null } = { ended: null };
      const written = database.tryWrite(() => {
        const value = work(writer.begin());
        reached.ended = { value, done: writer.end(writeNumber + 1) };
        return reached.ended;
      });
      if (!written.ok) return written.problem === 'full' ? { kind: 'full' } : { kind: 'unknown', ...reached };
      if (written.value.done !== null) writeNumber = written.value.done.number;
      return { kind: 'stored', ended: written.value };
    },
    withoutReferenceChecks: (work) => withoutReferenceChecks(database.sql, work),
  };
}

function ledgerReads(tables: LedgerTables, anchor: Pick<AuditAnchor, 'firstLost'>): Omit<LedgerReads, 'outboxPending'> {
  const { checkIns, papers, progress, outbox, collections, audit, staff, tasks, guessing, retention } = tables;
  return {
    visit: checkIns.ofBooking,
    visits: checkIns.ofDay,
    checkedIn: checkIns.known,
    nextTicketNumber: tables.tickets.next,
    isIdentifierUsed: checkIns.isIdentifierUsed,
    papers: papers.ofBooking,
    paper: papers.byId,
    papersOfDay: papers.ofDay,
    waiting: progress.waiting,
    progress: progress.ofBooking,
    countWaiting: papers.countWaiting,
    inDoubt: papers.inDoubt,
    inDoubtElsewhere: papers.inDoubtElsewhere,
    waitingOfOtherDays: papers.waitingOfOtherDays,
    lastPrinter: papers.lastPrinter,
    outbox: outbox.all,
    outboxOf: outbox.ofBooking,
    collections: collections.ofBooking,
    collectedNotSent: collections.notSent,
    upstreamBookingOf: collections.upstreamBookingOf,
    walkInOf: collections.walkInOf,
    openTasks: tasks.allOpen,
    lastEnded: tasks.lastEnded,
    hasHadTask: tasks.hasBeen,
    audit: audit.all,
    auditLately: audit.lately,
    newestAudit: audit.newest,
    auditCount: () => audit.head().sequence,
    auditBreak: (firstSealKey) => {
      const key = firstSealKey === undefined ? null : Buffer.from(firstSealKey.trim(), 'hex');
      return audit.firstBreak(1, key) ?? anchor.firstLost(audit);
    },
    staff: staff.all,
    guessing: guessing.get,
    visitsBefore: retention.visitsBefore,
    isDayClosed: retention.isDayClosed,
    daysNotClosed: retention.daysNotClosed,
  };
}
