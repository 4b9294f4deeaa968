/** `backup FILE`: a copy of the ledger in a file of its own, encrypted with the key of the store and checked by opening it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CopyProblem } from '../../offline-store/store-keeping.ts';
import { badNews, type Command, count, good, misused, withStore } from './command.ts';

const problemInWords: Readonly<Record<CopyProblem | 'is-there', string>> = {
  'is-there': 'is there already; nothing is written over it',
  'disk-full': 'has no room on its disk',
  'disk-refuses': 'cannot be written',
  'not-whole': 'could not be read back as it was written, and is not kept; try another disk',
  'broken-off': 'was not finished, and is not kept; try again',
};

export const backupCommand: Command = async (input) => {
  const [name] = input.words;
  if (name === undefined) return misused('usage: backup FILE');
  const file = path.resolve(name);
  const folder = path.dirname(file);
  return withStore(input, async (store) => {
    // Made here, it would lie on the kiosk's own disk, where a stick or a share is missing.
    if (!existsSync(folder)) return badNews(`there is no folder ${folder}: connect what belongs there, or make it`);
    const made = await store.backUp(file);
    if (!made.ok) return badNews(`${file} ${problemInWords[made.problem]}`, { file, problem: made.problem });
    const { entries } = made.value;
    return good(`${file} is a backup of ${count(entries, 'act')}; it opens only with the key of this kiosk`, {
      file,
      entries,
    });
  });
};
