/** One encrypted file: its settings, its transactions, its migrations. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { type Database, openDatabase } from '../../offline-store/database.ts';
import type { FileKind } from '../../offline-store/migrations.ts';
import { newFolder } from './store-clinic.ts';

const key = Buffer.alloc(32, 7);
const firstVersion: FileKind = {
  applicationId: 0x504b5431,
  pageBytes: 1024,
  logBytesMax: 100_000,
  isDurable: true,
  migrations: [{ version: 1, sql: 'CREATE TABLE visits (booking TEXT NOT NULL UNIQUE) STRICT' }],
};
const secondVersion: FileKind = {
  ...firstVersion,
  migrations: [...firstVersion.migrations, { version: 2, sql: 'ALTER TABLE visits ADD COLUMN ticket INTEGER' }],
};

const newFile = (): string => path.join(newFolder(), 'a.db');

function open(file: string, kind: FileKind = firstVersion): Database {
  const opened = openDatabase({ file, key, kind });
  assert(opened.ok, `the file opens: ${opened.ok ? '' : opened.problem}`);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

const visits = (database: Database): unknown[] => database.sql.prepare('SELECT * FROM visits ORDER BY booking').all();
const add = (database: Database, booking: string) =>
  database.sql.prepare('INSERT INTO visits (booking) VALUES (?)').run(booking);

test('a commit is flushed to the disk, and no other process may have the file', () => {
  const database = open(newFile());
  database.write(() => add(database, 'b1'));
  const settings = ['synchronous', 'journal_mode', 'locking_mode', 'foreign_keys', 'trusted_schema', 'secure_delete'];
  expect(settings.map((name) => database.sql.pragma(name, { simple: true }))).toEqual([2, 'wal', 'exclusive', 1, 0, 1]);
});

test('S13: neither the file nor its log holds anything to read', () => {
  const file = newFile();
  const database = open(file);
  database.write(() => add(database, 'ZZCANARY'));
  for (const name of [file, `${file}-wal`]) {
    const bytes = fs.readFileSync(name);
    expect(bytes.length).toBeGreaterThan(0);
    for (const text of ['ZZCANARY', 'SQLite format 3', 'CREATE TABLE']) expect(bytes.includes(text)).toBe(false);
  }
});

test('another key, and no key, open nothing', () => {
  const file = newFile();
  open(file).close();
  expect(openDatabase({ file, key: Buffer.alloc(32, 8), kind: firstVersion })).toEqual({
    ok: false,
    problem: 'not-readable',
  });
  expect(open(file).isSound()).toBe(true);
});

test('a write that throws leaves nothing behind', () => {
  const database = open(newFile());
  const work = () => {
    add(database, 'b1');
    throw new Error('a rule refused');
  };
  expect(() => database.write(work)).toThrow('a rule refused');
  expect(visits(database)).toEqual([]);
  expect(database.write(() => add(database, 'b2')).changes).toBe(1);
});

test('a write inside a write, and a write that goes on after it returned, are bugs and change nothing', () => {
  const database = open(newFile());
  expect(() => database.write(() => database.write(() => add(database, 'b1')))).toThrow('inside another');
  expect(() => database.write(async () => add(database, 'b1'))).toThrow('when its work returns');
  expect(visits(database)).toEqual([]);
});

test('a file of version 1 is brought to version 2 with what it holds', () => {
  const file = newFile();
  const old = open(file);
  old.write(() => add(old, 'b1'));
  old.close();
  expect(visits(open(file, secondVersion))).toEqual([{ booking: 'b1', ticket: null }]);
});

test('a migration that fails leaves the version before it, whole', () => {
  const file = newFile();
  const old = open(file);
  old.write(() => add(old, 'b1'));
  old.close();
  const broken = 'ALTER TABLE visits ADD COLUMN ticket INTEGER; INSERT INTO nowhere VALUES (1)';
  const kind = { ...firstVersion, migrations: [...firstVersion.migrations, { version: 2, sql: broken }] };
  expect(() => openDatabase({ file, key, kind })).toThrow('nowhere');
  expect(visits(open(file))).toEqual([{ booking: 'b1' }]);
});

test('a file of a newer version is refused, and so is another kind of file of ours', () => {
  const file = newFile();
  open(file, secondVersion).close();
  expect(openDatabase({ file, key, kind: firstVersion })).toEqual({ ok: false, problem: 'newer-version' });
  expect(openDatabase({ file, key, kind: { ...secondVersion, applicationId: 1 } })).toEqual({
    ok: false,
    problem: 'damaged',
  });
});

test('a reading of a page that was damaged while the file was open answers so, and throws nothing', () => {
  const file = newFile();
  const first = open(file);
  first.write(() => {
    for (let n = 0; n < 500; n += 1) add(first, `booking-${n}`);
  });
  first.close();
  const database = open(file);
  const bytes = fs.readFileSync(file);
  // Every page but the first, which is in memory.
  for (let at = 1024 + 500; at < bytes.length; at += 1024) bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  const descriptor = fs.openSync(file, 'r+');
  fs.writeSync(descriptor, bytes);
  fs.closeSync(descriptor);
  expect(database.read(() => visits(database))).toEqual({ ok: false, problem: 'damaged' });
  expect(database.isSound()).toBe(false);
});
