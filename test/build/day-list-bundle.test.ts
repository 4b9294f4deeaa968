/** The thread that draws the day list as the packaged app has it: one file with its fonts beside it, and no package near. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { root } from '../../build/runtime.mjs';
import { forNode } from '../../build/vite.mjs';
import { dayListPage } from '../../electron/day-list-paper.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { rows } from '../renderer/staff-views.ts';

const folder = path.join(root, 'test-results/day-list-bundle');
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('it draws a list with the fonts beside it, also one that only a passphrase opens', async () => {
  const config = forNode('main/day-list-pdf-worker', 'electron/day-list-pdf-worker.ts');
  await build({ ...config, build: { ...config.build, outDir: folder, emptyOutDir: true } });
  const away = newFolder();
  fs.cpSync(folder, away, { recursive: true });
  const page = dayListPage({ siteName: 'Riverside', clinicDay: '2026-11-24', asOf: '08:47' }, rows, '09:02');
  const workerData = { ...page, passphrase: 'correct horse battery' };
  const thread = new Worker(path.join(away, 'day-list-pdf-worker.cjs'), { workerData });
  const pdf = await new Promise<Uint8Array>((resolve, reject) => thread.once('message', resolve).once('error', reject));
  const file = path.join(away, 'list.pdf');
  fs.writeFileSync(file, pdf);
  const text = execFileSync('pdftotext', ['-layout', '-upw', 'correct horse battery', file, '-'], { encoding: 'utf8' });
  expect(text).toContain('Riverside, Tuesday 24 November 2026');
  expect(text).toContain("O'BRACKEN-WOLD, Zoë");
});
