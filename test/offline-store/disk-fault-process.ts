/**
 * A kiosk reduced to its check-ins, on a disk that fails: opens the store and checks in as many as it is told, saying after each
 * what it would tell the patient. Arguments: FOLDER, FIRST ticket, COUNT. It is run under strace, which makes chosen system calls fail.
 */
import fs from 'node:fs';
import { NotStored } from '../../offline-store/not-stored.ts';
import { openStore } from '../../offline-store/open-store.ts';

const [folder = '', first = '1', count = '1'] = process.argv.slice(2);
const clinicDay = '2026-11-23';
const now = '2026-11-23T08:02:11.000Z';
const say = (line: string) => void fs.writeSync(1, `${line}\n`);

const store = openStore({ folder, key: { kind: 'os-disk-only' }, clinicDay, now: () => now });
if (!store.ok) {
  say(`refused ${store.problem}`);
  process.exit(0);
}
const { ledger } = store.value;
for (let ticket = Number(first); ticket < Number(first) + Number(count); ticket += 1) {
  const bookingId = `booking-${ticket}`;
  try {
    ledger.write((writes) => {
      writes.checkIn({
        bookingId,
        visitId: `V${ticket}`,
        clinicDay,
        ticketNumber: ticket,
        visitCode: 'K7',
        arrivedAt: now,
        foundBy: 'scan',
        patientMark: 'a'.repeat(32),
        orderMark: 'b'.repeat(32),
        specimens: [],
        heldBack: [],
      });
      writes.addPaper({ id: `V${ticket}-ticket`, bookingId, kind: 'queue-ticket', specimenId: null, copy: 0 });
      writes.audit({ who: 'patient', act: 'check-in', bookingId, details: { ticketNumber: ticket } });
    });
    say(`stored ${bookingId}`);
  } catch (error) {
    if (!(error instanceof NotStored)) throw error;
    say(`not-stored ${bookingId}`);
  }
}
say(`trouble ${store.value.trouble() ?? 'none'}`);
store.value.close();
