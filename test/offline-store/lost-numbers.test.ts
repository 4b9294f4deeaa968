/** After a loss nobody knows which numbers of the station's range are on labels: they are left out (S12). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { journalsIn } from '../../offline-store/ledger/journal.ts';
import { type Restored, restoreLedger } from '../../offline-store/restore.ts';
import type { Store } from '../../offline-store/store.ts';
import { newFolder, opened, optionsFor } from './store-clinic.ts';

const range = { prefix: 'K', from: 1, to: 9999, digits: 8 } as const;
const newestCopy = (folder: string): string => copiesIn(folder).at(-1)?.file ?? 'none';
const take = (store: Store): readonly string[] => store.ledger.write((writes) => writes.takeReserved(range, 3));

function restored(folder: string, copy = newestCopy(folder)): Restored {
  const answer = restoreLedger({ ...optionsFor(folder), reservedRange: range }, copy);
  assert(answer.ok, 'the ledger is restored');
  return answer.value;
}

/** Numbers were given before the copy and after it; then the ledger is gone. */
async function dayWithNumbers(): Promise<{ readonly folder: string; readonly given: readonly string[] }> {
  const folder = newFolder();
  const store = opened(folder);
  const before = take(store);
  await store.keepCopy();
  const given = [...before, ...take(store), ...take(store)];
  store.close();
  fs.rmSync(path.join(folder, 'ledger.db'));
  return { folder, given };
}

test('S12: with the journal nothing is lost, and numbers go on where they were', async () => {
  const { folder, given } = await dayWithNumbers();
  expect(restored(folder)).toMatchObject({ isComplete: true, isRangeEnded: false });
  expect(take(opened(folder))).toEqual(['K00000010', 'K00000011', 'K00000012']);
  expect(given).toHaveLength(9);
});

test('S12: numbers that were given by acts that are lost are on labels, and are given to nobody else', async () => {
  const { folder, given } = await dayWithNumbers();
  for (const { file } of journalsIn(folder)) fs.rmSync(file);
  expect(restored(folder)).toMatchObject({ isComplete: false, isRangeEnded: false });
  const taken = take(opened(folder));
  expect(taken).toHaveLength(3);
  for (const number of taken) expect(given).not.toContain(number);
});

test('S12: from an old backup on a new disk nobody can know: no number of the range is given any more, and of another all are', async () => {
  const { folder } = await dayWithNumbers();
  const fresh = newFolder();
  fs.copyFileSync(path.join(folder, 'store.key'), path.join(fresh, 'store.key'));
  expect(restored(fresh, newestCopy(folder))).toMatchObject({ missing: null, isRangeEnded: true });
  const store = opened(fresh);
  expect(take(store)).toEqual([]);
  const another = { ...range, from: 20_000, to: 29_999 };
  expect(store.ledger.write((writes) => writes.takeReserved(another, 1))).toEqual(['K00020000']);
});
