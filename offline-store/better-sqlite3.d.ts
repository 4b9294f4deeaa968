/**
 * The part of better-sqlite3 that we use. The package brings types, but its `exports` hides them from the compiler.
 *
 * `backup` and `serialize` are left out on purpose: on an encrypted file the one fails and the other answers plain text.
 */
declare module 'better-sqlite3' {
  export interface Statement<Parameters extends unknown[], Row> {
    run(...parameters: Parameters): { readonly changes: number };
    get(...parameters: Parameters): Row | undefined;
    all(...parameters: Parameters): Row[];
    iterate(...parameters: Parameters): IterableIterator<Row>;
    /** Answers the first column alone; `Row` is then that column's type. */
    pluck(): this;
  }

  export interface Database {
    readonly inTransaction: boolean;
    readonly open: boolean;
    prepare<Parameters extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Parameters, Row>;
    exec(sql: string): this;
    pragma(text: string, options?: { readonly simple: boolean }): unknown;
    key(key: Buffer): number;
    close(): this;
  }

  class SqliteError extends Error {
    readonly code: string;
  }

  const BetterSqlite3: {
    new (file: string | Buffer, options?: { readonly timeout?: number; readonly nativeBinding?: string }): Database;
    readonly SqliteError: typeof SqliteError;
  };
  export default BetterSqlite3;
}
