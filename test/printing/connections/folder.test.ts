import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderConnection, forgetPapers } from '../../../printing/connections/folder.ts';
import { oneWayPrinter } from '../../../printing/one-way-printer.ts';

const evidence = { token: 'K7', odometerBefore: null, serial: null };
const printerTo = (folder: string) =>
  oneWayPrinter({ name: 'FILES', language: 'zpl', connection: folderConnection({ folder, ending: 'zpl' }) });
const newFolder = () => join(mkdtempSync(join(tmpdir(), 'papers-')), 'deep', 'down');

test('each paper is a file of its own, numbered in order, and is sent, never printed', async () => {
  const folder = newFolder();
  const printer = printerTo(folder);
  expect(await printer.print(Buffer.from('^XA1^XZ'), evidence)).toEqual({ kind: 'sent' });
  expect(await printer.print(Buffer.from('^XA2^XZ'), evidence)).toEqual({ kind: 'sent' });
  expect(readdirSync(folder)).toEqual(['000001.zpl', '000002.zpl']);
  expect(readFileSync(join(folder, '000002.zpl'), 'utf8')).toBe('^XA2^XZ');
});

test('only the own account may read what names patients', async () => {
  const folder = newFolder();
  await printerTo(folder).print(Buffer.from('^XA^XZ'), evidence);
  expect([statSync(folder).mode & 0o777, statSync(join(folder, '000001.zpl')).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('a file that is there already is never written over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'papers-'));
  writeFileSync(join(folder, '000041.zpl'), 'kept');
  await printerTo(folder).print(Buffer.from('^XA^XZ'), evidence);
  expect(readdirSync(folder)).toEqual(['000041.zpl', '000042.zpl']);
  expect(readFileSync(join(folder, '000041.zpl'), 'utf8')).toBe('kept');
});

test('asking how it is leaves no file behind', async () => {
  const folder = newFolder();
  expect(await printerTo(folder).status()).toMatchObject({ isReady: true, troubles: [] });
  expect(readdirSync(folder)).toEqual([]);
});

test('where no folder can be, nothing was printed and it is said', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'papers-')), 'file');
  writeFileSync(file, '');
  const printer = printerTo(join(file, 'folder'));
  expect(await printer.status()).toMatchObject({ isReady: false, troubles: ['unreachable'] });
  expect(await printer.print(Buffer.from('^XA^XZ'), evidence)).toEqual({
    kind: 'not-printed',
    because: 'nothing-left-us',
  });
});

test('S13: what nobody has taken is destroyed, with what a crash left of a paper, and nothing that is not a paper of ours', async () => {
  const folder = newFolder();
  const printer = printerTo(folder);
  for (const number of [1, 2]) await printer.print(Buffer.from(`^XA${number}^XZ`), evidence);
  const part = (age: string) => `.4711-00000000-0000-4000-8000-00000000000${age}.part`;
  const others = ['000003.txt', '3.zpl', 'list.pdf', '.profile', part('1')];
  for (const name of [...others, '000004.escpos', '000005.pdf', part('9')]) writeFileSync(join(folder, name), 'x');
  // Begun by somebody ten minutes ago; the other one is being written at this moment.
  utimesSync(join(folder, part('9')), Date.now() / 1000 - 600, Date.now() / 1000 - 600);
  mkdirSync(join(folder, '000006.zpl'));
  symlinkSync(join(folder, 'list.pdf'), join(folder, '000007.pdf'));
  expect(await forgetPapers(folder, Number.POSITIVE_INFINITY)).toBe(5);
  expect(readdirSync(folder).sort()).toEqual([...others, '000006.zpl', '000007.pdf'].sort());
  expect(readFileSync(join(folder, 'list.pdf'), 'utf8')).toBe('x');
});

test('S13: papers of this day stay where those of the days before are destroyed', async () => {
  const folder = newFolder();
  const printer = printerTo(folder);
  for (const number of [1, 2]) await printer.print(Buffer.from(`^XA${number}^XZ`), evidence);
  const midnightMs = Date.now() - 3_600_000;
  utimesSync(join(folder, '000001.zpl'), midnightMs / 1000 - 1, midnightMs / 1000 - 1);
  expect(await forgetPapers(folder, midnightMs)).toBe(1);
  expect(readdirSync(folder)).toEqual(['000002.zpl']);
  expect(await forgetPapers(join(folder, 'not-there'), midnightMs)).toBe(0);
});
