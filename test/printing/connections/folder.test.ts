import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderConnection } from '../../../printing/connections/folder.ts';
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
