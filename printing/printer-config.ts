/**
 * The section `printers` of the settings: which printers there are, how to reach them and what goes into them.
 *
 * Every problem is one sentence with its path. A printer that fits the settings is made here and nowhere else.
 */
import { z } from 'zod';
import { unreachable } from '../clinic/assert.ts';
import { ConnectionSetting, connectionOf, EightBitConnectionSetting } from './connections/connection-settings.ts';
import { escPosPrinter } from './esc-pos-printer.ts';
import { adjustmentSettings } from './labels/label-adjustment.ts';
import { specimenLabelSizeMin } from './labels/specimen-label.ts';
import { endOfTornLabel, endOfUnaskedLabel } from './languages/esc-pos-label.ts';
import { oneWayPrinter } from './one-way-printer.ts';
import type { Printer, PrinterWaits } from './printer.ts';
import { serviceSettings } from './printer-service.ts';
import { zebraPrinter } from './zebra-printer.ts';

const printerPurposes = ['specimen-label', 'queue-ticket'] as const;

const printersMax = 32;
const zplWidthMmMax = 110;
/** Of the print head that 80 mm paper goes through. */
const escPosWidthMmMax = 72;
const pictureBaudMin = 115_200;
const dotsPerInch: readonly unknown[] = [203, 300, 600];
/** 180 per inch, as receipt printers have, or 7.09 per millimetre. */
const tooCoarse: readonly unknown[] = [180, 7, 7.08, 7.09, 7.1];

const millimetres = (what: string, min: number, max: number) => {
  const error = `expected ${what} in millimetres, ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
};

const labelSize = (widthMmMax: number) =>
  z.strictObject(
    {
      widthMm: millimetres('a width', specimenLabelSizeMin.widthMm, widthMmMax),
      heightMm: millimetres('a height', specimenLabelSizeMin.heightMm, 150),
    },
    { error: 'expected the size of a label: widthMm and heightMm' },
  );

const name = z
  .string({ error: 'expected a name, for example LABELS-1' })
  .regex(/^[A-Z0-9-]{1,20}$/, { error: 'expected 1 to 20 of A to Z, 0 to 9 and hyphen, for example LABELS-1' });

const serial = z
  .string({ error: 'expected a serial number, as doctor shows it' })
  .regex(/^[\x21-\x7e]{1,40}$/, { error: 'expected a serial number, as doctor shows it' });

const dotsPerMm = z.union([z.literal(8), z.literal(12)], {
  error: ({ input }) => {
    if (tooCoarse.includes(input))
      return 'a head of 180 dots per inch cannot print bars of 0.25 mm, which is no whole number of its dots; expected 8 (203 dots per inch) or 12 (300 dots per inch)';
    return dotsPerInch.includes(input)
      ? `${input} is dots per inch; expected 8 or 12 per millimetre`
      : 'expected 8 (203 dots per inch) or 12 (300 dots per inch)';
  },
});

const ZplPrinterSetting = z.strictObject({
  name,
  language: z.literal('zpl'),
  purpose: z.literal('specimen-label', {
    error: 'a printer that speaks zpl prints specimen labels: expected "specimen-label"',
  }),
  connection: ConnectionSetting,
  ...serviceSettings('specimen-label'),
  label: labelSize(zplWidthMmMax),
  dotsPerMm,
  ...adjustmentSettings,
  /** Of the printer that belongs here: another one in its place is noticed, and given nothing. */
  serial: serial.optional(),
  /** Whether labels of another length than `label.heightMm` in the printer stop it. */
  checksLabelLength: z.boolean({ error: 'expected true or false' }).default(true),
});

const EscPosTicketPrinterSetting = z.strictObject({
  name,
  language: z.literal('esc-pos'),
  purpose: z.literal('queue-ticket'),
  connection: EightBitConnectionSetting,
  ...serviceSettings('queue-ticket'),
  /** Whether this make confirms each ticket (Epson's `GS ( H`); most copies of Epson's printers do not. */
  confirmsTickets: z.boolean({ error: 'expected true or false' }).default(true),
});

/** Takes a label as one picture: the head is 80 mm wide at the most, and such a picture is slow over a slow wire. */
const EscPosLabelPrinterSetting = z
  .strictObject({
    name,
    language: z.literal('esc-pos'),
    purpose: z.literal('specimen-label'),
    connection: EightBitConnectionSetting,
    ...serviceSettings('specimen-label'),
    label: labelSize(escPosWidthMmMax),
    dotsPerMm,
    /** Whether this make confirms each label (Epson's `GS ( H`). */
    confirmsLabels: z.boolean({ error: 'expected true or false' }).default(true),
    offsetMm: adjustmentSettings.offsetMm,
  })
  .check(({ value: { connection }, issues }) => {
    if (connection.kind !== 'serial' || connection.baudRate >= pictureBaudMin) return;
    const message = `a label for this printer is a picture of 10,000 bytes or more: expected ${pictureBaudMin} baud`;
    issues.push({ code: 'custom', path: ['connection', 'baudRate'], message, input: connection.baudRate });
  });

const EscPosPrinterSetting = z.discriminatedUnion('purpose', [EscPosTicketPrinterSetting, EscPosLabelPrinterSetting], {
  error: 'a printer that speaks esc-pos prints tickets, or labels: expected "queue-ticket" or "specimen-label"',
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

/** Whether it sends back the token of what it has printed. */
export function confirmsEachPaper(setting: PrinterSetting): boolean {
  if (setting.language === 'zpl') return true;
  return setting.purpose === 'specimen-label' ? setting.confirmsLabels : setting.confirmsTickets;
}

export function createPrinter(setting: PrinterSetting, waits?: PrinterWaits): Printer {
  const connected = { name: setting.name, connection: connectionOf(setting), ...(waits ? { waits } : {}) };
  if (connected.connection.isOneWay) {
    const torn = setting.purpose === 'specimen-label' ? { endOfTornLabel: endOfUnaskedLabel } : {};
    return oneWayPrinter({ ...connected, ...torn, language: setting.language });
  }
  switch (setting.language) {
    case 'zpl':
      return zebraPrinter({
        ...connected,
        dotsPerMm: setting.dotsPerMm,
        ...(setting.serial === undefined ? {} : { serial: setting.serial }),
        ...(setting.checksLabelLength ? { labelHeightMm: setting.label.heightMm } : {}),
      });
    case 'esc-pos':
      return escPosPrinter({ ...connected, confirmsEach: confirmsEachPaper(setting), ...tornEnd(setting) });
    default:
      return unreachable(setting);
  }
}

/** A label that broke off is not cut, but fed out. */
function tornEnd(setting: PrinterSetting): { readonly endOfTornLabel?: Uint8Array } {
  if (setting.purpose !== 'specimen-label') return {};
  return { endOfTornLabel: endOfTornLabel(Math.round(setting.label.widthMm * setting.dotsPerMm)) };
}
