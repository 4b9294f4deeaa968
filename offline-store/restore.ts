/**
 * Brings the ledger back from a copy and the journals, when it is damaged or gone.
 *
 * It is built beside what is there, compared with what the anchor says, and only then put in its place. What was there is set
 * aside under a dated name and never deleted. Cut short anywhere, the kiosk still refuses to open, and this may be run again.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { openBallast } from './ballast.ts';
import { isOpenElsewhere, isOpenHere, removeDatabase } from './database.ts';
import { onDisk, readIfThere } from './durable-file.ts';
import { type Anchor, agrees, type Reached, readAnchor } from './ledger/audit-anchor.ts';
import { journalsIn, readJournal } from './ledger/journal.ts';
import type { LedgerTables } from './ledger/ledger-tables.ts';
import { ledgerWriter } from './ledger/ledger-writes.ts';
import { replay } from './ledger/replay.ts';
import {
  anchorPath,
  emptyLog,
  hasContent,
  idOf,
  isWholeLedger,
  ledgerIdPath,
  ledgerPath,
  type OpenLedgerFile,
  openLedgerTables,
  reachedBy,
} from './open-ledger-file.ts';
import { putInPlace, setAside } from './restore-files.ts';
import type { LedgerWrites, OpenStoreOptions, ReservedRange } from './store.ts';
import { deriveKey, loadStoreKey, prepareFolder, type StoreKeyProblem } from './store-key.ts';
import { walkInsIn } from './walk-ins.ts';

export type RestoreProblem =
  | StoreKeyProblem
  | 'in-use'
  | 'no-such-copy'
  /** Of another key, damaged in its first page, or no copy of a ledger at all: from outside they look the same. */
  | 'copy-not-readable'
  | 'copy-damaged'
  | 'copy-newer-version'
  | 'copy-of-another-kiosk'
  /** What is there is whole, and knows more than this copy and the journals do. */
  | 'ledger-is-newer'
  | 'disk-full'
  | 'disk-refuses';

export interface Restored {
  /** How many entries the audit trail has now. */
  readonly entries: number;
  /** How many writes were done again from the journals. */
  readonly replayed: number;
  /** How many entries of the trail could not be brought back; null: nothing says how far it went. */
  readonly missing: number | null;
  /** It is known that nothing is missing. With `missing` 0 it is not, when the last seconds of the kiosk may have left nothing but in the ledger. */
  readonly isComplete: boolean;
  /** Any number of the station's range may be on a label by now, as far as anybody knows: none is given any more. */
  readonly isRangeEnded: boolean;
  /** Where what was there has been put; null: there was nothing. */
  readonly setAside: string | null;
}

interface RestoreOptions extends Pick<OpenStoreOptions, 'folder' | 'key' | 'clinicDay' | 'now' | 'nativeBinding'> {
  /** Of the station, as the settings have it; null or absent: none. */
  readonly reservedRange?: ReservedRange | null;
}

interface Outcome extends Pick<Restored, 'replayed' | 'missing' | 'isComplete'> {
  /** Null: nothing says how many. */
  readonly missingWrites: number | null;
}

interface Rebuilt extends Pick<Restored, 'replayed' | 'missing' | 'isComplete' | 'isRangeEnded'> {
  readonly reached: Reached;
}

export function restoreLedger(options: RestoreOptions, copy: string): Result<Restored, RestoreProblem> {
  const { folder } = options;
  if (!isFile(copy)) return refuse('no-such-copy');
  const prepared = prepareFolder(folder);
  if (!prepared.ok) return prepared;
  // A key is never made here: it would open nothing.
  const storeKey = loadStoreKey(folder, options.key, true);
  if (!storeKey.ok) return storeKey;
  const ledger = ledgerPath(folder);
  if (isOpenHere(ledger)) return refuse('in-use');
  openBallast(folder).release();
  // Before anything is opened, because opening changes what is there.
  const aside = setAside(folder, options.now());
  if (!aside.ok) return aside;
  const draft = `${ledger}.restoring`;
  const rebuilt = flat(onDisk(() => rebuild(options, storeKey.value, copy, draft)));
  if (!rebuilt.ok) {
    onDisk(() => removeDatabase(draft));
    aside.value.undo();
    return rebuilt;
  }
  const { reached, ...counts } = rebuilt.value;
  const placed = onDisk(() => putInPlace({ folder, draft, storeKey: storeKey.value, reached, aside: aside.value }));
  return placed.ok ? ok({ ...counts, entries: reached.sequence, setAside: aside.value.folder }) : placed;
}

function rebuild(
  options: RestoreOptions,
  storeKey: Buffer,
  copy: string,
  draft: string,
): Result<Rebuilt, RestoreProblem> {
  const ledger = ledgerPath(options.folder);
  if (hasContent(ledger) && isOpenElsewhere(ledger, options.nativeBinding)) return refuse('in-use');
  removeDatabase(draft);
  const copied = onDisk(() => fs.copyFileSync(copy, draft));
  if (!copied.ok) return refuse(copied.problem === 'disk-full' || isReadable(copy) ? copied.problem : 'copy-damaged');
  fs.chmodSync(draft, 0o600);
  const opened = openLedgerTables(draft, storeKey, options.nativeBinding);
  if (!opened.ok) return refuse(copyProblems[opened.problem]);
  try {
    const rebuilt = replayOn(opened.value, options, storeKey);
    if (rebuilt.ok) emptyLog(opened.value.database);
    return rebuilt;
  } finally {
    opened.value.database.close();
  }
}

const isFile = (copy: string): boolean => fs.statSync(copy, { throwIfNoEntry: false })?.isFile() === true;
const isReadable = (copy: string): boolean => onDisk(() => fs.readFileSync(copy)).ok;

const copyProblems = {
  'not-encrypted': 'copy-not-readable',
  'not-readable': 'copy-not-readable',
  damaged: 'copy-damaged',
  'newer-version': 'copy-newer-version',
  'in-use': 'disk-refuses',
  'not-writable': 'disk-refuses',
} as const;

function replayOn(copy: OpenLedgerFile, options: RestoreOptions, storeKey: Buffer): Result<Rebuilt, RestoreProblem> {
  const { folder, nativeBinding } = options;
  const { tables } = copy;
  if (!isWholeLedger(copy, Number.POSITIVE_INFINITY)) return refuse('copy-damaged');
  const knownId = readIfThere(ledgerIdPath(folder))?.trim();
  if (knownId !== undefined && knownId !== idOf(tables)) return refuse('copy-of-another-kiosk');
  const key = deriveKey(storeKey, 'journal');
  const replayed = replay(
    copy,
    journalsIn(folder).flatMap((journal) => readJournal(journal, key).writes),
  );
  // One that the disk does not give back says nothing either.
  const looked = onDisk(() => readAnchor(anchorPath(folder)));
  const anchor = looked.ok ? looked.value : null;
  const reached = reachedBy(tables);
  // Another trail of this kiosk: it was restored before from another copy.
  if (anchor !== null && anchor.sequence <= reached.sequence && tables.audit.linkAt(anchor.sequence) !== anchor.link) {
    return refuse('copy-of-another-kiosk');
  }
  const present = wholeLedgerIn(folder, storeKey, anchor, nativeBinding);
  if (present !== null && present.writeNumber > reached.writeNumber) return refuse('ledger-is-newer');
  const missing = anchor === null ? null : Math.max(0, anchor.sequence - reached.sequence);
  const isComplete = anchor?.isFinal === true && reached.writeNumber === anchor.writeNumber && missing === 0;
  const missingWrites = anchor === null ? null : Math.max(0, anchor.writeNumber - reached.writeNumber);
  const isRangeEnded = recordRestored(copy, options, { replayed, missing, isComplete, missingWrites });
  return ok({ reached: reachedBy(tables), replayed, missing, isComplete, isRangeEnded });
}

/** How far the ledger that is there has come, when it is whole after all. */
function wholeLedgerIn(
  folder: string,
  storeKey: Buffer,
  anchor: Anchor | null,
  nativeBinding: string | undefined,
): Reached | null {
  if (!hasContent(ledgerPath(folder))) return null;
  const opened = openLedgerTables(ledgerPath(folder), storeKey, nativeBinding);
  if (!opened.ok) return null;
  const { database, tables } = opened.value;
  const isWhole = isWholeLedger(opened.value) && agrees(anchor, tables);
  const reached = isWhole ? reachedBy(tables) : null;
  database.close();
  return reached;
}

/** @returns whether no number of the range is left to give. */
function recordRestored(
  { database, tables }: OpenLedgerFile,
  { folder, clinicDay, now, reservedRange = null }: RestoreOptions,
  { replayed, missing, isComplete, missingWrites }: Outcome,
): boolean {
  const writer = ledgerWriter({ sql: database.sql, tables, now, newId: randomUUID });
  return database.write(() => {
    const writes = writer.begin();
    writes.audit({ who: 'kiosk', act: 'ledger-restored', bookingId: null, details: { replayed, missing } });
    const writesMax = lostWritesMax(missingWrites);
    if (!isComplete) {
      distrust(tables, writes, walkInsIn(folder));
      // Two people in one waiting room would be called by one number (S1).
      tables.tickets.leaveOut(clinicDay, writesMax);
    }
    const isRangeEnded = !isComplete && reservedRange !== null && !leaveNumbersOut(tables, reservedRange, writesMax);
    writer.end(tables.writeNumber.get() + 1);
    return isRangeEnded;
  });
}

/**
 * What waits to be printed may have been printed by acts that are lost: only a person may have it printed again (S5). And who was
 * registered by a lost act is known from the paper form alone.
 */
function distrust({ progress, checkIns }: LedgerTables, writes: LedgerWrites, registered: readonly string[]): void {
  writes.openTask(null, { kind: 'store-trouble', because: 'restored' });
  const waiting = progress.waiting(['header-label', 'specimen-label', 'queue-ticket'], waitingPapersMax);
  for (const { id, kind, bookingId } of waiting) {
    writes.setPaperState(id, 'refused');
    if (kind === 'specimen-label')
      writes.openTask(bookingId, { kind: 'paper-refused', paperId: id, because: 'restored' });
  }
  // The next start destroys the details of whoever was not checked in, as far as the ledger knows.
  const known = new Set(checkIns.known(registered));
  for (const bookingId of registered) if (!known.has(bookingId)) writes.openTask(bookingId, { kind: 'walk-in-lost' });
}

/**
 * Lost acts gave numbers too, which are on labels: given again, two patients' results were in one report (S12). False: how many
 * nobody can know, or more than the range has.
 */
function leaveNumbersOut({ reservedNumbers }: LedgerTables, range: ReservedRange, writesMax: number): boolean {
  return reservedNumbers.leaveOut(range, writesMax * numbersPerWriteMax);
}

const lostWritesMax = (missingWrites: number | null): number =>
  missingWrites === null ? Number.POSITIVE_INFINITY : missingWrites + unnotedWritesMax;

/** What a power cut takes from the journal and the anchor together: a second or two at one kiosk. */
const unnotedWritesMax = 5;
/** More tubes than anybody gives. */
const numbersPerWriteMax = 20;

/** More than a clinic prints in a day. */
const waitingPapersMax = 100_000;

function flat<Value>(
  result: Result<Result<Value, RestoreProblem>, 'disk-full' | 'disk-refuses'>,
): Result<Value, RestoreProblem> {
  return result.ok ? result.value : result;
}
