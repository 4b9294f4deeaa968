/** A kiosk that opens its store and closes it again, as a process that can be recorded. Argument: FOLDER of the store. */
import { openStore } from '../../offline-store/open-store.ts';
import { optionsFor } from '../offline-store/store-values.ts';

const [folder = ''] = process.argv.slice(2);
const store = openStore(optionsFor(folder));
if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
store.value.close();
