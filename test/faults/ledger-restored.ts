/** Restores a ledger from a copy, as a process that can be killed in the middle. Arguments: FOLDER of the store, FILE of the copy. */
import { restoreLedger } from '../../offline-store/restore.ts';
import { optionsFor } from '../offline-store/store-values.ts';

const [folder = '', copy = ''] = process.argv.slice(2);
const restored = restoreLedger(optionsFor(folder), copy);
if (!restored.ok) throw new Error(`the ledger is restored: ${restored.problem}`);
