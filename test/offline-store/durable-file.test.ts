/** Small files that are whole or absent, on a disk that fills up while one is written (S3). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { onDisk, writeDurably } from '../../offline-store/durable-file.ts';
import { smallDisk } from './small-disk.ts';

const pageBytes = 4096;

test('S3: a disk with room for a part of it: what was there stays, and nothing is taken for written', () => {
  const disk = smallDisk(1);
  const file = path.join(disk.folder, 'details');
  writeDurably(file, 'before');
  const spare = path.join(disk.folder, 'spare');
  fs.writeFileSync(spare, Buffer.alloc(2 * pageBytes));
  disk.fill();
  fs.rmSync(spare);
  expect(onDisk(() => writeDurably(file, 'x'.repeat(4 * pageBytes)))).toEqual({ ok: false, problem: 'disk-full' });
  expect(fs.readFileSync(file, 'utf8')).toBe('before');
  expect(fs.existsSync(`${file}.new`)).toBe(false);
});

test.runIf(process.platform === 'linux')('a full disk that is tried again and again leaves no file open', () => {
  const disk = smallDisk(1);
  disk.fill();
  const openFiles = () => fs.readdirSync('/proc/self/fd').length;
  const before = openFiles();
  for (let n = 0; n < 50; n += 1) {
    expect(onDisk(() => writeDurably(path.join(disk.folder, 'key'), 'a key')).ok).toBe(false);
  }
  expect(openFiles()).toBeLessThan(before + 10);
});
