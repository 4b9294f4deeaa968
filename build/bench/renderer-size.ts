/** How much JavaScript the patient's page loads, beside a page of React alone. Packed, before any compression. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { javaScriptBytes, patientJavaScriptBytesMax, renderer } from '../vite.mjs';
import type { Row } from './row.ts';

const bytesPerKb = 1000;

export async function rows(): Promise<readonly Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-bench-'));
  const blank = path.join(import.meta.dirname, 'blank-page');
  await build(renderer({ from: blank, to: folder, inputs: ['index.html'] }));
  const floor = javaScriptBytes('index', folder) / bytesPerKb;
  fs.rmSync(folder, { recursive: true });
  const ours = javaScriptBytes('patient') / bytesPerKb;
  const maxKb = patientJavaScriptBytesMax / bytesPerKb;
  return [{ name: 'patient page, JavaScript', unit: 'kB', ours, floor, hold: `≤ ${maxKb} kB`, isMet: ours <= maxKb }];
}
