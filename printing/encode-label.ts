/**
 * A label as bytes for a printer of either language: said in ZPL, or drawn here and sent as a picture in ESC/POS.
 */
import { unreachable } from '../clinic/assert.ts';
import { ok, type Result } from '../clinic/result.ts';
import { drawLabel } from './draw-label.ts';
import type { DrawnLabel, Label, LabelMedia } from './label.ts';
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
      const picture = drawLabel(label, dotsPerMm);
      const bytes = encodeEscPosLabel(picture, { token });
      return bytes.ok ? ok({ bytes: bytes.value, drawn: { label, picture } }) : { ok: false, problem: 'not-composed' };
    }
    default:
      return unreachable(language);
  }
}
