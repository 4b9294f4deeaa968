/** What a copy finds in the ledger, and what is wrong with the copy alone: the first stops a kiosk, and the other never does. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CopyEnd, type CopyOrder, copyAndCheck } from '../../offline-store/copy-bytes.ts';
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
  const draft = path.join(folder, 'draft');
  const rest = { storeKey: storeKeyIn(folder), nativeBinding: undefined, isCompared: false };
  return { descriptor, bytes: fs.statSync(file).size, draft, writeNumber, ...rest };
}

/** @param onCopied called when all bytes are in the copy, before anything is done with them */
function copyOf(order: CopyOrder, onCopied = () => undefined): CopyEnd {
  fs.writeFileSync(order.draft, '');
  let isCopied = false;
  const isWanted = () => {
    const wasCopied = isCopied;
    isCopied = fs.statSync(order.draft).size === order.bytes;
    if (isCopied && !wasCopied) onCopied();
    return true;
  };
  return copyAndCheck(order, isWanted, () => undefined);
}

test('a page of the ledger that has rotted is in its copy, also in one that is compared with it', () => {
  const { folder, store, file } = longLedger();
  store.close();
  const order = orderFor(folder, file);
  expect(copyOf(order).ok).toBe(true);
  expect(copyOf({ ...order, isCompared: true }).ok).toBe(true);
  rot(file, inFile(20));
  expect(copyOf(order)).toEqual({ ok: false, problem: 'not-sound' });
  expect(copyOf({ ...order, isCompared: true })).toEqual({ ok: false, problem: 'not-sound' });
});

test('a disk that loses a bit of every copy says nothing of the ledger', () => {
  const { folder, store, file } = longLedger();
  store.close();
  const order = orderFor(folder, file);
  const lose = () => void rot(order.draft, inFile(20));
  expect(copyOf(order, lose)).toEqual({ ok: false, problem: 'not-sound' });
  expect(copyOf({ ...order, isCompared: true }, lose)).toEqual({ ok: false, problem: 'not-whole' });
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
