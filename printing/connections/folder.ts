/**
 * A folder instead of a printer: each paper becomes a file, numbered in order. For trying out a clinic's settings, and
 * for programs that carry files on. It takes bytes and never answers.
 *
 * A file appears whole or not at all, and its name says nothing about anybody.
 */
import { link, mkdir, open, readdir, rm } from 'node:fs/promises';
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
