/**
 * Copies a ledger while patients are checked in, as a process that kills itself in the middle. Arguments: FOLDER of the store, and
 * how far the copying is then. Says on stdout who was checked in, each after the commit.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openStore } from '../../offline-store/open-store.ts';
import { optionsFor, visit } from '../offline-store/store-values.ts';

const [folder = '', moment = ''] = process.argv.slice(2);
const patientsMax = 30;
const store = openStore(optionsFor(folder));
if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
const { ledger } = store.value;
let isKept = false;
const copying = store.value.keepCopy().then(() => {
  isKept = true;
});
const copies = path.join(folder, 'copies');
const sizeOf = (name: string) => fs.statSync(path.join(copies, name)).size;
const isThere: Readonly<Record<string, () => boolean>> = {
  begun: () => true,
  copying: () => fs.readdirSync(copies).some((name) => name.endsWith('.new') && sizeOf(name) > 0),
  checking: () => fs.readdirSync(copies).some((name) => name.endsWith('.new-wal')),
  kept: () => isKept,
};
for (let ticket = 2; isThere[moment]?.() === false; ticket += 1) {
  if (ticket < patientsMax) {
    const bookingId = `b${ticket}`;
    ledger.write((writes) => {
      writes.checkIn(visit(bookingId, ticket));
      writes.audit({ who: 'patient', act: 'check-in', bookingId, details: {} });
    });
    fs.writeSync(1, `${bookingId}\n`);
  }
  await nextTurn();
}
process.kill(process.pid, 'SIGKILL');
await copying;
