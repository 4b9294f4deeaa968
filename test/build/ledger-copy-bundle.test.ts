/** The thread that copies the ledger as the packaged app has it: one file, with only the binding of SQLite beside it. */
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { root } from '../../build/runtime.mjs';
import { forNode } from '../../build/vite.mjs';
import type { ThreadOrder } from '../../offline-store/copy-thread.ts';
import { checkIn, newFolder, opened, storeKeyIn, visit } from '../offline-store/store-clinic.ts';

const folder = path.join(root, 'test-results/ledger-copy-bundle');
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('it copies a ledger and finds the copy whole', async () => {
  const config = forNode('main/ledger-copy-worker', 'offline-store/ledger-copy-worker.ts');
  await build({ ...config, build: { ...config.build, outDir: folder, emptyOutDir: true } });
  const kiosk = newFolder();
  const store = opened(kiosk);
  checkIn(store, visit('b1', 1));
  store.close();
  const [ledger, draft] = [path.join(kiosk, 'ledger.db'), path.join(kiosk, 'copy.db')];
  fs.writeFileSync(draft, '');
  const descriptor = fs.openSync(ledger, 'r');
  const workerData: ThreadOrder = {
    descriptor,
    bytes: fs.statSync(ledger).size,
    draft,
    storeKey: storeKeyIn(kiosk),
    nativeBinding: undefined,
    writeNumber: 1,
    isCompared: true,
    phase: new SharedArrayBuffer(4),
  };
  const thread = new Worker(path.join(folder, 'ledger-copy-worker.cjs'), { workerData });
  const answers: unknown[] = [];
  thread.on('message', (answer) => answers.push(answer));
  await new Promise((resolve, reject) => thread.once('exit', resolve).once('error', reject));
  fs.closeSync(descriptor);
  expect(answers).toEqual(['bytes-copied', { ok: true, value: 2 }]);
});
