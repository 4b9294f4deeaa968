/**
 * How many writes the ledger has had. A write that broke off in the disk is known by it to be there or not; a copy of the
 * ledger says by it which lines of the journal come next.
 */
import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';

export function writeNumberTable(sql: Sql) {
  const get = sql.prepare<[], number>('SELECT write_number FROM kiosk_state').pluck();
  const set = sql.prepare<[number, number | null]>(
    'UPDATE kiosk_state SET write_number = ?, paper_sequence = coalesce(?, paper_sequence)',
  );

  return {
    get(): number {
      const number = get.get();
      assert(number !== undefined, 'a ledger whose writes are counted has begun');
      return number;
    },

    /** With the newest paper's place in the order of printing, which stands in the same row; null: there is no newer one. */
    set(number: number, paperSequence: number | null): void {
      set.run(number, paperSequence);
    },
  };
}
