/**
 * The ledger for as long as the kiosk runs, whatever the disk does to it.
 *
 * A write that the disk broke off may be there all the same: the file is opened anew with every check of a start, the number
 * of its newest write says whether it is, and only then is the caller answered. Without room the ballast is given up and the
 * write tried once more. What a read cannot get is asked for once more of a new opening. When none of it helps the ledger stops:
 * what was acknowledged is on the disk, and nothing more is.
 */
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { Ballast } from './ballast.ts';
import type { Database } from './database.ts';
import { onDisk } from './durable-file.ts';
import type { AuditAnchor } from './ledger/audit-anchor.ts';
import type { Journal } from './ledger/journal.ts';
import type { LedgerReads, OpenLedger, WriteOutcome } from './ledger/ledger.ts';
import type { DoneWrite } from './ledger/ledger-writes.ts';
import { LedgerStopped, NotStored } from './not-stored.ts';
import type { StillFile } from './still-file.ts';
import type { Ledger, LedgerWrites } from './store.ts';
import type { StoreTrouble } from './store-keeping.ts';

/** One opening, which may be followed by another. */
export interface LedgerOpening extends OpenLedger, Pick<Database, 'sql' | 'read' | 'close'> {
  readonly file: StillFile;
}

interface KeptLedgerOptions {
  readonly first: LedgerOpening;
  /** With every check of a start. */
  readonly openAgain: () => Result<LedgerOpening, unknown>;
  readonly anchor: AuditAnchor;
  readonly journal: Journal;
  readonly ballast: Ballast;
  readonly onWritten: () => void;
  readonly onTrouble: (trouble: StoreTrouble | null) => void;
}

type Because = NotStored['because'];

export interface KeptLedger {
  readonly ledger: Ledger;
  /** As `ledger.write`, where a disk that refuses is answered and not thrown. */
  tryWrite<Value>(work: (writes: LedgerWrites) => Value): Result<Value, Because>;
  /** With an entry in the trail and a task, where the disk takes them. */
  tellStaff(because: 'disk-full' | 'disk-error', act: string, details: Readonly<Record<string, boolean>>): void;
  stop(): void;
  opening(): LedgerOpening;
  isWriting(): boolean;
  close(): void;
}

export function keepLedger(options: KeptLedgerOptions): KeptLedger {
  const { anchor, journal, ballast, onWritten, onTrouble } = options;
  let opening: LedgerOpening | null = options.first;
  const ledger: Ledger = { ...readsBy(options.first.reads, read), write, forgetVisits };

  function read<Value>(ask: (reads: LedgerReads) => Value): Value {
    const from = current();
    // Inside a write it is the write that the disk broke off.
    if (from.sql.inTransaction) return ask(from.reads);
    const answer = from.read(() => ask(from.reads));
    if (answer.ok) return answer.value;
    const again = openAgain();
    const second = again === null ? null : again.read(() => ask(again.reads));
    if (second?.ok !== true) {
      stop();
      throw new LedgerStopped();
    }
    tellStaff('disk-error', 'ledger-opened-again', {});
    return second.value;
  }

  function write<Value>(work: (writes: LedgerWrites) => Value): Value {
    const stored = tryWrite(work);
    if (stored.ok) return stored.value;
    throw stored.problem === 'stopped' ? new LedgerStopped() : new NotStored(stored.problem);
  }

  function tryWrite<Value>(work: (writes: LedgerWrites) => Value): Result<Value, Because> {
    if (opening === null) return refuse('stopped');
    const outcome = opening.write(work);
    if (outcome.kind === 'stored') return ok(keep(outcome.ended));
    if (outcome.kind === 'unknown') return lookFor(outcome);
    return afterFull(work, opening);
  }

  function forgetVisits(beforeDay: string, visitsMax: number): number {
    const forget = () =>
      write((writes) => {
        const visits = writes.forgetVisits(beforeDay, visitsMax);
        const entry = { who: 'kiosk', act: 'visits-forgotten', bookingId: null, details: { beforeDay, visits } };
        if (visits > 0) writes.audit(entry);
        return visits;
      });
    return opening === null ? forget() : opening.withoutReferenceChecks(forget);
  }

  function current(): LedgerOpening {
    if (opening === null) throw new LedgerStopped();
    return opening;
  }

  /** It is in the ledger: what follows can no longer make it undone. */
  function keep<Value>({ value, done }: { readonly value: Value; readonly done: DoneWrite | null }): Value {
    // A disk that refuses the anchor leaves it behind the ledger, which it may be.
    if (done !== null) {
      anchor.moveTo(done.head, done.number);
      journal.append(done);
      onTrouble(null);
    }
    onWritten();
    return value;
  }

  function afterFull<Value>(work: (writes: LedgerWrites) => Value, full: LedgerOpening): Result<Value, Because> {
    const again = ballast.release() ? full.write(work) : null;
    if (again?.kind === 'stored') {
      const value = keep(again.ended);
      tellStaff('disk-full', 'ballast-given-up', {});
      return ok(value);
    }
    if (again?.kind === 'unknown') return lookFor(again);
    onTrouble('disk-full');
    return refuse('disk-full');
  }

  /** Null: it stands still until a restart. */
  function openAgain(): LedgerOpening | null {
    const before = opening;
    opening = null;
    onDisk(() => before?.close());
    const again = options.openAgain();
    if (again.ok) opening = again.value;
    else stop();
    return opening;
  }

  function lookFor<Value>({ ended }: Extract<WriteOutcome<Value>, { kind: 'unknown' }>): Result<Value, Because> {
    const again = openAgain();
    if (again === null) return refuse('stopped');
    const isStored = ended !== null && (ended.done === null || ended.done.number === again.writeNumber());
    const value = isStored ? ok(keep(ended)) : null;
    tellStaff('disk-error', 'ledger-opened-again', { wasStored: isStored });
    return value ?? refuse('disk-refuses');
  }

  /** In a write of its own, and not at any price: it is about the disk, to which it has to be written. */
  function tellStaff(because: 'disk-full' | 'disk-error', act: string, details: Record<string, boolean>): void {
    const told = opening?.write((writes) => {
      writes.audit({ who: 'kiosk', act, bookingId: null, details });
      writes.openTask(null, { kind: 'store-trouble', because });
    });
    if (told?.kind === 'stored') keep(told.ended);
    if (told?.kind === 'unknown') stop();
  }

  function stop(): void {
    onDisk(() => opening?.close());
    opening = null;
    onTrouble('stopped');
  }

  return {
    ledger,
    tryWrite,
    tellStaff,
    stop,
    opening: current,
    isWriting: () => opening?.sql.inTransaction === true,
    close() {
      journal.close();
      // What became of the last write of a ledger that has stopped is not known.
      anchor.close(opening !== null);
      onDisk(() => opening?.close());
      opening = null;
    },
  };
}

/** The same names and arguments, each asked of the opening that there is. */
function readsBy(first: LedgerReads, read: <Value>(ask: (reads: LedgerReads) => Value) => Value): LedgerReads {
  // Every entry of the first opening is one of every opening.
  const names = Object.keys(first) as (keyof LedgerReads)[];
  const reads = names.map((name) => [
    name,
    (...args: unknown[]) => read((reads) => Reflect.apply(reads[name], undefined, args)),
  ]);
  // And answers what the one of that name answers.
  return Object.fromEntries(reads) as LedgerReads;
}
