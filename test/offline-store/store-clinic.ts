/** A clinic for the store's tests: a store in a folder of its own, which is gone when the test ends. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import type { Visit } from '../../clinic/visit.ts';
import { type Database, openDatabase } from '../../offline-store/database.ts';
import { ledgerFile } from '../../offline-store/ledger/ledger-file.ts';
import { openStore } from '../../offline-store/open-store.ts';
import type { OpenStoreOptions, Store } from '../../offline-store/store.ts';
import { deriveKey } from '../../offline-store/store-key.ts';
import { optionsFor } from './store-values.ts';

export { booking, goodAge, nowText, optionsFor, specimen, today, tomorrow, visit } from './store-values.ts';

export function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-store-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens, or fails the test with the problem's name; closed when the test ends. */
export function opened(folder: string, changes: Partial<OpenStoreOptions> = {}): Store {
  const store = openStore(optionsFor(folder, changes));
  assert(store.ok, `the store opens: ${store.ok ? '' : store.problem}`);
  onTestFinished(() => store.value.close());
  return store.value;
}

/** The key as it lies in the folder, for somebody who has taken the disk. */
export const storeKeyIn = (folder: string): Buffer =>
  Buffer.from(fs.readFileSync(path.join(folder, 'store.key'), 'utf8').trim(), 'hex');

/** The ledger as somebody with the key and a tool of their own can open it; not while a store has it. */
export function withLedger(folder: string, work: (database: Database) => void): void {
  const key = deriveKey(storeKeyIn(folder), 'ledger');
  const database = openDatabase({ file: path.join(folder, 'ledger.db'), key, kind: ledgerFile });
  assert(database.ok, 'the ledger opens with its key');
  work(database.value);
  database.value.close();
}

/** Checks in as the desk does: visit, header, labels, ticket, message upstream, audit; in one write. */
export function checkIn(store: Store, arriving: Visit): boolean {
  return store.ledger.write((writes) => {
    if (!writes.checkIn(arriving)) return false;
    const { bookingId, visitId } = arriving;
    writes.addPaper({ id: `${visitId}-header`, bookingId, kind: 'header-label', specimenId: null, copy: 0 });
    for (const { id } of arriving.specimens) {
      writes.addPaper({ id: `${id}-label`, bookingId, kind: 'specimen-label', specimenId: id, copy: 0 });
    }
    writes.addPaper({ id: `${visitId}-ticket`, bookingId, kind: 'queue-ticket', specimenId: null, copy: 0 });
    writes.addOutbox({ eventId: `event-${visitId}`, bookingId, kind: 'arrived', occurredAt: arriving.arrivedAt });
    writes.audit({ who: 'patient', act: 'check-in', bookingId, details: { ticketNumber: arriving.ticketNumber } });
    return true;
  });
}
