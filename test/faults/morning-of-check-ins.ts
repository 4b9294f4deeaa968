/**
 * A kiosk's morning as a process that can be recorded or killed: each patient is checked in, the first label goes to a printer that
 * proves it, and the arrival is marked as sent. It says what others could see, at the moment when they could.
 * Argument: FOLDER of the store, and how many patients.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { recordArrival } from '../../electron/arrival.ts';
import { openStore } from '../../offline-store/open-store.ts';
import { booking, goodAge, optionsFor, today } from '../offline-store/store-values.ts';

const [folder = '', patients = '3'] = process.argv.slice(2);
const say = (line: string) => void fs.writeSync(1, `${line}\n`);
const store = openStore(optionsFor(folder));
if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
const { cache, ledger } = store.value;
const bookings = Array.from({ length: Number(patients) }, (_, at) => booking(`b${at + 1}`));
cache.replaceDayList(goodAge, bookings, []);
say('list-came');

const log = { event: () => undefined };
const desk = {
  store: store.value,
  rules: defaultClinicRules,
  reservedRange: { prefix: 'PK', from: 1, to: 9999, digits: 6 },
  newId: randomUUID,
  log,
};
for (const arriving of bookings) {
  const arrival = {
    booking: arriving,
    foundBy: 'scan' as const,
    who: 'patient',
    clinicDay: today,
    arrivedAt: goodAge.pulledAt,
  };
  if (recordArrival(arrival, desk) !== 'recorded') throw new Error('each is checked in');
  say(`checked-in ${arriving.id} ${ledger.visit(arriving.id)?.ticketNumber}`);
  const label = ledger.papers(arriving.id).find(({ kind }) => kind === 'specimen-label');
  if (label === undefined) throw new Error('each has a label');
  const attempt = {
    printer: 'LABELS-1',
    token: label.id.slice(0, 8),
    odometerBefore: 7,
    serial: null,
    startedAt: goodAge.pulledAt,
  };
  ledger.write((writes) => {
    writes.startAttempt({ paperId: label.id, ...attempt });
    writes.setPaperState(label.id, 'sending');
  });
  say(`first-byte ${label.id}`);
  ledger.write((writes) => {
    writes.setPaperState(label.id, 'printed');
    writes.audit({
      who: 'kiosk',
      act: 'print',
      bookingId: arriving.id,
      details: { paperId: label.id, outcome: 'printed' },
    });
  });
  say(`printed ${label.id}`);
}
store.value.close();
say('closed');
