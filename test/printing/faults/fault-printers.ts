/** The printers of the fault runs, and how long they are waited for: long enough for a peer, short enough for thousands. */
import type { Printer } from '../../../printing/printer.ts';
import { quickWaits, ticketPrinterAt, zebraAt } from '../bench-of-printers.ts';
import type { Language } from './fault-papers.ts';

/** Taking a slow answer for silence costs another look at labels, and nothing else; of a ticket a person would be asked. */
const labelWaits = { ...quickWaits, answerMsMax: 150 };
const ticketWaits = { ...quickWaits, answerMsMax: 1_000 };

export const printerOf: Readonly<Record<Language, (port: number) => Printer>> = {
  zpl: (port) => zebraAt(port, labelWaits),
  'esc-pos': (port) => ticketPrinterAt(port, true, ticketWaits),
};
