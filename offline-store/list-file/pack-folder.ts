/**
 * The folder of the downtime pack, as a rule on another computer: it may be gone, full or slow, and none of that may be felt in
 * the clinic. Every call is one after the other and waits on a thread of the system, never on the kiosk's own.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { ok, type Result, refuse } from '../../clinic/result.ts';

type PackFolderProblem = 'folder-gone' | 'folder-full' | 'not-written';

const ownerOnly = 0o600;
/** Others may write to the folder: a link of a pack's name leads to a file that is none. Windows has no such flag. */
const noLink = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);
const draftEnding = '.new';
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** `day-list-riverside-2026-11-24.pdf`: of no patient. */
export function packName(siteId: string, clinicDay: string, ending: 'pdf' | 'daylist'): string {
  return `day-list-${plainName(siteId)}-${clinicDay}.${ending}`;
}

const plainName = (siteId: string) => siteId.replaceAll(/[^A-Za-z0-9-]/g, '-');

/**
 * Whole or not at all, and on the disk when it is done: the one before stays until then. A folder that is not there is not made,
 * because it is where another disk belongs.
 */
export async function writeInto(
  folder: string,
  name: string,
  content: Uint8Array,
): Promise<Result<void, PackFolderProblem>> {
  if (!(await isFolder(folder))) return refuse('folder-gone');
  const file = path.join(folder, name);
  const draft = `${file}.${randomUUID()}${draftEnding}`;
  const written = await withFile(draft, 'wx', async (opened) => {
    await opened.writeFile(content);
    await opened.sync();
  })
    .then(() => rename(draft, file))
    .then(() => flushFolder(folder))
    .then(ok<void>, problemOf);
  if (!written.ok) await unlink(draft).catch(() => undefined);
  return written;
}

/** Destroys the packs of this site of every day but one; `null`: of every day. @returns how many files are gone */
export async function forgetPacks(folder: string, siteId: string, keepDay: string | null): Promise<number> {
  const pattern = new RegExp(
    `^day-list-${plainName(siteId)}-(\\d{4}-\\d{2}-\\d{2})\\.(pdf|daylist)(\\.[0-9a-f-]{36}\\${draftEnding})?$`,
  );
  const names = await readdir(folder).catch((): string[] => []);
  const old = names.filter((name) => {
    const found = pattern.exec(name);
    return found !== null && (found[1] !== keepDay || found[3] !== undefined);
  });
  let gone = 0;
  for (const name of old) gone += (await destroy(path.join(folder, name))) ? 1 : 0;
  if (gone > 0) await flushFolder(folder).catch(() => undefined);
  return gone;
}

/** When a file was last written; null when it is not there. */
export async function writtenAtMs(folder: string, name: string): Promise<number | null> {
  return stat(path.join(folder, name)).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

export async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Overwritten first: worth little on flash, and free. It is encrypted in any case. */
async function destroy(file: string): Promise<boolean> {
  await withFile(file, noLink, async (opened) => {
    await opened.write(Buffer.alloc((await opened.stat()).size), 0, null, 0);
    await opened.sync();
  }).catch(() => undefined);
  return unlink(file).then(
    () => true,
    () => false,
  );
}

async function withFile(
  file: string,
  flags: string | number,
  work: (opened: FileHandle) => Promise<void>,
): Promise<void> {
  const opened = await open(file, flags, ownerOnly);
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

/** Windows flushes a name with its file, and some servers' folders cannot be flushed at all. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await withFile(folder, 'r', (opened) => opened.sync()).catch(() => undefined);
}

function problemOf(error: unknown): Result<never, PackFolderProblem> {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ESTALE' || code === 'ENOTDIR') return refuse('folder-gone');
  return refuse(noRoom.includes(code) ? 'folder-full' : 'not-written');
}
