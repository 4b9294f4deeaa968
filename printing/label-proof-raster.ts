/**
 * The proof of a label that is sent as a picture, as far as it needs no reader: its final bytes are one label of ours and
 * show, dot for dot, what was drawn. What a person and a scanner will see in that is looked at as in any other label.
 */
import { encode } from 'fast-png';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { areSameDots, type Bitmap, isBlack } from './labels/bitmap.ts';
import type { LabelMedia, PicturedLabel } from './labels/label.ts';
import { placesOf } from './labels/label-places.ts';
import { shiftedSideways, shiftsDots } from './languages/esc-pos-label.ts';
import { type EscPosLabelProblem, readEscPosLabel } from './languages/esc-pos-label-reader.ts';
import type { ZplFormat } from './languages/zpl-lint.ts';

/** `not-as-drawn`: other dots than those that were meant, or, of a label in words, other words or places. */
export type RasterProblem = EscPosLabelProblem | 'not-as-drawn';

interface ReadRaster {
  readonly png: Uint8Array;
  /** What stands where in it, in the terms in which every label is looked at. */
  readonly format: ZplFormat;
}

export function readRaster(
  bytes: Uint8Array,
  { label, picture: drawn }: PicturedLabel,
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
    ...placesOf(label, media, shift),
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

const white = 255;

function pngOf(picture: Bitmap): Uint8Array {
  const { widthDots, heightDots } = picture;
  const data = new Uint8Array(widthDots * heightDots).fill(white);
  for (const place of data.keys()) {
    if (isBlack(picture, place % widthDots, Math.floor(place / widthDots))) data[place] = 0;
  }
  return encode({ width: widthDots, height: heightDots, data, channels: 1, depth: 8 });
}
