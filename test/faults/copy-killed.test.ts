/** A kiosk that is killed while it copies its ledger: nobody is lost, and half a copy is never taken for one. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { copiesIn } from '../../offline-store/copies.ts';
import { restoreLedger } from '../../offline-store/restore.ts';
import { lengthen } from '../offline-store/long-ledger.ts';
import { checkIn, newFolder, opened, optionsFor, today, visit } from '../offline-store/store-clinic.ts';

const script = path.join(import.meta.dirname, 'ledger-copied.ts');

async function usedFolder(): Promise<string> {
  const folder = newFolder();
  const store = opened(folder);
  lengthen(store);
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  checkIn(store, visit('b1', 1));
  store.close();
  return folder;
}

test.each([
  ['begun', 1],
  ['copying', 1],
  ['checking', 1],
  ['kept', 2],
])(
  'S3: killed when the copying is %s, the ledger and every copy that has a name bring everybody back',
  async (moment, whole) => {
    const folder = await usedFolder();
    const killed = spawnSync(process.execPath, [script, folder, moment], { encoding: 'utf8' });
    expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', '']);
    const told = ['b1', ...killed.stdout.split('\n').slice(0, -1)];
    const copies = copiesIn(folder);
    expect(copies).toHaveLength(whole);
    for (const { file } of copies) {
      const image = newFolder();
      fs.cpSync(folder, image, { recursive: true });
      fs.truncateSync(path.join(image, 'ledger.db'), 5000);
      expect(restoreLedger(optionsFor(image), file.replace(folder, image))).toMatchObject({
        ok: true,
        value: { missing: 0 },
      });
      expect(
        opened(image)
          .ledger.visits(today)
          .map(({ bookingId }) => bookingId),
      ).toEqual(told);
    }
    const store = opened(folder);
    expect(store.ledger.visits(today).map(({ bookingId }) => bookingId)).toEqual(told);
    expect(store.isCopyWanted()).toBe(moment !== 'kept');
    checkIn(store, visit('b99', 99));
    expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
    expect(fs.readdirSync(path.join(folder, 'copies')).filter((name) => name.includes('new'))).toEqual([]);
  },
);
