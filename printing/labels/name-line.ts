/**
 * One line of a name, set in the printer's own type when that surely has every character, else drawn in the fonts that
 * ship with the app. Chooses the first of several wordings that fits; cuts nothing itself.
 *
 * A drawn line is never drawn over its height: scripts with tall marks are set smaller, and long ones smaller and then
 * narrower, down to what people can still read.
 */
import type { Bitmap } from './bitmap.ts';
import { isPrintable, squeezeToFit } from './fit-text.ts';
import type { DotsPerMm } from './label.ts';
import { capitalsShareOfEm, drawLine, lineWidthDots } from './label-fonts.ts';

export interface LineRoom {
  readonly heightMm: number;
  readonly widthMm: number;
  /** Of a drawn line with everything above and below its letters; a line of type needs only its own height. */
  readonly drawnHeightMm: number;
}

export interface NameType {
  readonly dotsPerMm: DotsPerMm;
  readonly widthScaleMin: number;
}

export type NameLine = Readonly<
  | { kind: 'type'; text: string; widthScale: number }
  /** `topDots` under the head of the line. */
  | { kind: 'drawn'; text: string; bitmap: Bitmap; topDots: number }
>;

/** Capitals of a line of type stand in its upper three quarters; drawn ones are as high, and a little more. */
const capitalsShare = 0.75;
const drawnCapitalsShare = 0.8;
/** Smaller than this, the marks of Indic and Arabic letters run together. */
const emMmMin = 2.25;
const shrinkMin = 0.85;
/** Letters may lean out of their own width, and dots are whole. */
const leanDots = 2;

export function firstLineThatFits(texts: readonly string[], room: LineRoom, type: NameType): NameLine | null {
  let emDots: number | null = null;
  for (const text of texts) {
    if (isPrintable(text)) {
      const widthScale = squeezeToFit(text, room.heightMm, room.widthMm, type.widthScaleMin);
      if (widthScale !== null) return { kind: 'type', text, widthScale };
      continue;
    }
    if (!mayFitDrawn(text, room, type)) continue;
    // The longer wording comes first, so none of the shorter ones is taller.
    emDots ??= emThatFitsHeight(text, room, type);
    const line = drawnToFit(text, emDots, room, type);
    if (line !== null) return line;
  }
  return null;
}

/** Whether it would fit if it were set as small and as narrow as people can read: only then is it worth drawing. */
function mayFitDrawn(text: string, { widthMm }: LineRoom, { dotsPerMm, widthScaleMin }: NameType): boolean {
  const leastDots = lineWidthDots(text, emMmMin * dotsPerMm) * (widthScaleMin / shrinkMin);
  return leastDots <= widthMm * dotsPerMm;
}

function emThatFitsHeight(text: string, { heightMm, drawnHeightMm }: LineRoom, { dotsPerMm }: NameType): number {
  const natural = Math.floor((heightMm * drawnCapitalsShare * dotsPerMm) / capitalsShareOfEm);
  const heightDots = Math.floor(drawnHeightMm * dotsPerMm);
  const emDotsMin = emMmMin * dotsPerMm;
  let emDots = natural;
  while (emDots >= emDotsMin) {
    const inkDots = drawLine(text, { emDots }).bitmap.heightDots;
    if (inkDots <= heightDots) return emDots;
    emDots = Math.min(emDots - 1, Math.ceil((emDots * heightDots) / inkDots) + 1);
  }
  return 0;
}

function drawnToFit(text: string, emDots: number, room: LineRoom, type: NameType): NameLine | null {
  const emDotsMin = emMmMin * type.dotsPerMm;
  if (emDots < emDotsMin) return null;
  const roomDots = Math.floor(room.widthMm * type.dotsPerMm) - leanDots;
  const share = Math.min(1, roomDots / lineWidthDots(text, emDots));
  const smaller = Math.max(Math.floor(emDots * Math.max(share, shrinkMin)), Math.ceil(emDotsMin));
  const widthScale = Math.min(1, roomDots / lineWidthDots(text, smaller));
  if (widthScale < type.widthScaleMin / shrinkMin) return null;
  const { bitmap, aboveBaselineDots } = drawLine(text, { emDots: smaller, widthScale });
  if (bitmap.widthDots > roomDots + leanDots) return null;
  // Beside words in type the letters stand on one line, unless what hangs from them has no room then.
  const besideTypeDots = Math.round(room.heightMm * capitalsShare * type.dotsPerMm) - aboveBaselineDots;
  const lowestDots = Math.floor(room.drawnHeightMm * type.dotsPerMm) - bitmap.heightDots;
  return { kind: 'drawn', text, bitmap, topDots: Math.max(0, Math.min(besideTypeDots, lowestDots)) };
}
