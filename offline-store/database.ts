/**
 * One encrypted SQLite file: opened, proved to be encrypted, migrated; and the one place that opens a transaction.
 *
 * Page cipher: chacha20-poly1305 with a raw key. Each page is authenticated, so a flipped bit is an error and never another
 * patient's digit; ciphers without that (aes256cbc) must not be used. `backup()` fails on an encrypted file and
 * `serialize()` answers plain text: neither may be used.
 */
/// <reference path="./better-sqlite3.d.ts" />
import fs from 'node:fs';
import path from 'node:path';
import BetterSqlite3, { type Database as BetterSqlite3Database } from 'better-sqlite3';
import { assert } from '../clinic/assert.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { readStart } from './durable-file.ts';
import { type FileKind, migrate, versionProblem } from './migrations.ts';
import type { DatabaseProblem, WriteProblem } from './sqlite-problem.ts';
import { codeOf, isUnreadable, problemOf, writeProblemOf } from './sqlite-problem.ts';

const busyTimeoutMs = 200;
/** Older ones can corrupt a file when a checkpoint and a write meet. */
const oldestSqlite = [3, 51, 3] as const;
const plainHeader = 'SQLite format 3\0';
const headerBytes = 4096;

export type Sql = BetterSqlite3Database;

export interface Database {
  readonly sql: Sql;
  /** BEGIN IMMEDIATE … COMMIT, flushed when the file is durable. Throws away everything when `work` throws. */
  write<Value>(work: () => Value): Value;
  /** The same, where a disk that refuses is answered and not thrown. */
  tryWrite<Value>(work: () => Value): Result<Value, WriteProblem>;
  /** A read that answers `damaged` where a page is not what was written, or the disk does not give it back. */
  read<Value>(work: () => Value): Result<Value, 'damaged'>;
  /** Every page, and every reference. */
  isSound(): boolean;
  close(): void;
}

interface OpenDatabaseOptions {
  readonly file: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly kind: FileKind;
  readonly nativeBinding?: string | undefined;
}

/**
 * Files that this process has open. Looking at a file's first bytes while SQLite holds it would drop SQLite's lock on
 * it (closing any descriptor of a file drops all POSIX locks of the process), so a second opening must not get that far.
 */
const openFiles = new Set<string>();

export function openDatabase(options: OpenDatabaseOptions): Result<Database, DatabaseProblem> {
  const name = path.resolve(options.file);
  if (isOpenHere(name)) return refuse('in-use');
  const isNew = !fs.existsSync(name) || fs.statSync(name).size === 0;
  if (isNew) {
    // Made and closed first, so that the proof looks at bytes that are on disk.
    const made = connect(options);
    if (!made.ok) return made;
    made.value.close();
  }
  const firstPage = readStart(name, headerBytes);
  if (firstPage === null) return refuse('damaged');
  if (!isEncrypted(firstPage, options.nativeBinding)) return refuse('not-encrypted');
  const connected = connect(options);
  if (!connected.ok) return connected;
  openFiles.add(name);
  return ok(databaseOn(connected.value, () => openFiles.delete(name)));
}

export const isOpenHere = (file: string): boolean => openFiles.has(path.resolve(file));

/** Whether another process has it open; not for one that is open here. What a power cut left in its log is moved into it. */
export function isOpenElsewhere(file: string, nativeBinding?: string): boolean {
  const withoutKey = new BetterSqlite3(file, bindingOption(nativeBinding));
  try {
    withoutKey.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    return problemOf(error) === 'in-use';
  } finally {
    withoutKey.close();
  }
}

/** With everything that SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) fs.rmSync(file + suffix, { force: true });
}

/** The header must not be SQLite's, and the first page must not open without a key. */
function isEncrypted(firstPage: Buffer, nativeBinding: string | undefined): boolean {
  if (firstPage.toString('latin1', 0, plainHeader.length) === plainHeader) return false;
  try {
    const withoutKey = new BetterSqlite3(firstPage, bindingOption(nativeBinding));
    withoutKey.prepare('SELECT count(*) FROM sqlite_schema').get();
    withoutKey.close();
    return false;
  } catch (error) {
    return codeOf(error) === 'SQLITE_NOTADB';
  }
}

function connect(options: OpenDatabaseOptions): Result<Sql, DatabaseProblem> {
  let sql: Sql | null = null;
  try {
    sql = new BetterSqlite3(options.file, { timeout: busyTimeoutMs, ...bindingOption(options.nativeBinding) });
    const problem = unlock(sql, options) ?? versionProblem(sql, options.kind);
    if (problem === null) {
      applySettings(sql, options.kind);
      migrate(sql, options.kind, transactionOn(sql));
      assertSettings(sql, options.kind);
      return ok(sql);
    }
    sql.close();
    return refuse(problem === 'not-ours' ? 'damaged' : problem);
  } catch (error) {
    sql?.close();
    const problem = problemOf(error);
    if (problem === null) throw error;
    return refuse(problem);
  }
}

function unlock(sql: Sql, { key, kind }: OpenDatabaseOptions): DatabaseProblem | null {
  assert(key.length === 32, 'a database key has 32 bytes');
  // A plain build accepts a key and ignores it; it does not know this question, and nothing has been written yet.
  if (sql.pragma('cipher', { simple: true }) === undefined) return 'not-encrypted';
  sql.pragma("cipher = 'chacha20'");
  sql.key(Buffer.from(`raw:${Buffer.from(key).toString('hex')}`));
  sql.pragma(`page_size = ${kind.pageBytes}`);
  sql.pragma('locking_mode = EXCLUSIVE');
  sql.prepare('SELECT count(*) FROM sqlite_schema').get();
  return null;
}

function applySettings(sql: Sql, { pageBytes, logBytesMax, isDurable }: FileKind): void {
  const version = String(sql.prepare('SELECT sqlite_version()').pluck().get()).split('.').map(Number);
  const difference = oldestSqlite.map((part, at) => (version[at] ?? 0) - part).find((part) => part !== 0) ?? 0;
  assert(difference >= 0, `SQLite is ${oldestSqlite.join('.')} or newer`);
  sql.pragma('journal_mode = WAL');
  sql.pragma(`synchronous = ${isDurable ? 'FULL' : 'NORMAL'}`);
  sql.pragma(`wal_autocheckpoint = ${Math.floor(logBytesMax / pageBytes)}`);
  sql.pragma('foreign_keys = ON');
  sql.pragma('trusted_schema = OFF');
  sql.pragma('cell_size_check = ON');
  sql.pragma('temp_store = MEMORY');
  sql.pragma('secure_delete = ON');
}

/**
 * After a write, because this build falls back to NORMAL with the first one unless told otherwise, and answers FULL until
 * then: a power cut would then take back what patients have been told.
 */
function assertSettings(sql: Sql, { isDurable }: FileKind): void {
  transactionOn(sql)(() => sql.pragma(`user_version = ${Number(sql.pragma('user_version', { simple: true }))}`));
  const expected = {
    synchronous: isDurable ? 2 : 1,
    journal_mode: 'wal',
    locking_mode: 'exclusive',
    foreign_keys: 1,
    trusted_schema: 0,
    cell_size_check: 1,
    temp_store: 2,
    secure_delete: 1,
    cipher: 'chacha20',
  };
  for (const [name, value] of Object.entries(expected)) {
    assert(sql.pragma(name, { simple: true }) === value, `SQLite's ${name} is ${value}`);
  }
}

function transactionOn(sql: Sql): <Value>(work: () => Value) => Value {
  const begin = sql.prepare('BEGIN IMMEDIATE');
  const commit = sql.prepare('COMMIT');
  const rollback = sql.prepare('ROLLBACK');
  return (work) => {
    assert(!sql.inTransaction, 'a write does not begin inside another');
    begin.run();
    try {
      const value = work();
      assert(!(value instanceof Promise), 'a write is over when its work returns');
      commit.run();
      return value;
    } catch (error) {
      if (sql.inTransaction) rollback.run();
      throw error;
    }
  };
}

function databaseOn(sql: Sql, onClosed: () => void): Database {
  const inTransaction = transactionOn(sql);
  const close = () => {
    try {
      sql.close();
    } finally {
      onClosed();
    }
  };
  function refused(error: unknown): WriteProblem {
    const problem = writeProblemOf(error);
    if (problem === null) throw error;
    if (problem === 'unknown') close();
    return problem;
  }
  return {
    sql,
    write(work) {
      try {
        return inTransaction(work);
      } catch (error) {
        refused(error);
        throw error;
      }
    },
    tryWrite(work) {
      try {
        return ok(inTransaction(work));
      } catch (error) {
        return refuse(refused(error));
      }
    },
    read(work) {
      // Closed by a write that the disk refused.
      if (!sql.open) return refuse('damaged');
      try {
        return ok(work());
      } catch (error) {
        if (isUnreadable(error)) return refuse('damaged');
        throw error;
      }
    },
    isSound() {
      try {
        const isWhole = sql.pragma('quick_check(1)', { simple: true }) === 'ok';
        return isWhole && sql.prepare('PRAGMA foreign_key_check').all().length === 0;
      } catch (error) {
        if (isUnreadable(error)) return false;
        throw error;
      }
    },
    close,
  };
}

const bindingOption = (nativeBinding: string | undefined) => (nativeBinding === undefined ? {} : { nativeBinding });
