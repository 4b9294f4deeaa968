/**
 * Copies of the ledger: made by SQLite itself, encrypted with the same key, and each opened with every check of a start before
 * it counts. A file copied while SQLite has it open would not be one, and `backup()` and `serialize()` may not be used.
 */
import fs from 'node:fs';
import path from 'node:path';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { removeDatabase, type Sql } from './database.ts';
import { flushFile, flushFolder, onDisk } from './durable-file.ts';
import { type Journal, journalsIn } from './ledger/journal.ts';
import { isWholeLedger, openLedgerTables } from './open-ledger-file.ts';
import type { BackUp, CopyProblem } from './store-keeping.ts';

const copiesKept = 2;

interface LedgerToCopy {
  readonly sql: Sql;
  readonly storeKey: Buffer;
  readonly nativeBinding: string | undefined;
  /** Of its newest write. */
  readonly writeNumber: number;
}

export interface Copy {
  readonly file: string;
  /** The newest write that it has. */
  readonly writeNumber: number;
}

const copiesFolder = (folder: string): string => path.join(folder, 'copies');

/** The kiosk's own copies, oldest first. One that is there by its name was checked when it was made. */
export function copiesIn(folder: string): readonly Copy[] {
  const copies = copiesFolder(folder);
  const names = fs.existsSync(copies) ? fs.readdirSync(copies) : [];
  return names
    .flatMap((name) => {
      const number = /^ledger-(\d+)\.db$/.exec(name)?.[1];
      return number === undefined ? [] : [{ file: path.join(copies, name), writeNumber: Number(number) }];
    })
    .toSorted((a, b) => a.writeNumber - b.writeNumber);
}

/** @param file in the place of nothing; it has its name only when it is whole. */
function copyLedger(ledger: LedgerToCopy, file: string): Result<BackUp, CopyProblem> {
  const draft = `${file}.new`;
  const made = onDisk(() => {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    removeDatabase(draft);
    // Made first, for its owner only: SQLite would make it as the system has it.
    fs.closeSync(fs.openSync(draft, 'wx', 0o600));
    ledger.sql.prepare('VACUUM INTO ?').run(draft);
    return entriesOf(draft, ledger);
  });
  if (!made.ok || made.value === null) {
    onDisk(() => removeDatabase(draft));
    return made.ok ? refuse('not-whole') : made;
  }
  const entries = made.value;
  const named = onDisk(() => {
    flushFile(draft);
    fs.renameSync(draft, file);
    flushFolder(path.dirname(file));
  });
  return named.ok ? ok({ file, entries }) : named;
}

/** Opened as it would be after a loss; null: it is not what was to be copied. */
function entriesOf(file: string, { storeKey, nativeBinding, writeNumber }: LedgerToCopy): number | null {
  const opened = openLedgerTables(file, storeKey, nativeBinding);
  if (!opened.ok) return null;
  const { database, tables } = opened.value;
  const isCopy = isWholeLedger(opened.value) && tables.writeNumber.get() === writeNumber;
  const entries = isCopy ? tables.audit.head().sequence : null;
  database.close();
  return entries;
}

/**
 * A new copy, then a new journal, then the oldest ones go: until the new copy is whole, the one before it and its journal
 * reach the ledger; afterwards that one and both journals still do.
 */
export function keepCopy(
  folder: string,
  ledger: LedgerToCopy,
  journal: Journal,
): Result<'kept' | 'nothing-new', CopyProblem> {
  const { writeNumber } = ledger;
  const isThere = copiesIn(folder).at(-1)?.writeNumber === writeNumber;
  if (!isThere) {
    const copied = copyLedger(ledger, path.join(copiesFolder(folder), `ledger-${writeNumber}.db`));
    if (!copied.ok) return copied;
  } else if (!journal.hasGap()) return ok('nothing-new');
  journal.beginAfter(writeNumber);
  const [...old] = copiesIn(folder).slice(0, -copiesKept);
  for (const { file } of old) onDisk(() => removeDatabase(file));
  const oldestKept = copiesIn(folder)[0]?.writeNumber ?? 0;
  const journals = journalsIn(folder);
  for (const [index, { file }] of journals.entries()) {
    const endsAt = journals[index + 1]?.after ?? Number.POSITIVE_INFINITY;
    if (endsAt <= oldestKept) onDisk(() => fs.rmSync(file));
  }
  return ok(isThere ? 'nothing-new' : 'kept');
}

/** The journal goes on from a copy that is there, without a gap. */
export function isCopyWanted(folder: string, journal: Journal): boolean {
  const newest = copiesIn(folder).at(-1);
  const journalAfter = journalsIn(folder).at(-1)?.after ?? Number.POSITIVE_INFINITY;
  return journal.hasGap() || newest === undefined || newest.writeNumber < journalAfter;
}

export function backUp(ledger: LedgerToCopy, file: string): Result<BackUp, CopyProblem | 'is-there'> {
  return fs.existsSync(file) ? refuse('is-there') : copyLedger(ledger, file);
}
