/**
 * A stand-in for the database's driver, as a lost alias in a lock file would bring it: plain SQLite (Node's own) behind the same
 * calls, where a key is taken and ignored. With `PLAIN_SQLITE=lies` it also says that it encrypts.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

class SqliteError extends Error {
  readonly code = 'SQLITE_ERROR';
}

class PlainDatabase {
  static readonly SqliteError = SqliteError;
  readonly #database: DatabaseSync;
  open = true;

  constructor(file: string | Buffer) {
    this.#database = new DatabaseSync(String(file));
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  prepare(sql: string) {
    const statement = this.#database.prepare(sql);
    let isPlucked = false;
    const first = (row: unknown) => (isPlucked && row != null ? Object.values(row)[0] : row);
    const plain = {
      run: (...values: SQLInputValue[]) => statement.run(...values),
      get: (...values: SQLInputValue[]) => first(statement.get(...values)),
      all: (...values: SQLInputValue[]) => statement.all(...values).map(first),
      iterate: (...values: SQLInputValue[]) => statement.iterate(...values),
      pluck() {
        isPlucked = true;
        return plain;
      },
    };
    return plain;
  }

  exec(sql: string): this {
    this.#database.exec(sql);
    return this;
  }

  /** Whatever it does not know it passes over, as SQLite does. */
  pragma(text: string): unknown {
    if (text === 'cipher' && process.env.PLAIN_SQLITE === 'lies') return 'chacha20';
    const row = this.#database.prepare(`PRAGMA ${text}`).get();
    return row == null ? undefined : Object.values(row)[0];
  }

  key(): number {
    return 0;
  }

  close(): this {
    if (this.open) this.#database.close();
    this.open = false;
    return this;
  }
}

export default PlainDatabase;
