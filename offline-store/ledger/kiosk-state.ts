/**
 * What changes with nearly every write, in one row: where the audit trail ends, the newest paper's place in the order of
 * printing, and how many writes the ledger has had. A write reads it at its beginning and writes it at its end.
 *
 * A write that broke off in the disk is known by its number to be there or not; a copy of the ledger says by it which lines of
 * the journal come next.
 */
import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';
import type { TrailEnd } from './audit.ts';

export interface KioskState extends TrailEnd {
  readonly paperSequence: number;
}

export function kioskStateTable(sql: Sql) {
  const get = sql.prepare<[], KioskState>(
    `SELECT audit_sequence AS sequence, audit_link AS link, next_seal_key AS sealKey, paper_sequence AS paperSequence
     FROM kiosk_state`,
  );
  const set = sql.prepare(
    `UPDATE kiosk_state
     SET audit_sequence = ?, audit_link = ?, next_seal_key = ?, paper_sequence = ?, write_number = ?`,
  );
  const writeNumber = sql.prepare<[], number>('SELECT write_number FROM kiosk_state').pluck();

  return {
    get(): KioskState {
      const state = get.get();
      assert(state, 'a ledger that is written has begun');
      return state;
    },

    set({ sequence, link, sealKey }: TrailEnd, paperSequence: number, number: number): void {
      set.run(sequence, link, sealKey, paperSequence, number);
    },

    writeNumber(): number {
      const number = writeNumber.get();
      assert(number !== undefined, 'a ledger whose writes are counted has begun');
      return number;
    },
  };
}
