/**
 * The fonts that ship with the app, Noto Sans bold, for text that a printer's own font does not surely have: whether
 * they have every character, and one line of text drawn in them, shaped and in its own direction, as black dots.
 *
 * Which characters there are is read from a table made of the fonts' own character maps, never asked of the canvas: it
 * would find what is missing in some font of this machine, or draw a box. The canvas (35 MB of native code) and a font
 * are loaded when the first text needs them.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SKRSContext2D } from '@napi-rs/canvas';
import { assert } from '../../clinic/assert.ts';
import { type Bitmap, bitmapOf, blankBitmap } from './bitmap.ts';
import characters from './label-font-characters.json' with { type: 'json' };

export interface LabelFont {
  readonly family: string;
  readonly file: string;
  readonly has: (codePoint: number) => boolean;
}

interface LineOfType {
  /** Height of the em; capitals are `capitalsShareOfEm` of it. */
  readonly emDots: number;
  /** Horizontal squeeze, 1 is natural. */
  readonly widthScale?: number;
  /** For what the fonts of labels do not have; no label is drawn with any. */
  readonly more?: readonly LabelFont[];
}

export interface DrawnLine {
  /** Cropped to what is black. */
  readonly bitmap: Bitmap;
  /** Of the bitmap's first row above the foot of the letters; marks below them reach under it. */
  readonly aboveBaselineDots: number;
}

/** Height of a capital of Noto Sans. */
export const capitalsShareOfEm = 0.714;

/** The bundler points this to its own copies beside the bundle. */
const fontsFolder = fileURLToPath(new URL('../../node_modules/@fontsource', import.meta.url));
const darkerThan = 128;
/** Room around a line for letters that reach above, below and beside it, and for each of the marks that stand on one. */
const roomEm = 1.5;
const roomOfMarkEm = 0.5;
/** Of one letter: names have three at the most. */
const marksMax = 8;
/** A name of two hundred letters at 12 dots per millimetre is shorter. */
const lineDotsMax = 20_000;

const fonts: readonly LabelFont[] = Object.entries(characters).flatMap(([name, subsets]) =>
  Object.entries(subsets).map(([subset, ranges]) => labelFont(name, subset, ranges)),
);
const loadedFamilies = new Set<string>();
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
let context: SKRSContext2D | null = null;

/**
 * Whether the shipped fonts have every character; controls, formats and spaces but the plain one they never have. A letter
 * and its marks must be in one font: from two, all of it is drawn as boxes.
 */
export function isInLabelFonts(text: string, more: readonly LabelFont[] = []): boolean {
  const among = [...fonts, ...more];
  return text !== '' && [...graphemes.segment(text)].every(({ segment }) => fontOf(segment, among) !== undefined);
}

/** How far the line advances, before it is squeezed. */
export function lineWidthDots(text: string, emDots: number): number {
  return readyFor(text, emDots).measureText(text).width;
}

/** @param text has a glyph for every character (`isInLabelFonts`), and something that is not blank. */
export function drawLine(text: string, { emDots, widthScale = 1, more = [] }: LineOfType): DrawnLine {
  const drawing = readyFor(text, emDots, more);
  const room = Math.ceil((roomEm + roomOfMarkEm * mostMarks(text)) * emDots);
  const width = Math.ceil(drawing.measureText(text).width * widthScale) + 2 * room;
  const height = 2 * room;
  assert(width <= lineDotsMax, 'a line of text is no longer than a name can be');
  drawing.canvas.width = width;
  drawing.canvas.height = height;
  // A canvas that changes its size forgets how it draws.
  const resized = readyFor(text, emDots, more);
  resized.fillStyle = 'white';
  resized.fillRect(0, 0, width, height);
  resized.fillStyle = 'black';
  resized.setTransform(widthScale, 0, 0, 1, room, room);
  resized.fillText(text, 0, 0);
  const { data } = resized.getImageData(0, 0, width, height);
  const inked = inkedArea(data, width);
  if (inked === null) return { bitmap: blankBitmap(1, 1), aboveBaselineDots: 0 };
  const { left, top, right, bottom } = inked;
  const isWhole = left > 0 && top > 0 && right < width && bottom < height;
  assert(isWhole, 'a line of text is drawn whole');
  const isDark = (column: number, row: number) => isDarkAt(data, (top + row) * width + left + column);
  return { bitmap: bitmapOf(right - left, bottom - top, isDark), aboveBaselineDots: room - top };
}

/** The canvas measures a line as if its marks stood in one place. */
function mostMarks(text: string): number {
  const marks = Math.max(0, ...Array.from(text.matchAll(/\p{M}+/gu), ([run]) => [...run].length));
  assert(marks <= marksMax, 'a line of text is drawn whole: no letter has more marks than there is room for');
  return marks;
}

/** Red, green, blue and opacity of each dot; red alone tells black from white. */
function isDarkAt(data: Uint8ClampedArray, dot: number): boolean {
  return (data[4 * dot] ?? 255) < darkerThan;
}

/** Most of a drawing is blank, so its ink is found before anything is made of it. */
function inkedArea(data: Uint8ClampedArray, width: number) {
  const area = { left: width, top: 0, right: 0, bottom: 0 };
  for (let dot = 0; dot < data.length / 4; dot++) {
    if (!isDarkAt(data, dot)) continue;
    const [row, column] = [Math.floor(dot / width), dot % width];
    if (area.right === 0) area.top = row;
    area.bottom = row + 1;
    if (column < area.left) area.left = column;
    if (column >= area.right) area.right = column + 1;
  }
  return area.right === 0 ? null : area;
}

/** From right to left if the first letter that has a direction is written so. */
export function isRightToLeft(text: string): boolean {
  const first = /\p{L}/u.exec(text)?.[0] ?? '';
  return /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(first);
}

function readyFor(text: string, emDots: number, more: readonly LabelFont[] = []): SKRSContext2D {
  const families = fontsOf(text, more).map((font) => familyLoaded(font));
  context ??= canvasLibrary().createCanvas(1, 1).getContext('2d');
  context.font = `700 ${emDots}px ${families.join(', ')}`;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.direction = isRightToLeft(text) ? 'rtl' : 'ltr';
  return context;
}

/** As few as will do. */
function fontsOf(text: string, more: readonly LabelFont[]): readonly LabelFont[] {
  const chosen: LabelFont[] = [];
  for (const { segment } of graphemes.segment(text)) {
    if (fontOf(segment, chosen) !== undefined) continue;
    const font = fontOf(segment) ?? fontOf(segment, more);
    assert(font, 'text is drawn only when the shipped fonts have it');
    chosen.push(font);
  }
  return chosen;
}

/** Undefined: none of them has all of it. */
function fontOf(grapheme: string, among: readonly LabelFont[] = fonts): LabelFont | undefined {
  const codePoints = [...grapheme].map(codePointOf);
  return among.find((font) => codePoints.every(font.has));
}

function familyLoaded({ family, file }: LabelFont): string {
  if (!loadedFamilies.has(family)) {
    // Read here and not by the canvas, which cannot look into the packaged app.
    const isLoaded = canvasLibrary().GlobalFonts.register(fs.readFileSync(file), family);
    assert(isLoaded, 'a font that ships with the app can be loaded');
    loadedFamilies.add(family);
  }
  return family;
}

function canvasLibrary(): typeof import('@napi-rs/canvas') {
  // What the package of this name is; not imported above, because most stations never need it.
  return createRequire(import.meta.url)('@napi-rs/canvas') as typeof import('@napi-rs/canvas');
}

function labelFont(name: string, subset: string, ranges: string): LabelFont {
  let codePoints: ReadonlySet<number> | null = null;
  return {
    family: `label-${name}-${subset}`,
    file: path.join(fontsFolder, name, 'files', `${name}-${subset}-700-normal.woff2`),
    has(codePoint) {
      codePoints ??= new Set(codePointsIn(ranges));
      return codePoints.has(codePoint);
    },
  };
}

function* codePointsIn(ranges: string): Generator<number> {
  for (const range of ranges.split(' ')) {
    const [from, to = from] = range.split('-').map((hex) => Number.parseInt(hex, 16));
    assert(from !== undefined && to !== undefined, 'the table of characters holds ranges of numbers');
    for (let codePoint = from; codePoint <= to; codePoint++) yield codePoint;
  }
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
