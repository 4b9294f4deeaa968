/** Why the store does not open, as a sentence that site IT can act on (S15). */
import path from 'node:path';
import { unreachable } from '../clinic/assert.ts';
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
    case 'not-encrypted':
      return 'store: this build of the database does not encrypt; install the kiosk again';
    case 'in-use':
      return `store.folder: another process has ${folder} open; is the kiosk running already?`;
    case 'ledger-damaged':
      return `store: the ledger in ${folder} is damaged; restore the last backup`;
    case 'newer-version':
      return `store: ${folder} was written by a newer version of the kiosk; install that version`;
    case 'clock-wrong':
      return 'clock: the date of this computer cannot be right; set it first';
    case 'folder-not-writable':
      return `store.folder: ${folder} cannot be written`;
    default:
      return unreachable(problem);
  }
}

function placeOfKey(folder: string, key: OpenStoreOptions['key']): string {
  return key.kind === 'credential-file' ? key.path : path.join(folder, 'store.key');
}
