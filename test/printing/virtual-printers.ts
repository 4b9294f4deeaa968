/**
 * A virtual printer at the other end of each kind of connection, and what can go wrong with it. For ways-to-printers.ts.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { PrinterConnection } from '../../printing/connections/connection.ts';
import { ConnectionSetting, connectionOf } from '../../printing/connections/connection-settings.ts';
import { folderConnection } from '../../printing/connections/folder.ts';
import { escPosPrinter } from '../../printing/esc-pos-printer.ts';
import { oneWayPrinter } from '../../printing/one-way-printer.ts';
import type { Printer } from '../../printing/printer.ts';
import { zebraPrinter } from '../../printing/zebra-printer.ts';
import { PrinterCable } from '../peers/shared/printer-cable.ts';
import type { Hearing } from '../peers/shared/printer-port.ts';
import { startTicketPrinter, type TicketPrinter } from '../peers/ticket-printer-launcher.ts';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { quickWaits, soonSilent } from './bench-of-printers.ts';
import { rasterPrinterOn, stock } from './raster-labels.ts';

/** What the virtual printer at the other end does when it is told to. */
interface PrinterFaults {
  paperOut(isOut: boolean): Promise<void>;
  hear(hearing: Hearing): Promise<void>;
  /** Breaks off the connection once, after so many bytes of the next paper with this on it. */
  breakOff(afterBytes: number, paperId: string): Promise<void>;
}

export interface PrinterAtWay {
  /** The TCP port of the virtual printer; 0: it has none. */
  readonly port: number;
  /** A new one over a new connection, to the same virtual printer. */
  printer(): Printer;
  /** What came out, in order; without what was only asked. */
  papers(): Promise<readonly Uint8Array[]>;
  /** It is switched off, or pulled out; and back. Settles when a host would notice. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** A new printer: nothing wrong, nothing printed. */
  renew(): Promise<void>;
  stop(): Promise<void>;
  /** Null: it is of a nature that knows no such faults. */
  readonly faults: PrinterFaults | null;
}

/** Between us and the TCP port of a virtual printer. */
interface Line {
  connection(): PrinterConnection;
  /** When a host sees what the printer's port became. */
  isAway(): Promise<void>;
  isBack(): Promise<void>;
  stop(): Promise<void>;
}
type LineTo = (port: number) => Promise<Line>;

/** As a site's settings would have it; the language matters to files only. */
const fromSettings = (setting: z.input<typeof ConnectionSetting>) =>
  connectionOf({ language: 'zpl', connection: ConnectionSetting.parse(setting) });

export const networkLine =
  (singleConnection: boolean): LineTo =>
  async (port) => ({
    connection: () => fromSettings({ kind: 'network', host: '127.0.0.1', port, singleConnection }),
    isAway: async () => undefined,
    isBack: async () => undefined,
    stop: async () => undefined,
  });

/** A pseudo-terminal instead of the port or the device: see connections/cable-sentences.ts for what it cannot show. */
const cable =
  (connectionAt: (path: string) => PrinterConnection): LineTo =>
  async (port) => {
    const cable = new PrinterCable(port);
    await cable.plugIn();
    return {
      connection: () => connectionAt(cable.path),
      isAway: () => cable.gone(),
      isBack: () => cable.ready(),
      stop: () => cable.unplug(),
    };
  };

export const serialLine = cable((path) => fromSettings({ kind: 'serial', path, baudRate: 115_200 }));
export const usbLine = cable((path) => fromSettings({ kind: 'usb', path }));

export const fromBase64 = ({ base64 }: { readonly base64: string }) => Buffer.from(base64, 'base64');

export async function zebraOver(lineTo: LineTo, singleConnection = false): Promise<PrinterAtWay> {
  const peer = await startZebraPrinter({ labelMs: 2, singleConnection });
  const line = await lineTo(peer.port);
  const waits = { ...quickWaits };
  return {
    printer: () => zebraPrinter({ name: 'LABELS-1', connection: line.connection(), dotsPerMm: 8, waits }),
    papers: async () => (await peer.labels()).map(fromBase64),
    ...presenceOf(peer, line),
    faults: {
      paperOut: (paperOut) => peer.become({ paperOut }),
      hear: hearWith(peer, waits),
      breakOff: (afterBytes) => peer.cutOff({ afterBytes, startingAt: '^XA' }),
    },
  };
}

export async function ticketPrinterOver(lineTo: LineTo): Promise<PrinterAtWay> {
  const peer = await startTicketPrinter({ ticketMs: 2 });
  const line = await lineTo(peer.port);
  const waits = { ...quickWaits };
  return {
    printer: () => escPosPrinter({ name: 'TICKETS-1', connection: line.connection(), confirmsEach: true, waits }),
    papers: async () => (await peer.tickets()).map((ticket) => withoutQuestions(fromBase64(ticket))),
    ...presenceOf(peer, line),
    faults: {
      paperOut: (paperOut) => peer.become({ paperOut }),
      hear: hearWith(peer, waits),
      breakOff: (afterBytes, paperId) => peer.cutOff({ afterBytes, startingAt: paperId }),
    },
  };
}

/** A label printer of the same family, which is sent pictures. */
export async function rasterPrinterOver(lineTo: LineTo): Promise<PrinterAtWay> {
  const peer = await startTicketPrinter({ ticketMs: 2, ...stock });
  const line = await lineTo(peer.port);
  const waits = { ...quickWaits };
  return {
    printer: () => rasterPrinterOn(line.connection(), true, waits),
    papers: async () => (await peer.tickets()).map((label) => withoutQuestions(fromBase64(label))),
    ...presenceOf(peer, line),
    faults: {
      paperOut: (paperOut) => peer.become({ paperOut }),
      hear: hearWith(peer, waits),
      breakOff: (afterBytes) => peer.cutOff({ afterBytes, startingAt: '\x1b@' }),
    },
  };
}

/** One that a test makes silent is waited for only as long as that takes; one that speaks is slow at the most. */
function hearWith(
  peer: Pick<ZebraPrinter | TicketPrinter, 'hear'>,
  waits: { answerMsMax: number },
): PrinterFaults['hear'] {
  return (hearing) => {
    waits.answerMsMax = (hearing === 'normal' ? quickWaits : soonSilent).answerMsMax;
    return peer.hear(hearing);
  };
}

/** A virtual printer at its line. */
function presenceOf(
  peer: {
    readonly port: number;
    refuse(refusing: boolean): Promise<void>;
    renew(): Promise<void>;
    stop(): Promise<void>;
  },
  line: Line,
): Pick<PrinterAtWay, 'port' | 'goAway' | 'comeBack' | 'renew' | 'stop'> {
  return {
    port: peer.port,
    async goAway() {
      const isAway = line.isAway();
      await peer.refuse(true);
      await isAway;
    },
    async comeBack() {
      await peer.refuse(false);
      await line.isBack();
    },
    async renew() {
      // A new printer is another one, at the same place.
      const isAway = line.isAway();
      await peer.renew();
      await isAway;
      await line.isBack();
    },
    async stop() {
      await line.stop();
      await peer.stop();
    },
  };
}

const statusQuestion = '\x10\x04[\x01-\x08]';
const token = '\x1d\\(H\x06\0\x30\x30[\\s\\S]{4}';
const questions = new RegExp(`${statusQuestion}|${token}`, 'g');

/** What a ticket printer heard since the last cut: status is asked between the papers, and a token stands behind each. */
export function withoutQuestions(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(questions, ''), 'latin1');
}

export async function folder(language: Printer['language'], ending: string): Promise<PrinterAtWay> {
  const root = mkdtempSync(join(tmpdir(), 'papers-'));
  const parent = join(root, 'stick');
  const away = join(root, 'away');
  const path = join(parent, 'papers');
  const connection = () => folderConnection({ folder: path, ending });
  mkdirSync(path, { recursive: true });
  return {
    port: 0,
    printer: () => oneWayPrinter({ name: 'FILES', language, connection: connection(), waits: quickWaits }),
    papers: async () =>
      readdirSync(path)
        .filter((name) => name.endsWith(`.${ending}`))
        .sort()
        .map((name) => readFileSync(join(path, name))),
    goAway: async () => {
      renameSync(parent, away);
      writeFileSync(parent, 'a file where the folder was');
    },
    comeBack: async () => {
      rmSync(parent);
      renameSync(away, parent);
    },
    renew: async () => {
      for (const name of readdirSync(path)) rmSync(join(path, name));
    },
    stop: async () => rmSync(root, { recursive: true }),
    faults: null,
  };
}
