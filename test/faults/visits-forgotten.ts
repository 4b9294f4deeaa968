/**
 * A kiosk that forgets last month's visits, one at a time, as a process that can be recorded. Of the third something is still owed.
 * Argument: FOLDER of the store.
 */
import fs from 'node:fs';
import { openStore } from '../../offline-store/open-store.ts';
import { optionsFor, specimen, visit } from '../offline-store/store-values.ts';

const lastMonth = '2026-10-05';
const [folder = ''] = process.argv.slice(2);
const say = (line: string) => void fs.writeSync(1, `${line}\n`);
const store = openStore(optionsFor(folder, { clinicDay: lastMonth, now: () => '2026-10-05T08:00:00.000Z' }));
if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
const { ledger } = store.value;
for (const ticket of [1, 2, 3]) {
  const bookingId = `b${ticket}`;
  const eventId = `event-${ticket}`;
  const specimens = [specimen(`V${ticket}X`, 1)];
  ledger.write((writes) => {
    writes.checkIn(visit(bookingId, ticket, { clinicDay: lastMonth, specimens }));
    writes.addOutbox({ eventId, bookingId, kind: 'arrived', occurredAt: '2026-10-05T08:00:00.000Z' });
    if (ticket !== 3) writes.setOutbox(eventId, { state: 'applied', attempts: 1, nextAttemptAt: null });
    writes.audit({ who: 'patient', act: 'check-in', bookingId, details: {} });
  });
  say(`made ${bookingId} ${specimens[0]?.identifier}`);
}
say('forgetting');
while (ledger.forgetVisits('2026-11-01', 1) > 0) say('forgot');
store.value.close();
