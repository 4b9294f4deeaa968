/**
 * The settings: one JSON file, read once at the start, every problem listed by path and in words (S15).
 *
 * Each room owns the schema of its section; here they are only put together. Nothing else reads the file or the
 * environment.
 */
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { ClinicRules } from '../clinic/clinic-rules.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { importKeyOf } from '../offline-store/list-file/site-signature.ts';
import { StoreSettings } from '../offline-store/store-settings.ts';
import { UpstreamSettings, withAbsoluteFiles } from '../offline-store/sync/upstream-settings.ts';
import { DocumentPrinterSetting } from '../printing/document-printer.ts';
import { PrinterSettings } from '../printing/printer-config.ts';
import { kindsNotServed, PlaceName } from '../printing/printer-service.ts';

const fullPath = z
  .string('expected the path of a folder')
  .refine((text) => path.isAbsolute(text) && !text.includes('\0'), 'expected a full path, from the root of the disk');

/** A whole number, its limits said in the refusal. */
function whole(min: number, max: number, unit = '') {
  const expected = `expected a whole number${unit} from ${min} to ${max}`;
  return z.int(expected).min(min, expected).max(max, expected);
}

const upToFourLetters = 'expected up to four capital letters';
const reservedNumberMax = 999_999_999_999;
const stationName = 'expected capital letters, digits and hyphens, up to 20';
const scannerPath = "expected the path of the scanner's serial port";
const windowsThere = 'expected a list of "patient" and "staff", or one of them';

const SiteSettings = z.strictObject({
  name: z
    .string('expected the name of the site')
    .min(1, 'expected the name of the site')
    .max(60, 'at most 60 characters'),
  /** Where patients wait, as the screen and the ticket say it: `Waiting area B`. */
  waitAt: z
    .string('expected where patients wait')
    .min(1, 'expected where patients wait')
    .max(40, 'at most 40 characters'),
  timeZone: z.literal('Europe/London').default('Europe/London'),
  /** Public half of the key that signs lists from a file (Ed25519); null: two people confirm each. */
  importKey: z
    .string('expected a public key')
    .refine((text) => importKeyOf(text) !== null, 'expected an Ed25519 public key, as PEM or base64')
    .nullable()
    .default(null),
  /** Where staff may load a list from: the folder that a stick appears under. Null: from nowhere. */
  importFolder: fullPath.nullable().default(null),
  /** An office printer, for the day list on paper. */
  documentPrinter: DocumentPrinterSetting.nullable().default(null),
  /** Lets the test range of NHS numbers (999) in. Never on where patients are. */
  training: z.boolean().default(false),
});

const ReservedRangeSettings = z
  .strictObject({
    prefix: z.string(upToFourLetters).regex(/^[A-Z]{0,4}$/, upToFourLetters),
    from: whole(1, reservedNumberMax),
    to: whole(1, reservedNumberMax),
    digits: whole(3, 12),
  })
  .refine((range) => range.from <= range.to, 'from must not be greater than to')
  .refine((range) => String(range.to).length <= range.digits, 'to does not fit into the digits')
  .refine(
    (range) => range.prefix.length + range.digits >= 4,
    'prefix and digits together must be 4 characters or more',
  );

const StationSettings = z.strictObject({
  /** Names this kiosk upstream and in its papers' tokens: `KIOSK-1`. */
  name: z.string(stationName).regex(/^[A-Z0-9-]{1,20}$/, stationName),
  /** Where in the site it stands, for printers that serve some bays only. */
  bay: PlaceName.optional(),
  windows: z
    .array(z.enum(['patient', 'staff'], windowsThere), windowsThere)
    .min(1, windowsThere)
    .default(['patient', 'staff']),
  /** Numbers that the laboratory set aside for this station alone, for orders that bring none. */
  reservedRange: ReservedRangeSettings.nullable().default(null),
  scanner: z
    .strictObject({
      kind: z.literal('serial', 'expected "serial"; a scanner that types like a keyboard needs no setting'),
      path: z.string(scannerPath).min(1, scannerPath),
      baudRate: whole(1200, 921_600, ' of baud').default(9600),
    })
    .nullable()
    .default(null),
  fullScreen: z.boolean().default(true),
});

const StaffSettings = z.strictObject({
  signOutAfterSeconds: whole(30, 1800, ' of seconds').default(180),
});

export const KioskConfig = z
  .strictObject({
    site: SiteSettings,
    station: StationSettings,
    upstream: UpstreamSettings,
    printers: PrinterSettings,
    clinicRules: ClinicRules.prefault({}),
    store: StoreSettings,
    staff: StaffSettings.prefault({}),
  })
  .superRefine(({ clinicRules, upstream }, context) => {
    if (upstream.wholePullMinutes < clinicRules.listAgeingMinutes) return;
    const message = 'must be less than clinicRules.listAgeingMinutes, or the list is old before it is pulled again';
    context.addIssue({ code: 'custom', path: ['upstream', 'wholePullMinutes'], message });
  })
  .superRefine(({ printers, station }, context) => {
    for (const message of kindsNotServed(printers, station)) {
      context.addIssue({ code: 'custom', path: ['printers'], message });
    }
  });
export type KioskConfig = z.infer<typeof KioskConfig>;

/** Where the settings are, if nobody says: `KIOSK_CONFIG`, else the platform's place for an app of the whole machine. */
export function configFile(): string {
  const given = process.env.KIOSK_CONFIG;
  if (given !== undefined && given !== '') return given;
  if (process.platform === 'win32') {
    return path.join(process.env.ProgramData ?? 'C:\\ProgramData', 'PhlebotomyKiosk', 'kiosk.json');
  }
  if (process.platform === 'darwin')
    return path.join(os.homedir(), 'Library/Application Support/PhlebotomyKiosk/kiosk.json');
  return '/etc/phlebotomy-kiosk/kiosk.json';
}

/** @returns the settings, or every problem as `path: words`. Paths of files in the settings are taken from the file's own folder. */
export function readConfig(file: string): Result<KioskConfig, readonly string[]> {
  if (!existsSync(file)) return refuse([`there are no settings at ${file}`]);
  const json = parseJson(file);
  if (!json.ok) return json;
  // With what was found, because only that tells what is missing from what is wrong.
  const parsed = KioskConfig.safeParse(json.value, { reportInput: true });
  if (!parsed.success) return refuse(parsed.error.issues.flatMap(wordsOf));
  return ok(withAbsolutePaths(parsed.data, path.dirname(path.resolve(file))));
}

function parseJson(file: string): Result<unknown, readonly string[]> {
  try {
    return ok(JSON.parse(textOf(readFileSync(file))));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse([`${file} is not JSON: ${error.message}`]);
    return refuse([`${file} cannot be read`]);
  }
}

/** UTF-8, or UTF-16 as Windows' own shell writes what a command said; neither with the mark that says so. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** For what has no sentence of its own. */
const kindsInWords: Readonly<Record<string, string>> = {
  object: 'expected a section, { … }',
  record: 'expected a section, { … }',
  array: 'expected a list, [ … ]',
  boolean: 'expected true or false',
  string: 'expected a text, "…"',
  number: 'expected a number',
};

/** One sentence for each problem: `printers[0].dotsPerMm: …`. */
function wordsOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${pathOf([...issue.path, key])}: there is no such setting`);
  }
  const where = pathOf(issue.path);
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return [`${where}: is missing`];
    if (issue.message.startsWith('Invalid input'))
      return [`${where}: ${kindsInWords[issue.expected] ?? issue.message}`];
  }
  return [`${where}: ${issue.message}`];
}

function pathOf(keys: readonly PropertyKey[]): string {
  if (keys.length === 0) return 'the settings';
  return keys
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

function withAbsolutePaths(config: KioskConfig, folder: string): KioskConfig {
  const { store, upstream } = config;
  const { documentPrinter } = config.site;
  return {
    ...config,
    site: {
      ...config.site,
      documentPrinter: documentPrinter === null ? null : withFullPath(documentPrinter, folder),
    },
    printers: config.printers.map((printer) => withFullPath(printer, folder)),
    store: {
      ...store,
      folder: path.resolve(folder, store.folder),
      downtimePack:
        store.downtimePack === null
          ? null
          : {
              folder: path.resolve(folder, store.downtimePack.folder),
              passphraseFile: path.resolve(folder, store.downtimePack.passphraseFile),
            },
    },
    upstream: withAbsoluteFiles(upstream, folder),
  };
}

/** Papers in a folder must not depend on where a program was started. */
function withFullPath<Printer extends Pick<KioskConfig['printers'][number], 'connection'>>(
  printer: Printer,
  folder: string,
): Printer {
  const { connection } = printer;
  if (connection.kind !== 'folder') return printer;
  return { ...printer, connection: { ...connection, folder: path.resolve(folder, connection.folder) } };
}
