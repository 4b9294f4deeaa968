/** What `ledger.write` throws when the disk would not take a write, and every call when the ledger has stopped. */

/** Nothing of the write is in the ledger, and nothing of it may be shown or printed. */
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
