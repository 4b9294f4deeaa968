/**
 * Forward-only numbered changes to the shape of a file.
 *
 * A shipped migration is never edited: a file in a clinic has run it already. Append the next number instead.
 */

import { assert } from '../clinic/assert.ts';
import type { Sql } from './database.ts';

interface Migration {
  /** 1, 2, 3, … without a gap. */
  readonly version: number;
  readonly sql: string;
}

export interface FileKind {
  /** Written into the file's header, so that one of our files is not taken for another. */
  readonly applicationId: number;
  /** Small pages make a small commit cheap; large ones suit large rows. */
  readonly pageBytes: number;
  /** How long the write-ahead log grows before it is moved into the file. A flipped bit in it ends it there, in silence. */
  readonly logBytesMax: number;
  /** Whether each commit is flushed. Without, a power cut may take back the last ones, and never half of one. */
  readonly isDurable: boolean;
  readonly migrations: readonly Migration[];
}

type VersionProblem = 'newer-version' | 'not-ours';

/** Changes nothing. */
export function versionProblem(sql: Sql, kind: FileKind): VersionProblem | null {
  const version = sql.pragma('user_version', { simple: true });
  const applicationId = sql.pragma('application_id', { simple: true });
  if (version === 0) return null;
  if (applicationId !== kind.applicationId) return 'not-ours';
  return Number(version) > kind.migrations.length ? 'newer-version' : null;
}

/** Each migration in one transaction with its number: a power cut leaves the old version or the new one. */
export function migrate(sql: Sql, kind: FileKind, inTransaction: (work: () => void) => void): void {
  const from = Number(sql.pragma('user_version', { simple: true }));
  kind.migrations.forEach(({ version, sql: text }, index) => {
    assert(version === index + 1, 'migrations are numbered from 1 without a gap');
    if (version <= from) return;
    inTransaction(() => {
      sql.exec(text);
      sql.pragma(`application_id = ${kind.applicationId}`);
      sql.pragma(`user_version = ${version}`);
    });
  });
}
