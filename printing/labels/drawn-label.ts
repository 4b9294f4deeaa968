/**
 * A label as it will look, dot by dot, held against what its bytes say: bars where they belong and clear of everything,
 * ink where there is text, every dot of a picture, nothing at the edge. Draws nothing and reads no barcode.
 *
 * The renderer's letters are not the printer's: this vouches for presence and place, not for the shape of a letter. Of
 * a name that we have drawn ourselves it vouches for both.
 */

import type { ZplBarcode, ZplBox, ZplFormat, ZplText } from '../languages/zpl-lint.ts';
import type { ZplPicture } from '../languages/zpl-picture-lint.ts';
import { inkOf, isBlack } from './bitmap.ts';
import { code128Modules, quietZoneModules } from './code-128.ts';
import { isPrintable, textWidthMm } from './fit-text.ts';

/** One byte a dot, 0 is black. */
export interface Dots {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly grey: Uint8Array;
}

export type DrawingProblem =
  | 'no-quiet-zone'
  | 'too-near-the-edge'
  | 'text-missing'
  | 'text-overlaps'
  /** Other dots than those that were meant: somebody else's name, or a damaged one. */
  | 'wrong-picture';

/** Columns `left` to `right` and rows `top` to `bottom`, the last ones not included. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const darkerThan = 128;
/** A print head or the stock may be off by this much. */
const edgeMm = 0.25;
/** Capitals stand in the upper three quarters of a line of type. */
const capitalsShare = 0.75;
/** Even the thinnest words, blanks to write in, cover more of their place than this. */
const inkShareMin = 0.02;

/** The first thing that is wrong, or null. */
export function drawingProblem(dots: Dots, format: ZplFormat, dotsPerMm: number): DrawingProblem | null {
  const edge = Math.ceil(edgeMm * dotsPerMm);
  if (inkedDots(dots, whole(dots)) !== inkedDots(dots, within(dots, edge))) return 'too-near-the-edge';
  if (!isInsideItsEdges(format, dotsPerMm)) return 'too-near-the-edge';
  if (!format.barcodes.every((barcode) => standsAlone(dots, barcode))) return 'no-quiet-zone';
  if (anyOverlap([...wordsOf(format), ...format.barcodes.map(placeWithQuietZones)])) return 'text-overlaps';
  if (!format.pictures.every((picture) => isDrawnDotForDot(dots, picture))) return 'wrong-picture';
  const areTextsDrawn = format.texts.every((text) => isPrintable(text.text) && isDrawn(dots, placeOfText(text)));
  return areTextsDrawn ? null : 'text-missing';
}

/** By what the bytes say, before anything is drawn: what runs off a label cannot be seen in its picture. */
export function isInsideItsEdges(format: ZplFormat, dotsPerMm: number): boolean {
  const inside = within(format, Math.ceil(edgeMm * dotsPerMm));
  return [...wordsOf(format), ...format.boxes.map(placeOfBox)].every((place) => isInside(place, inside));
}

function wordsOf({ texts, pictures }: ZplFormat): readonly Area[] {
  return [...texts.map(placeOfText), ...pictures.map(placeOfPicture)];
}

/** From the first bar to the last it is as long as it should be, and on either side nothing is drawn. */
function standsAlone(dots: Dots, barcode: ZplBarcode): boolean {
  const bars = placeOfBars(barcode);
  const { left, right } = placeWithQuietZones(barcode);
  if (left < 0 || right > dots.widthDots) return false;
  const rows = { top: bars.top, bottom: bars.bottom };
  const height = bars.bottom - bars.top;
  const isFirstBarThere = inkedDots(dots, { ...rows, left: bars.left, right: bars.left + 1 }) === height;
  const isLastBarThere = inkedDots(dots, { ...rows, left: bars.right - 1, right: bars.right }) === height;
  const inkBeside =
    inkedDots(dots, { ...rows, left, right: bars.left }) + inkedDots(dots, { ...rows, left: bars.right, right });
  return isFirstBarThere && isLastBarThere && inkBeside === 0;
}

function placeOfBars({ xDots, yDots, heightDots, moduleDots, data }: ZplBarcode): Area {
  return { left: xDots, top: yDots, right: xDots + code128Modules(data) * moduleDots, bottom: yDots + heightDots };
}

function placeWithQuietZones(barcode: ZplBarcode): Area {
  const quietDots = quietZoneModules * barcode.moduleDots;
  const bars = placeOfBars(barcode);
  return { ...bars, left: bars.left - quietDots, right: bars.right + quietDots };
}

/** The unit of length cancels out: a line of n dots is as wide as one of n millimetres, in dots. */
function placeOfText({ xDots, yDots, heightDots, widthDots, text }: ZplText): Area {
  const right = xDots + Math.ceil(textWidthMm(text, widthDots));
  return { left: xDots, top: yDots, right, bottom: yDots + Math.ceil(heightDots * capitalsShare) };
}

function placeOfBox({ xDots, yDots, widthDots, heightDots }: ZplBox): Area {
  return { left: xDots, top: yDots, right: xDots + widthDots, bottom: yDots + heightDots };
}

/** Of its ink: the bytes at the end of its rows may be blank. */
function placeOfPicture({ xDots, yDots, bitmap }: ZplPicture): Area {
  const ink = inkOf(bitmap);
  if (ink === null) return { left: xDots, top: yDots, right: xDots, bottom: yDots };
  const [left, top] = [xDots + ink.left, yDots + ink.top];
  return { left, top, right: left + ink.bitmap.widthDots, bottom: top + ink.bitmap.heightDots };
}

/** A picture without ink says nothing, so it is not drawn either. */
function isDrawnDotForDot({ widthDots, grey }: Dots, picture: ZplPicture): boolean {
  const { left, top, right, bottom } = placeOfPicture(picture);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const isDark = (grey[row * widthDots + column] ?? 255) < darkerThan;
      if (isDark !== isBlack(picture.bitmap, column - picture.xDots, row - picture.yDots)) return false;
    }
  }
  return right > left;
}

function isDrawn(dots: Dots, place: Area): boolean {
  const areaDots = (place.right - place.left) * (place.bottom - place.top);
  return inkedDots(dots, place) >= inkShareMin * areaDots;
}

function anyOverlap(places: readonly Area[]): boolean {
  return places.some((one, index) => places.slice(index + 1).some((other) => overlap(one, other)));
}

function overlap(one: Area, other: Area): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function isInside(inner: Area, outer: Area): boolean {
  const isInsideAcross = inner.left >= outer.left && inner.right <= outer.right;
  return isInsideAcross && inner.top >= outer.top && inner.bottom <= outer.bottom;
}

function whole({ widthDots, heightDots }: Dots): Area {
  return { left: 0, top: 0, right: widthDots, bottom: heightDots };
}

function within({ widthDots, heightDots }: Omit<Dots, 'grey'>, edge: number): Area {
  return { left: edge, top: edge, right: widthDots - edge, bottom: heightDots - edge };
}

function inkedDots({ widthDots, grey }: Dots, { left, top, right, bottom }: Area): number {
  let inked = 0;
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      if ((grey[row * widthDots + column] ?? 255) < darkerThan) inked++;
    }
  }
  return inked;
}
