/** Why the store does not open, as a sentence that site IT can act on (S15). */
import path from 'node:path';
import { unreachable } from '../clinic/assert.ts';
import { copiesIn } from '../offline-store/copies.ts';
import { onDisk } from '../offline-store/durable-file.ts';
import type { OpenStoreOptions, StoreProblem } from '../offline-store/store.ts';

export function storeProblemInWords(
  problem: StoreProblem,
  { folder, key }: Pick<OpenStoreOptions, 'folder' | 'key'>,
): string {
  switch (problem) {
    case 'key-missing':
      return `store.key: there is no key at ${placeOfKey(folder, key)}; what is in ${folder} needs its own key, never a new one`;
    case 'key-wrong':
      return `store.key: this is not the key of the ledger in ${folder}`;
    case 'key-unreadable':
      return `store.key: the key at ${placeOfKey(folder, key)} cannot be read; let the account of the kiosk read it`;
    case 'key-not-opened':
      return `store.key: the system does not open the key at ${placeOfKey(folder, key)}; it was sealed for another account or another computer, or is damaged`;
    case 'key-not-protected':
      return 'store.key: this computer has no keyring that protects a key; use a credential, or say { "kind": "os-disk-only" } if the disk is encrypted';
    case 'key-backend-changed':
      return `store.key: the key at ${placeOfKey(folder, key)} was sealed by another keyring than this computer has now; bring that one back`;
    case 'key-needs-the-app':
      return 'store.key: only the app itself can ask the system for this key; run the command with the app: phlebotomy-kiosk --command …';
    case 'credentials-missing':
      return `store.key: no credentials were handed over; systemd hands them to a service alone: start the kiosk as one, with LoadCredential or LoadCredentialEncrypted, and type a command as ${commandLine(key)} … (docs/keeping.md says how)`;
    case 'not-encrypted':
      return 'store: this build of the database does not encrypt; install the kiosk again';
    case 'in-use':
      return `store.folder: another process has ${folder} open; is the kiosk running already?`;
    case 'ledger-damaged':
      return damagedInWords(folder, key);
    case 'newer-version':
      return `store: ${folder} was written by a newer version of the kiosk; install that version`;
    case 'clock-wrong':
      return 'clock: the date of this computer cannot be right; set it first';
    case 'folder-of-another-account':
      return `store.folder: ${folder} is not of this account, and what root writes there the kiosk could not read afterwards; run the command as the account that owns it: sudo -u ACCOUNT …`;
    case 'folder-not-readable':
      return `store.folder: a file in ${folder} cannot be read or replaced; let the account of the kiosk own all of them, and look at the disk`;
    case 'folder-not-writable':
      return `store.folder: ${folder} cannot be written`;
    default:
      return unreachable(problem);
  }
}

/** The newest copy first: with the journal it most likely brings back everything. */
function damagedInWords(folder: string, key: OpenStoreOptions['key']): string {
  // The disk may give back nothing of them either.
  const copies = onDisk(() => copiesIn(folder));
  const newest = copies.ok ? copies.value.at(-1)?.file : undefined;
  const restore = newest === undefined ? 'restore FILE, with the newest backup' : `restore ${asTyped(newest)}`;
  return `store: the ledger in ${folder} is damaged, and nobody can check in until it is restored; type: ${commandLine(key)} ${restore}`;
}

/** As it is typed, also where its name has spaces. */
export const asTyped = (file: string): string => (/^[\w.:/\\-]+$/.test(file) ? file : `"${file}"`);

/** An installed app runs its commands itself; a key of systemd is there for a service alone, so the command is one. */
function commandLine(key: OpenStoreOptions['key']): string {
  const isInstalled = process.versions.electron !== undefined && Reflect.get(process, 'defaultApp') !== true;
  const command = isInstalled ? 'phlebotomy-kiosk --command' : 'npm run kiosk --';
  if (key.kind !== 'systemd-credential') return command;
  const { name } = key;
  return `sudo systemd-run --pipe --wait --collect --same-dir --uid=ACCOUNT -p LoadCredentialEncrypted=${name}:FILE-OF-${name} ${command}`;
}

/** While it runs. */
export function storeStoppedInWords(folder: string): string {
  return `store: the disk of ${folder} fails, and the kiosk has stopped; nothing that was acknowledged is lost. Look at the disk, then restart the kiosk: it says then what to do`;
}

function placeOfKey(folder: string, key: OpenStoreOptions['key']): string {
  switch (key.kind) {
    case 'credential-file':
      return key.path;
    case 'systemd-credential':
      return `$CREDENTIALS_DIRECTORY/${key.name}`;
    case 'safe-storage':
      return path.join(folder, 'store.key.sealed');
    case 'os-disk-only':
      return path.join(folder, 'store.key');
    default:
      return unreachable(key);
  }
}
