/** What a copy finds in the ledger, and what is wrong with the copy alone: the first stops a kiosk, and the other never does. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CopyOrder, copyAndCheck } from '../../offline-store/copy-bytes.ts';
import { ledgerFile } from '../../offline-store/ledger/ledger-file.ts';
import type { Store } from '../../offline-store/store.ts';
import { lengthen } from './long-ledger.ts';
import { checkIn, newFolder, opened, storeKeyIn, visit, withLedger } from './store-clinic.ts';

const inFile = (page: number) => page * ledgerFile.pageBytes + 100;

/** As a disk that has lost a bit of it. */
function rot(file: string, at: number): void {
  const descriptor = fs.openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  fs.readSync(descriptor, byte, 0, 1, at);
  byte[0] = ((byte[0] ?? 0) + 1) % 256;
  fs.writeSync(descriptor, byte, 0, 1, at);
  fs.closeSync(descriptor);
}

function longLedger(): { readonly folder: string; readonly store: Store; readonly file: string } {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  lengthen(store);
  return { folder, store, file: path.join(folder, 'ledger.db') };
}

function orderFor(folder: string, file: string): CopyOrder {
  const descriptor = fs.openSync(file, 'r');
  onTestFinished(() => fs.closeSync(descriptor));
  let writeNumber = 0;
  withLedger(folder, ({ sql }) => {
    writeNumber = Number(sql.prepare('SELECT write_number FROM kiosk_state').pluck().get());
  });
  const { size: bytes } = fs.statSync(file);
  const draft = path.join(folder, 'draft');
  return { descriptor, bytes, draft, storeKey: storeKeyIn(folder), nativeBinding: undefined, writeNumber };
}

test('a page that has rotted in the ledger is the ledger’s, and a copy that lost it alone is made once more', () => {
  const { folder, store, file } = longLedger();
  store.close();
  const order = orderFor(folder, file);
  const copied = copyAndCheck(order, () => true);
  expect(copied).toMatchObject({ ok: true });
  let hasRotted = false;
  const afterTheFirst = () => {
    const isCopied = fs.statSync(order.draft, { throwIfNoEntry: false })?.size === order.bytes;
    if (isCopied && !hasRotted) rot(order.draft, inFile(20));
    hasRotted ||= isCopied;
    return true;
  };
  expect([copyAndCheck(order, afterTheFirst), hasRotted]).toEqual([copied, true]);
  rot(file, inFile(20));
  expect(copyAndCheck(order, () => true)).toEqual({ ok: false, problem: 'ledger-damaged' });
});

test('a disk that loses a bit of every copy says nothing of the ledger', () => {
  const { folder, store, file } = longLedger();
  store.close();
  const order = orderFor(folder, file);
  const always = () => {
    if (fs.statSync(order.draft, { throwIfNoEntry: false })?.size === order.bytes) rot(order.draft, inFile(20));
    return true;
  };
  expect(copyAndCheck(order, always)).toEqual({ ok: false, problem: 'not-whole' });
});

test('S15: a kiosk whose ledger rots while it runs is stopped by its next copy', async () => {
  const { store, file } = longLedger();
  // Everything is in the file, and nothing of it in the log.
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  checkIn(store, visit('b2', 2));
  rot(file, inFile(20));
  expect(await store.keepCopy()).toEqual({ ok: false, problem: 'not-whole' });
  expect(store.trouble()).toBe('stopped');
});
