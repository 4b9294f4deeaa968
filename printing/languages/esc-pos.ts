/**
 * A queue ticket as bytes in ESC/POS, by node-thermal-printer's builder and by nothing else of it: its network layer
 * calls a ticket printed that no printer has read, so a connection of ours sends the bytes.
 *
 * The builder passes control bytes in a text on to the printer, switches code pages without a word and cuts words in
 * half, so text is made harmless and fitted before it. ASCII only: the numbers of code pages differ between makes.
 */
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import type { QueueTicketContent } from '../labels/label.ts';
import { queueTicket, type TicketLine } from '../queue-ticket.ts';
import { confirmationRequest } from './esc-pos-status.ts';

export interface TicketOptions {
  /** Four printable characters that the printer sends back when the ticket is out; null: this make cannot. */
  readonly token: string | null;
}

/** Of natural size, on 80 mm paper; 42 on the narrowest head that is sold for it. */
const columns = 42;
/** `ESC @`: forgets what another program left set. */
const initialise = Uint8Array.of(0x1b, 0x40);
const feedBeforeCut = { verticalTabAmount: 1 };

export function encodeTicket(content: QueueTicketContent, { token }: TicketOptions): Uint8Array {
  // A builder for each ticket: one that is used again prints the last ticket again. Without an interface it opens nothing.
  const builder = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: '', width: columns });
  builder.add(Buffer.from(initialise));
  builder.setCharacterSet(CharacterSet.PC437_USA);
  builder.alignCenter();
  for (const line of queueTicket(content)) addLine(builder, line);
  builder.partialCut(feedBeforeCut);
  if (token !== null) builder.add(Buffer.from(confirmationRequest(token)));
  return Uint8Array.from(builder.getBuffer());
}

function addLine(builder: ThermalPrinter, { text, scale, isBold }: TicketLine): void {
  if (text === '') {
    builder.newLine();
    return;
  }
  builder.setTextSize(scale - 1, scale - 1);
  builder.bold(isBold);
  for (const part of wrapped(plain(text), Math.floor(columns / scale))) builder.println(part);
  builder.bold(false);
  builder.setTextSize(0, 0);
}

/** Letters without their accents, the plain one of each quotation mark and dash, `?` for the rest. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll(/[\u2010-\u2015]/g, '-')
    .replaceAll(/\s/g, ' ')
    .replaceAll(/\p{C}/gu, '')
    .replaceAll(/[^\x20-\x7e]/gu, '?');
}

/** At spaces where it can be; a word that is longer than a line is broken, never cut. */
function wrapped(text: string, columnsMax: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ').flatMap((whole) => piecesOf(whole, columnsMax))) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length <= columnsMax) {
      current = longer;
    } else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

function piecesOf(word: string, columnsMax: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < word.length; start += columnsMax) pieces.push(word.slice(start, start + columnsMax));
  return pieces;
}
