/**
 * The two chains that make the audit trail show tampering. Pure; the table is in audit.ts.
 *
 * `link` is keyed by the store key, so the kiosk itself finds an edited, missing or swapped entry at every start. `seal` signs
 * the link with a key that is replaced by its own hash after each entry: whoever takes the kiosk today cannot forge
 * yesterday's seals, and the site, which keeps the first key elsewhere, can check them all. A tail that is cut off together
 * with the ledger's own note of it is found by the anchor.
 */
import { hash } from 'node:crypto';
import { assert } from '../../clinic/assert.ts';

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

/** The key of the links, as the two hashes of an HMAC begin with it. */
export interface LinkKey {
  readonly inner: Uint8Array;
  readonly outer: Uint8Array;
}

const blockBytes = 64;

export function linkKeyOf(key: Uint8Array): LinkKey {
  assert(key.length <= blockBytes, 'the key of an HMAC fits into a block');
  const block = Buffer.concat([key], blockBytes);
  return { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) };
}

/** HMAC-SHA-256 by its definition (RFC 2104), because to set up Node's own takes longer than to write the entry. */
export function linkOf({ inner, outer }: LinkKey, previous: Uint8Array, entry: ChainedEntry): Buffer {
  const { sequence, at, who, act, bookingId, detailsJson } = entry;
  const text = Buffer.from(JSON.stringify([sequence, at, who, act, bookingId, detailsJson]));
  return sha256(outer, sha256(inner, previous, text));
}

/** A plain hash will do: what follows the key is always a link of 32 bytes, so nothing can be appended to it. */
export function sealOf(sealKey: Uint8Array, link: Uint8Array): Buffer {
  return sha256(sealKey, link);
}

/** One-way: from a later key no earlier one can be found. */
export function nextSealKey(sealKey: Uint8Array): Buffer {
  return sha256(evolve, sealKey);
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');
