/** The files of a restoring: what was there is kept under a dated name, and the ledger that was built comes into its place. */
import fs from 'node:fs';
import path from 'node:path';
import { copiesIn } from './copies.ts';
import { flushFolder } from './durable-file.ts';
import { type Reached, writeAnchor } from './ledger/audit-anchor.ts';
import { journalsIn } from './ledger/journal.ts';
import { anchorPath, ledgerPath } from './open-ledger-file.ts';
import { hasKeyCheck, writeKeyCheck } from './store-key.ts';

interface SetAside {
  /** Null: there was nothing. */
  readonly folder: string | null;
  /** Nothing was restored: what was there is still there. */
  undo(): void;
}

/** Copies the ledger with its log, its anchor and its journals, as they are. */
export function setAside(folder: string, now: string): SetAside {
  const aside = path.join(folder, `set-aside-${now.replaceAll(/[:.]/g, '-')}`);
  const files = [
    ledgerPath(folder),
    `${ledgerPath(folder)}-wal`,
    anchorPath(folder),
    ...journalsIn(folder).map(({ file }) => file),
  ].filter((file) => fs.existsSync(file));
  if (files.length > 0) fs.mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const file of files) fs.copyFileSync(file, path.join(aside, path.basename(file)));
  return { folder: files.length > 0 ? aside : null, undo: () => fs.rmSync(aside, { recursive: true, force: true }) };
}

interface Placing {
  readonly folder: string;
  readonly draft: string;
  readonly storeKey: Buffer;
  readonly reached: Reached;
  readonly aside: string | null;
}

/**
 * The ledger first, its anchor next: between the two the old anchor still refuses it, and the restoring may be run again. Then
 * what belongs to acts that are no longer known goes to the rest that was set aside.
 */
export function putInPlace({ folder, draft, storeKey, reached, aside }: Placing): void {
  flushFile(draft);
  for (const suffix of ['-wal', '-shm']) fs.rmSync(ledgerPath(folder) + suffix, { force: true });
  fs.renameSync(draft, ledgerPath(folder));
  flushFolder(folder);
  writeAnchor(anchorPath(folder), reached);
  if (!hasKeyCheck(folder)) writeKeyCheck(folder, storeKey);
  for (const { file } of journalsIn(folder)) fs.rmSync(file);
  for (const { file, writeNumber } of copiesIn(folder)) {
    if (writeNumber >= reached.writeNumber && aside !== null)
      fs.renameSync(file, path.join(aside, path.basename(file)));
  }
  flushFolder(folder);
}

function flushFile(file: string): void {
  const descriptor = fs.openSync(file, 'r+');
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}
