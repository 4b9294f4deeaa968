/** The ledger of one store, with what keeps it: its anchor, its journal, its ballast, its copies. */
import { randomUUID } from 'node:crypto';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { hasRoom, openBallast } from './ballast.ts';
import { copierOf, isCopyWanted } from './copies.ts';
import { onDisk } from './durable-file.ts';
import { type KeptLedger, keepLedger, type LedgerOpening } from './kept-ledger.ts';
import { type AuditAnchor, openAnchor, readAnchor } from './ledger/audit-anchor.ts';
import { openJournal } from './ledger/journal.ts';
import { openLedger } from './ledger/ledger.ts';
import { anchorPath, ledgerPath, type OpenLedgerFile, openLedgerFile, reachedBy } from './open-ledger-file.ts';
import type { EventTime } from './owed-upstream.ts';
import { stillFile } from './still-file.ts';
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

  const copier = copierOf({
    folder,
    journal,
    ledger() {
      if (trouble === 'stopped') return null;
      const { file, writeNumber } = kept.opening();
      return { file, storeKey, nativeBinding, writeNumber: writeNumber() };
    },
  });
  /** Half a copy is worth less than the ballast, and both are worth less than a check-in. */
  const giveRoom = () => [copier.breakOff(), ballast.release()].includes(true);
  const kept = keepLedger({
    first: openingOf(first, anchor, options, copier.breakOff),
    openAgain: () => openAgain(options, storeKey, anchor, copier.breakOff),
    anchor,
    journal,
    ballast: { ...ballast, release: giveRoom },
    onWritten: onChanged,
    onTrouble: setTrouble,
  });
  const { ledger } = kept;
  let isCopyTold = false;
  /** Check-in goes on, and nothing that could be restored is made any more. */
  function tellOfCopy(): void {
    if (isCopyTold) return;
    isCopyTold = true;
    kept.tellStaff('disk-error', 'ledger-copy-not-whole', {});
  }
  /** A copy has every page, and so it is often the first to find that one has rotted. */
  function whyNoCopy<Problem>(problem: Problem | 'ledger-damaged'): Problem | 'not-whole' {
    if (problem !== 'ledger-damaged') return problem;
    kept.stop();
    return 'not-whole';
  }
  if (isAnchorLost) {
    kept.tryWrite((writes) =>
      writes.audit({ who: 'kiosk', act: 'audit-anchor-missing', bookingId: null, details: {} }),
    );
  }
  return {
    ledger,
    keeping: {
      trouble: () => trouble,
      async keepBallast(bytes) {
        const made = await ballast.keep(bytes);
        if (made === 'kept' && trouble === 'disk-full') setTrouble(null);
        return made;
      },
      async keepCopy() {
        const copied = await copier.keepCopy();
        if (copied.ok) return copied;
        if (copied.problem === 'not-whole' && trouble !== 'stopped') tellOfCopy();
        return refuse(whyNoCopy(copied.problem));
      },
      isCopyWanted: () => isCopyWanted(folder, journal),
      async backUp(file) {
        const copied = await copier.backUp(file);
        return copied.ok ? copied : refuse(whyNoCopy(copied.problem));
      },
    },
    tryWrite: kept.tryWrite,
    tellStaff: kept.tellStaff,
    makeRoom() {
      if (giveRoom()) return true;
      const room = onDisk(() => hasRoom(folder));
      if (room.ok && !room.value) setTrouble('disk-full');
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
  breakOffCopy: () => void,
): Result<LedgerOpening, StoreProblem | 'disk-full' | 'disk-refuses'> {
  const opened = onDisk(() => openLedgerFile(options, storeKey));
  if (!opened.ok) return opened;
  if (!opened.value.ok) return opened.value;
  const { database } = opened.value.value;
  const isDurable = onDisk(() => database.sql.pragma('wal_checkpoint(TRUNCATE)'));
  if (isDurable.ok) return ok(openingOf(opened.value.value, anchor, options, breakOffCopy));
  onDisk(database.close);
  return isDurable;
}

function openingOf(
  { database, tables }: OpenLedgerFile,
  anchor: AuditAnchor,
  { folder, now, newId = randomUUID, eventTime = unknownTime }: OpenStoreOptions,
  breakOffCopy: () => void,
): LedgerOpening {
  const opened = openLedger({ database, tables, anchor, now, newId, eventTime });
  const file = stillFile(database.sql, ledgerPath(folder));
  return {
    ...database,
    ...opened,
    file,
    close() {
      // Closing moves the log into the file, which is held no longer.
      breakOffCopy();
      try {
        database.close();
      } finally {
        file.close();
      }
    },
  };
}
