/**
 * A clinic for the store's tests: a store in a folder of its own, and values that show only what matters to a test.
 *
 * Names are of nobody; NHS numbers are of the 999 range, which is never issued.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import type { Booking } from '../../clinic/booking.ts';
import type { Specimen } from '../../clinic/specimen.ts';
import type { Visit } from '../../clinic/visit.ts';
import { type Database, openDatabase } from '../../offline-store/database.ts';
import { ledgerFile } from '../../offline-store/ledger/ledger-file.ts';
import { openStore } from '../../offline-store/open-store.ts';
import type { DayListAge, OpenStoreOptions, Store } from '../../offline-store/store.ts';
import { deriveKey } from '../../offline-store/store-key.ts';
import { testNumber } from '../clinic/examples.ts';

export const today = '2026-11-23';
export const tomorrow = '2026-11-24';
export const nowText = '2026-11-23T08:02:11.000Z';
export const goodAge: DayListAge = { clinicDay: today, siteId: 'site-1', pulledAt: '2026-11-23T06:00:00.000Z' };

export function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-store-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const optionsFor = (folder: string, changes: Partial<OpenStoreOptions> = {}): OpenStoreOptions => ({
  folder,
  key: { kind: 'os-disk-only' },
  clinicDay: today,
  now: () => nowText,
  ...changes,
});

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

export function booking(id: string, changes: Partial<Booking> = {}): Booking {
  const number = Number(id.replaceAll(/\D/g, '')) || 1;
  return {
    id,
    version: '1',
    status: 'booked',
    siteId: 'site-1',
    startsAt: `2026-11-23T09:${String(number % 60).padStart(2, '0')}:00Z`,
    references: [`REF-${id}`],
    patient: {
      id: `patient-${id}`,
      name: { family: 'Zzcanary', given: `Test ${id}` },
      dateOfBirth: '1950-02-03',
      nhsNumber: testNumber(number),
      nhsNumberStatus: '01',
    },
    requests: [
      {
        id: `request-${id}`,
        status: 'active',
        requisition: `REQ-${id}`,
        orderNumbers: [`ORD-${id}`],
        codes: [{ system: 'http://snomed.info/sct', code: '26604007', display: 'Full blood count' }],
        specimens: [{ id: `ordered-${id}`, identifier: null, accession: null, container: 'EDTA' }],
      },
    ],
    ...changes,
  };
}

export function specimen(visitId: string, number: number, changes: Partial<Specimen> = {}): Specimen {
  return {
    id: `${visitId}-${number}`,
    number,
    tube: 'EDTA',
    discipline: 'haematology',
    tests: ['fbc'],
    requestIds: [`request-${visitId}`],
    identifier: `${visitId.toUpperCase().slice(0, 12)}-${number}`,
    identifierSource: 'order-specimen',
    handling: ['ice'],
    ...changes,
  };
}

export function visit(bookingId: string, ticketNumber: number, changes: Partial<Visit> = {}): Visit {
  const visitId = `V${ticketNumber}X`;
  return {
    bookingId,
    visitId,
    clinicDay: today,
    ticketNumber,
    visitCode: 'K7',
    arrivedAt: nowText,
    foundBy: 'scan',
    patientMark: 'a'.repeat(32),
    orderMark: 'b'.repeat(32),
    specimens: [specimen(visitId, 1), specimen(visitId, 2, { tube: 'SST' })],
    heldBack: [{ why: 'transfusion', tube: 'XM', tests: ['group-and-save'] }],
    ...changes,
  };
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
