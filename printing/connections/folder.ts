/**
 * A folder instead of a printer: each paper becomes a file, numbered in order. For trying out a clinic's settings, and
 * for programs that carry files on. It takes bytes and never answers.
 *
 * A file appears whole or not at all, and its name says nothing about anybody. What nobody has taken when the day is over
 * is destroyed.
 */
import { link, lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { PrinterConnection, Session } from './connection.ts';

interface Folder {
  readonly folder: string;
  /** How the names of the files end: `zpl`, `escpos`. */
  readonly ending: string;
}

const numberDigits = 6;
const papersMax = 999_999;
const paperName = /^\d{6}\.(zpl|escpos|pdf)$/;
/** Of one that is being written, or that a crash left of it. */
const partName = /^\.\d+-[0-9a-f-]{36}\.part$/;
/** No paper takes so long to be written. */
const writingMsMax = 120_000;

export function folderConnection(target: Folder): PrinterConnection {
  return { isOneWay: true, open: (signal) => openSession(target, signal) };
}

async function openSession(target: Folder, signal?: AbortSignal): Promise<Result<Session, 'unreachable'>> {
  if (signal?.aborted) return refuse('unreachable');
  const path = join(target.folder, `.${process.pid}-${crypto.randomUUID()}.part`);
  try {
    // What is printed names patients: for the kiosk's own account only.
    await mkdir(target.folder, { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    let isEmpty = true;
    return ok({
      async write(bytes) {
        isEmpty = false;
        return tried(() => file.writeFile(bytes));
      },
      async readUntil() {
        return refuse('silent');
      },
      async close() {
        return tried(async () => {
          // A look, once a second all day, leaves nothing behind that has to last.
          if (!isEmpty) await file.sync();
          await file.close();
          if (!isEmpty) await keep(path, target);
          await rm(path, { force: true });
        });
      },
      abandon() {
        tried(async () => {
          await file.close();
          await rm(path, { force: true });
        });
      },
    });
  } catch {
    return refuse('unreachable');
  }
}

async function tried(work: () => Promise<void>): Promise<Result<void, 'broke-off'>> {
  try {
    await work();
    return ok(undefined);
  } catch {
    return refuse('broke-off');
  }
}

/** Gives the file the next free number. A link, unlike a rename, refuses to take the place of another file. */
async function keep(path: string, { folder, ending }: Folder): Promise<void> {
  const numbers = (await readdir(folder)).map((name) => Number.parseInt(name, 10)).filter(Number.isInteger);
  for (let number = Math.max(0, ...numbers) + 1; number <= papersMax; number += 1) {
    const isKept = await tryLink(path, join(folder, `${String(number).padStart(numberDigits, '0')}.${ending}`));
    if (isKept) return;
  }
  throw new Error(`a folder holds at most ${papersMax} papers`);
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Destroys the papers that nobody has taken and that were written before this, and what crashes left of others (S13). A file
 * with another name than ours is not touched. @returns how many are gone
 */
export async function forgetPapers(folder: string, beforeMs: number): Promise<number> {
  const names = await readdir(folder).catch((): string[] => []);
  const partsBeforeMs = Math.min(beforeMs, Date.now() - writingMsMax);
  let gone = 0;
  for (const name of names) {
    const olderThanMs = paperName.test(name) ? beforeMs : partName.test(name) ? partsBeforeMs : null;
    if (olderThanMs !== null && (await destroyOlder(join(folder, name), olderThanMs))) gone += 1;
  }
  return gone;
}

/** Overwritten first, so that whoever still has it open, or finds its blocks, finds nothing. */
async function destroyOlder(path: string, beforeMs: number): Promise<boolean> {
  try {
    const found = await lstat(path);
    if (!found.isFile() || found.mtimeMs >= beforeMs) return false;
    const file = await open(path, 'r+');
    await file
      .write(Buffer.alloc(found.size), 0, found.size, 0)
      .then(() => file.sync())
      .finally(() => file.close());
    await rm(path);
    return true;
  } catch {
    return false;
  }
}
