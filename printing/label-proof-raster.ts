/**
 * The proof of a label that is sent as a picture, as far as it needs no reader: its final bytes are one label of ours and
 * show, dot for dot, what was drawn. What a person and a scanner will see in that is looked at as in any other label.
 */
import { encode } from 'fast-png';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { areSameDots, type Bitmap, bytesPerRow, isBlack } from './bitmap.ts';
import { moduleDots } from './code-128.ts';
import type { DrawnLabel, LabelElement, LabelMedia } from './label.ts';
import { shiftedSideways, shiftsDots } from './languages/esc-pos-label.ts';
import { type EscPosLabelProblem, readEscPosLabel } from './languages/esc-pos-label-reader.ts';
import type { ZplFormat } from './languages/zpl-lint.ts';

/** `not-as-drawn`: other dots than those that were meant. */
export type RasterProblem = EscPosLabelProblem | 'not-as-drawn';

interface ReadRaster {
  readonly png: Uint8Array;
  /** What stands where in it, in the terms in which every label is looked at. */
  readonly format: ZplFormat;
}

export function readRaster(
  bytes: Uint8Array,
  { label, picture: drawn }: DrawnLabel,
  media: LabelMedia,
): Result<ReadRaster, RasterProblem> {
  const read = readEscPosLabel(bytes, media);
  if (!read.ok) return read;
  const { picture, token } = read.value;
  const shift = shiftsDots.find((dots) => isShifted(drawn, picture, dots));
  if (shift === undefined) return refuse('not-as-drawn');
  const format = {
    widthDots: picture.widthDots,
    heightDots: picture.heightDots,
    darkness: null,
    inchesPerSecond: null,
    echoToken: token,
    ...placesOf(label.elements, media, shift),
  };
  return ok({ png: pngOf(picture), format });
}

/** A PNG of one label, whatever it says. */
export function rasterPng(bytes: Uint8Array, media: LabelMedia): Result<Uint8Array, RasterProblem> {
  const read = readEscPosLabel(bytes, media);
  return read.ok ? ok(pngOf(read.value.picture)) : read;
}

function isShifted(drawn: Bitmap, read: Bitmap, dots: number): boolean {
  const shifted = shiftedSideways(drawn, dots);
  return shifted !== null && areSameDots(shifted, read);
}

type Places = Pick<ZplFormat, 'texts' | 'barcodes' | 'boxes' | 'pictures'>;

/** Where the label's elements stand in a picture that was moved sideways. */
function placesOf(elements: readonly LabelElement[], { dotsPerMm }: LabelMedia, shift: number): Places {
  const dots = (mm: number) => Math.round(mm * dotsPerMm);
  const at = ({ xMm, yMm }: LabelElement) => ({ xDots: dots(xMm) + shift, yDots: dots(yMm) });
  return {
    texts: elements.flatMap((element) => {
      if (element.kind !== 'text') return [];
      const heightDots = dots(element.heightMm);
      const widthDots = Math.floor(heightDots * element.widthScale);
      return [{ ...at(element), heightDots, widthDots, text: element.text }];
    }),
    barcodes: elements.flatMap((element) => {
      if (element.kind !== 'code-128') return [];
      const { data } = element;
      return [{ ...at(element), heightDots: dots(element.heightMm), moduleDots: moduleDots(dotsPerMm), data }];
    }),
    boxes: elements.flatMap((element) => {
      if (element.kind !== 'box') return [];
      return [{ ...at(element), widthDots: dots(element.widthMm), heightDots: dots(element.heightMm) }];
    }),
    pictures: elements.flatMap((element) => {
      if (element.kind !== 'bitmap') return [];
      // As a row of whole bytes, like every picture that is read back.
      const bitmap = { ...element.bitmap, widthDots: 8 * bytesPerRow(element.bitmap.widthDots) };
      return [{ ...at(element), bitmap }];
    }),
  };
}

const white = 255;

function pngOf(picture: Bitmap): Uint8Array {
  const { widthDots, heightDots } = picture;
  const data = new Uint8Array(widthDots * heightDots).fill(white);
  for (const place of data.keys()) {
    if (isBlack(picture, place % widthDots, Math.floor(place / widthDots))) data[place] = 0;
  }
  return encode({ width: widthDots, height: heightDots, data, channels: 1, depth: 8 });
}
