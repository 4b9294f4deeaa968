/** What `ledger.write` throws when the disk would not take a write, and every call when the ledger has stopped. */

/**
 * Nothing of the write may be shown or printed. `disk-full`, `disk-refuses`: nothing of it is in the ledger. `stopped`: the
 * disk failed for good, and what became of the very last write is known when the ledger can be opened again.
 */
export class NotStored extends Error {
  override readonly name = 'NotStored';
  readonly because: 'disk-full' | 'disk-refuses' | 'stopped';

  constructor(because: NotStored['because']) {
    super(because);
    this.because = because;
  }
}

/** The disk failed for good while the kiosk ran: what was acknowledged is kept, and nothing can be read or written any more. */
export class LedgerStopped extends NotStored {
  constructor() {
    super('stopped');
  }
}
