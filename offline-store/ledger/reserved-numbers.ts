/**
 * Numbers of this station's reserved range that were given out. A number is never given twice: not after a restart, not on
 * another day, not when the range in the settings is moved, shrunk or written with another prefix.
 */

import type { Sql } from '../database.ts';
import type { ReservedRange } from '../store.ts';

/**
 * A range full of numbers that the laboratory has used by other ways is a wrong setting, not something to search through: it
 * has ended, patients check in all the same, and staff are told of each tube.
 */
const numbersSkippedMax = 10_000;

export function reservedNumbersTable(sql: Sql, isIdentifierUsed: (identifier: string) => boolean) {
  const highest = sql
    .prepare<[string, number, number, number], number | null>(
      'SELECT max(number) FROM reserved_numbers WHERE prefix = ? AND digits = ? AND number BETWEEN ? AND ?',
    )
    .pluck();
  const isGiven = sql.prepare('SELECT 1 FROM reserved_numbers WHERE identifier = ?').pluck();
  const insert = sql.prepare('INSERT INTO reserved_numbers VALUES (?, ?, ?, ?)');

  /** Above the highest given within the range; what lies below it and was skipped stays unused. */
  function firstFree(range: ReservedRange): number {
    const last = highestIn(range);
    return last === null ? range.from : last + 1;
  }

  const highestIn = ({ prefix, digits, from, to }: ReservedRange): number | null =>
    highest.get(prefix, digits, from, to) ?? null;

  const identifierOf = ({ prefix, digits }: ReservedRange, number: number): string =>
    prefix + String(number).padStart(digits, '0');

  return {
    highest: highestIn,

    take(range: ReservedRange, count: number): readonly string[] {
      const { prefix, to, digits } = range;
      const first = firstFree(range);
      const taken: string[] = [];
      const end = Math.min(to, first + numbersSkippedMax);
      for (let number = first; number <= end && taken.length < count; number += 1) {
        const identifier = identifierOf(range, number);
        if (isIdentifierUsed(identifier) || isGiven.get(identifier) !== undefined) continue;
        insert.run(prefix, digits, number, identifier);
        taken.push(identifier);
      }
      return taken;
    },

    /** The next ones, which may have been given by acts that nobody knows any more, are given no more. False: no others are left. */
    leaveOut(range: ReservedRange, count: number): boolean {
      const { prefix, to, digits } = range;
      const last = Math.min(to, firstFree(range) + count - 1);
      for (let number = last; number <= to; number += 1) {
        const identifier = identifierOf(range, number);
        if (isGiven.get(identifier) !== undefined) continue;
        insert.run(prefix, digits, number, identifier);
        break;
      }
      return last < to;
    },
  };
}
