/**
 * How a printer is reached: the part `connection` of its settings, and the connection that fits it.
 *
 * A new kind of connection is one schema, one entry in `known` and one case in `connectionOf`.
 */
import { z } from 'zod';
import { unreachable } from '../../clinic/assert.ts';
import type { PrinterConnection } from './connection.ts';
import { cupsConnection, cupsDocumentQueue } from './cups.ts';
import { folderConnection } from './folder.ts';
import { networkConnection } from './network.ts';
import type { PrintQueue } from './print-queue.ts';
import { serialConnection } from './serial.ts';
import { usbConnection } from './usb.ts';
import { windowsDocumentQueue, windowsSpoolerConnection } from './windows-spooler.ts';

const portMax = 65_535;
const textCharactersMax = 255;
const baudRates = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];

const oneLine = (what: string) =>
  z
    .string({ error: `expected ${what}` })
    .min(1, { error: `expected ${what}` })
    .max(textCharactersMax, { error: `expected ${what}, of at most ${textCharactersMax} characters` });

const devicePath = "the path of the printer's device, for example /dev/usb/lp0";
const portProblem = `expected a port, 1 to ${portMax}; as a rule 9100`;

const NetworkSetting = z.strictObject({
  kind: z.literal('network'),
  host: oneLine("the printer's host name or address"),
  port: z.int({ error: portProblem }).min(1, { error: portProblem }).max(portMax, { error: portProblem }),
  singleConnection: z.boolean({ error: 'expected true when the port takes one host at a time, else false' }).optional(),
});

const SerialSetting = z.strictObject({
  kind: z.literal('serial'),
  path: oneLine("the serial port's path, for example /dev/ttyUSB0 or COM3"),
  baudRate: z
    .literal(baudRates, { error: `expected the printer's baud rate, one of ${baudRates.join(', ')}` })
    .default(9600),
  dataBits: z.literal([7, 8], { error: 'expected 7 or 8 data bits' }).default(8),
  parity: z.literal(['none', 'even', 'odd'], { error: 'expected the parity "none", "even" or "odd"' }).default('none'),
  flowControl: z
    .literal(['xon-xoff', 'rts-cts', 'none'], { error: 'expected the flow control "xon-xoff", "rts-cts" or "none"' })
    .default('xon-xoff'),
});

const UsbSetting = z.strictObject({
  kind: z.literal('usb'),
  path: oneLine(devicePath).regex(/^\//, { error: `expected ${devicePath}` }),
});

const cupsQueue = 'the name of a queue, as lpstat -p lists it';
const cupsServer = 'the print server: a host, a host and port, or the path of a socket';

const CupsSetting = z.strictObject({
  kind: z.literal('cups'),
  // Neither may look like an option of the programs that they are handed to.
  queue: oneLine(cupsQueue).regex(/^[^-\s/#][^\s/#]*$/, { error: `expected ${cupsQueue}` }),
  server: oneLine(cupsServer)
    .regex(/^[^-\s]\S*$/, { error: `expected ${cupsServer}` })
    .optional(),
});

const WindowsSpoolerSetting = z
  .strictObject({
    kind: z.literal('windows-spooler'),
    queue: oneLine("the printer's name in the settings of Windows"),
  })
  .refine(() => process.platform === 'win32', {
    path: ['kind'],
    error: 'only Windows has the spooler of Windows; elsewhere, "cups" does the same',
  });

const FolderSetting = z.strictObject({ kind: z.literal('folder'), folder: oneLine('the path of a folder') });

/** What each kind needs, in words: all that a wrong `kind` is answered with. */
const known = [
  '"network" (with host and port)',
  '"serial" (with path)',
  '"usb" (with path)',
  '"cups" (with queue)',
  '"windows-spooler" (with queue)',
  '"folder" (with folder)',
];

export const ConnectionSetting = z.discriminatedUnion(
  'kind',
  [NetworkSetting, SerialSetting, UsbSetting, CupsSetting, WindowsSpoolerSetting, FolderSetting],
  {
    error: `expected a connection of kind ${known.slice(0, -1).join(', ')} or ${known.at(-1)}`,
  },
);
type ConnectionSetting = z.infer<typeof ConnectionSetting>;

/** For what is not written in ASCII: seven bits would make other commands of it, without a sound. */
export const EightBitConnectionSetting = ConnectionSetting.refine(
  (connection) => connection.kind !== 'serial' || connection.dataBits === 8,
  { path: ['dataBits'], error: 'a printer that speaks esc-pos needs 8 data bits' },
);

const fileEndings = { zpl: 'zpl', 'esc-pos': 'escpos' } as const;

interface ConnectedPrinter {
  readonly language: keyof typeof fileEndings;
  readonly connection: ConnectionSetting;
}

export function connectionOf({ connection, language }: ConnectedPrinter): PrinterConnection {
  switch (connection.kind) {
    case 'network':
      return networkConnection(connection);
    case 'serial':
      return serialConnection(connection);
    case 'usb':
      return usbConnection(connection);
    case 'cups':
      return cupsConnection(cupsQueueOf(connection));
    case 'windows-spooler':
      return windowsSpoolerConnection(connection);
    case 'folder':
      return folderConnection({ folder: connection.folder, ending: fileEndings[language] });
    default:
      return unreachable(connection);
  }
}

/** A queue that is given documents and not labels. */
export function documentQueueOf(connection: ConnectionSetting & { kind: 'cups' | 'windows-spooler' }): PrintQueue {
  return connection.kind === 'cups' ? cupsDocumentQueue(cupsQueueOf(connection)) : windowsDocumentQueue(connection);
}

function cupsQueueOf({ queue, server }: ConnectionSetting & { kind: 'cups' }) {
  return { queue, ...(server === undefined ? {} : { server }) };
}
