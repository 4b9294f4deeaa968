/** A specimen label made whole: laid out, said or drawn for its printer, and with it what its proof must find. */
import { ok, type Result } from '../clinic/result.ts';
import { encodeLabel } from './labels/encode-label.ts';
import type { LabelMedia, LabelProblem, SpecimenLabelContent } from './labels/label.ts';
import { specimenExpectations } from './labels/specimen-expectations.ts';
import { specimenLabel } from './labels/specimen-label.ts';
import type { ComposedPaper } from './print-worker.ts';
import type { Printer } from './printer.ts';

/** @param token sent back by the printer when it has printed exactly this label; null: it is not asked. */
export function specimenPaper(
  content: SpecimenLabelContent,
  media: LabelMedia,
  language: Printer['language'],
  token: string | null,
): Result<ComposedPaper, LabelProblem | 'not-composed'> {
  const label = specimenLabel(content, media);
  if (!label.ok) return label;
  const encoded = encodeLabel(label.value, media, language, token);
  return encoded.ok ? ok({ ...encoded.value, ...specimenExpectations(content, label.value) }) : encoded;
}
