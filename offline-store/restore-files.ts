/** The files of a restoring: what was there is kept under a dated name, and the ledger that was built comes into its place. */
import fs from 'node:fs';
import path from 'node:path';
import { ok, type Result } from '../clinic/result.ts';
import { copiesIn } from './copies.ts';
import { flushFile, flushFolder, onDisk } from './durable-file.ts';
import { type Reached, writeAnchor } from './ledger/audit-anchor.ts';
import { journalsIn } from './ledger/journal.ts';
import { anchorPath, ledgerPath } from './open-ledger-file.ts';
import { hasKeyCheck, writeKeyCheck } from './store-key.ts';

interface SetAside {
  /** Null: there was nothing. */
  readonly folder: string | null;
  /** Those that the disk does not give back are moved there as they are, once the ledger is built. */
  readonly unreadable: readonly string[];
  /** Nothing was restored: what was there is still there. */
  undo(): void;
}

/** Copies the ledger with its log, its anchor and its journals, as they are, into a folder that was never there before. */
export function setAside(folder: string, now: string): Result<SetAside, 'disk-full' | 'disk-refuses'> {
  const journals = onDisk(() => journalsIn(folder));
  if (!journals.ok) return journals;
  const names = [ledgerPath(folder), `${ledgerPath(folder)}-wal`, anchorPath(folder)];
  const files = [...names, ...journals.value.map(({ file }) => file)].filter((file) => fs.existsSync(file));
  if (files.length === 0) return ok({ folder: null, unreadable: [], undo: () => undefined });
  const made = onDisk(() => fs.mkdtempSync(path.join(folder, `set-aside-${now.replaceAll(/[:.]/g, '-')}-`)));
  if (!made.ok) return made;
  const aside = made.value;
  const undo = () => void onDisk(() => fs.rmSync(aside, { recursive: true, force: true }));
  const unreadable: string[] = [];
  for (const file of files) {
    const copied = keepCopyOf(file, aside);
    if (copied.ok) continue;
    if (copied.problem === 'disk-full') {
      undo();
      return copied;
    }
    unreadable.push(file);
  }
  const flushed = onDisk(() => flushFolder(aside));
  if (!flushed.ok) undo();
  return flushed.ok ? ok({ folder: aside, unreadable, undo }) : flushed;
}

function keepCopyOf(file: string, aside: string): Result<void, 'disk-full' | 'disk-refuses'> {
  const kept = path.join(aside, path.basename(file));
  const copied = onDisk(() => {
    fs.copyFileSync(file, kept);
    flushFile(kept);
  });
  if (!copied.ok) onDisk(() => fs.rmSync(kept, { force: true }));
  return copied;
}

interface Placing {
  readonly folder: string;
  readonly draft: string;
  readonly storeKey: Buffer;
  readonly reached: Reached;
  readonly aside: Pick<SetAside, 'folder' | 'unreadable'>;
}

/**
 * Copies of acts that are no longer known go first to the rest that was set aside: afterwards they would pass for newer copies of
 * this ledger. Then the ledger, then its anchor: between the two the old anchor refuses it when anything is missing, and the
 * restoring may be run again. The old journals, which that would need, go last.
 */
export function putInPlace({ folder, draft, storeKey, reached, aside }: Placing): void {
  flushFile(draft);
  const moveAside = (file: string): void => {
    if (aside.folder !== null) fs.renameSync(file, path.join(aside.folder, path.basename(file)));
  };
  for (const { file, writeNumber } of copiesIn(folder)) if (writeNumber >= reached.writeNumber) moveAside(file);
  for (const file of aside.unreadable) if (file.startsWith(ledgerPath(folder)) && fs.existsSync(file)) moveAside(file);
  for (const suffix of ['-wal', '-shm']) fs.rmSync(ledgerPath(folder) + suffix, { force: true });
  fs.renameSync(draft, ledgerPath(folder));
  flushFolder(folder);
  writeAnchor(anchorPath(folder), reached);
  if (!hasKeyCheck(folder)) writeKeyCheck(folder, storeKey);
  for (const { file } of journalsIn(folder)) {
    if (aside.unreadable.includes(file)) moveAside(file);
    else fs.rmSync(file);
  }
  flushFolder(folder);
}
