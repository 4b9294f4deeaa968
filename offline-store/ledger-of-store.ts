/** The ledger of one store, with what keeps it: its anchor, its journal, its ballast, its copies. */
import { randomUUID } from 'node:crypto';
import { ok, type Result } from '../clinic/result.ts';
import { freeBytes, openBallast } from './ballast.ts';
import { backUp, isCopyWanted, keepCopy } from './copies.ts';
import { onDisk } from './durable-file.ts';
import { type KeptLedger, keepLedger, type LedgerOpening } from './kept-ledger.ts';
import { type AuditAnchor, openAnchor, readAnchor } from './ledger/audit-anchor.ts';
import { openJournal } from './ledger/journal.ts';
import { openLedger } from './ledger/ledger.ts';
import { anchorPath, type OpenLedgerFile, openLedgerFile, reachedBy } from './open-ledger-file.ts';
import type { EventTime } from './owed-upstream.ts';
import type { Ledger, OpenStoreOptions, StoreProblem } from './store.ts';
import type { StoreKeeping, StoreTrouble } from './store-keeping.ts';
import { deriveKey } from './store-key.ts';

export interface LedgerOfStore {
  readonly ledger: Ledger;
  readonly keeping: StoreKeeping;
  readonly tryWrite: KeptLedger['tryWrite'];
  readonly tellStaff: KeptLedger['tellStaff'];
  /** The disk lets nobody write beside the ledger either. True: some room was given up, and it may be tried again. */
  makeRoom(): boolean;
  isWriting(): boolean;
  close(): void;
}

/** With less nothing of ours can be begun. */
const roomBytesMin = 1024 * 1024;

const unknownTime = (): EventTime => ({ monotonicMs: null, clockSkewMs: null });

export function keepLedgerOf(
  options: OpenStoreOptions,
  storeKey: Buffer,
  first: OpenLedgerFile,
  onChanged: () => void,
): LedgerOfStore {
  const { folder, nativeBinding } = options;
  const isAnchorLost = readAnchor(anchorPath(folder)) === null && first.tables.audit.head().sequence > 1;
  const anchor = openAnchor(anchorPath(folder), reachedBy(first.tables));
  const writeNumber = first.tables.writeNumber.get();
  const journal = openJournal({ folder, key: deriveKey(storeKey, 'journal'), writeNumber });
  const ballast = openBallast(folder);
  let trouble: StoreTrouble | null = null;
  const setTrouble = (next: StoreTrouble | null) => {
    // What has stopped stays so until a restart.
    if (trouble === next || trouble === 'stopped') return;
    trouble = next;
    onChanged();
  };

  const kept = keepLedger({
    first: openingOf(first, anchor, options),
    openAgain: () => openAgain(options, storeKey, anchor),
    anchor,
    journal,
    ballast,
    onWritten: onChanged,
    onTrouble: setTrouble,
  });
  const { ledger } = kept;
  if (isAnchorLost) {
    kept.tryWrite((writes) =>
      writes.audit({ who: 'kiosk', act: 'audit-anchor-missing', bookingId: null, details: {} }),
    );
  }
  const toCopy = () => ({
    sql: kept.opening().sql,
    storeKey,
    nativeBinding,
    writeNumber: kept.opening().writeNumber(),
  });
  return {
    ledger,
    keeping: {
      trouble: () => trouble,
      async keepBallast(bytes) {
        const made = await ballast.keep(bytes);
        if (made === 'kept' && trouble === 'disk-full') setTrouble(null);
        return made;
      },
      keepCopy() {
        const copied = keepCopy(folder, toCopy(), journal);
        // A copy reads every page, and so it is often the first to find that one has rotted.
        if (!copied.ok && copied.problem !== 'disk-full' && !kept.opening().isSound()) kept.stop();
        return copied;
      },
      isCopyWanted: () => isCopyWanted(folder, journal),
      backUp: (file) => backUp(toCopy(), file),
    },
    tryWrite: kept.tryWrite,
    tellStaff: kept.tellStaff,
    makeRoom() {
      if (ballast.release()) return true;
      const free = onDisk(() => freeBytes(folder));
      if (free.ok && free.value < roomBytesMin) setTrouble('disk-full');
      else kept.stop();
      return false;
    },
    isWriting: kept.isWriting,
    close: kept.close,
  };
}

/** What is read in it must be on the disk and not in its memory alone, which a failed flush may have left it in. */
function openAgain(
  options: OpenStoreOptions,
  storeKey: Buffer,
  anchor: AuditAnchor,
): Result<LedgerOpening, StoreProblem | 'disk-full' | 'disk-refuses'> {
  const opened = onDisk(() => openLedgerFile(options, storeKey));
  if (!opened.ok) return opened;
  if (!opened.value.ok) return opened.value;
  const { database } = opened.value.value;
  const isDurable = onDisk(() => database.sql.pragma('wal_checkpoint(TRUNCATE)'));
  if (isDurable.ok) return ok(openingOf(opened.value.value, anchor, options));
  onDisk(database.close);
  return isDurable;
}

function openingOf(
  { database, tables }: OpenLedgerFile,
  anchor: AuditAnchor,
  { now, newId = randomUUID, eventTime = unknownTime }: OpenStoreOptions,
): LedgerOpening {
  const opened = openLedger({ database, tables, anchor, now, newId, eventTime });
  return { ...database, ...opened };
}
