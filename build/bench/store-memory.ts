/**
 * What the store adds to the memory of its process on a long day: 3,000 bookings in the list, 1,000 of them checked in; beside a
 * process that has only opened a bare SQLite file. Resident memory, of processes of their own, bundled as the app is: Node's
 * own reading of TypeScript takes more than the store does.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'vite';
import { root } from '../runtime.mjs';
import { forNode } from '../vite.mjs';
import type { Row } from './row.ts';

const memoryMbMax = 60;
const bytesPerMb = 1024 * 1024;

const bundle = 'bench/store-memory';

export async function rows(): Promise<readonly Row[]> {
  await build(forNode(bundle, 'build/bench/store-memory/process.ts'));
  const nothing = residentMb('nothing');
  const floor = residentMb('bare-file') - nothing;
  const ours = residentMb('store') - nothing;
  const name = 'memory of the store, 3,000 bookings and 1,000 check-ins';
  return [{ name, unit: 'MB', ours, floor, hold: `≤ ${memoryMbMax} MB`, isMet: ours <= memoryMbMax }];
}

function residentMb(work: 'nothing' | 'bare-file' | 'store'): number {
  const script = path.join(root, 'out', `${bundle}.cjs`);
  // The process prints one number, the bytes that it holds.
  return Number(execFileSync(process.execPath, ['--expose-gc', script, work], { encoding: 'utf8' })) / bytesPerMb;
}
