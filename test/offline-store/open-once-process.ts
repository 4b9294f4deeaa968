/** Another kiosk on the same files: opens the store once and says what came of it. Argument: FOLDER. */
import { openStore } from '../../offline-store/open-store.ts';
import { optionsFor } from './store-values.ts';

const store = openStore(optionsFor(process.argv[2] ?? ''));
process.stdout.write(store.ok ? 'open' : store.problem);
if (store.ok) store.value.close();
