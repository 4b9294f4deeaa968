/** A build without the cipher: a lost alias in a lock file gives plain SQLite, which takes a key and ignores it (S13, S15). */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkIn, newFolder, opened, visit } from './store-clinic.ts';

function openedByPlainBuild(folder: string, says: 'nothing' | 'lies'): string {
  const script = path.join(import.meta.dirname, 'plain-build-process.ts');
  const env = { ...process.env, PLAIN_SQLITE: says, NODE_NO_WARNINGS: '1' };
  return execFileSync(process.execPath, [script, folder], { encoding: 'utf8', env }).trim();
}

test('S13, S15: a build that does not encrypt is refused at its first start, before anything is kept', () => {
  const folder = newFolder();
  expect(openedByPlainBuild(folder, 'nothing')).toBe('not-encrypted');
  const ledger = path.join(folder, 'ledger.db');
  expect(fs.existsSync(ledger) ? fs.statSync(ledger).size : 0).toBe(0);
});

test('S13, S15: one that says it encrypts and does not is found by its file', () => {
  const folder = newFolder();
  expect(openedByPlainBuild(folder, 'lies')).toBe('not-encrypted');
  expect(fs.existsSync(path.join(folder, 'audit-anchor'))).toBe(false);
});

test('S15: neither touches the encrypted ledger of before', () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  store.close();
  const before = fs.readFileSync(path.join(folder, 'ledger.db'));
  for (const says of ['nothing', 'lies'] as const) expect(openedByPlainBuild(folder, says)).not.toBe('opened');
  expect(fs.readFileSync(path.join(folder, 'ledger.db'))).toEqual(before);
  expect(opened(folder).ledger.visit('b1')).not.toBeNull();
});
