/** Why the store does not open, as a sentence that site IT can act on (S15). */
import { unreachable } from '../clinic/assert.ts';
import type { StoreProblem } from '../offline-store/store.ts';

export function storeProblemInWords(problem: StoreProblem, folder: string): string {
  switch (problem) {
    case 'key-missing':
      return `store.key: the key is not there, but ${folder} holds a ledger; put the key back, never start a new one`;
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
    case 'folder-not-writable':
      return `store.folder: ${folder} cannot be written`;
    default:
      return unreachable(problem);
  }
}
