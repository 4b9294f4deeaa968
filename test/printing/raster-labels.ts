/** Labels that are sent as pictures, for tests: one that says which paper it is, and what can be read on those that came out. */
import type { PrinterConnection } from '../../printing/connections/connection.ts';
import { networkConnection } from '../../printing/connections/network.ts';
import { escPosPrinter } from '../../printing/esc-pos-printer.ts';
import { rasterPng } from '../../printing/label-proof-raster.ts';
import { endOfTornLabel } from '../../printing/languages/esc-pos-label.ts';
import type { ComposedPaper } from '../../printing/print-worker.ts';
import type { Printer } from '../../printing/printer.ts';
import { specimenPaper } from '../../printing/specimen-paper.ts';
import { barcodesOf } from '../electron/read-barcode.ts';
import type { TicketPrinter } from '../peers/ticket-printer-launcher.ts';
import { quickWaits } from './bench-of-printers.ts';
import { media8, specimenContent } from './labels-for-tests.ts';

/** Of labels that are 50 by 25 mm, on a head of 8 dots per millimetre. */
export const stock = { stockWidthMm: 50, stockHeightMm: 25, dotsPerMm: 8 } as const;
const widthDots = 400;

export const rasterPrinterOn = (connection: PrinterConnection, confirmsEach = true, waits = quickWaits): Printer =>
  escPosPrinter({
    name: 'LABELS-1',
    connection,
    confirmsEach,
    endOfTornLabel: endOfTornLabel(widthDots),
    waits,
  });

export const rasterPrinterAt = (port: number, confirmsEach = true, waits = quickWaits): Printer =>
  rasterPrinterOn(networkConnection({ host: '127.0.0.1', port }), confirmsEach, waits);

/** A whole specimen label, as a station makes it. */
export function rasterPaper(paperId: string, token: string): ComposedPaper {
  const paper = specimenPaper(specimenContent({ identifier: paperId }), media8, 'esc-pos', token);
  if (!paper.ok) throw new Error(paper.problem);
  return paper.value;
}

const begin = Buffer.from('1b401c284c02004332', 'hex');
const end = Buffer.from('1c284c02004130', 'hex');

/** The part of a label's bytes that moves and burns its paper: without the token behind it. */
export const rasterAsItStands = (bytes: Uint8Array): Uint8Array =>
  bytes.subarray(0, Buffer.from(bytes).lastIndexOf(end) + end.length);

/** What a scanner reads on the label that these bytes drew, whatever the printer heard before them. */
export async function numbersOnRaster(heard: Uint8Array): Promise<string> {
  const bytes = heard.subarray(Math.max(0, Buffer.from(heard).lastIndexOf(begin)));
  const png = rasterPng(bytes, media8);
  return png.ok ? (await barcodesOf(png.value)).join(' ') : '';
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
