/**
 * A kiosk reduced to its check-ins, as a process that can be killed: opens the store and checks in one booking after
 * another, saying each on stdout only after its commit. Arguments: FOLDER, FIRST ticket, COUNT, and a fixed booking's id or nothing.
 */
import fs from 'node:fs';
import { openStore } from '../../offline-store/open-store.ts';

const [folder = '', first = '1', count = '1', fixedBookingId] = process.argv.slice(2);
const now = '2026-11-23T08:02:11.000Z';
const clinicDay = '2026-11-23';
const busyRetriesMax = 2000;

function open(retriesLeft = busyRetriesMax): ReturnType<typeof openStore> {
  const store = openStore({ folder, key: { kind: 'os-disk-only' }, clinicDay, now: () => now });
  return !store.ok && store.problem === 'in-use' && retriesLeft > 0 ? open(retriesLeft - 1) : store;
}

const store = open();
if (!store.ok) {
  fs.writeSync(1, `problem ${store.problem}\n`);
  process.exit(1);
}
const { ledger } = store.value;
for (let ticket = Number(first); ticket < Number(first) + Number(count); ticket += 1) {
  const bookingId = fixedBookingId ?? `booking-${ticket}`;
  const ticketNumber = ledger.nextTicketNumber(clinicDay);
  const isNew = ledger.write((writes) => {
    const visitId = `V${ticketNumber}`;
    const identifier = `PK${String(ticketNumber).padStart(6, '0')}`;
    const isFirst = writes.checkIn({
      bookingId,
      visitId,
      clinicDay,
      ticketNumber,
      visitCode: 'K7',
      arrivedAt: now,
      foundBy: 'scan',
      patientMark: 'a'.repeat(32),
      orderMark: 'b'.repeat(32),
      specimens: [
        {
          id: `${visitId}-1`,
          number: 1,
          tube: 'EDTA',
          discipline: 'haematology',
          tests: ['fbc'],
          requestIds: ['r1'],
          identifier,
          identifierSource: 'reserved-range',
          handling: [],
        },
      ],
      heldBack: [],
    });
    if (!isFirst) return false;
    const paper = { bookingId, specimenId: `${visitId}-1`, copy: 0 };
    writes.addPaper({ ...paper, id: `${visitId}-label`, kind: 'specimen-label' });
    writes.addOutbox({ eventId: `event-${bookingId}`, bookingId, kind: 'arrived', occurredAt: now });
    writes.audit({ who: 'patient', act: 'check-in', bookingId, details: { ticketNumber } });
    return true;
  });
  fs.writeSync(1, `${isNew ? 'checked-in' : 'was-checked-in'} ${bookingId}\n`);
}
store.value.close();
