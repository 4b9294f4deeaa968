/**
 * The two chains that make the audit trail show tampering. Pure; the table is in audit.ts.
 *
 * `link` is keyed by the store key, so the kiosk itself finds an edited, missing or swapped entry at every start. `seal` signs
 * the link with a key that is replaced by its own hash after each entry: whoever takes the kiosk today cannot forge
 * yesterday's seals, and the site, which keeps the first key elsewhere, can check them all. A tail that is cut off together
 * with the ledger's own note of it is found by the anchor.
 */
import { createHmac, hash, type KeyObject } from 'node:crypto';

/** An entry as it is stored; `detailsJson` is the very text, so that nothing depends on how JSON is written. */
export interface ChainedEntry {
  readonly sequence: number;
  readonly at: string;
  readonly who: string;
  readonly act: string;
  readonly bookingId: string | null;
  readonly detailsJson: string;
}

export const beforeFirst = Buffer.alloc(32);

const evolve = Buffer.from('evolve');

export function linkOf(key: KeyObject, previous: Uint8Array, entry: ChainedEntry): Buffer {
  const { sequence, at, who, act, bookingId, detailsJson } = entry;
  return createHmac('sha256', key)
    .update(previous)
    .update(JSON.stringify([sequence, at, who, act, bookingId, detailsJson]))
    .digest();
}

/** A plain hash will do: what follows the key is always a link of 32 bytes, so nothing can be appended to it. */
export function sealOf(sealKey: Uint8Array, link: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([sealKey, link]), 'buffer');
}

/** One-way: from a later key no earlier one can be found. */
export function nextSealKey(sealKey: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([evolve, sealKey]), 'buffer');
}
