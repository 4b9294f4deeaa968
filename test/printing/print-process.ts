/**
 * A kiosk with nothing but a print worker, as a process that a test can kill: `print-process.ts JOURNAL PORT`. It ends
 * by itself when nothing is left to print.
 */
import { startWorker, zebraAt } from './bench-of-printers.ts';
import { FileJournal } from './file-journal.ts';

const [path = '', port = ''] = process.argv.slice(2);
const journal = new FileJournal(path);
const { worker } = startWorker(zebraAt(Number(port)), journal);
while (journal.nextJob() !== null || journal.inDoubt().length > 0) await journal.nextLine();
await worker.stop();
