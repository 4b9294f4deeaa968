/**
 * A picture of black dots, as a print head makes it: one bit a dot, 1 is black, the most significant bit is leftmost.
 *
 * Every row begins with a whole byte; the bits behind its last dot are 0. Knows nothing of printers or labels.
 */
import { assert } from '../../clinic/assert.ts';

export interface Bitmap {
  readonly widthDots: number;
  readonly heightDots: number;
  /** Row after row, `bytesPerRow` each. */
  readonly rows: Uint8Array;
}

export function bytesPerRow(widthDots: number): number {
  return Math.ceil(widthDots / 8);
}

export function blankBitmap(widthDots: number, heightDots: number): Bitmap {
  return { widthDots, heightDots, rows: new Uint8Array(bytesPerRow(widthDots) * heightDots) };
}

/** What lies outside the picture is white. */
export function isBlack(bitmap: Bitmap, column: number, row: number): boolean {
  if (column < 0 || column >= bitmap.widthDots || row < 0 || row >= bitmap.heightDots) return false;
  const byte = bitmap.rows[row * bytesPerRow(bitmap.widthDots) + (column >> 3)] ?? 0;
  return (byte & (0x80 >> (column & 7))) !== 0;
}

/** In place: for whoever made the picture. */
export function blacken(bitmap: Bitmap, column: number, row: number): void {
  const isInside = column >= 0 && column < bitmap.widthDots && row >= 0 && row < bitmap.heightDots;
  assert(isInside, 'a dot is drawn inside its picture');
  const at = row * bytesPerRow(bitmap.widthDots) + (column >> 3);
  bitmap.rows[at] = (bitmap.rows[at] ?? 0) | (0x80 >> (column & 7));
}

/** Black where `isDark` says so. */
export function bitmapOf(
  widthDots: number,
  heightDots: number,
  isDark: (column: number, row: number) => boolean,
): Bitmap {
  const bitmap = blankBitmap(widthDots, heightDots);
  for (let row = 0; row < heightDots; row++) {
    for (let column = 0; column < widthDots; column++) {
      if (isDark(column, row)) blacken(bitmap, column, row);
    }
  }
  return bitmap;
}

/** In place: the black dots of one picture onto another; what would fall outside is a mistake. */
export function stamp(onto: Bitmap, stamped: Bitmap, left: number, top: number): void {
  for (let row = 0; row < stamped.heightDots; row++) {
    for (let column = 0; column < stamped.widthDots; column++) {
      if (isBlack(stamped, column, row)) blacken(onto, left + column, top + row);
    }
  }
}

/** The least part that holds every black dot, and where in the picture it was; null: there is no black dot. */
export function inkOf(bitmap: Bitmap): { readonly bitmap: Bitmap; readonly left: number; readonly top: number } | null {
  let [left, top, right, bottom] = [bitmap.widthDots, bitmap.heightDots, 0, 0];
  for (let row = 0; row < bitmap.heightDots; row++) {
    for (let column = 0; column < bitmap.widthDots; column++) {
      if (!isBlack(bitmap, column, row)) continue;
      [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
    }
  }
  if (right === 0) return null;
  const ink = bitmapOf(right - left, bottom - top, (column, row) => isBlack(bitmap, left + column, top + row));
  return { bitmap: ink, left, top };
}

export function areSameDots(one: Bitmap, other: Bitmap): boolean {
  return (
    one.widthDots === other.widthDots &&
    one.heightDots === other.heightDots &&
    one.rows.length === other.rows.length &&
    one.rows.every((byte, index) => byte === other.rows[index])
  );
}
