/**
 * The store key: 32 random bytes from which every other key is derived (`store-key-places.ts` is where it is kept).
 *
 * A key is never replaced: one that is missing or other than before is a problem by name, never a new empty store.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { destroyFile, readIfThere, writeDurably } from './durable-file.ts';
import type { StoreKeySettings } from './store.ts';
import { findKey, isOurs, type KeyPlaceProblem, keepKey } from './store-key-places.ts';

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
export type StoreKeyProblem = KeyPlaceProblem | FolderProblem | 'key-wrong';
type FolderProblem = 'folder-not-writable' | 'folder-of-another-account';

/** What each derived key is for. A purpose is never renamed: the data behind it would be lost. */
type KeyPurpose =
  | 'ledger'
  | 'day-key'
  | 'audit-link'
  | 'key-check'
  | 'staff-badge'
  | 'staff-pin'
  | 'visit-mark'
  | 'walk-in'
  | 'journal';

export function deriveKey(storeKey: Uint8Array, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', storeKey, '', `phlebotomy-kiosk/${purpose}/1`, keyBytes));
}

/** Makes the folder, for its owner only, and proves that a file can be written in it. */
export function prepareFolder(folder: string): Result<void, FolderProblem> {
  // Of this process alone: two that start together would take each other's away.
  const probe = path.join(folder, `write-probe-${process.pid}`);
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A command behind `sudo`.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot && fs.statSync(folder).uid !== 0) return refuse('folder-of-another-account');
    writeDurably(probe, 'probe');
    fs.unlinkSync(probe);
    return ok(undefined);
  } catch {
    return refuse('folder-not-writable');
  }
}

/** Looks for the key and changes nothing. */
export function findStoreKey(folder: string, settings: StoreKeySettings): Result<Buffer, StoreKeyProblem> {
  const found = findKey(folder, settings);
  return found.ok ? checked(folder, found.value) : found;
}

/** `storeExists`: whether anything was ever kept in the folder, so that a missing key cannot be a first start. */
export function loadStoreKey(
  folder: string,
  settings: StoreKeySettings,
  storeExists: boolean,
): Result<Buffer, StoreKeyProblem> {
  const found = findStoreKey(folder, settings);
  const isFirstStart = !found.ok && found.problem === 'key-missing' && isOurs(settings) && !storeExists;
  const key = isFirstStart ? ok(randomBytes(keyBytes)) : found;
  if (!key.ok) return key;
  const mustBeKept = isFirstStart || settings.kind === 'safe-storage';
  const kept = mustBeKept ? keepKey(folder, settings, key.value.toString('hex')) : ok(undefined);
  return kept.ok ? key : kept;
}

/** The key check is a derived value kept beside the data: it tells another key from a damaged ledger. */
function checked(folder: string, hex: string): Result<Buffer, StoreKeyProblem> {
  if (!/^[0-9a-fA-F]{64}$/.test(hex)) return refuse('key-wrong');
  const key = Buffer.from(hex, 'hex');
  const known = readKeyCheck(folder);
  if (known !== null && known.trim() !== keyCheck(key)) return refuse('key-wrong');
  return ok(key);
}

/** Null when there is none, or it may not be read. */
function readKeyCheck(folder: string): string | null {
  try {
    return readIfThere(keyCheckFile(folder));
  } catch {
    return null;
  }
}

const keyCheckFile = (folder: string): string => path.join(folder, 'key-check');
const keyCheck = (key: Buffer): string => deriveKey(key, 'key-check').toString('hex');

export function hasKeyCheck(folder: string): boolean {
  return fs.existsSync(keyCheckFile(folder));
}

export function writeKeyCheck(folder: string, key: Buffer): void {
  writeDurably(keyCheckFile(folder), `${keyCheck(key)}\n`);
}

/** The key of one clinic day's cache, as kept on disk: wrapped, and bound to the day. */
interface DayKey {
  readonly clinicDay: string;
  readonly key: Buffer;
}

const WrappedDayKey = z.strictObject({ clinicDay: z.string(), wrapped: z.string() });
const dayKeyFile = (folder: string): string => path.join(folder, 'cache.key');

/** Null when there is none, or when it is not one that this store key wrapped: the day is then forgotten. */
export function readDayKey(folder: string, wrappingKey: Buffer): DayKey | null {
  try {
    const { clinicDay, wrapped } = WrappedDayKey.parse(JSON.parse(fs.readFileSync(dayKeyFile(folder), 'utf8')));
    const bytes = Buffer.from(wrapped, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey, bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(clinicDay)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const key = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    return { clinicDay, key };
  } catch {
    return null;
  }
}

export function makeDayKey(folder: string, wrappingKey: Buffer, clinicDay: string): DayKey {
  const key = randomBytes(keyBytes);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(clinicDay));
  const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
  const wrapped = Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  writeDurably(dayKeyFile(folder), JSON.stringify({ clinicDay, wrapped }));
  return { clinicDay, key };
}

/** Without its key the day's file is noise, wherever copies of it may lie. */
export function destroyDayKey(folder: string): void {
  destroyFile(dayKeyFile(folder));
}
