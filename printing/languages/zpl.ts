/**
 * A label as bytes in ZPL II, for Zebra and what speaks like one: one format, one label, every setting that another
 * program may have left in the printer set again.
 *
 * Text is data and never a command: `^` and `~` start commands even inside a field, so that a surname typed as `^XZ^XA`
 * would end one patient's label and begin another. Whatever is not plain goes out as `_HH` under ^FH. The printer wraps,
 * cuts and shrinks nothing; what arrives here has been fitted. What its replies mean is in zpl-status.ts.
 */
import { deflateSync } from 'node:zlib';
import { assert, unreachable } from '../../clinic/assert.ts';
import { bytesPerRow } from '../labels/bitmap.ts';
import { isBarcodeData, moduleDots } from '../labels/code-128.ts';
import type {
  BarcodeElement,
  BitmapElement,
  BoxElement,
  DotsPerMm,
  Label,
  LabelElement,
  TextElement,
} from '../labels/label.ts';
import { inchesPerSecond, type LabelAdjustment } from '../labels/label-adjustment.ts';

interface ZplOptions {
  readonly dotsPerMm: DotsPerMm;
  /** The printer sends it back as `OK[token]` when it processes the label: evidence, see printer.ts. */
  readonly echoToken?: string;
  readonly adjustment?: LabelAdjustment;
}

const encoder = new TextEncoder();

export function encodeZpl(label: Label, { dotsPerMm, echoToken, adjustment = {} }: ZplOptions): Uint8Array {
  const widthDots = dots(label.size.widthMm, dotsPerMm);
  const heightDots = dots(label.size.heightMm, dotsPerMm);
  // UTF-8; width, length, home, shift, top; upright; tear off.
  const settings = `^CI28^PW${widthDots}^LL${heightDots}^LH0,0^LS0^LT0^PON^FWN^MMT`;
  const { darkness, speedMmPerSecond, offsetMm = { x: 0, y: 0 } } = adjustment;
  // ~SD is the absolute darkness and is obeyed at once; ^MD would be added to it (ZPL II Programming Guide, both).
  const before = darkness === undefined ? '' : `~SD${String(darkness).padStart(2, '0')}`;
  const plainDarkness = darkness === undefined ? '' : '^MD0';
  const speed = speedMmPerSecond === undefined ? '' : `^PR${inchesPerSecond(speedMmPerSecond)}`;
  const fields = fieldsByTypeSize(label.elements, dotsPerMm, offsetMm);
  return encoder.encode(
    `${before}^XA${settings}${plainDarkness}${speed}${fields}${echoToken === undefined ? '' : echo(echoToken)}^PQ1^XZ`,
  );
}

/**
 * ^CF holds until the next one, so that texts of one size that stand together name it once. The offset is in every
 * field's place and not in ^LS and ^LT, so that the proof sees where the ink goes.
 */
function fieldsByTypeSize(
  elements: readonly LabelElement[],
  dotsPerMm: DotsPerMm,
  offsetMm: Readonly<{ x: number; y: number }>,
): string {
  const [right, down] = [dots(offsetMm.x, dotsPerMm), dots(offsetMm.y, dotsPerMm)];
  const textsBySize = new Map<string, string>();
  let others = '';
  for (const element of elements) {
    const origin = `^FO${dots(element.xMm, dotsPerMm) + right},${dots(element.yMm, dotsPerMm) + down}`;
    if (element.kind === 'text') {
      const size = typeSize(element, dotsPerMm);
      textsBySize.set(size, `${textsBySize.get(size) ?? size}${origin}${fieldData(element.text)}^FS`);
    } else {
      others += `${origin}${drawing(element, dotsPerMm)}^FS`;
    }
  }
  let fields = others;
  for (const texts of textsBySize.values()) fields += texts;
  return fields;
}

function drawing(element: BarcodeElement | BoxElement | BitmapElement, dotsPerMm: DotsPerMm): string {
  switch (element.kind) {
    case 'code-128':
      return bars(element, dotsPerMm);
    case 'box':
      return box(element, dotsPerMm);
    case 'bitmap':
      return picture(element);
    default:
      return unreachable(element);
  }
}

function typeSize({ heightMm, widthScale }: TextElement, dotsPerMm: DotsPerMm): string {
  const heightDots = dots(heightMm, dotsPerMm);
  // Down, not to the nearest: what was fitted stays fitted.
  return `^CF0,${heightDots},${Math.floor(heightDots * widthScale)}`;
}

/**
 * Automatic subsets (mode A), no line of text by the printer. The data go out as they are: escaping them would only
 * hide what `>` or a change of subset does in a barcode, so nothing that needs it is let in.
 */
function bars(element: BarcodeElement, dotsPerMm: DotsPerMm): string {
  assert(isBarcodeData(element.data), 'a barcode holds only what every reader and printer agrees on');
  return `^BY${moduleDots(dotsPerMm)}^BCN,${dots(element.heightMm, dotsPerMm)},N,N,N,A^FD${element.data}`;
}

function box(element: BoxElement, dotsPerMm: DotsPerMm): string {
  const thicknessDots = Math.max(1, dots(element.thicknessMm, dotsPerMm));
  return `^GB${dots(element.widthMm, dotsPerMm)},${dots(element.heightMm, dotsPerMm)},${thicknessDots}`;
}

/**
 * Compressed (zlib) as base64 with a checksum of that text, so that a printer discards a picture that arrives damaged.
 * ZPL II Programming Guide, ^GF and "ZB64 Encoding and Compression": both counts are of the bytes when unpacked.
 */
function picture({ bitmap }: BitmapElement): string {
  const { rows, widthDots } = bitmap;
  const text = deflateSync(rows, { level: 9 }).toString('base64');
  return `^GFA,${rows.length},${rows.length},${bytesPerRow(widthDots)},:Z64:${text}:${checksum(text)}`;
}

/** CRC-16, polynomial 0x1021, beginning with 0. */
function checksum(text: string): string {
  let remainder = 0;
  for (const byte of encoder.encode(text)) {
    remainder ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 0x8000 ? ((remainder << 1) ^ 0x1021) & 0xffff : remainder << 1;
    }
  }
  return remainder.toString(16).toUpperCase().padStart(4, '0');
}

const plainText = /^[A-Za-z0-9 .,:/()'+_-]*$/;
const plainCharacter = /^[A-Za-z0-9 .,:/()'+-]$/;

/** ^FH lasts for one field, and only then is `_` more than an underscore. */
function fieldData(text: string): string {
  return plainText.test(text) ? `^FD${text}` : `^FH_^FD${escapedFieldData(text)}`;
}

function escapedFieldData(text: string): string {
  // The printer draws a control character as nothing, or obeys it.
  assert(!/\p{C}/u.test(text), 'text for a label holds no control, format or unassigned characters');
  let escaped = '';
  for (const character of text.normalize('NFC')) {
    escaped += plainCharacter.test(character) ? character : hexOf(character);
  }
  return escaped;
}

function hexOf(character: string): string {
  let hex = '';
  for (const byte of encoder.encode(character)) hex += `_${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return hex;
}

/**
 * A field with ^FN is not drawn, so the token has one of its own. `L`: once for each label, not once for the format.
 * The answer is `OK[token]`, carriage return, line feed.
 */
function echo(token: string): string {
  assert(/^[A-Za-z0-9]{1,16}$/.test(token), 'an echo token is 1 to 16 letters and digits');
  return `^FN1^FD${token}^FS^FH_^HV1,${token.length},OK[,]_0D_0A,L^FS`;
}

function dots(mm: number, dotsPerMm: DotsPerMm): number {
  return Math.round(mm * dotsPerMm);
}
