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
  const descriptor = fs.openSync(draft, 'w', ownerOnly);
  fs.writeSync(descriptor, content);
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
  fs.renameSync(draft, file);
  flushFolder(path.dirname(file));
}

export function readIfThere(file: string): string | null {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
}

/** Overwrites before it removes: worth little on flash, where only the lost key makes the data unreadable, and free. */
export function destroyFile(file: string): void {
  if (!fs.existsSync(file)) return;
  const descriptor = fs.openSync(file, 'r+');
  fs.writeSync(descriptor, Buffer.alloc(fs.fstatSync(descriptor).size));
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
  fs.unlinkSync(file);
  flushFolder(path.dirname(file));
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
  const descriptor = fs.openSync(file, 'r+');
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

export async function flushFolderLater(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await fs.promises.open(folder, 'r');
  await opened.sync().finally(() => opened.close());
}

/** Windows flushes a name with its file and refuses to flush a folder. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = fs.openSync(folder, 'r');
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}
