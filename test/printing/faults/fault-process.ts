/**
 * A kiosk with nothing but a print worker, as a process: `fault-process.ts LANGUAGE JOURNAL PORT STEP PAPER`. It kills itself
 * without warning at the step of the paper, or ends when nothing is left to print.
 */
import { startWorker } from '../bench-of-printers.ts';
import { FileJournal } from '../file-journal.ts';
import { composeFor, type DeathStep, deathSteps, dieAt } from './fault-kiosk.ts';
import type { Language } from './fault-papers.ts';
import { printerOf } from './fault-printers.ts';

const [language = '', path = '', port = '', step = '', paperId = ''] = process.argv.slice(2);
const isLanguage = (text: string): text is Language => text === 'zpl' || text === 'esc-pos';
const isStep = (text: string): text is DeathStep => deathSteps.some((one) => one === text);
if (!isLanguage(language)) throw new Error(`no such language: ${language}`);

const journal = new FileJournal(path);
if (isStep(step)) dieAt(journal, step, paperId, () => process.kill(process.pid, 'SIGKILL'));
const { worker } = startWorker(printerOf[language](Number(port)), journal, { compose: composeFor(language) });
while (journal.nextJob() !== null || journal.inDoubt().length > 0) await journal.nextLine();
await worker.stop();
