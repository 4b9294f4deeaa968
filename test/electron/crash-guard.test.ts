/** Runs that did not end well, kept over restarts. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { beginRun } from '../../electron/crash-guard.ts';
import { smallDisk } from '../offline-store/small-disk.ts';
import { opened } from '../offline-store/store-clinic.ts';

const now = Date.parse('2026-11-23T08:00:00Z');

function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-runs-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'store');
}

test('after three crashes within a minute the fourth run is refused, and the next after a minute is not', () => {
  const folder = newFolder();
  const starts = [now, now + 10_000, now + 20_000].map((atMs) => beginRun(folder, atMs).isCrashLoop);
  expect(starts).toEqual([false, false, false]);
  expect(beginRun(folder, now + 30_000).isCrashLoop).toBe(true);
  // The refused run stays up and does not count, so that it does not prolong itself.
  expect(beginRun(folder, now + 60_001).isCrashLoop).toBe(false);
});

test('runs that ended well are no crashes, however many there are', () => {
  const folder = newFolder();
  for (let run = 0; run < 10; run += 1) {
    const { isCrashLoop, ended } = beginRun(folder, now + run);
    expect(isCrashLoop).toBe(false);
    ended();
  }
});

test.each(['', 'no numbers', '1e999', '-5', '\0\0\0'])('a damaged note of runs keeps nobody out: %j', (text) => {
  const folder = newFolder();
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'unfinished-runs'), text);
  expect(beginRun(folder, now).isCrashLoop).toBe(false);
});

test('S15: a disk that is full keeps no kiosk from starting: the store begins with its ballast', async () => {
  const { folder, fill } = smallDisk(8);
  const first = opened(folder);
  await first.keepBallast(1024 * 1024);
  first.close();
  fill();
  const run = beginRun(folder, now);
  expect(run.isCrashLoop).toBe(false);
  expect(opened(folder).trouble()).toBeNull();
  run.ended();
});

test('a folder that cannot be written is left to the store, which says so by name', () => {
  const folder = newFolder();
  fs.writeFileSync(folder, 'a file in the place of the folder');
  const run = beginRun(folder, now);
  expect(run.isCrashLoop).toBe(false);
  run.ended();
});
