/** The thread that reads a long list as the packaged app has it: one file, and no package near. */
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { root } from '../../build/runtime.mjs';
import { forNode } from '../../build/vite.mjs';
import type { ListOrder } from '../../offline-store/list-file/read-list.ts';
import { bundle, day, dayResources, outageSettings } from '../electron/outage-clinic.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { site } from '../offline-store/sync/fhir-examples.ts';

const folder = path.join(root, 'test-results/list-file-bundle');
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('it reads a list and hands it over in parts', async () => {
  const config = forNode('main/list-file-worker', 'offline-store/list-file/list-file-worker.ts');
  await build({ ...config, build: { ...config.build, outDir: folder, emptyOutDir: true } });
  const away = newFolder();
  fs.cpSync(folder, away, { recursive: true });
  const workerData: ListOrder = {
    content: Buffer.from(bundle(dayResources(150))),
    wanted: { settings: outageSettings().upstream, siteId: site, clinicDay: day, timeZone: 'Europe/London' },
    passphrase: null,
  };
  const thread = new Worker(path.join(away, 'list-file-worker.cjs'), { workerData });
  const ask = () =>
    new Promise<unknown>((resolve, reject) => {
      thread.once('message', resolve).once('error', reject);
      thread.postMessage('go on');
    });
  expect(await ask()).toMatchObject({ ok: true, value: { source: 'bundle', bookings: 150 } });
  expect(await ask()).toHaveLength(100);
  expect(await ask()).toHaveLength(50);
  await thread.terminate();
});
