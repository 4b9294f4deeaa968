/**
 * A label said in ZPL beside the same label as one picture, which is what a driver sends: bytes, the time to make them, and
 * the time that they take on a serial line (reckoned, not measured: ten bits for a byte at 115,200 baud).
 */
import { type Bitmap, bytesPerRow } from '../../printing/labels/bitmap.ts';
import { drawLabel } from '../../printing/labels/draw-label.ts';
import type { Label } from '../../printing/labels/label.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import { media8, specimenContent, specimenLabelOf } from '../../test/printing/labels-for-tests.ts';
import { quantile, type Row } from './row.ts';

const encodes = 300;
const baud = 115_200;
const bitsPerByte = 10;
const { dotsPerMm } = media8;

export async function rows(): Promise<readonly Row[]> {
  const label = specimenLabelOf(specimenContent({ familyName: 'Quillfeather', givenNames: 'Marigold' }));
  const native = timed(() => encodeZpl(label, { dotsPerMm }));
  const bitmap = drawLabel(label, dotsPerMm);
  const picture: Label = { size: label.size, elements: [{ kind: 'bitmap', xMm: 0, yMm: 0, bitmap, text: '' }] };
  const packed = timed(() => encodeZpl(picture, { dotsPerMm }));
  const hex = timed(() => asHex(bitmap));
  const drawn = timed(() => drawLabel(label, dotsPerMm).rows);
  return [
    ...besides(native, packed, 'packed, Z64'),
    ...besides(native, hex, 'hexadecimal'),
    beside('drawing that picture', 'encode, p50', 'µs', native.us, drawn.us),
  ];
}

interface Timed {
  readonly bytes: number;
  readonly us: number;
}

function besides(native: Timed, picture: Timed, how: string): readonly Row[] {
  const serialMs = ({ bytes }: Timed) => (bytes * bitsPerByte * 1000) / baud;
  const what = `one picture of it (${how})`;
  return [
    beside(what, 'bytes', 'bytes', native.bytes, picture.bytes),
    beside(what, 'encode, p50', 'µs', native.us, picture.us),
    beside(what, 'on a serial line, reckoned', 'ms', serialMs(native), serialMs(picture)),
  ];
}

function beside(what: string, measured: string, unit: Row['unit'], ours: number, floor: number): Row {
  const name = `label in ZPL beside ${what}: ${measured}`;
  return { name, unit, ours, floor, hold: '≤ the picture', isMet: ours <= floor };
}

function asHex({ widthDots, heightDots, rows: dots }: Bitmap): Uint8Array {
  const picture = `^GFA,${dots.length},${dots.length},${bytesPerRow(widthDots)},${Buffer.from(dots).toString('hex')}`;
  return new TextEncoder().encode(`^XA^PW${widthDots}^LL${heightDots}^FO0,0${picture}^FS^PQ1^XZ`);
}

function timed(encode: () => Uint8Array): Timed {
  const us = Array.from({ length: encodes }, () => {
    const startedMs = performance.now();
    encode();
    return (performance.now() - startedMs) * 1000;
  });
  return { bytes: encode().length, us: quantile(us, 0.5) };
}
