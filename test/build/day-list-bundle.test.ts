/** The worker that draws the day list as the packaged app has it: one file with its fonts beside it, and no package near. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { root } from '../../build/runtime.mjs';
import { forNode } from '../../build/vite.mjs';
import { dayListPage } from '../../electron/paper-lists/day-list-paper.ts';
import type { ListOrder } from '../../electron/paper-lists/day-list-pdf.ts';
import type { DayListRow } from '../../electron/staff-api.ts';
import { answerOfWorker } from '../../electron/worker-answer.ts';
import { inThread } from '../../printing/worker.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { row, rows } from '../renderer/staff-views.ts';

const folder = path.join(root, 'test-results/day-list-bundle');
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

async function bundled(): Promise<string> {
  const config = forNode('main/day-list-pdf-worker', 'electron/paper-lists/day-list-pdf-worker.ts');
  await build({ ...config, build: { ...config.build, outDir: folder, emptyOutDir: true } });
  const away = newFolder();
  fs.cpSync(folder, away, { recursive: true });
  return away;
}

const heading = { siteName: 'Riverside', clinicDay: '2026-11-24', asOf: '08:47' };

async function listIn(away: string, ownRows: readonly DayListRow[], passphrase: string | null): Promise<string> {
  const order = { ...dayListPage(heading, ownRows, '09:02'), passphrase };
  const worker = inThread<ListOrder, Uint8Array>(path.join(away, 'day-list-pdf-worker.cjs'));
  const pdf = await answerOfWorker(worker, order, 60_000);
  if (!pdf.ok) throw new Error('the list is drawn');
  const file = path.join(away, 'list.pdf');
  fs.writeFileSync(file, pdf.value);
  return file;
}

test('it draws a list with the fonts beside it, also one that only a passphrase opens', async () => {
  const file = await listIn(await bundled(), rows, 'correct horse battery');
  const text = execFileSync('pdftotext', ['-layout', '-upw', 'correct horse battery', file, '-'], { encoding: 'utf8' });
  expect(text).toContain('Riverside, Tuesday 24 November 2026');
  expect(text).toContain("O'BRACKEN-WOLD, Zoë");
});

test('a name in another script is drawn with the fonts of labels beside it; without the canvas it is said in words', async () => {
  const away = await bundled();
  const chinese = [{ ...row, name: '王, 小明' }];
  const textOf = (file: string) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  expect(textOf(await listIn(away, chinese, null))).toContain('(name not printable)');
  const packages = path.join(away, 'node_modules/@napi-rs');
  fs.mkdirSync(path.dirname(packages));
  fs.symlinkSync(path.join(root, 'node_modules/@napi-rs'), packages, 'junction');
  expect(textOf(await listIn(away, chinese, null))).toContain('王, 小明');
});
