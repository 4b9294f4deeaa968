/**
 * Values for tests of the store that show only what matters to a test; also for processes that a test starts.
 *
 * Names are of nobody; NHS numbers are of the 999 range, which is never issued.
 */
import type { Booking } from '../../clinic/booking.ts';
import type { Specimen } from '../../clinic/specimen.ts';
import type { Visit } from '../../clinic/visit.ts';
import type { DayListAge } from '../../offline-store/day-list-cache.ts';
import type { OpenStoreOptions } from '../../offline-store/store.ts';
import { testNumber } from '../clinic/examples.ts';

export const today = '2026-11-23';
export const tomorrow = '2026-11-24';
export const nowText = '2026-11-23T08:02:11.000Z';
export const goodAge: DayListAge = { clinicDay: today, siteId: 'site-1', pulledAt: '2026-11-23T06:00:00.000Z' };

export const optionsFor = (folder: string, changes: Partial<OpenStoreOptions> = {}): OpenStoreOptions => ({
  folder,
  key: { kind: 'os-disk-only' },
  clinicDay: today,
  now: () => nowText,
  ...changes,
});

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
