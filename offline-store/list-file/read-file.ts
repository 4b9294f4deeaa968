/**
 * Reads a small file from a place that others can write to, such as a stick: once, from one open file, so that what was checked
 * is what is used. Only plain files: no links, devices or pipes.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ok, type Result, refuse } from '../../clinic/result.ts';

type FileProblem = 'file-gone' | 'not-a-file' | 'too-large';

/** Windows has neither; there the file that was opened is still looked at. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export async function readPlainFile(
  file: string,
  bytesMax: number,
): Promise<Result<Uint8Array<ArrayBuffer>, FileProblem>> {
  const opened = await open(file, flags).then(ok, (error) => refuse(problemOf(error)));
  if (!opened.ok) return opened;
  const read = await readOpened(opened.value, bytesMax).catch(() => refuse('file-gone' as const));
  await opened.value.close().catch(() => undefined);
  return read;
}

function problemOf(error: unknown): FileProblem {
  // What an open that follows no link says of one.
  return error instanceof Error && 'code' in error && error.code === 'ELOOP' ? 'not-a-file' : 'file-gone';
}

async function readOpened(file: FileHandle, bytesMax: number): Promise<Result<Uint8Array<ArrayBuffer>, FileProblem>> {
  const found = await file.stat();
  if (!found.isFile()) return refuse('not-a-file');
  if (found.size > bytesMax) return refuse('too-large');
  const bytes = Buffer.alloc(found.size);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
    // It became shorter while it was read.
    if (bytesRead === 0) return refuse('file-gone');
    filled += bytesRead;
  }
  return ok(bytes);
}
