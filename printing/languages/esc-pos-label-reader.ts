/**
 * Reads the bytes of our own ESC/POS label back to the picture, byte for byte, before a printer does: one label, our
 * commands only, in our order, and nothing that a printer would obey from the middle of a picture.
 *
 * Not a reader of ESC/POS: whatever esc-pos-label.ts would not have written is refused, however harmless. Shares nothing
 * with it but the shape of a picture, so that one mistake is not made twice.
 */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Bitmap } from '../labels/bitmap.ts';
import type { LabelMedia } from '../labels/label.ts';

export type EscPosLabelProblem = 'not-one-label' | 'not-our-commands' | 'wrong-size' | 'real-time-command';

interface ReadEscPosLabel {
  /** Of the whole label, whatever part of it the bytes draw. */
  readonly picture: Bitmap;
  readonly token: string | null;
}

const start = '1b40' + '1c284c02004332';
const end = '1c284c02004130';
/** One picture: mode, bytes of a row (low, high), rows (low, high). */
const bandHead = /^1d76300([0-3])(..)(..)(..)(..)$/;
const bandHeadBytes = 8;
const bandBytesMax = 4_096;
const confirmation = /^1d284806003030((?:[2-6][0-9a-f]|7[0-9a-e]){4})$/;

export function readEscPosLabel(
  bytes: Uint8Array,
  { size, dotsPerMm }: LabelMedia,
): Result<ReadEscPosLabel, EscPosLabelProblem> {
  const hex = Buffer.from(bytes).toString('hex');
  if (hasRealTimeCommand(bytes)) return refuse('real-time-command');
  if (!hex.startsWith(start)) return refuse('not-our-commands');
  const widthDots = Math.round(size.widthMm * dotsPerMm);
  const heightDots = Math.round(size.heightMm * dotsPerMm);
  const rowBytes = Math.ceil(widthDots / 8);
  const rows = new Uint8Array(rowBytes * heightDots);
  let filled = 0;
  let at = start.length / 2;
  for (let band = bandAt(bytes, at); band !== null; band = bandAt(bytes, at)) {
    if (band.rowBytes !== rowBytes || filled + band.dots.length > rows.length) return refuse('wrong-size');
    rows.set(band.dots, filled);
    filled += band.dots.length;
    at += bandHeadBytes + band.dots.length;
  }
  const token = endOf(hex.slice(2 * at));
  if (token === undefined) return refuse(hex.slice(2 * at).includes(start) ? 'not-one-label' : 'not-our-commands');
  if (filled === 0) return refuse('not-one-label');
  if (hasDotsBeside(rows, widthDots, rowBytes)) return refuse('wrong-size');
  return ok({ picture: { widthDots, heightDots, rows }, token });
}

/** `10 04`, `10 05`, `10 14`. */
function hasRealTimeCommand(bytes: Uint8Array): boolean {
  let previous = 0;
  for (const byte of bytes) {
    if (previous === 0x10 && (byte === 0x04 || byte === 0x05 || byte === 0x14)) return true;
    previous = byte;
  }
  return false;
}

interface Band {
  readonly rowBytes: number;
  readonly dots: Uint8Array;
}

/** Null: there is none here, or it is none of ours. */
function bandAt(bytes: Uint8Array, at: number): Band | null {
  const head = bandHead.exec(Buffer.from(bytes.subarray(at, at + bandHeadBytes)).toString('hex'));
  if (head === null) return null;
  const [, mode, widthLow = '', widthHigh = '', rowsLow = '', rowsHigh = ''] = head;
  const rowBytes = Number.parseInt(widthHigh + widthLow, 16);
  const length = rowBytes * Number.parseInt(rowsHigh + rowsLow, 16);
  const dots = bytes.subarray(at + bandHeadBytes, at + bandHeadBytes + length);
  const isOurs = mode === '0' && length > 0 && dots.length === length && bandHeadBytes + length <= bandBytesMax;
  return isOurs ? { rowBytes, dots } : null;
}

/** The token, null without one; undefined: it ends otherwise. */
function endOf(hex: string): string | null | undefined {
  if (!hex.startsWith(end)) return undefined;
  const rest = hex.slice(end.length);
  if (rest === '') return null;
  const token = confirmation.exec(rest)?.[1];
  return token === undefined ? undefined : Buffer.from(token, 'hex').toString('latin1');
}

/** Dots in the last byte of a row that are beyond the label. */
function hasDotsBeside(rows: Uint8Array, widthDots: number, rowBytes: number): boolean {
  const beside = 0xff >> (widthDots % 8 || 8);
  return rows.some((byte, index) => index % rowBytes === rowBytes - 1 && (byte & beside) !== 0);
}
