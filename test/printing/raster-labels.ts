/** Labels that are sent as pictures, for tests: one that says which paper it is, and what can be read on those that came out. */
import { networkConnection } from '../../printing/connections/network.ts';
import { encodeLabel } from '../../printing/encode-label.ts';
import { endOfTornLabel } from '../../printing/languages/esc-pos-label.ts';
import type { ComposedPaper } from '../../printing/print-worker.ts';
import type { Printer } from '../../printing/printer.ts';
import { specimenExpectations } from '../../printing/specimen-expectations.ts';
import { specimenLabel } from '../../printing/specimen-label.ts';
import { ticketPrinter } from '../../printing/ticket-printer.ts';
import { barcodesOf } from '../electron/read-barcode.ts';
import type { TicketPrinter } from '../peers/ticket-printer-launcher.ts';
import { quickWaits } from './bench-of-printers.ts';
import { media8, specimenContent } from './labels-for-tests.ts';

/** Of labels that are 50 by 25 mm, on a head of 8 dots per millimetre. */
export const stock = { stockWidthMm: 50, stockHeightMm: 25, dotsPerMm: 8 } as const;
const widthDots = 400;

export const rasterPrinterAt = (port: number, confirmsTickets = true, waits = quickWaits): Printer =>
  ticketPrinter({
    name: 'LABELS-1',
    connection: networkConnection({ host: '127.0.0.1', port }),
    confirmsTickets,
    endOfTornPaper: endOfTornLabel(widthDots),
    waits,
  });

/** A whole specimen label, as a station makes it. */
export function rasterPaper(paperId: string, token: string): ComposedPaper {
  const content = specimenContent({ identifier: paperId });
  const label = specimenLabel(content, media8);
  if (!label.ok) throw new Error(label.problem);
  const encoded = encodeLabel(label.value, media8, 'esc-pos', token);
  if (!encoded.ok) throw new Error(encoded.problem);
  return { ...encoded.value, ...specimenExpectations(content, label.value) };
}

/** What a scanner reads on each label that came out; nothing on one that is blank, or too torn to be read. */
export async function numbersRead(printer: TicketPrinter): Promise<readonly (readonly string[])[]> {
  const labels = await printer.tickets();
  const pictures = await Promise.all(labels.map(({ number }) => printer.picture(number)));
  return Promise.all(pictures.map((png) => (png === null ? [] : barcodesOf(png))));
}

export async function countLabels(printer: TicketPrinter, paperIds: readonly string[]): Promise<readonly number[]> {
  const read = (await numbersRead(printer)).flat();
  return paperIds.map((paperId) => read.filter((number) => number === paperId).length);
}
