/** Opens the store of a folder as the account whose number is given, and says what came of it. Arguments: FOLDER, ACCOUNT. */
import { openStore } from '../../offline-store/open-store.ts';
import { optionsFor } from './store-values.ts';

const [folder = '', account = ''] = process.argv.slice(2);
process.setegid?.(Number(account));
process.seteuid?.(Number(account));
const store = openStore(optionsFor(folder));
if (store.ok) store.value.close();
process.stdout.write(store.ok ? 'opened' : store.problem);
