/** Another process at the same ledger: says whether it is kept out of that file. Argument: FILE. */
import { isOpenElsewhere } from '../../offline-store/database.ts';

process.stdout.write(isOpenElsewhere(process.argv[2] ?? '') ? 'kept out' : 'let in');
