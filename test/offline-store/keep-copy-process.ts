/** A kiosk that copies its ledger on a system that refuses something: says what became of it, twice. Argument: FOLDER of the store. */
import fs from 'node:fs';
import { openStore } from '../../offline-store/open-store.ts';
import { optionsFor } from './store-values.ts';

const [folder = ''] = process.argv.slice(2);
const store = openStore(optionsFor(folder));
if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
for (const entry of ['first', 'second']) {
  const kept = await store.value.keepCopy();
  fs.writeSync(1, `${kept.ok ? kept.value : kept.problem}\n`);
  store.value.ledger.write((writes) => writes.audit({ who: 'kiosk', act: entry, bookingId: null, details: {} }));
}
store.value.close();
