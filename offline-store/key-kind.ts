/**
 * Remembers how the key was kept, so that a change of it stands in the audit trail: from a keyring to the disk alone, say. The
 * first way stands in the entry with which the ledger began.
 */
import path from 'node:path';
import { onDisk, readIfThere, writeDurably } from './durable-file.ts';
import type { LedgerOfStore } from './ledger-of-store.ts';
import type { StoreKeySettings } from './store.ts';

/** @param tryWrite as on a disk that may be full: then nothing is noted, and the next start tries again. */
export function noteKeyKind(folder: string, kind: StoreKeySettings['kind'], tryWrite: LedgerOfStore['tryWrite']): void {
  const file = path.join(folder, 'key-kind');
  const before = readIfThere(file)?.trim() ?? null;
  if (before === kind) return;
  const details = { from: before, to: kind };
  const entry = { who: 'kiosk', act: 'key-kept-otherwise', bookingId: null, details };
  const isWritten = before === null || tryWrite((writes) => writes.audit(entry)).ok;
  if (isWritten) onDisk(() => writeDurably(file, `${kind}\n`));
}
