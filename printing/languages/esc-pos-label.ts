/**
 * A drawn label as bytes in ESC/POS, for label printers of that family (Epson TM-L90, TM-L100 and their like) with die-cut
 * stock in them: one picture, every dot of it ours.
 *
 * Feeding is by `FS ( L`, which Epson's ESC/POS command reference gives for die-cut labels (functions 65 and 67:
 * download4.epson.biz/sec_pubs/pos/reference_en/escpos/fs_lparen_cl.html; TM-L90 specification, "FS ( L"): it does nothing
 * until somebody has told the printer its paper layout, once, with Epson's utility. The picture is `GS v 0`, which Epson
 * calls obsolete and every printer of the family still knows.
 *
 * A printer obeys `DLE EOT`, `DLE ENQ` and `DLE DC4` the moment it hears them, even among the dots of a picture: it would
 * forget what it has received, or switch itself off. So no such bytes stand anywhere in a label.
 */
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { type Bitmap, bytesPerRow } from '../labels/bitmap.ts';
import { confirmationRequest } from './esc-pos-status.ts';

interface EscPosLabelOptions {
  /** Four printable characters that the printer sends back when the label is out; null: it is not asked. */
  readonly token: string | null;
}

/** `ESC @`: forgets what another program left set. */
const initialise = [0x1b, 0x40] as const;
/** `FS ( L`, function 67: to where this label's print begins, if the paper is not there already. */
const feedToStart = [0x1c, 0x28, 0x4c, 2, 0, 67, 50] as const;
/** `FS ( L`, function 65: to where the label is torn or peeled off, if the paper is not there already. */
const feedToPeel = [0x1c, 0x28, 0x4c, 2, 0, 65, 48] as const;

/** Together with its head, less than the smallest buffer that such printers are sold with. */
const bandBytesMax = 4_000;
/** Of each band. */
const headBytes = 8;
/** Epson's limit for the width of a picture. */
const rowBytesMax = 128;
/** Half a millimetre either way at 8 dots: less than paper wanders. Nearest first. */
export const shiftsDots: readonly number[] = [0, 1, -1, 2, -2, 3, -3, 4, -4];

const dataLinkEscape = 0x10;
const endOfTransmission = 0x04;
const enquiry = 0x05;
const deviceControl4 = 0x14;

export function holdsRealTimeCommand(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(dataLinkEscape); at >= 0; at = bytes.indexOf(dataLinkEscape, at + 1)) {
    const next = bytes[at + 1];
    if (next === endOfTransmission || next === enquiry || next === deviceControl4) return true;
  }
  return false;
}

/** The whole picture moves sideways by the fewest dots that keep it free of commands; refused when none of them does. */
export function encodeEscPosLabel(
  drawing: Bitmap,
  { token }: EscPosLabelOptions,
): Result<Uint8Array, 'holds-real-time-command'> {
  for (const dots of shiftsDots) {
    const shifted = dots === 0 ? drawing : shiftedSideways(drawing, dots);
    const bytes = shifted && labelBytes(shifted, token);
    if (bytes && !holdsRealTimeCommand(bytes)) return ok(bytes);
  }
  return refuse('holds-real-time-command');
}

/** By up to seven dots, to the right where positive. Null: something would fall off the edge. */
export function shiftedSideways({ widthDots, heightDots, rows }: Bitmap, dots: number): Bitmap | null {
  const rowBytes = bytesPerRow(widthDots);
  const shifted = new Uint8Array(rows.length);
  const [lostAtLeft, lostAtRight] = [~(0xff >> Math.max(0, -dots)) & 0xff, beyond(widthDots, dots)];
  for (const [place, byte] of rows.entries()) {
    const column = place % rowBytes;
    const [isFirst, isLast] = [column === 0, column === rowBytes - 1];
    if (isFirst && (byte & lostAtLeft) !== 0) return null;
    const before = isFirst ? 0 : (rows[place - 1] ?? 0);
    const after = isLast ? 0 : (rows[place + 1] ?? 0);
    if (isLast && (((before << 8) | byte) & lostAtRight) !== 0) return null;
    // Of three bytes in a row, the middle one after the shift.
    shifted[place] = ((before << 16) | (byte << 8) | after) >> (8 + dots);
  }
  return { widthDots, heightDots, rows: shifted };
}

/** The dots of a row's last two bytes that would leave the picture to the right. */
function beyond(widthDots: number, dots: number): number {
  const spareDots = 8 * bytesPerRow(widthDots) - widthDots;
  return dots > 0 ? ((1 << (spareDots + dots)) - 1) & 0xffff : 0;
}

function labelBytes(drawing: Bitmap, token: string | null): Uint8Array {
  const confirmation = token === null ? [] : confirmationRequest(token);
  const parts = [initialise, feedToStart, ...bands(drawing), feedToPeel, confirmation];
  return Uint8Array.from(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
}

/**
 * Down to the last dot that is black and no further: rows that run past what the printer takes for the label's end, by a
 * rounding of the head's dots, would be printed on the next one.
 */
function bands({ widthDots, rows }: Bitmap): readonly (Uint8Array | readonly number[])[] {
  const rowBytes = bytesPerRow(widthDots);
  assert(rowBytes >= 1 && rowBytes <= rowBytesMax, 'a label is no wider than the picture of an ESC/POS printer');
  const inkedRows = Math.ceil((rows.findLastIndex((byte) => byte !== 0) + 1) / rowBytes);
  const bandRowsMax = Math.floor(bandBytesMax / rowBytes);
  const parts: (Uint8Array | readonly number[])[] = [];
  for (let top = 0; top < inkedRows; top += bandRowsMax) {
    const bandRows = Math.min(bandRowsMax, inkedRows - top);
    const head = [0x1d, 0x76, 0x30, 0, rowBytes, 0, bandRows & 0xff, bandRows >> 8];
    parts.push(head, rows.subarray(top * rowBytes, (top + bandRows) * rowBytes));
  }
  return parts;
}

/**
 * A status question in a torn head of a picture may be taken for its height, `10 04`: so many rows, of the width that was
 * asked for, are waited for then. A printer ignores the rest.
 */
const rowsOfTornPictureMax = 0x0410;

/** Ends a label that broke off, and feeds what there is of it out of the printer; where nothing is torn, nothing moves. */
export function endOfTornLabel(widthDots: number): Uint8Array {
  return endBehind(rowsOfTornPictureMax * bytesPerRow(widthDots) + bandBytesMax + headBytes);
}

function endBehind(paddingBytes: number): Uint8Array {
  const bytes = new Uint8Array(paddingBytes + feedToPeel.length);
  bytes.set(feedToPeel, paddingBytes);
  return bytes;
}

/** The same, where nobody asks for a status: all that a torn picture can wait for is the rest of itself. */
export const endOfUnaskedLabel: Uint8Array = endBehind(bandBytesMax + headBytes);
