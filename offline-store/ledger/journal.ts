/**
 * The journal: every write of the ledger since its last copy, as what was done and not as what came of it. An older copy with
 * the journal done again is the ledger as it was, to the same links and seals of the audit trail.
 *
 * Each line is sealed by itself and bound to the one before it, so one that is altered, missing or out of its place ends what
 * can be read. It is written when the caller has been answered and flushed soon after: the ledger itself is durable, and the
 * journal is for the day on which it cannot be read any more.
 */
import { createSecretKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { onDisk } from '../durable-file.ts';
import { beforeFirstLine, endOfJournal, openLine, type SealedLine, sealLine } from './journal-lines.ts';
import type { DoneWrite } from './ledger-writes.ts';

const flushAfterMs = 1000;

export interface Journal {
  append(done: DoneWrite): void;
  /** A copy of the ledger has everything until this write: what follows goes into a journal of its own. */
  beginAfter(writeNumber: number): void;
  /** The copies and journals that there are do not reach the ledger: a new copy is wanted. */
  hasGap(): boolean;
  close(): void;
}

interface JournalOptions {
  readonly folder: string;
  /** 32 bytes. */
  readonly key: Buffer;
  /** The ledger's newest write. */
  readonly writeNumber: number;
}

interface OpenFile {
  readonly descriptor: number;
  /** What the next line is bound to. */
  last: Buffer;
}

/** Journals by the write that they begin after, oldest first. */
export function journalsIn(folder: string): readonly { readonly after: number; readonly file: string }[] {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names
    .flatMap((name) => {
      const after = /^journal-(\d+)$/.exec(name)?.[1];
      return after === undefined ? [] : [{ after: Number(after), file: path.join(folder, name) }];
    })
    .toSorted((a, b) => a.after - b.after);
}

export function openJournal({ folder, key, writeNumber }: JournalOptions): Journal {
  /** Made once: as bytes, Node looks at a key anew for each line. */
  const sealKey = createSecretKey(key);
  let isBehind = false;
  let waiting: DoneWrite[] = [];
  let flush: NodeJS.Timeout | null = null;
  let file = continued();

  /** Where the newest journal ends with the ledger's newest write, it goes on. */
  function continued(): OpenFile | null {
    const newest = journalsIn(folder).at(-1);
    if (newest !== undefined) {
      const end = onDisk(() => endOfJournal(newest, key));
      if (end.ok && end.value?.number === writeNumber) return begun(newest.file, end.value.tag, 'a');
    }
    isBehind = true;
    return null;
  }

  function begun(name: string, last: Buffer, how: 'a' | 'w'): OpenFile | null {
    const opened = onDisk(() => fs.openSync(name, how, 0o600));
    return opened.ok ? { descriptor: opened.value, last } : null;
  }

  function startFile(after: number): OpenFile | null {
    return begun(path.join(folder, `journal-${after}`), beforeFirstLine(after), 'w');
  }

  function end(open: OpenFile): void {
    onDisk(() => fs.fdatasyncSync(open.descriptor));
    onDisk(() => fs.closeSync(open.descriptor));
  }

  function writeWaiting(): void {
    const [first] = waiting;
    if (first === undefined) return;
    file ??= startFile(first.number - 1);
    const lines: SealedLine[] = [];
    for (const done of waiting)
      lines.push(sealLine(sealKey, lines.at(-1)?.tag ?? file?.last ?? beforeFirstLine(0), done));
    waiting = [];
    const bytes = Buffer.concat(lines.map(({ text }) => text));
    const open = file;
    const written = open === null ? null : onDisk(() => fs.writeSync(open.descriptor, bytes));
    const last = lines.at(-1);
    if (open === null || last === undefined || written?.ok !== true || written.value !== bytes.length) {
      // A line that is not whole ends what can be read: the next one begins another file, after the gap.
      if (open !== null) end(open);
      file = null;
      isBehind = true;
      return;
    }
    open.last = last.tag;
    flushSoon();
  }

  function flushSoon(): void {
    flush ??= setTimeout(() => {
      flush = null;
      // The file of now: another may have been begun since. What the disk says to it changes nothing: the ledger is durable without.
      if (file !== null) fs.fdatasync(file.descriptor, () => undefined);
    }, flushAfterMs).unref();
  }

  return {
    append(done) {
      waiting.push(done);
      if (waiting.length === 1) queueMicrotask(writeWaiting);
    },
    beginAfter(newest) {
      writeWaiting();
      if (file !== null) end(file);
      file = startFile(newest);
      isBehind = file === null;
    },
    hasGap: () => isBehind,
    close() {
      writeWaiting();
      if (flush !== null) clearTimeout(flush);
      if (file !== null) end(file);
      file = null;
    },
  };
}

/** The writes that can be read, in order, until the first line that is not whole, not ours or not in its place. */
export function readJournal(
  { after, file }: { readonly after: number; readonly file: string },
  key: Buffer,
): { readonly writes: readonly DoneWrite[]; readonly isWhole: boolean } {
  const writes: DoneWrite[] = [];
  const text = onDisk(() => fs.readFileSync(file, 'utf8'));
  if (!text.ok) return { writes, isWhole: false };
  let last = beforeFirstLine(after);
  const lines = text.value.split('\n');
  for (const [index, line] of lines.entries()) {
    if (index === lines.length - 1) return { writes, isWhole: line === '' };
    const opened = openLine(key, last, line);
    if (opened === null || opened.done.number !== after + writes.length + 1) return { writes, isWhole: false };
    writes.push(opened.done);
    last = opened.tag;
  }
  return { writes, isWhole: true };
}
