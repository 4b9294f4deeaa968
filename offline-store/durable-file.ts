/**
 * Small files that must be whole or absent after a power cut: keys and anchors. Not for anything large.
 *
 * Written beside their place, flushed, renamed; then the folder is flushed, because the name lives there.
 */
import fs from 'node:fs';
import path from 'node:path';
import { ok, type Result, refuse } from '../clinic/result.ts';

const ownerOnly = 0o600;

export function writeDurably(file: string, content: string): void {
  const draft = `${file}.new`;
  let isWhole = false;
  try {
    withOpenFile(draft, 'w', (descriptor) => {
      // All of it: one write to a disk that is filling up takes a part and calls it done.
      fs.writeFileSync(descriptor, content);
      fs.fsyncSync(descriptor);
    });
    isWhole = true;
  } finally {
    // A part of it would keep the last room from whoever needs it.
    if (!isWhole) fs.rmSync(draft, { force: true });
  }
  fs.renameSync(draft, file);
  flushFolder(path.dirname(file));
}

/** Closed whatever happens: a full disk is tried again for hours. */
function withOpenFile(file: string, how: 'r' | 'r+' | 'w', work: (descriptor: number) => void): void {
  const descriptor = fs.openSync(file, how, ownerOnly);
  try {
    work(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

export function readIfThere(file: string): string | null {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
}

/** Null: the disk does not give it back. */
export function readStart(file: string, bytesMax: number): Buffer | null {
  const start = Buffer.alloc(bytesMax);
  let bytes = 0;
  try {
    withOpenFile(file, 'r', (descriptor) => {
      bytes = fs.readSync(descriptor, start, 0, bytesMax, 0);
    });
    return start.subarray(0, bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EIO') return null;
    throw error;
  }
}

/**
 * Overwrites before it removes: worth little on flash, where only the lost key makes the data unreadable, and free. A disk that
 * refuses the first may still do the second.
 */
export function destroyFile(file: string): void {
  if (!fs.existsSync(file)) return;
  onDisk(() => withOpenFile(file, 'r+', overwrite));
  fs.unlinkSync(file);
  flushFolder(path.dirname(file));
}

function overwrite(descriptor: number): void {
  fs.writeFileSync(descriptor, Buffer.alloc(fs.fstatSync(descriptor).size));
  fs.fsyncSync(descriptor);
}

type DiskProblem = 'disk-full' | 'disk-refuses';

/** Does something with files; what the disk refuses is answered by name. */
export function onDisk<Value>(work: () => Value): Result<Value, DiskProblem> {
  try {
    return ok(work());
  } catch (error) {
    return refuse(diskProblemOf(error));
  }
}

/** Does something with files of ours, of which the system may refuse one. What else goes wrong is thrown on. */
export function onFiles<Value>(work: () => Value): Result<Value, DiskProblem> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return refuse(diskProblemOf(error));
    throw error;
  }
}

export async function onDiskLater<Value>(work: () => Promise<Value>): Promise<Result<Value, DiskProblem>> {
  try {
    return ok(await work());
  } catch (error) {
    return refuse(diskProblemOf(error));
  }
}

function diskProblemOf(error: unknown): DiskProblem {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code !== 'string') throw error;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' ? 'disk-full' : 'disk-refuses';
}

export function flushFile(file: string): void {
  withOpenFile(file, 'r+', fs.fsyncSync);
}

export async function flushFolderLater(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await fs.promises.open(folder, 'r');
  await opened.sync().finally(() => opened.close());
}

/** Windows flushes a name with its file and refuses to flush a folder. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  withOpenFile(folder, 'r', fs.fsyncSync);
}
