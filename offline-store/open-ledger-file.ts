/**
 * Opens `ledger.db` with every check of a start: encrypted with our key, every page sound, the audit trail whole, and as far
 * as the anchor outside it says. The same at the start, after the disk failed, and for a copy that is to be restored.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { assert } from '../clinic/assert.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { type Database, openDatabase } from './database.ts';
import { writeDurably } from './durable-file.ts';
import { agrees, type Reached, readAnchor } from './ledger/audit-anchor.ts';
import { ledgerFile } from './ledger/ledger-file.ts';
import { type LedgerTables, ledgerTables } from './ledger/ledger-tables.ts';
import type { DatabaseProblem } from './sqlite-problem.ts';
import type { OpenStoreOptions, StoreProblem } from './store.ts';
import { deriveKey, hasKeyCheck, writeKeyCheck } from './store-key.ts';

/** Checked at each start; the whole chain by `auditBreak`, because it grows for years. */
const auditEntriesCheckedAtStart = 2000;
const sealKeyBytes = 32;

type FileOptions = Pick<OpenStoreOptions, 'folder' | 'key' | 'now' | 'nativeBinding'>;

export interface OpenLedgerFile {
  readonly database: Database;
  readonly tables: LedgerTables;
}

export function openLedgerFile(options: FileOptions, storeKey: Buffer): Result<OpenLedgerFile, StoreProblem> {
  const { folder, nativeBinding } = options;
  const file = ledgerPath(folder);
  const anchor = readAnchor(anchorPath(folder));
  const wasThere = hadLedger(folder);
  // One that was there and is gone would otherwise be made anew, empty.
  if (wasThere && !hasContent(file)) return refuse('ledger-damaged');
  const opened = openLedgerTables(file, storeKey, nativeBinding);
  if (!opened.ok) return refuse(wordFor(opened.problem, hasKeyCheck(folder)));
  const { database, tables } = opened.value;
  if (!wasThere && database.isSound() && !tables.audit.hasBegun()) beginLedger(options, opened.value);
  if (!isWholeLedger(opened.value) || !agrees(anchor, tables)) {
    database.close();
    return refuse('ledger-damaged');
  }
  if (!hasKeyCheck(folder)) writeKeyCheck(folder, storeKey);
  if (!fs.existsSync(ledgerIdPath(folder))) writeDurably(ledgerIdPath(folder), `${idOf(tables)}\n`);
  return opened;
}

/** Whatever its name: the ledger in use, or a copy of it. Not yet looked at. */
export function openLedgerTables(
  file: string,
  storeKey: Buffer,
  nativeBinding: string | undefined,
): Result<OpenLedgerFile, DatabaseProblem> {
  const opened = openDatabase({ file, key: deriveKey(storeKey, 'ledger'), kind: ledgerFile, nativeBinding });
  if (!opened.ok) return opened;
  return ok({ database: opened.value, tables: ledgerTables(opened.value, deriveKey(storeKey, 'audit-link')) });
}

/** The first start. The first seal key is for the site to take away and keep; the kiosk itself needs only the next one. */
function beginLedger({ folder, key, now }: FileOptions, { database, tables: { audit } }: OpenLedgerFile): void {
  const firstSealKey = randomBytes(sealKeyBytes);
  writeDurably(path.join(folder, 'audit-escrow.key'), `${firstSealKey.toString('hex')}\n`);
  database.write(() => {
    audit.begin(firstSealKey);
    audit.add(now(), { who: 'kiosk', act: 'ledger-created', bookingId: null, details: { keyProtection: key.kind } });
  });
}

/** Every page, every reference, and the newest entries of the trail, or as many of them as are asked for. */
export const isWholeLedger = (opened: OpenLedgerFile, entries = auditEntriesCheckedAtStart): boolean =>
  opened.database.isSound() && isWholeTrail(opened, entries);

/** Of a ledger whose pages are sound: its newest entries, or all of them. */
export function isWholeTrail({ database, tables }: OpenLedgerFile, entries = Number.POSITIVE_INFINITY): boolean {
  const { audit } = tables;
  const looked = database.read(
    () => audit.hasBegun() && audit.firstBreak(Math.max(1, audit.head().sequence - entries + 1), null) === null,
  );
  return looked.ok && looked.value;
}

/** `isKeyRight`: a key check says that this is the key of before, so what cannot be read is damaged. */
export function wordFor(problem: DatabaseProblem, isKeyRight: boolean): StoreProblem {
  if (problem === 'not-readable') return isKeyRight ? 'ledger-damaged' : 'key-wrong';
  if (problem === 'damaged') return 'ledger-damaged';
  if (problem === 'not-writable') return 'folder-not-writable';
  return problem;
}

/**
 * Of a file that is to be moved: all that was written is in it and nothing beside it, or this throws what the disk says. Closing
 * does the same, and is silent when it cannot.
 */
export function emptyLog({ sql }: Database): void {
  const isMoved = sql.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
  assert(isMoved, 'nobody else reads a file that is to be moved');
}

/** How far this ledger has come. */
export const reachedBy = ({ audit, writeNumber }: LedgerTables): Reached => ({
  ...audit.head(),
  writeNumber: writeNumber.get(),
});

/** Which ledger it is, among those of one key: the link of its first entry, which all others follow from. */
export const idOf = ({ audit }: LedgerTables): string | null => audit.linkAt(1);

/** What is made only beside a ledger that has begun: where nothing else than its copies or its journal is left, it was there. */
export const hadLedger = (folder: string): boolean =>
  fs.readdirSync(folder).some((name) => /^(?:ledger-id|audit-anchor|copies|journal-\d+)$/.test(name));

export const ledgerIdPath = (folder: string): string => path.join(folder, 'ledger-id');
export const ledgerPath = (folder: string): string => path.join(folder, 'ledger.db');
export const anchorPath = (folder: string): string => path.join(folder, 'audit-anchor');
export const hasContent = (file: string): boolean => fs.existsSync(file) && fs.statSync(file).size > 0;

/** No key is made beside what is left of a store, and no file begun anew. */
export const hasStore = (folder: string): boolean =>
  hasKeyCheck(folder) || hasContent(ledgerPath(folder)) || hadLedger(folder);
