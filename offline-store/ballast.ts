/**
 * The ballast: a file that holds room on the disk and nothing else. When the disk is full it is given up, and the room lets
 * the kiosk go on while somebody makes more.
 *
 * Its bytes are of chance, because a disk that compresses would hold no room for anything else.
 */
import { randomFillSync } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { onDisk, onDiskLater } from './durable-file.ts';

const chunkBytes = 1024 * 1024;
/** Whoever fills the disk to the brim with ballast has caused what it is there for. */
const leavesFreeTimes = 2;

/** With less nothing of ours can be begun. */
const roomBytesMin = 1024 * 1024;

export const ballastPath = (folder: string): string => path.join(folder, 'ballast');

export interface Ballast {
  /** True: there was some, and its room is free now. */
  release(): boolean;
  /**
   * Makes it in the background, when it is not there and leaves enough room beside it. Joins a making that is under way.
   * `kept`: it is whole.
   */
  keep(bytes: number): Promise<'kept' | 'no-room'>;
}

export function openBallast(folder: string): Ballast {
  const file = ballastPath(folder);
  const draft = `${file}.new`;
  let underWay: Promise<'kept' | 'no-room'> | null = null;
  /** Grows with each release: a making that began before it ends without a file. */
  let released = 0;

  async function make(bytes: number): Promise<'kept' | 'no-room'> {
    const before = released;
    if (sizeOf(file) === bytes) return 'kept';
    // Of another size, or the part of one that a power cut left.
    for (const old of [file, draft]) onDisk(() => fs.rmSync(old, { force: true }));
    const free = onDisk(() => freeBytes(folder));
    if (!free.ok || free.value < bytes * leavesFreeTimes) return 'no-room';
    const filled = await onDiskLater(() => fill(draft, bytes, () => released === before));
    const isKept = filled.ok && released === before && onDisk(() => fs.renameSync(draft, file)).ok;
    if (!isKept) onDisk(() => fs.rmSync(draft, { force: true }));
    return isKept ? 'kept' : 'no-room';
  }

  return {
    release() {
      released += 1;
      const had = [file, draft].filter((name) => fs.existsSync(name));
      return had.map((name) => onDisk(() => fs.rmSync(name)).ok).some((isGone) => isGone);
    },
    keep(bytes) {
      underWay ??= make(bytes).finally(() => {
        underWay = null;
      });
      return underWay;
    },
  };
}

async function fill(file: string, bytes: number, isWanted: () => boolean): Promise<void> {
  const chunk = Buffer.alloc(Math.min(chunkBytes, bytes));
  const handle = await fs.promises.open(file, 'w', 0o600);
  try {
    for (let written = 0; written < bytes && isWanted(); written += chunk.length) {
      await handle.write(randomFillSync(chunk), 0, Math.min(chunk.length, bytes - written));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Null: there is no such file. */
export function sizeOf(file: string): number | null {
  return fs.existsSync(file) ? fs.statSync(file).size : null;
}

export const hasRoom = (folder: string): boolean => freeBytes(folder) >= roomBytesMin;

export function freeBytes(folder: string): number {
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
}
