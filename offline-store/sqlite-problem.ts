/** What SQLite's errors say of a file and of the disk below it. */
import BetterSqlite3 from 'better-sqlite3';

export type DatabaseProblem =
  | 'not-encrypted'
  | 'in-use'
  /** Another key, or damage in the first page: from inside they look the same. */
  | 'not-readable'
  | 'damaged'
  | 'newer-version'
  | 'not-writable';

/**
 * `full`: there is no room, and nothing of it was stored. `unknown`: the disk failed. A commit that failed in the disk may be
 * there all the same; only a new opening can tell, so this one is closed.
 */
export type WriteProblem = 'full' | 'unknown';

export const codeOf = (error: unknown): string | null =>
  error instanceof BetterSqlite3.SqliteError ? error.code : null;

/** A page that is not what was written, or that the disk does not give back. */
export const isUnreadable = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(codeOf(error) ?? '');

/** Null: not the disk's doing. */
export function writeProblemOf(error: unknown): WriteProblem | null {
  const code = codeOf(error);
  if (code === 'SQLITE_FULL') return 'full';
  return code !== null && /^SQLITE_(IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)/.test(code) ? 'unknown' : null;
}

/** Null: not something that can be expected of a file. */
export function problemOf(error: unknown): DatabaseProblem | null {
  const code = codeOf(error);
  if (code === null) return null;
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'in-use';
  if (code === 'SQLITE_NOTADB') return 'not-readable';
  if (/^SQLITE_(CORRUPT|IOERR_(READ|SHORT_READ|CORRUPTFS|DATA))/.test(code)) return 'damaged';
  if (/^SQLITE_(CANTOPEN|READONLY|FULL|PERM|IOERR)/.test(code)) return 'not-writable';
  return null;
}
