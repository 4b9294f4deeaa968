/**
 * One line of the journal: one write, sealed with AES-256-GCM and bound to the seal of the line before it. Base64, because a
 * line feed then is the end of a line and nothing else.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { z } from 'zod';
import type { DoneWrite } from './ledger-writes.ts';

const ivBytes = 12;
const tagBytes = 16;
const readAtOnceBytes = 64 * 1024;
const algorithm = 'aes-256-gcm';

/** What is done again was done by this program: the seal says so, and the shape of arguments is that of the change. */
const Line: z.ZodType<DoneWrite> = z.strictObject({
  number: z.int().min(1),
  at: z.string().nullable(),
  changes: z.array(z.tuple([z.string()], z.unknown())),
  head: z.strictObject({ sequence: z.int(), link: z.string() }).nullable(),
});

export interface SealedLine {
  readonly text: Buffer;
  readonly tag: Buffer;
}

/** What the first line of a journal is bound to: the write that the journal begins after. */
export function beforeFirstLine(after: number): Buffer {
  return Buffer.from(`journal-${after}`);
}

export function sealLine(key: KeyObject, before: Buffer, done: DoneWrite): SealedLine {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(before);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(done)), cipher.final()]);
  const tag = cipher.getAuthTag();
  return { text: Buffer.from(`${Buffer.concat([iv, tag, sealed]).toString('base64')}\n`), tag };
}

/** Null: not sealed by this key, or not after that line. */
export function openLine(key: Buffer, before: Buffer, text: string): { done: DoneWrite; tag: Buffer } | null {
  const bytes = Buffer.from(text, 'base64');
  // Base64 is read with mercy: another text for the same bytes is not the line that was written.
  if (bytes.length <= ivBytes + tagBytes || bytes.toString('base64') !== text) return null;
  const tag = tagOf(bytes);
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(before).setAuthTag(tag);
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    return { done: Line.parse(JSON.parse(opened.toString('utf8'))), tag };
  } catch {
    return null;
  }
}

const tagOf = (line: Buffer): Buffer => line.subarray(ivBytes, ivBytes + tagBytes);

/**
 * Where a journal ends: its newest write, 0 of none, and what the next line is bound to. Only the end of the file is read.
 * Null: its end is not a whole line of ours.
 */
export function endOfJournal(
  { after, file }: { readonly after: number; readonly file: string },
  key: Buffer,
): { readonly number: number; readonly tag: Buffer } | null {
  const lines = lastTwoLines(file);
  if (lines === null) return null;
  const [before, last] = lines;
  if (last === null) return { number: after, tag: beforeFirstLine(after) };
  const opened = openLine(key, before === null ? beforeFirstLine(after) : tagOf(Buffer.from(before, 'base64')), last);
  return opened === null ? null : { number: opened.done.number, tag: opened.tag };
}

/** Null: the file does not end with the end of a line. */
function lastTwoLines(file: string): readonly [string | null, string | null] | null {
  const descriptor = fs.openSync(file, 'r');
  const { size } = fs.fstatSync(descriptor);
  let lines: readonly string[] = [];
  let isFromStart = false;
  for (let window = readAtOnceBytes; !isFromStart && lines.length < 4; window *= 2) {
    const end = Buffer.alloc(Math.min(window, size));
    fs.readSync(descriptor, end, 0, end.length, size - end.length);
    isFromStart = end.length === size;
    lines = end.toString('latin1').split('\n');
  }
  fs.closeSync(descriptor);
  if (lines.at(-1) !== '') return null;
  const whole = isFromStart ? lines.slice(0, -1) : lines.slice(1, -1);
  return [whole.at(-2) ?? null, whole.at(-1) ?? null];
}
