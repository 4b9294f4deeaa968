/** A station as a process of its own, under a clock that somebody else sets: says what its days and its trail say, line by line. */

import { readConfig } from '../../electron/kiosk-config.ts';
import { silentLog } from '../../electron/log.ts';
import { openStation } from '../../electron/station.ts';

const settings = readConfig(process.argv[2] ?? '');
if (!settings.ok) throw new Error(settings.problem.join('; '));
const opened = await openStation(settings.value, { log: silentLog });
if (!opened.ok) throw new Error(opened.problem.join('; '));
const { store, sync, staff } = opened.value;

let told = '';
async function tell(): Promise<void> {
  const { status } = await staff.view();
  const line = JSON.stringify({
    clinicDay: store.cache.age()?.clinicDay ?? null,
    bookings: store.cache.bookings().length,
    computerDay: new Date().toISOString().slice(0, 10),
    jumps: store.ledger.audit().filter(({ act }) => act === 'clock-jumped').length,
    lastAt: store.ledger.audit().at(-1)?.at,
    trouble: status?.clock?.kind ?? null,
  });
  if (line !== told) console.log(line);
  told = line;
}

store.onChange(() => void tell());
staff.onView(() => void tell());
await sync.pullNow();
await tell();
process.once('SIGTERM', () => void opened.value.close().then(() => process.exit(0)));
