/**
 * Where the store key is kept, for each kind of `store.key`, as 64 hexadecimal digits. It is never replaced here: what cannot be
 * found, read or opened is a problem by name.
 *
 * `credential-file` and `systemd-credential` are put there by the system before the kiosk starts and are only read.
 * `safe-storage` is sealed by the operating system (DPAPI, a keychain, a keyring) through a sealer that the app hands in;
 * `os-disk-only` is a plain file beside the data, which protects nothing unless the disk itself is encrypted.
 */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { destroyFile, onDisk, writeDurably } from './durable-file.ts';
import type { KeySealer, StoreKeySettings } from './store.ts';

export type KeyPlaceProblem =
  | 'key-missing'
  | 'key-unreadable'
  | 'key-not-opened'
  | 'key-not-protected'
  | 'key-backend-changed'
  | 'key-needs-the-app'
  | 'credentials-missing'
  | 'folder-not-writable';

type Found = Result<string, KeyPlaceProblem>;

/** Chromium's, when no keyring is there: a password that everybody knows, or none. */
const worthlessBackends: readonly string[] = ['basic_text', 'unknown', 'none'];

const plainFile = (folder: string): string => path.join(folder, 'store.key');
const sealedFile = (folder: string): string => path.join(folder, 'store.key.sealed');

/** Looks, and changes nothing. */
export function findKey(folder: string, key: StoreKeySettings): Found {
  switch (key.kind) {
    case 'credential-file':
      return readKey(key.path);
    case 'systemd-credential': {
      // systemd tells it to the service alone, and nowhere else.
      const { CREDENTIALS_DIRECTORY: given } = process.env;
      return given === undefined || given === '' ? refuse('credentials-missing') : readKey(path.join(given, key.name));
    }
    case 'os-disk-only':
      return readKey(plainFile(folder));
    case 'safe-storage': {
      const sealer = usableSealer(key.sealer);
      if (!sealer.ok) return sealer;
      const sealed = readKey(sealedFile(folder));
      if (sealed.ok) return openSealed(sealed.value, sealer.value);
      // Not sealed yet: what a kiosk had before `safe-storage` was set.
      return sealed.problem === 'key-missing' ? readKey(plainFile(folder)) : sealed;
    }
  }
}

/** Whether the kiosk itself keeps such a key, and so may make the first one. */
export const isOurs = (key: StoreKeySettings): boolean => key.kind === 'os-disk-only' || key.kind === 'safe-storage';

/** Keeps a key that is new here, or that lay in a worse place; the worse place is emptied when the better one is proved. */
export function keepKey(folder: string, key: StoreKeySettings, text: string): Result<void, KeyPlaceProblem> {
  if (key.kind === 'os-disk-only') return written(plainFile(folder), `${text}\n`);
  if (key.kind !== 'safe-storage') return ok(undefined);
  const kept = fs.existsSync(sealedFile(folder)) ? ok(undefined) : keepSealed(folder, key.sealer, text);
  if (!kept.ok) return kept;
  // Also one that a power cut left there when it had been sealed.
  const plain = readKey(plainFile(folder));
  if (plain.ok && plain.value.toLowerCase() === text) onDisk(() => destroyFile(plainFile(folder)));
  return kept;
}

function keepSealed(folder: string, given: KeySealer | undefined, text: string): Result<void, KeyPlaceProblem> {
  const sealer = usableSealer(given);
  if (!sealer.ok) return sealer;
  const sealed = seal(text, sealer.value);
  if (sealed === null) return refuse('key-not-protected');
  const kept = written(sealedFile(folder), sealed);
  if (!kept.ok) return kept;
  const again = readKey(sealedFile(folder));
  const proved = again.ok ? openSealed(again.value, sealer.value) : again;
  if (proved.ok && proved.value === text) return kept;
  fs.unlinkSync(sealedFile(folder));
  return refuse('key-not-opened');
}

/** A key that lies beside the data although it is kept in a better place by now. */
export function hasForgottenPlainKey(folder: string, key: StoreKeySettings): boolean {
  return key.kind !== 'os-disk-only' && fs.existsSync(plainFile(folder));
}

function readKey(file: string): Found {
  try {
    return ok(fs.readFileSync(file, 'utf8').trim());
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    return refuse(isAbsent ? 'key-missing' : 'key-unreadable');
  }
}

function written(file: string, text: string): Result<void, 'folder-not-writable'> {
  try {
    writeDurably(file, text);
    return ok(undefined);
  } catch {
    return refuse('folder-not-writable');
  }
}

function usableSealer(sealer: KeySealer | undefined): Result<KeySealer, KeyPlaceProblem> {
  if (sealer === undefined) return refuse('key-needs-the-app');
  return worthlessBackends.includes(sealer.backend) ? refuse('key-not-protected') : ok(sealer);
}

/** The backend is kept beside what it sealed: another one could never open it, and would say so in no words of use. */
const Sealed = z.strictObject({ backend: z.string(), sealed: z.base64() });

function seal(text: string, { backend, seal: sealText }: KeySealer): string | null {
  try {
    return JSON.stringify({ backend, sealed: Buffer.from(sealText(text)).toString('base64') });
  } catch {
    return null;
  }
}

function openSealed(text: string, { backend, open }: KeySealer): Found {
  try {
    const kept = Sealed.parse(JSON.parse(text));
    if (kept.backend !== backend) return refuse('key-backend-changed');
    return ok(open(Buffer.from(kept.sealed, 'base64')));
  } catch {
    return refuse('key-not-opened');
  }
}
