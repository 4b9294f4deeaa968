/**
 * Whom and what a printer is for, as its settings say: stations, bays and kinds of paper, each of them all when it is left out.
 * One settings file can thus go to every kiosk of a site.
 */
import { z } from 'zod';
import type { PaperKind } from '../clinic/visit.ts';

const namesMax = 100;
const listed = (kinds: readonly string[]) => kinds.map((kind) => `"${kind}"`).join(' or ');

/** Papers by the purpose of the printer that prints them. */
const kindsByPurpose = {
  'specimen-label': ['header-label', 'specimen-label'],
  'queue-ticket': ['queue-ticket'],
} as const;
type PrinterPurpose = keyof typeof kindsByPurpose;

/** A station, or a bay of it. */
export const PlaceName = z
  .string({ error: 'expected a name' })
  .regex(/^[A-Z0-9-]{1,20}$/, { error: 'expected 1 to 20 of A to Z, 0 to 9 and hyphen' });

const places = (what: string) => {
  const error = `expected a list of the ${what} that it serves; leave it out when it serves all`;
  return z.array(PlaceName, { error }).min(1, { error }).max(namesMax, { error }).optional();
};

/** The settings that any printer of this purpose may have. */
export function serviceSettings<Purpose extends PrinterPurpose>(purpose: Purpose) {
  const kinds: readonly PaperKind[] = kindsByPurpose[purpose];
  const error = `expected a list of ${listed(kinds)}, which a printer with the purpose "${purpose}" may print; leave it out for all`;
  const kind = z.enum(kinds, { error });
  return {
    stations: places('stations'),
    bays: places('bays'),
    kinds: z.array(kind, { error }).min(1, { error }).optional(),
  };
}

/** A setting of a printer, as far as it says whom and what it is for. */
interface ServiceSetting {
  readonly purpose: PrinterPurpose;
  readonly stations?: readonly string[] | undefined;
  readonly bays?: readonly string[] | undefined;
  readonly kinds?: readonly PaperKind[] | undefined;
}

interface ServedStation {
  readonly name: string;
  readonly bay?: string | undefined;
}

export function kindsOf({ purpose, kinds }: Pick<ServiceSetting, 'purpose' | 'kinds'>): readonly PaperKind[] {
  return kinds ?? kindsByPurpose[purpose];
}

/** The printers that serve this station, in order. */
export function printersServing<Setting extends ServiceSetting>(
  printers: readonly Setting[],
  station: ServedStation,
): readonly Setting[] {
  const serves = (names: readonly string[] | undefined, name: string | undefined) =>
    names === undefined || (name !== undefined && names.includes(name));
  return printers.filter(({ stations, bays }) => serves(stations, station.name) && serves(bays, station.bay));
}

const kindsInWords: Readonly<Record<PaperKind, string>> = {
  'header-label': 'header labels',
  'specimen-label': 'specimen labels',
  'queue-ticket': 'tickets',
};

/** A sentence for each kind of paper that this station could not print. A purpose that no printer has is said elsewhere. */
export function kindsNotServed(printers: readonly ServiceSetting[], station: ServedStation): readonly string[] {
  const serving = printersServing(printers, station);
  const kinds = [...new Set(printers.map(({ purpose }) => purpose))].flatMap((purpose) => kindsByPurpose[purpose]);
  const where = station.bay === undefined ? `station ${station.name}` : `station ${station.name} in bay ${station.bay}`;
  return kinds
    .filter((kind) => !serving.some((printer) => kindsOf(printer).includes(kind)))
    .map((kind) => `no printer of ${where} prints ${kindsInWords[kind]}; at least one must`);
}
