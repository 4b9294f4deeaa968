/**
 * Reads our own ZPL back, byte for byte, before a printer does: one format, our commands only, in our order.
 *
 * Not a ZPL parser. Whatever zpl.ts would not have written is refused, however harmless: a renderer that forgives (it
 * draws the last of two labels, and drops a field without its end) must not be the only witness of what we send (S6).
 * Knows nothing of how zpl.ts escapes, so that one mistake is not made twice.
 */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { pictureOf, type ZplPicture } from './zpl-picture-lint.ts';

/** `not-one-label`: no format, more than one, or bytes outside it. */
export type ZplProblem = 'not-one-label' | 'not-our-commands';

export interface ZplText {
  readonly xDots: number;
  readonly yDots: number;
  readonly heightDots: number;
  readonly widthDots: number;
  /** As a printer understands it: unescaped. */
  readonly text: string;
}

export interface ZplBarcode {
  readonly xDots: number;
  readonly yDots: number;
  readonly heightDots: number;
  readonly moduleDots: number;
  readonly data: string;
}

export interface ZplBox {
  readonly xDots: number;
  readonly yDots: number;
  readonly widthDots: number;
  readonly heightDots: number;
  readonly thicknessDots: number;
}

/** What a site set for its printer; null: nothing is said of it. */
interface ZplSettings {
  readonly darkness: number | null;
  readonly inchesPerSecond: number | null;
}

export interface ZplFormat extends ZplSettings {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly texts: readonly ZplText[];
  readonly barcodes: readonly ZplBarcode[];
  readonly boxes: readonly ZplBox[];
  readonly pictures: readonly ZplPicture[];
  readonly echoToken: string | null;
}

/** The printer obeys it at once, wherever it stands; ours stands before the label. */
const darkness = /^~SD(0\d|[12]\d|30)(?=\^XA)/;
const settings =
  /^\^CI28\^PW(\d{1,4})\^LL(\d{1,4})\^LH0,0\^LS0\^LT0\^PON\^FWN\^MMT(\^MD0)?(?:\^PR([2-8]|1[024])(?=\^))?/;
const typeSize = /^\^CF0,(\d{1,3}),(\d{1,3})/;
const textField = /^\^FO(-?\d{1,4}),(-?\d{1,4})(\^FH_)?\^FD([^^~]+)\^FS/;
const barcodeField = /^\^FO(-?\d{1,4}),(-?\d{1,4})\^BY(\d)\^BCN,(\d{1,4}),N,N,N,A\^FD([A-Z0-9-]{4,16})\^FS/;
const boxField = /^\^FO(-?\d{1,4}),(-?\d{1,4})\^GB(\d{1,4}),(\d{1,4}),(\d{1,2})\^FS/;
const echoField = /^\^FN1\^FD([A-Za-z0-9]{1,16})\^FS\^FH_\^HV1,(\d{1,2}),OK\[,\]_0D_0A,L\^FS/;
/** What a printer reads as text: printable ASCII and nothing else; the rest comes escaped. */
const bytesOfText = /^[\x20-\x7e]*$/;

export function lintZpl(bytes: Uint8Array): Result<ZplFormat, ZplProblem> {
  // One character for each byte, so that nothing is hidden by a decoder.
  const zpl = Buffer.from(bytes).toString('latin1');
  if (count(zpl, '^XA') !== 1 || count(zpl, '^XZ') !== 1) return refuse('not-one-label');
  const darknessFound = darkness.exec(zpl);
  const format = zpl.slice(darknessFound?.[0].length ?? 0);
  if (!format.startsWith('^XA') || !format.endsWith('^XZ')) return refuse('not-one-label');
  const body = format.slice('^XA'.length, -'^XZ'.length);
  const settingsFound = settings.exec(body);
  if (!settingsFound || !bytesOfText.test(body) || !body.endsWith('^PQ1')) return refuse('not-our-commands');
  const fields = fieldsOf(body.slice(settingsFound[0].length, -'^PQ1'.length));
  const [, width, height, relativeDarkness, speed] = settingsFound;
  // One without the other would add to what some other program left.
  const isDarknessWhole = (darknessFound === null) === (relativeDarkness === undefined);
  if (fields === null || !isDarknessWhole) return refuse('not-our-commands');
  const set = {
    darkness: darknessFound === null ? null : Number(darknessFound[1]),
    inchesPerSecond: speed === undefined ? null : Number(speed),
  };
  return ok({ widthDots: Number(width), heightDots: Number(height), ...set, ...fields });
}

type Fields = Omit<ZplFormat, 'widthDots' | 'heightDots' | keyof ZplSettings>;

function fieldsOf(zpl: string): Fields | null {
  let rest = zpl;
  let type = { heightDots: 0, widthDots: 0 };
  const texts: ZplText[] = [];
  const barcodes: ZplBarcode[] = [];
  const boxes: ZplBox[] = [];
  const pictures: ZplPicture[] = [];
  let echoToken: string | null = null;
  while (rest !== '') {
    const next = nextField(rest);
    if (next === null) return null;
    rest = rest.slice(next.length);
    if (next.kind === 'type-size') type = next.type;
    if (next.kind === 'text') texts.push({ ...next.text, ...type });
    if (next.kind === 'barcode') barcodes.push(next.barcode);
    if (next.kind === 'box') boxes.push(next.box);
    if (next.kind === 'picture') pictures.push(next.picture);
    if (next.kind === 'echo') {
      if (echoToken !== null) return null;
      echoToken = next.token;
    }
  }
  if (texts.some(({ heightDots, widthDots }) => heightDots === 0 || widthDots === 0)) return null;
  return { texts, barcodes, boxes, pictures, echoToken };
}

type Field = Readonly<
  | { kind: 'type-size'; length: number; type: { heightDots: number; widthDots: number } }
  | { kind: 'text'; length: number; text: Omit<ZplText, 'heightDots' | 'widthDots'> }
  | { kind: 'barcode'; length: number; barcode: ZplBarcode }
  | { kind: 'box'; length: number; box: ZplBox }
  | { kind: 'picture'; length: number; picture: ZplPicture }
  | { kind: 'echo'; length: number; token: string }
>;

function nextField(zpl: string): Field | null {
  const sized = typeSize.exec(zpl);
  if (sized) {
    const type = { heightDots: Number(sized[1]), widthDots: Number(sized[2]) };
    return { kind: 'type-size', length: sized[0].length, type };
  }
  const picture = pictureOf(zpl);
  if (picture) return { kind: 'picture', ...picture };
  return boxOrEcho(zpl) ?? barcodeOf(zpl) ?? textOf(zpl);
}

function textOf(zpl: string): Field | null {
  const found = textField.exec(zpl);
  if (!found) return null;
  const [whole, x, y, hex, data = ''] = found;
  const text = hex === undefined ? data : unescaped(data);
  return text === null
    ? null
    : { kind: 'text', length: whole.length, text: { xDots: Number(x), yDots: Number(y), text } };
}

function barcodeOf(zpl: string): Field | null {
  const found = barcodeField.exec(zpl);
  if (!found) return null;
  const [whole, x, y, module, height, data = ''] = found;
  const barcode = { xDots: Number(x), yDots: Number(y), moduleDots: Number(module), heightDots: Number(height), data };
  return { kind: 'barcode', length: whole.length, barcode };
}

function boxOrEcho(zpl: string): Field | null {
  const box = boxField.exec(zpl);
  if (box) {
    const [whole, ...numbers] = box;
    const [xDots = 0, yDots = 0, widthDots = 0, heightDots = 0, thicknessDots = 0] = numbers.map(Number);
    return { kind: 'box', length: whole.length, box: { xDots, yDots, widthDots, heightDots, thicknessDots } };
  }
  const echo = echoField.exec(zpl);
  if (!echo) return null;
  const [whole, token = '', length] = echo;
  return Number(length) === token.length ? { kind: 'echo', length: whole.length, token } : null;
}

/** `_HH` is a byte of UTF-8; an underscore that is not escaped is a mistake. Null: not what a printer can read. */
function unescaped(data: string): string | null {
  if (/_(?![0-9A-F]{2})/.test(data)) return null;
  const bytes = data.replaceAll(/_([0-9A-F]{2})/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return /[\uFFFD\p{C}]/u.test(text) ? null : text;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
