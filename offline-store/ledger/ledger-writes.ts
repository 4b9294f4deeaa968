/**
 * Everything that changes the ledger, each change noted as it is made: a write is its changes, in order, with the one instant
 * at which the ledger says that they happened. Done again on an older copy (journal.ts) they give the very same rows.
 *
 * So a change depends on the ledger, its arguments and that instant alone; what is random is among the arguments.
 */
import { assert } from '../../clinic/assert.ts';
import type { PaperState, Visit } from '../../clinic/visit.ts';
import type { Sql } from '../database.ts';
import type { EventTime } from '../owed-upstream.ts';
import type { LedgerWrites, NewPaper } from '../store.ts';
import { type AuditHead, headOf, type TrailEnd } from './audit.ts';
import type { KioskState } from './kiosk-state.ts';
import type { LedgerTables } from './ledger-tables.ts';
import type { CheckInKey } from './papers.ts';

/** The name of a change and its arguments: the same for as long as journals that hold it may be read. */
type Change = readonly [name: string, ...args: readonly unknown[]];

/** What one write did: enough to do it again. */
export interface DoneWrite {
  /** 1, 2, 3, … for as long as the ledger lives. */
  readonly number: number;
  /** Null: nothing of it asked for the time. */
  readonly at: string | null;
  readonly changes: readonly Change[];
  /** Where the audit trail ends after it; null: it added nothing there. */
  readonly head: AuditHead | null;
}

/** What depends on the clock or on chance is among the arguments before they are noted. */
type Completions = {
  readonly [Name in keyof LedgerWrites]?: (
    ...args: Parameters<LedgerWrites[Name]>
  ) => Readonly<Parameters<LedgerWrites[Name]>>;
};

const unknownTime: EventTime = { monotonicMs: null, clockSkewMs: null };

interface LedgerWriter {
  /** At the beginning of a transaction; what it answers serves this write and no other. */
  begin(): LedgerWrites;
  /** At its end, inside it; null: nothing was changed. */
  end(number: number): DoneWrite | null;
}

interface WriterOptions {
  readonly sql: Sql;
  readonly tables: LedgerTables;
  readonly now: () => string;
  readonly newId: () => string;
  /** Of the events that are noted: known only where they happened. */
  readonly eventTime?: (() => EventTime) | undefined;
}

/** What is known during one write. */
interface WriteUnderWay {
  readonly changes: Change[];
  readonly attempted: Set<string>;
  readonly beingSent: Set<string>;
  at: string | null;
  readonly begun: KioskState;
  trailEnd: TrailEnd;
  paperSequence: number;
  /** Nearly always the same booking for the whole of a write. */
  lastKey: (CheckInKey & { readonly bookingId: string }) | null;
}

export function ledgerWriter({ sql, tables, now, newId, eventTime }: WriterOptions): LedgerWriter {
  const { checkIns, papers, progress, reservedNumbers, outbox, collections, audit, staff, tasks, guessing } = tables;
  let underWay: WriteUnderWay | null = null;

  function current(): WriteUnderWay {
    assert(underWay !== null, 'the ledger is changed only inside its write');
    return underWay;
  }
  function at(): string {
    const write = current();
    write.at ??= now();
    return write.at;
  }
  function keyOf(bookingId: string): CheckInKey {
    const write = current();
    if (write.lastKey?.bookingId !== bookingId) write.lastKey = { bookingId, ...checkIns.keyOf(bookingId) };
    return write.lastKey;
  }
  function checkIn(visit: Visit): boolean {
    const key = checkIns.add(visit);
    if (key !== null) current().lastKey = { bookingId: visit.bookingId, ...key };
    return key !== null;
  }
  function addPaper(paper: NewPaper): void {
    const write = current();
    write.paperSequence += 1;
    papers.add(paper, keyOf(paper.bookingId), write.paperSequence, at());
  }
  function setPaperState(paperId: string, state: PaperState): void {
    papers.setState(paperId, state, at());
    if (state === 'sending') current().beingSent.add(paperId);
    else current().beingSent.delete(paperId);
  }

  const changes: LedgerWrites = {
    checkIn,
    setPatientMark: checkIns.setPatientMark,
    addPaper,
    addContinuationHeader(paper, headerId) {
      addPaper(paper);
      progress.markContinuation(paper.id, headerId);
    },
    setPaperState,
    startAttempt(attempt) {
      papers.addAttempt(attempt);
      current().attempted.add(attempt.paperId);
    },
    takeReserved: reservedNumbers.take,
    addOutbox: (entry) => void outbox.add({ ...unknownTime, ...entry }, keyOf(entry.bookingId).number),
    setOutbox: outbox.set,
    recordCollection(collection) {
      const { bookingId, specimenIds, collectedAt, collectedBy, ...event } = collection;
      const key = keyOf(bookingId);
      const taken = [...new Set(specimenIds)].filter((specimenId) => !collections.isCollected(specimenId, key));
      if (taken.length === 0) return [];
      const entry = { ...unknownTime, ...event, kind: 'collected', occurredAt: collectedAt } as const;
      const number = outbox.add(entry, key.number);
      for (const specimenId of taken) collections.add(specimenId, key, number, collectedAt, collectedBy);
      return taken;
    },
    markSent: collections.markSent,
    setUpstreamBooking: (bookingId, upstreamBookingId) =>
      collections.setUpstreamBooking(keyOf(bookingId).number, upstreamBookingId),
    openTask(bookingId, matter, taskId) {
      assert(taskId !== undefined, 'a task has its id before it is noted');
      tasks.open(taskId, bookingId, matter, at());
    },
    endTask: (taskId, answer, staffId) => tasks.end(taskId, answer, staffId, at()),
    audit(entry) {
      const write = current();
      write.trailEnd = audit.append(write.trailEnd, at(), entry);
    },
    saveStaff: staff.save,
    setGuessing: guessing.set,
    forgetVisits: tables.retention.forgetVisits,
    closeDay: tables.retention.closeDay,
  };

  const completions: Completions = {
    openTask: (bookingId, matter, taskId) => [bookingId, matter, taskId ?? newId()],
    addOutbox: (entry) => [{ ...eventTime?.(), ...entry }],
    recordCollection: (collection) => [{ ...eventTime?.(), ...collection }],
  };

  return {
    begin() {
      const begun = tables.kioskState.get();
      underWay = {
        changes: [],
        attempted: new Set(),
        beingSent: new Set(),
        at: null,
        begun,
        trailEnd: begun,
        paperSequence: begun.paperSequence,
        lastKey: null,
      };
      const mine = underWay;
      return notedBy(changes, completions, (change) => {
        assert(underWay === mine && sql.inTransaction, 'the ledger is changed only inside its write');
        mine.changes.push(change);
      });
    },
    end(number) {
      const write = current();
      underWay = null;
      if (write.changes.length === 0) return null;
      // Without its attempt nobody could tell after a power cut whether the label came out.
      const isEachKnown = [...write.beingSent].every((paperId) => write.attempted.has(paperId));
      assert(isEachKnown, 'a paper is sent only together with the start of its attempt');
      const { at, changes, begun, trailEnd, paperSequence } = write;
      tables.kioskState.set(trailEnd, paperSequence, number);
      return { number, at, changes, head: trailEnd === begun ? null : headOf(trailEnd) };
    },
  };
}

/**
 * Each change, noted before it is made: one that throws takes its whole write away, and the note with it. Of the many changes
 * a write makes a few, so what notes one is made when it is asked for.
 */
function notedBy(changes: LedgerWrites, completions: Completions, note: (change: Change) => void): LedgerWrites {
  return new Proxy(changes, {
    get(_, name) {
      const change: unknown = Reflect.get(changes, name);
      const complete: unknown = Reflect.get(completions, name);
      if (typeof change !== 'function') return change;
      return (...given: readonly unknown[]) => {
        const args = typeof complete === 'function' ? Reflect.apply(complete, undefined, given) : given;
        note([String(name), ...args]);
        return Reflect.apply(change, undefined, args);
      };
    },
  });
}
