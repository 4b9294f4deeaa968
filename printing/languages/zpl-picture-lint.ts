/**
 * Reads our own `^GFA` back: exactly one form, and only when its checksum, its compressed bytes and the size that it
 * states agree. Knows nothing of how zpl.ts makes them.
 */
import { inflateSync } from 'node:zlib';
import type { Bitmap } from '../labels/bitmap.ts';

export interface ZplPicture {
  readonly xDots: number;
  readonly yDots: number;
  /** As wide as its rows of whole bytes. */
  readonly bitmap: Bitmap;
}

const pictureField =
  /^\^FO(-?\d{1,4}),(-?\d{1,4})\^GFA,(\d{1,5}),(\d{1,5}),(\d{1,3}),:Z64:([A-Za-z0-9+/]+={0,2}):([0-9A-F]{4})\^FS/;
/** A whole label of the largest stock is larger than any name on it. */
const rowBytesMax = 200_000;

export function pictureOf(zpl: string): { readonly length: number; readonly picture: ZplPicture } | null {
  const found = pictureField.exec(zpl);
  if (!found) return null;
  const [whole, x, y, sentBytes, pictureBytes, rowBytes, base64 = '', checksum = ''] = found;
  const rows = hasChecksum(base64, checksum) ? unpacked(base64) : null;
  const isSize = rows?.length === Number(sentBytes) && rows.length === Number(pictureBytes);
  if (rows === null || !isSize || Number(rowBytes) === 0 || rows.length % Number(rowBytes) !== 0) return null;
  const bitmap = { widthDots: 8 * Number(rowBytes), heightDots: rows.length / Number(rowBytes), rows };
  return { length: whole.length, picture: { xDots: Number(x), yDots: Number(y), bitmap } };
}

/** A text followed by its own CRC-16 (polynomial x¹⁶ + x¹² + x⁵ + 1) leaves no remainder. */
function hasChecksum(text: string, checksum: string): boolean {
  const bits = [...Buffer.from(text, 'latin1'), ...Buffer.from(checksum, 'hex')]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  let remainder = 0;
  for (const bit of bits) {
    remainder = remainder * 2 + Number(bit);
    if (remainder >= 0x10000) remainder ^= 0x11021;
  }
  return remainder === 0;
}

/**
 * Null: not the one way to write these bytes.
 * @throws when they are not what zlib makes, or make more than any label: never ours, and the proof's worker refuses it.
 */
function unpacked(base64: string): Uint8Array | null {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) return null;
  return Uint8Array.from(inflateSync(bytes, { maxOutputLength: rowBytesMax }));
}
