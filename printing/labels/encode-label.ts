/**
 * A label as bytes for a printer of either language: said in ZPL, or drawn here and sent as a picture in ESC/POS.
 */
import { unreachable } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { encodeEscPosLabel } from '../languages/esc-pos-label.ts';
import { encodeZpl } from '../languages/zpl.ts';
import type { Printer } from '../printer.ts';
import { type Bitmap, blankBitmap, inkOf, stamp } from './bitmap.ts';
import { drawLabel } from './draw-label.ts';
import type { DotsPerMm, DrawnLabel, Label, LabelMedia, PicturedLabel } from './label.ts';

interface EncodedLabel {
  readonly bytes: Uint8Array;
  /** What the bytes must show: for the proof. */
  readonly drawn: DrawnLabel;
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
      return ok({ bytes, drawn: { label: placed(label, dotsPerMm, adjustment.offsetMm), picture: null } });
    }
    case 'esc-pos': {
      const drawn = drawnAt(label, dotsPerMm, adjustment.offsetMm);
      if (drawn === null) return refuse('not-composed');
      const bytes = encodeEscPosLabel(drawn.picture, { token });
      return bytes.ok ? ok({ bytes: bytes.value, drawn }) : refuse('not-composed');
    }
    default:
      return unreachable(language);
  }
}

/** Null: some of it would be off the label. */
function drawnAt(label: Label, dotsPerMm: DotsPerMm, offsetMm = { x: 0, y: 0 }): PicturedLabel | null {
  const [right, down] = [dots(offsetMm.x, dotsPerMm), dots(offsetMm.y, dotsPerMm)];
  const picture = moved(drawLabel(label, dotsPerMm), right, down);
  return picture && { label: placed(label, dotsPerMm, offsetMm), picture };
}

/** Every element where a whole dot is, moved by what the site has measured. */
function placed(label: Label, dotsPerMm: DotsPerMm, offsetMm = { x: 0, y: 0 }): Label {
  const elements = label.elements.map((element) => ({
    ...element,
    xMm: (dots(element.xMm, dotsPerMm) + dots(offsetMm.x, dotsPerMm)) / dotsPerMm,
    yMm: (dots(element.yMm, dotsPerMm) + dots(offsetMm.y, dotsPerMm)) / dotsPerMm,
  }));
  return { ...label, elements };
}

function dots(mm: number, dotsPerMm: DotsPerMm): number {
  return Math.round(mm * dotsPerMm);
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
