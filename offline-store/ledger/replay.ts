/**
 * Does the writes of the journal again on an older copy of the ledger, one by one, for as long as each follows from the one
 * before it: the same number, the same end of the audit trail.
 */
import { assert } from '../../clinic/assert.ts';
import type { Database } from '../database.ts';
import { writeProblemOf } from '../sqlite-problem.ts';
import type { LedgerTables } from './ledger-tables.ts';
import { type DoneWrite, ledgerWriter } from './ledger-writes.ts';
import { withoutReferenceChecks } from './retention.ts';

/** @returns how many were done; those that the copy has already are passed over. */
export function replay(
  { database, tables }: { readonly database: Database; readonly tables: LedgerTables },
  writes: readonly DoneWrite[],
): number {
  let done = 0;
  for (const write of writes) {
    const number = tables.writeNumber.get();
    if (write.number <= number) continue;
    if (write.number !== number + 1 || !isDoneAgain(write, database, tables)) return done;
    done += 1;
  }
  return done;
}

/** False, and nothing changed: it does not follow, or this version does not know how. @throws what the disk says */
function isDoneAgain(write: DoneWrite, database: Database, tables: LedgerTables): boolean {
  const now = () => {
    assert(write.at !== null, 'a write that asked for the time is noted with it');
    return write.at;
  };
  const newId = () => '';
  const writer = ledgerWriter({ sql: database.sql, tables, now, newId });
  const again = () =>
    database.write(() => {
      const changes = new Map(Object.entries(writer.begin()));
      for (const [name, ...args] of write.changes) changeNamed(name, changes)(...args);
      const { head } = writer.end(write.number) ?? { head: null };
      assert(head?.link === write.head?.link, 'a write that is done again ends the audit trail as it did');
    });
  try {
    if (write.changes.some(([name]) => name === 'forgetVisits')) withoutReferenceChecks(database.sql, again);
    else again();
    return true;
  } catch (error) {
    // Nothing is known of the write then: taken for one that does not follow, all that come after it were lost.
    if (writeProblemOf(error) !== null) throw error;
    return false;
  }
}

function changeNamed(name: string, changes: ReadonlyMap<string, unknown>): (...args: readonly unknown[]) => unknown {
  const change = changes.get(name);
  assert(typeof change === 'function', 'a change that is done again is one that this version knows');
  return (...args) => Reflect.apply(change, undefined, args);
}
