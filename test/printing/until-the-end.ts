/** Printers, print workers and journals for one test: whatever it opened ends with it, the last first. */
import { onTestFinished } from 'vitest';
import type { Printer } from '../../printing/printer.ts';
import { startZebraPrinter, type ZebraOptions, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { type Bench, type Hooks, startWorker } from './bench-of-printers.ts';
import { FileJournal, newJournalFile } from './file-journal.ts';

/** A label printer that only this test knows. */
export async function zebraWith(options: ZebraOptions): Promise<ZebraPrinter> {
  const zebra = await startZebraPrinter(options);
  onTestFinished(() => zebra.stop());
  return zebra;
}

export function workerAt(printer: Printer, journal: FileJournal, hooks: Hooks = {}): Bench {
  const bench = startWorker(printer, journal, hooks);
  // One that a test made fail has been seen to.
  onTestFinished(() => bench.worker.stop().catch(() => undefined));
  return bench;
}

export const newJournal = () => new FileJournal(newJournalFile());
