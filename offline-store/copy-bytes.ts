/**
 * Copies the bytes of a ledger that is held still, and opens the copy with every check of a start and its trail from the first
 * entry on. A year's takes seconds, which is what `copy-thread.ts` is for.
 */
import fs from 'node:fs';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { flushFile, onDisk } from './durable-file.ts';
import { emptyLog, isWholeLedger, openLedgerTables } from './open-ledger-file.ts';
import type { CopyProblem } from './store-keeping.ts';

/**
 * Flushed one by one: whoever flushes another file of the disk meanwhile, as each check-in does, may have to wait until what is
 * written here has reached it too.
 */
const chunkBytes = 1024 * 1024;

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
}

/** How many entries of the trail the copy has; or why it is none. */
export type CopyEnd = Result<number, CopyProblem>;

/** @param isWanted false: what is done of it is of no use any more */
export function copyAndCheck(order: CopyOrder, isWanted: () => boolean, onBytesCopied: () => void): CopyEnd {
  const copied = copyBytes(order, isWanted);
  if (!copied.ok) return copied;
  onBytesCopied();
  if (!isWanted()) return refuse('broken-off');
  const checked = onDisk(() => entriesOf(order));
  if (!checked.ok) return checked;
  if (checked.value === null) return refuse('not-whole');
  const flushed = onDisk(() => flushFile(order.draft));
  return flushed.ok ? ok(checked.value) : flushed;
}

function copyBytes(order: CopyOrder, isWanted: () => boolean): Result<void, CopyProblem> {
  const opened = onDisk(() => fs.openSync(order.draft, 'r+'));
  if (!opened.ok) return opened;
  const chunk = Buffer.alloc(Math.min(chunkBytes, order.bytes));
  let last: Result<void, CopyProblem> = ok(undefined);
  for (let at = 0; last.ok && at < order.bytes && isWanted(); at += chunk.length)
    last = copyChunk(order, opened.value, chunk.subarray(0, order.bytes - at), at);
  const closed = onDisk(() => fs.closeSync(opened.value));
  return last.ok ? closed : last;
}

function copyChunk({ descriptor }: CopyOrder, to: number, chunk: Buffer, at: number): Result<void, CopyProblem> {
  const read = onDisk(() => fs.readSync(descriptor, chunk, 0, chunk.length, at));
  // What the disk does not give back, the ledger has lost.
  if (!read.ok || read.value !== chunk.length) return refuse('not-whole');
  return onDisk(() => {
    for (let written = 0; written < chunk.length; )
      written += fs.writeSync(to, chunk, written, chunk.length - written, at + written);
    fs.fdatasyncSync(to);
  });
}

/** Opened as it would be after a loss; null: it is not what was to be copied. */
function entriesOf({ draft, storeKey, nativeBinding, writeNumber }: CopyOrder): number | null {
  // What was a Buffer comes to a thread as plain bytes.
  const opened = openLedgerTables(draft, Buffer.from(storeKey), nativeBinding);
  if (!opened.ok) return null;
  const { database, tables } = opened.value;
  try {
    // The whole trail, because a restoring refuses a copy in which any entry does not follow from the one before it.
    const isCopy = isWholeLedger(opened.value, Number.POSITIVE_INFINITY) && tables.writeNumber.get() === writeNumber;
    if (!isCopy) return null;
    emptyLog(database);
    return tables.audit.head().sequence;
  } finally {
    database.close();
  }
}
