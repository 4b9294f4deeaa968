/** A list from the bytes of a file: what it is, for whom, and whether it can be the list of a day at all. Nothing is in use yet. */
import type { ImportRefusal } from '../../clinic/list-import.ts';
import { type Result, refuse } from '../../clinic/result.ts';
import { readDayBundle } from './day-bundle.ts';
import { isDayCopy, readDayCopy } from './day-copy.ts';
import type { FoundList, WantedList } from './found-list.ts';

/** Twice the longest day that the kiosk is made for. */
const rowsMax = 20_000;
/**
 * As JSON; twice what the longest file of a real list has. Each becomes some hundred bytes, and a thread without memory takes the
 * whole kiosk with it.
 */
const valuesMax = 4_000_000;
/** One of these stands before every value but the first of all: `,`, `[`, `{`. */
const beforeValues: ReadonlySet<number> = new Set([0x2c, 0x5b, 0x7b]);

export interface ListOrder {
  readonly content: Uint8Array;
  readonly wanted: WantedList;
  /** Of the downtime pack; null where the settings have none. */
  readonly passphrase: string | null;
}

export async function readList({ content, wanted, passphrase }: ListOrder): Promise<Result<FoundList, ImportRefusal>> {
  const isCopy = isDayCopy(content);
  if (!isCopy && hasTooMuch(content)) return refuse({ kind: 'too-large' });
  const found = isCopy ? await readDayCopy(content, passphrase, wanted) : await readDayBundle(content, wanted);
  if (!found.ok) return found;
  const { bookings, setAside } = found.value;
  return bookings.length + setAside.length > rowsMax ? refuse({ kind: 'too-large' }) : found;
}

function hasTooMuch(content: Uint8Array): boolean {
  let values = 0;
  for (const byte of content) if (beforeValues.has(byte)) values += 1;
  return values > valuesMax;
}
