/**
 * Every way to a printer: a language over a connection, with a virtual printer at the other end. A new language or a new
 * connection is a new row here, and every-printer.test.ts asks of it what it asks of all others.
 */

import { behindCups } from './printers-behind-cups.ts';
import { numbersOnRaster, rasterAsItStands, rasterPaper } from './raster-labels.ts';
import {
  folder,
  networkLine,
  type PrinterAtWay,
  rasterPrinterOver,
  serialLine,
  ticketPrinterOver,
  usbLine,
  zebraOver,
} from './virtual-printers.ts';

export const sentences = [
  'a paper is known to be out, or to be sent, and is there once, byte for byte',
  'papers come out in the order in which they were asked for',
  'a paper for a printer that is not there is not printed, and comes out once when it is back',
  'out of paper: staff are told, nothing is sent, and it goes on when there is paper',
  'a connection that breaks off in a paper ends in what is known, and never in a second paper',
  'silence is not ready',
  'what one conversation left unread does not confuse the next',
  'stopping ends at once',
  'stopping ends at once in the middle of a paper, which stays in doubt',
] as const;
export type Sentence = (typeof sentences)[number];

export interface Way {
  readonly name: string;
  readonly isOneWay: boolean;
  /** It keeps a count of its papers: what became of one that was interrupted can be known. */
  readonly keepsCount: boolean;
  readonly troubleWhenAway: 'unreachable' | 'busy-with-another-host' | 'queue-stopped';
  /** Of the bytes of a paper, those that stand on it. */
  readonly asItStands: (bytes: Uint8Array) => Uint8Array;
  /** A paper that says which it is; by default a few words, or a small label in ZPL. */
  readonly bytesOf?: (paperId: string, token: string) => Uint8Array;
  /** What can be read on a paper that came out; by default its bytes say so. */
  readonly textOn?: (paper: Uint8Array) => Promise<string>;
  /** Sentences that cannot be true or false of it, and why. */
  readonly impossible: Partial<Record<Sentence, string>>;
  readonly start: () => Promise<PrinterAtWay>;
}

const cut = Buffer.from('\x1dVB\0', 'latin1');
const untilCut = (bytes: Uint8Array) => bytes.subarray(0, Buffer.from(bytes).lastIndexOf(cut) + cut.length);

const twoWay = { isOneWay: false, troubleWhenAway: 'unreachable', impossible: {} } as const;
const label = { keepsCount: true, asItStands: (bytes: Uint8Array) => bytes } as const;
const ticket = { keepsCount: false, asItStands: untilCut } as const;
const raster = {
  keepsCount: false,
  asItStands: rasterAsItStands,
  bytesOf: (paperId: string, token: string) => rasterPaper(paperId, token).bytes,
  textOn: numbersOnRaster,
} as const;
const asFile = {
  isOneWay: true,
  keepsCount: false,
  troubleWhenAway: 'unreachable',
  asItStands: (bytes: Uint8Array) => bytes,
  impossible: {
    'out of paper: staff are told, nothing is sent, and it goes on when there is paper': 'a folder has no paper',
    'a connection that breaks off in a paper ends in what is known, and never in a second paper':
      'a file appears whole or not at all: there is no middle',
    'silence is not ready': 'a folder never answers',
    'what one conversation left unread does not confuse the next': 'a folder never answers',
    'stopping ends at once in the middle of a paper, which stays in doubt': 'a file has no middle',
  },
} as const;

const inQueue = {
  isOneWay: true,
  troubleWhenAway: 'queue-stopped',
  impossible: {
    'out of paper: staff are told, nothing is sent, and it goes on when there is paper':
      'a queue says nothing of the paper: it holds the label up, or the printer does',
    'a connection that breaks off in a paper ends in what is known, and never in a second paper':
      'the queue calls such a paper completed: connections/cups.test.ts',
    'silence is not ready': 'a queue hears no answers',
    'what one conversation left unread does not confuse the next': 'a queue hears no answers',
    'stopping ends at once in the middle of a paper, which stays in doubt': 'connections/cups.test.ts',
  },
} as const;

export const ways: readonly Way[] = [
  { name: 'zpl over the network', ...twoWay, ...label, start: () => zebraOver(networkLine(false)) },
  {
    name: 'zpl over a network port for one host at a time',
    ...twoWay,
    ...label,
    // Whoever finds it closed cannot know that the printer is off.
    troubleWhenAway: 'busy-with-another-host',
    start: () => zebraOver(networkLine(true), true),
  },
  { name: 'zpl over a serial port', ...twoWay, ...label, start: () => zebraOver(serialLine) },
  { name: 'zpl over USB', ...twoWay, ...label, start: () => zebraOver(usbLine) },
  { name: 'zpl through CUPS', ...inQueue, ...label, keepsCount: false, start: () => behindCups('zpl') },
  { name: 'zpl into a folder', ...asFile, start: () => folder('zpl', 'zpl') },
  { name: 'esc-pos over the network', ...twoWay, ...ticket, start: () => ticketPrinterOver(networkLine(false)) },
  { name: 'esc-pos over a serial port', ...twoWay, ...ticket, start: () => ticketPrinterOver(serialLine) },
  { name: 'esc-pos over USB', ...twoWay, ...ticket, start: () => ticketPrinterOver(usbLine) },
  { name: 'esc-pos labels over the network', ...twoWay, ...raster, start: () => rasterPrinterOver(networkLine(false)) },
  { name: 'esc-pos labels over a serial port', ...twoWay, ...raster, start: () => rasterPrinterOver(serialLine) },
  { name: 'esc-pos labels over USB', ...twoWay, ...raster, start: () => rasterPrinterOver(usbLine) },
  { name: 'esc-pos through CUPS', ...inQueue, ...ticket, start: () => behindCups('esc-pos') },
  { name: 'esc-pos into a folder', ...asFile, start: () => folder('esc-pos', 'escpos') },
];
