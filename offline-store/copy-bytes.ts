/**
 * Copies the bytes of a ledger that is held still, and opens the copy with every check of a start and its trail from the first
 * entry on. A year's takes seconds, which is what `copy-thread.ts` is for.
 */
import fs from 'node:fs';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { flushFile, onDisk } from './durable-file.ts';
import { emptyLog, isWholeTrail, openLedgerTables } from './open-ledger-file.ts';
import type { DatabaseProblem } from './sqlite-problem.ts';
import type { CopyProblem } from './store-keeping.ts';

/**
 * Flushed one by one: whoever flushes another file of the disk meanwhile, as each check-in does, may have to wait until what is
 * written here has reached it too. Of less at a time the copy takes longer than the check-ins gain.
 */
const chunkBytes = 256 * 1024;

export interface CopyOrder {
  /** Of a file that is held still until its bytes are copied. */
  readonly descriptor: number;
  readonly bytes: number;
  /** Where the copy goes: an empty file that is there. */
  readonly draft: string;
  readonly storeKey: Uint8Array;
  readonly nativeBinding: string | undefined;
  /** Of its newest write. */
  readonly writeNumber: number;
  /** With the ledger, byte for byte, before it is opened: what is wrong with it then is wrong with the ledger. */
  readonly isCompared: boolean;
}

/**
 * How many entries of the trail the copy has; or why it is none. `not-sound`: a page of it is not what was once written.
 * `ledger-damaged`: the disk does not give all of the ledger back.
 */
export type CopyEnd = Result<number, CopyProblem | 'not-sound' | 'ledger-damaged'>;

type Copied = Result<void, CopyProblem | 'ledger-damaged'>;

/** @param isWanted false: what is done of it is of no use any more */
export function copyAndCheck(order: CopyOrder, isWanted: () => boolean, onBytesCopied: () => void): CopyEnd {
  const copied = copyBytes(order, isWanted);
  if (!copied.ok) return copied;
  // Opening it changes it.
  const isSame = !order.isCompared || isAsInLedger(order, isWanted);
  onBytesCopied();
  if (!isWanted()) return refuse('broken-off');
  if (!isSame) return refuse('not-whole');
  const looked = onDisk(() => entriesOf(order));
  if (!looked.ok) return looked;
  const flushed = looked.value.ok ? onDisk(() => flushFile(order.draft)) : looked.value;
  return flushed.ok ? looked.value : flushed;
}

function copyBytes(order: CopyOrder, isWanted: () => boolean): Copied {
  const opened = onDisk(() => fs.openSync(order.draft, 'r+'));
  if (!opened.ok) return opened;
  const chunk = Buffer.alloc(Math.min(chunkBytes, order.bytes));
  let last: Copied = ok(undefined);
  for (let at = 0; last.ok && at < order.bytes && isWanted(); at += chunk.length)
    last = copyChunk(order, opened.value, chunk.subarray(0, order.bytes - at), at);
  const closed = onDisk(() => fs.closeSync(opened.value));
  return last.ok ? closed : last;
}

function copyChunk({ descriptor }: CopyOrder, to: number, chunk: Buffer, at: number): Copied {
  // What the disk does not give back, asked twice, the ledger has lost.
  if (!isRead(descriptor, chunk, at) && !isRead(descriptor, chunk, at)) return refuse('ledger-damaged');
  return onDisk(() => {
    for (let written = 0; written < chunk.length; )
      written += fs.writeSync(to, chunk, written, chunk.length - written, at + written);
    fs.fdatasyncSync(to);
  });
}

function isRead(descriptor: number, chunk: Buffer, at: number): boolean {
  const read = onDisk(() => fs.readSync(descriptor, chunk, 0, chunk.length, at));
  return read.ok && read.value === chunk.length;
}

/** Opened as it would be after a loss. */
function entriesOf({ draft, storeKey, nativeBinding, writeNumber }: CopyOrder): CopyEnd {
  // What was a Buffer comes to a thread as plain bytes.
  const opened = openLedgerTables(draft, Buffer.from(storeKey), nativeBinding);
  if (!opened.ok) return refuse(isOfPages(opened.problem) ? 'not-sound' : 'disk-refuses');
  const { database, tables } = opened.value;
  try {
    if (!database.isSound()) return refuse('not-sound');
    // The whole trail, because a restoring refuses a copy in which any entry does not follow from the one before it.
    const isCopy = isWholeTrail(opened.value) && tables.writeNumber.get() === writeNumber;
    if (!isCopy) return refuse('not-whole');
    emptyLog(database);
    return ok(tables.audit.head().sequence);
  } finally {
    database.close();
  }
}

const isOfPages = (problem: DatabaseProblem): boolean => problem !== 'in-use' && problem !== 'not-writable';

/** Byte for byte, as the disk gives back either. */
function isAsInLedger({ draft, descriptor, bytes }: CopyOrder, isWanted: () => boolean): boolean {
  const opened = onDisk(() => fs.openSync(draft, 'r'));
  if (!opened.ok) return false;
  let isSame = true;
  for (let at = 0; isSame && at < bytes; at += chunkBytes) {
    const length = Math.min(chunkBytes, bytes - at);
    const [copy, ledger] = [Buffer.alloc(length), Buffer.alloc(length)];
    isSame = isWanted() && isRead(opened.value, copy, at) && isRead(descriptor, ledger, at) && copy.equals(ledger);
  }
  onDisk(() => fs.closeSync(opened.value));
  return isSame;
}
