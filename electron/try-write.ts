/**
 * Writes to the ledger, where a disk that refuses is expected trouble and not a bug. A commit that the disk broke off has been
 * looked for by then: `ok` says that it is stored, and with `not-stored` nothing of it may be shown or printed.
 */
import { ok, type Result, refuse } from '../clinic/result.ts';
import { NotStored } from '../offline-store/not-stored.ts';
import type { LedgerWrites, Store } from '../offline-store/store.ts';
import { type Log, placeOf } from './log.ts';

export function tryWrite<Value>(
  store: Pick<Store, 'ledger'>,
  log: Log,
  work: (writes: LedgerWrites) => Value,
): Result<Value, 'not-stored'> {
  return tryStore(log, () => store.ledger.write(work));
}

/** The same for what makes its write itself. */
export function tryStore<Value>(log: Log, store: () => Value): Result<Value, 'not-stored'> {
  try {
    return ok(store());
  } catch (error) {
    log.event('not-stored', { ...placeOf(error), because: error instanceof NotStored ? error.because : 'fault' });
    return refuse('not-stored');
  }
}
