/**
 * A staff desk that registers patients without a booking, and forgets one when nothing of it is owed, as a process that can be
 * recorded. It says what others could see, at the moment when they could. Argument: FOLDER of the store.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { bookingOfWalkIn, type WalkIn } from '../../clinic/walk-in.ts';
import { recordArrival } from '../../electron/arrival.ts';
import { openStore } from '../../offline-store/open-store.ts';
import { testNumber } from '../clinic/examples.ts';
import { nowText, optionsFor, today } from '../offline-store/store-values.ts';

const [folder = ''] = process.argv.slice(2);
const say = (line: string) => void fs.writeSync(1, `${line}\n`);
const store = openStore(optionsFor(folder));
if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
const { ledger, walkIns } = store.value;
const log = { event: () => undefined };
const desk = { store: store.value, rules: defaultClinicRules, reservedRange: null, newId: randomUUID, log };
say('open');

for (const at of [1, 2]) {
  const walkIn: WalkIn = {
    bookingId: `walk-in-${at}`,
    clinicDay: today,
    siteId: 'site-1',
    patient: { family: `Zzcanary${at}`, given: 'Test', dateOfBirth: '1950-02-03', nhsNumber: testNumber(at) },
    tests: [{ code: 'fbc', system: null, name: 'Full blood count' }],
    requisition: null,
    registeredAt: nowText,
    registeredBy: 'staff-1',
  };
  const arrival = { booking: bookingOfWalkIn(walkIn), walkIn, foundBy: 'staff', who: 'staff-1' } as const;
  const recorded = recordArrival({ ...arrival, clinicDay: today, arrivedAt: nowText }, desk);
  if (recorded !== 'recorded') throw new Error('each is registered');
  say(`registered walk-in-${at}`);
}

const eventId = ledger.outboxOf('walk-in-1')[0]?.eventId ?? '';
ledger.write((writes) => writes.setOutbox(eventId, { state: 'applied', attempts: 1, nextAttemptAt: null }));
say('forgetting');
walkIns.forget('walk-in-1');
say('forgot walk-in-1');
store.value.close();
