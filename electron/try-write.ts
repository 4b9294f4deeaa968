/** Writes to the ledger, where a disk that refuses is expected trouble and not a bug: nothing was stored, and somebody must be told. */
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { LedgerWrites, Store } from '../offline-store/store.ts';
import { type Log, placeOf } from './log.ts';

export function tryWrite<Value>(
  store: Store,
  log: Log,
  work: (writes: LedgerWrites) => Value,
): Result<Value, 'not-stored'> {
  try {
    return ok(store.ledger.write(work));
  } catch (error) {
    log.event('not-stored', placeOf(error));
    return refuse('not-stored');
  }
}
