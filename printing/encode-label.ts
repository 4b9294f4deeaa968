/**
 * A label as bytes for a printer of either language: said in ZPL, or drawn here and sent as a picture in ESC/POS.
 */
import { unreachable } from '../clinic/assert.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { type Bitmap, blankBitmap, inkOf, stamp } from './bitmap.ts';
import { drawLabel } from './draw-label.ts';
import type { DotsPerMm, DrawnLabel, Label, LabelMedia } from './label.ts';
import { encodeEscPosLabel } from './languages/esc-pos-label.ts';
import { encodeZpl } from './languages/zpl.ts';
import type { Printer } from './printer.ts';

export interface EncodedLabel {
  readonly bytes: Uint8Array;
  /** What the bytes must show, when they are a picture: for the proof. */
  readonly drawn: DrawnLabel | null;
}

/** @param token sent back by the printer when it has printed exactly this label; null: it is not asked. */
export function encodeLabel(
  label: Label,
  { dotsPerMm, adjustment = {} }: LabelMedia,
  language: Printer['language'],
  token: string | null,
): Result<EncodedLabel, 'not-composed'> {
  switch (language) {
    case 'zpl': {
      const bytes = encodeZpl(label, { dotsPerMm, adjustment, ...(token === null ? {} : { echoToken: token }) });
      return ok({ bytes, drawn: null });
    }
    case 'esc-pos': {
      const drawn = drawnAt(label, dotsPerMm, adjustment.offsetMm);
      const bytes = drawn && encodeEscPosLabel(drawn.picture, { token });
      return bytes?.ok ? ok({ bytes: bytes.value, drawn }) : refuse('not-composed');
    }
    default:
      return unreachable(language);
  }
}

/** Moved by what the site has measured, in whole dots. Null: some of it would be off the label. */
function drawnAt(label: Label, dotsPerMm: DotsPerMm, offsetMm = { x: 0, y: 0 }): DrawnLabel | null {
  const [right, down] = [Math.round(offsetMm.x * dotsPerMm), Math.round(offsetMm.y * dotsPerMm)];
  const picture = moved(drawLabel(label, dotsPerMm), right, down);
  const elements = label.elements.map((element) => ({
    ...element,
    xMm: element.xMm + right / dotsPerMm,
    yMm: element.yMm + down / dotsPerMm,
  }));
  return picture && { label: { ...label, elements }, picture };
}

function moved(picture: Bitmap, right: number, down: number): Bitmap | null {
  const ink = inkOf(picture);
  if (ink === null || (right === 0 && down === 0)) return picture;
  const { widthDots, heightDots } = picture;
  const [left, top] = [ink.left + right, ink.top + down];
  const isInside =
    left >= 0 && left + ink.bitmap.widthDots <= widthDots && top >= 0 && top + ink.bitmap.heightDots <= heightDots;
  if (!isInside) return null;
  const onto = blankBitmap(widthDots, heightDots);
  stamp(onto, ink.bitmap, left, top);
  return onto;
}
