/**
 * The section `printers` of the settings: which printers there are, how to reach them and what goes into them.
 *
 * Every problem is one sentence with its path. A printer that fits the settings is made here and nowhere else.
 */
import { z } from 'zod';
import { unreachable } from '../clinic/assert.ts';
import { ConnectionSetting, connectionOf } from './connections/connection-settings.ts';
import { oneWayPrinter } from './one-way-printer.ts';
import type { Printer, PrinterWaits } from './printer.ts';
import { specimenLabelSizeMin } from './specimen-label.ts';
import { ticketPrinter } from './ticket-printer.ts';
import { zebraPrinter } from './zebra-printer.ts';

const printerPurposes = ['specimen-label', 'queue-ticket'] as const;

const printersMax = 32;
const dotsPerInch: readonly unknown[] = [203, 300, 600];

const millimetres = (what: string, min: number, max: number) => {
  const error = `expected ${what} in millimetres, ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
};

const name = z
  .string({ error: 'expected a name, for example LABELS-1' })
  .regex(/^[A-Z0-9-]{1,20}$/, { error: 'expected 1 to 20 of A to Z, 0 to 9 and hyphen, for example LABELS-1' });

const serial = z
  .string({ error: 'expected a serial number, as doctor and print-test show it' })
  .regex(/^[\x21-\x7e]{1,40}$/, { error: 'expected a serial number, as doctor and print-test show it' });

const dotsPerMm = z.union([z.literal(8), z.literal(12)], {
  error: ({ input }) =>
    dotsPerInch.includes(input)
      ? `${input} is dots per inch; expected 8 or 12 per millimetre`
      : 'expected 8 (203 dots per inch) or 12 (300 dots per inch)',
});

const ZplPrinterSetting = z.strictObject({
  name,
  language: z.literal('zpl'),
  purpose: z.literal('specimen-label', {
    error: 'a printer that speaks zpl prints specimen labels: expected "specimen-label"',
  }),
  connection: ConnectionSetting,
  label: z.strictObject(
    {
      widthMm: millimetres('a width', specimenLabelSizeMin.widthMm, 110),
      heightMm: millimetres('a height', specimenLabelSizeMin.heightMm, 150),
    },
    { error: 'expected the size of a label: widthMm and heightMm' },
  ),
  dotsPerMm,
  /** Of the printer that belongs here: another one in its place is noticed, and given nothing. */
  serial: serial.optional(),
  /** Whether labels of another length than `label.heightMm` in the printer stop it. */
  checksLabelLength: z.boolean({ error: 'expected true or false' }).default(true),
});

const EscPosPrinterSetting = z.strictObject({
  name,
  language: z.literal('esc-pos'),
  purpose: z.literal('queue-ticket', {
    error: 'a printer that speaks esc-pos prints tickets: expected "queue-ticket"',
  }),
  connection: ConnectionSetting,
  /** Whether this make confirms each ticket (Epson's `GS ( H`); most copies of Epson's printers do not. */
  confirmsTickets: z.boolean({ error: 'expected true or false' }).default(true),
});

export const PrinterSetting = z.discriminatedUnion('language', [ZplPrinterSetting, EscPosPrinterSetting], {
  error: 'expected a printer whose language is "zpl" or "esc-pos"',
});
export type PrinterSetting = z.infer<typeof PrinterSetting>;

export const PrinterSettings = z
  .array(PrinterSetting, { error: 'expected a list of printers' })
  .max(printersMax, { error: `expected at most ${printersMax} printers` })
  .superRefine((printers, context) => {
    for (const [index, printer] of printers.entries()) {
      const first = printers.findIndex((other) => other.name === printer.name);
      if (first === index) continue;
      context.addIssue({
        code: 'custom',
        path: [index, 'name'],
        message: `${printer.name} is the name of another printer`,
      });
    }
    for (const purpose of printerPurposes) {
      if (printers.some((printer) => printer.purpose === purpose)) continue;
      context.addIssue({
        code: 'custom',
        path: [],
        message: `no printer has the purpose "${purpose}"; at least one must`,
      });
    }
  });

export function createPrinter(setting: PrinterSetting, waits?: PrinterWaits): Printer {
  const connected = { name: setting.name, connection: connectionOf(setting), ...(waits ? { waits } : {}) };
  if (connected.connection.isOneWay) return oneWayPrinter({ ...connected, language: setting.language });
  switch (setting.language) {
    case 'zpl':
      return zebraPrinter({
        ...connected,
        dotsPerMm: setting.dotsPerMm,
        ...(setting.serial === undefined ? {} : { serial: setting.serial }),
        ...(setting.checksLabelLength ? { labelHeightMm: setting.label.heightMm } : {}),
      });
    case 'esc-pos':
      return ticketPrinter({ ...connected, confirmsTickets: setting.confirmsTickets });
    default:
      return unreachable(setting);
  }
}
