/**
 * The file of the open ledger, held still while its bytes are copied and the ledger is written all the same.
 *
 * SQLite changes the file itself only when it moves its log there. Everything is moved there first, and then nothing more until
 * the file is let go: it stays the whole ledger as it was at that moment, page for page, and what is written meanwhile is in the log.
 */
import fs from 'node:fs';
import { assert } from '../clinic/assert.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { Sql } from './database.ts';
import { onDisk } from './durable-file.ts';

export interface HeldFile {
  /** To read from, at any place; not to be closed. */
  readonly descriptor: number;
  readonly bytes: number;
  /** SQLite may change it again. */
  letGo(): void;
}

export interface StillFile {
  /** Not inside a write, and not while another holds it. */
  hold(): Result<HeldFile, 'disk-full' | 'disk-refuses'>;
  /** After SQLite has closed the file, and before anybody opens it again. */
  close(): void;
}

/** @param sql has it open, and nobody else has */
export function stillFile(sql: Sql, file: string): StillFile {
  /**
   * Kept for as long as SQLite has the file: closing any descriptor of a file takes all locks that the process has on it, and
   * another process could open the ledger.
   */
  let descriptor: number | null = null;
  let holds = 0;
  let isHeld = false;

  return {
    hold() {
      assert(!sql.inTransaction && !isHeld, 'a file is held between two writes, and once');
      const logPagesMax = Number(sql.pragma('wal_autocheckpoint', { simple: true }));
      holds += 1;
      isHeld = true;
      const hold = holds;
      const letGo = () => {
        // Whoever lets go twice must not let go what another holds by then.
        if (!isHeld || hold !== holds) return;
        isHeld = false;
        if (sql.open) sql.pragma(`wal_autocheckpoint = ${logPagesMax}`);
      };
      const held = onDisk(() => {
        sql.pragma('wal_autocheckpoint = 0');
        // 0: all of the log was moved, and it is empty.
        const isMoved = sql.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
        descriptor ??= fs.openSync(file, 'r');
        return isMoved ? { descriptor, bytes: fs.fstatSync(descriptor).size, letGo } : null;
      });
      if (held.ok && held.value !== null) return ok(held.value);
      letGo();
      return held.ok ? refuse('disk-refuses') : held;
    },
    close() {
      const open = descriptor;
      descriptor = null;
      if (open !== null) onDisk(() => fs.closeSync(open));
    },
  };
}
