/**
 * A sealed file: a few details of one person, AES-256-GCM under a random key of its own, which lies beside it in another file,
 * wrapped by a key that the store's key gives. Without its own key it is noise, wherever copies of it may lie: to forget
 * somebody is to destroy that key.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { destroyFile, readIfThere, writeDurably } from './durable-file.ts';

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

const keyFileOf = (file: string): string => `${file}.key`;

/** The key first: a power cut between the two leaves a key that opens nothing. `name` is bound to both. */
export function writeSealed(file: string, name: string, wrappingKey: Buffer, content: string): void {
  const key = randomBytes(keyBytes);
  writeDurably(keyFileOf(file), seal(key, wrappingKey, name));
  writeDurably(file, seal(Buffer.from(content), key, name));
}

/** `damaged`: it is there, and was not sealed under this name by this key, or its own key is gone. */
export function readSealed(file: string, name: string, wrappingKey: Buffer): Result<string, 'absent' | 'damaged'> {
  try {
    const sealed = readIfThere(file);
    const wrapped = readIfThere(keyFileOf(file));
    if (sealed === null) return refuse(wrapped === null ? 'absent' : 'damaged');
    if (wrapped === null) return refuse('damaged');
    return ok(unseal(sealed, unseal(wrapped, wrappingKey, name), name).toString('utf8'));
  } catch {
    return refuse('damaged');
  }
}

/** The key before the content. */
export function destroySealed(file: string): void {
  for (const each of [keyFileOf(file), file]) {
    destroyFile(each);
    // What a power cut left of its writing.
    destroyFile(`${each}.new`);
  }
}

/** The names of the files that are there, or of which there is a part. */
export function sealedFilesIn(folder: string, ending: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  const pattern = new RegExp(`^(.+)\\.${ending}(\\.key)?(\\.new)?$`);
  return [...new Set(fs.readdirSync(folder).flatMap((entry) => pattern.exec(entry)?.[1] ?? []))].sort();
}

function seal(content: Buffer, key: Buffer, name: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

function unseal(text: string, key: Buffer, name: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
}
