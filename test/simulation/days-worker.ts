/** Lives through simulated days in a thread of its own: one seed after the other, as they are handed to it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { liveThroughDay } from './clinic-day.ts';
import { makeTemplates } from './template.ts';
import type { Mutation } from './world.ts';

export interface DayOrder {
  readonly seed: number;
  readonly mutation?: Mutation | undefined;
  readonly isWholeDay?: boolean | undefined;
}

/** In memory where that is a folder: what a disk does to files is proved elsewhere. */
const memoryFolder = '/dev/shm';
const base = fs.mkdtempSync(path.join(fs.existsSync(memoryFolder) ? memoryFolder : os.tmpdir(), 'clinic-days-'));
const templates = await makeTemplates(base);

async function live(order: DayOrder): Promise<void> {
  const folder = path.join(base, String(order.seed));
  fs.mkdirSync(folder);
  const report = await liveThroughDay({ ...order, templates, folder });
  fs.rmSync(folder, { recursive: true });
  parentPort?.postMessage(report);
}

parentPort?.on('message', (order: DayOrder | null) => {
  if (order !== null) void live(order);
  else {
    fs.rmSync(base, { recursive: true });
    process.exit();
  }
});
