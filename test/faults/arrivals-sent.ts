/**
 * A kiosk that sends two arrivals to a booking system, as a process that can be recorded. It says what the booking system knows, each
 * time when that changes and before the kiosk is answered. Argument: FOLDER of the store.
 */
import fs from 'node:fs';
import { openStore } from '../../offline-store/open-store.ts';
import { nowText, optionsFor, visit } from '../offline-store/store-values.ts';
import { bookedAppointment, knownTo, pushTo, upstreamHolding } from './small-upstream.ts';

const [folder = ''] = process.argv.slice(2);
const say = (line: string) => void fs.writeSync(1, `${line}\n`);
const store = openStore(optionsFor(folder));
if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
const bookingIds = ['b1', 'b2'];
for (const [at, bookingId] of bookingIds.entries()) {
  store.value.ledger.write((writes) => {
    writes.checkIn(visit(bookingId, at + 1));
    writes.addOutbox({ eventId: `event-${bookingId}`, bookingId, kind: 'arrived', occurredAt: nowText });
    writes.audit({ who: 'patient', act: 'check-in', bookingId, details: {} });
  });
}
const tell = (resources: readonly unknown[]) => say(`upstream ${JSON.stringify(resources)}`);
const upstream = upstreamHolding(bookingIds.map(bookedAppointment), (now) => tell(knownTo(now)));
tell(knownTo(upstream));
const { applied } = await pushTo(upstream, store.value);
if (applied !== bookingIds.length) throw new Error('both arrivals are sent');
store.value.close();
