/**
 * Commands that were run as root in the folder of a kiosk that is not: nothing is left there that the kiosk cannot read, and
 * what it cannot read is said by name (S15).
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../offline-store/open-store.ts';
import { restoreLedger } from '../../offline-store/restore.ts';
import { checkIn, newFolder, opened, optionsFor, today, visit } from './store-clinic.ts';

/** Nobody: there is such an account on every Linux. */
const account = 65_534;
const script = path.join(import.meta.dirname, 'another-account-process.ts');

const asAccount = (folder: string): string =>
  spawnSync(process.execPath, [script, folder, `${account}`], { encoding: 'utf8' }).stdout;

function give(folder: string): void {
  fs.chownSync(folder, account, account);
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    fs.chownSync(path.join(folder, name), account, account);
}

/** A day in the life of a kiosk that runs as an account of its own. */
async function folderOfAccount(): Promise<string> {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  store.close();
  give(folder);
  return folder;
}

test('S15: a command that root runs in it is refused by name, and changes nothing: the kiosk opens as before', async () => {
  const folder = await folderOfAccount();
  const before = fs.readdirSync(folder);
  expect(openStore(optionsFor(folder))).toEqual({ ok: false, problem: 'folder-of-another-account' });
  expect(restoreLedger(optionsFor(folder), path.join(folder, 'copies', 'ledger-1.db'))).toEqual({
    ok: false,
    problem: 'folder-of-another-account',
  });
  expect(fs.readdirSync(folder)).toEqual(before);
  expect(asAccount(folder)).toBe('opened');
});

test.each(['audit-anchor', 'key-kind', 'ledger.db'])(
  'S15: %s, which only root may read, is refused by name',
  async (name) => {
    const folder = await folderOfAccount();
    fs.chownSync(path.join(folder, name), 0, 0);
    fs.chmodSync(path.join(folder, name), 0o600);
    expect(asAccount(folder)).toBe('folder-not-readable');
    give(folder);
    expect(asAccount(folder)).toBe('opened');
    fs.chownSync(folder, 0, 0);
    expect(opened(folder).ledger.visits(today)).toHaveLength(1);
  },
);
