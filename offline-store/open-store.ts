/**
 * Opens the store, or says by name why it must not be opened (S15).
 *
 * Nothing that is missing, damaged or encrypted with another key is ever replaced by something empty, but for the day list,
 * which can be fetched again.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { openCache } from './cache/cache.ts';
import { withWalkIns } from './cache-with-walk-ins.ts';
import { type Database, type DatabaseProblem, openDatabase } from './database.ts';
import { writeDurably } from './durable-file.ts';
import { type AuditAnchor, agrees, openAnchor, readAnchor } from './ledger/audit-anchor.ts';
import { type LedgerTables, ledgerTables, openLedger } from './ledger/ledger.ts';
import { ledgerFile } from './ledger/ledger-file.ts';
import type { Ledger, OpenStore, OpenStoreOptions, StoreProblem } from './store.ts';
import { deriveKey, hasKeyCheck, loadStoreKey, prepareFolder, writeKeyCheck } from './store-key.ts';
import { openWalkIns } from './walk-ins.ts';

/** Checked at each start; the whole chain by `auditBreak`, because it grows for years. */
const auditEntriesCheckedAtStart = 2000;
const sealKeyBytes = 32;

export const openStore: OpenStore = (options) => {
  const { folder } = options;
  const prepared = prepareFolder(folder);
  if (!prepared.ok) return prepared;
  const storeKey = loadStoreKey(folder, options.key, hasKeyCheck(folder) || hasContent(ledgerPath(folder)));
  if (!storeKey.ok) return storeKey;
  const opened = openLedgerFile(options, storeKey.value);
  if (!opened.ok) return opened;
  const { database, tables } = opened.value;
  if (options.isClockPossible?.(tables.audit.lastAt()) === false) {
    database.close();
    return refuse('clock-wrong');
  }
  const changes = changeListeners();
  const anchor = anchorOf(options, opened.value);
  const ledger = openLedger({
    database,
    tables,
    anchor,
    now: options.now,
    eventTime: options.eventTime,
    onWritten: changes.tell,
  });

  const cache = openCache({
    place: {
      folder,
      wrappingKey: deriveKey(storeKey.value, 'day-key'),
      nativeBinding: options.nativeBinding,
    },
    clinicDay: options.clinicDay,
    onChanged: changes.tell,
    onForgotten(clinicDay, why) {
      const record = () => recordForgotten(ledger, clinicDay, why);
      // Damage may be found by a look into the list from inside a write of the ledger.
      if (database.sql.inTransaction) queueMicrotask(record);
      else record();
    },
  });
  if (!cache.ok) {
    anchor.close();
    database.close();
    return refuse(wordFor(cache.problem, true));
  }
  const { hasReplaced, beginClinicDay } = cache.value;
  if (hasReplaced !== 'nothing') recordForgotten(ledger, null, hasReplaced);

  let isOpen = true;
  let clinicDay = options.clinicDay;
  const walkIns = openWalkIns({
    folder: path.join(folder, 'walk-ins'),
    key: deriveKey(storeKey.value, 'walk-in'),
    ledger,
    onChanged: changes.tell,
  });
  return ok({
    cache: withWalkIns(cache.value.cache, {
      walkIns,
      clinicDay: () => clinicDay,
      upstreamIdOf: ledger.upstreamBookingOf,
    }),
    ledger,
    walkIns,
    keyProtection: options.key.kind,
    deriveKey: (purpose) => deriveKey(storeKey.value, purpose),
    beginClinicDay(today) {
      clinicDay = today;
      beginClinicDay(today);
    },
    onChange: changes.add,
    close() {
      if (!isOpen) return;
      isOpen = false;
      changes.stop();
      cache.value.close();
      anchor.close();
      database.close();
    },
  });
};

interface OpenLedgerFile {
  readonly database: Database;
  readonly tables: LedgerTables;
}

function openLedgerFile(options: OpenStoreOptions, storeKey: Buffer): Result<OpenLedgerFile, StoreProblem> {
  const { folder, nativeBinding } = options;
  const file = ledgerPath(folder);
  const anchor = readAnchor(anchorPath(folder));
  // A ledger that was there and is gone would otherwise be made anew, empty.
  if (anchor !== null && !hasContent(file)) return refuse('ledger-damaged');
  const key = deriveKey(storeKey, 'ledger');
  const opened = openDatabase({ file, key, kind: ledgerFile, nativeBinding });
  if (!opened.ok) return refuse(wordFor(opened.problem, hasKeyCheck(folder)));
  const database = opened.value;
  const isWhole = database.isSound();
  const tables = ledgerTables(database, deriveKey(storeKey, 'audit-link'));
  if (isWhole && !tables.audit.hasBegun() && anchor === null) beginLedger(options, database, tables);
  if (!isWhole || !tables.audit.hasBegun() || !isTrailWhole(tables) || !agrees(anchor, tables.audit)) {
    database.close();
    return refuse('ledger-damaged');
  }
  if (!hasKeyCheck(folder)) writeKeyCheck(folder, storeKey);
  return ok({ database, tables });
}

/** The first start. The first seal key is for the site to take away and keep; the kiosk itself needs only the next one. */
function beginLedger({ folder, key, now }: OpenStoreOptions, database: Database, { audit }: LedgerTables): void {
  const firstSealKey = randomBytes(sealKeyBytes);
  writeDurably(path.join(folder, 'audit-escrow.key'), `${firstSealKey.toString('hex')}\n`);
  database.write(() => {
    audit.begin(firstSealKey);
    audit.add(now(), { who: 'kiosk', act: 'ledger-created', bookingId: null, details: { keyProtection: key.kind } });
  });
}

function isTrailWhole({ audit }: LedgerTables): boolean {
  const from = audit.head().sequence - auditEntriesCheckedAtStart + 1;
  return audit.firstBreak(Math.max(1, from), null) === null;
}

function anchorOf({ folder, now }: OpenStoreOptions, { database, tables: { audit } }: OpenLedgerFile): AuditAnchor {
  const file = anchorPath(folder);
  const head = audit.head();
  const isFirstStart = head.sequence === 1;
  if (readAnchor(file) !== null || isFirstStart) return openAnchor(file, head);
  const entry = { who: 'kiosk', act: 'audit-anchor-missing', bookingId: null, details: {} };
  return openAnchor(
    file,
    database.write(() => audit.add(now(), entry)),
  );
}

function recordForgotten(ledger: Ledger, clinicDay: string | null, why: 'another-day' | 'damage'): void {
  const details = { clinicDay, why };
  ledger.write((writes) => writes.audit({ who: 'kiosk', act: 'day-list-forgotten', bookingId: null, details }));
}

/** `isKeyRight`: a key check says that this is the key of before, so what cannot be read is damaged. */
function wordFor(problem: DatabaseProblem, isKeyRight: boolean): StoreProblem {
  if (problem === 'not-readable') return isKeyRight ? 'ledger-damaged' : 'key-wrong';
  if (problem === 'damaged') return 'ledger-damaged';
  if (problem === 'not-writable') return 'folder-not-writable';
  return problem;
}

/**
 * Listeners are called when the code that made the change has run to its end, once for all its changes: a listener that
 * fails must not make a committed write look as if it had failed, nor see a desk between two steps.
 */
function changeListeners() {
  const listeners = new Set<() => void>();
  let isTold = false;
  return {
    tell(): void {
      if (isTold) return;
      isTold = true;
      queueMicrotask(() => {
        isTold = false;
        for (const listener of listeners) listener();
      });
    },
    add(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => listeners.clear(),
  };
}

const ledgerPath = (folder: string): string => path.join(folder, 'ledger.db');
const anchorPath = (folder: string): string => path.join(folder, 'audit-anchor');
const hasContent = (file: string): boolean => fs.existsSync(file) && fs.statSync(file).size > 0;
