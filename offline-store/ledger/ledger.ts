/**
 * The ledger: its tables as one thing, its writes as one durable transaction, and its audit trail anchored outside.
 */
import { createSecretKey } from 'node:crypto';
import { assert } from '../../clinic/assert.ts';
import type { PaperState, Visit } from '../../clinic/visit.ts';
import type { Database } from '../database.ts';
import type { EventTime, NewCollection } from '../owed-upstream.ts';
import type { Ledger, LedgerWrites, NewPaper } from '../store.ts';
import { type AuditHead, auditTable } from './audit.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import { checkInsTable } from './check-ins.ts';
import { collectionsTable } from './collections.ts';
import { guessingTable } from './guessing.ts';
import { outboxTable } from './outbox.ts';
import { paperProgressTable } from './paper-progress.ts';
import { type CheckInKey, papersTable } from './papers.ts';
import { reservedNumbersTable } from './reserved-numbers.ts';
import { staffTable } from './staff.ts';
import { tasksTable } from './tasks.ts';

interface LedgerOptions {
  readonly database: Database;
  readonly tables: LedgerTables;
  readonly anchor: AuditAnchor;
  readonly now: () => string;
  readonly eventTime?: (() => EventTime) | undefined;
  readonly onWritten: () => void;
}

const unknownTime = (): EventTime => ({ monotonicMs: null, clockSkewMs: null });

export type LedgerTables = ReturnType<typeof ledgerTables>;

export function ledgerTables({ sql }: Database, auditLinkKey: Uint8Array) {
  const checkIns = checkInsTable(sql);
  return {
    checkIns,
    papers: papersTable(sql),
    progress: paperProgressTable(sql),
    reservedNumbers: reservedNumbersTable(sql, checkIns.isIdentifierUsed),
    outbox: outboxTable(sql),
    collections: collectionsTable(sql),
    audit: auditTable(sql, createSecretKey(auditLinkKey)),
    staff: staffTable(sql),
    tasks: tasksTable(sql),
    guessing: guessingTable(sql),
  };
}

export function openLedger(options: LedgerOptions): Ledger {
  const { database, tables, anchor, onWritten } = options;
  const { checkIns, papers, progress, outbox, collections, audit, staff, tasks, guessing } = tables;
  return {
    write(work) {
      const { writes, endOfWork } = ledgerWrites(options);
      const { value, head } = database.write(() => ({ value: work(writes), head: endOfWork() }));
      if (head !== null) anchor.moveTo(head);
      onWritten();
      return value;
    },
    visit: checkIns.ofBooking,
    visits: checkIns.ofDay,
    checkedIn: checkIns.known,
    nextTicketNumber: checkIns.nextTicketNumber,
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
    outboxPending: outbox.pending,
    outboxOf: outbox.ofBooking,
    collections: collections.ofBooking,
    collectedNotSent: collections.notSent,
    upstreamBookingOf: collections.upstreamBookingOf,
    walkInOf: collections.walkInOf,
    openTasks: tasks.allOpen,
    hasHadTask: tasks.hasBeen,
    audit: audit.all,
    auditCount: () => audit.head().sequence,
    auditBreak: (firstSealKey) => {
      const key = firstSealKey === undefined ? null : Buffer.from(firstSealKey.trim(), 'hex');
      return audit.firstBreak(1, key) ?? anchor.firstLost(audit);
    },
    staff: staff.all,
    guessing: guessing.get,
  };
}

/** Made anew for each write, so that what one write did is known at its end, and nothing can be kept for later. */
function ledgerWrites({ database, tables, now, eventTime = unknownTime }: LedgerOptions) {
  const { checkIns, papers, progress, reservedNumbers, outbox, collections, audit, staff, tasks, guessing } = tables;
  const numbering = papers.numbering();
  const attempted = new Set<string>();
  const beingSent = new Set<string>();
  let head: AuditHead | null = null;
  let lastKey: (CheckInKey & { readonly bookingId: string }) | null = null;
  let isOver = false;
  const inTime = <Args extends readonly unknown[], Value>(change: (...args: Args) => Value) => {
    return (...args: Args): Value => {
      assert(!isOver && database.sql.inTransaction, 'the ledger is changed only inside its write');
      return change(...args);
    };
  };
  /** Nearly always the same booking for the whole of a write. */
  const keyOf = (bookingId: string): CheckInKey => {
    if (lastKey?.bookingId !== bookingId) lastKey = { bookingId, ...checkIns.keyOf(bookingId) };
    return lastKey;
  };
  const checkIn = (visit: Visit): boolean => {
    const key = checkIns.add(visit);
    if (key !== null) lastKey = { bookingId: visit.bookingId, ...key };
    return key !== null;
  };
  const addPaper = (paper: NewPaper) => papers.add(paper, keyOf(paper.bookingId), numbering.next(), now());
  const setPaperState = (paperId: string, state: PaperState) => {
    papers.setState(paperId, state, now());
    if (state === 'sending') beingSent.add(paperId);
    else beingSent.delete(paperId);
  };
  const recordCollection = (collection: NewCollection): readonly string[] => {
    const { bookingId, specimenIds, collectedAt, collectedBy, ...event } = collection;
    const key = keyOf(bookingId);
    const taken = [...new Set(specimenIds)].filter((specimenId) => !collections.isCollected(specimenId, key));
    if (taken.length === 0) return [];
    const entry = { ...eventTime(), ...event, kind: 'collected', occurredAt: collectedAt } as const;
    const number = outbox.add(entry, key.number);
    for (const specimenId of taken) collections.add(specimenId, key, number, collectedAt, collectedBy);
    return taken;
  };
  const writes: LedgerWrites = {
    checkIn: inTime(checkIn),
    setPatientMark: inTime(checkIns.setPatientMark),
    addPaper: inTime(addPaper),
    addContinuationHeader: inTime((paper, headerId) => {
      addPaper(paper);
      progress.markContinuation(paper.id, headerId);
    }),
    setPaperState: inTime(setPaperState),
    startAttempt: inTime((attempt) => {
      papers.addAttempt(attempt);
      attempted.add(attempt.paperId);
    }),
    takeReserved: inTime(reservedNumbers.take),
    addOutbox: inTime((entry) => void outbox.add({ ...eventTime(), ...entry }, keyOf(entry.bookingId).number)),
    setOutbox: inTime(outbox.set),
    recordCollection: inTime((collection) => recordCollection(collection)),
    markSent: inTime(collections.markSent),
    setUpstreamBooking: inTime((bookingId, upstreamBookingId) =>
      collections.setUpstreamBooking(keyOf(bookingId).number, upstreamBookingId),
    ),
    openTask: inTime((bookingId, matter) => tasks.open(bookingId, matter, now())),
    endTask: inTime((taskId, answer, staffId) => tasks.end(taskId, answer, staffId, now())),
    audit: inTime((entry) => {
      head = audit.add(now(), entry);
    }),
    saveStaff: inTime(staff.save),
    setGuessing: inTime(guessing.set),
  };
  const endOfWork = (): AuditHead | null => {
    isOver = true;
    // Without its attempt nobody could tell after a power cut whether the label came out.
    const isEachKnown = [...beingSent].every((paperId) => attempted.has(paperId));
    assert(isEachKnown, 'a paper is sent only together with the start of its attempt');
    numbering.keep();
    return head;
  };
  return { writes, endOfWork };
}
