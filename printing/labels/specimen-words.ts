/**
 * What the label of a tube says, in the words of the label, all but the name; refused when a part of the minimum data
 * set is missing or is not what it should be (S8).
 */
import { formatDateOfBirth, isDate } from '../../clinic/date-of-birth.ts';
import { formatNhsNumber, parseNhsNumber } from '../../clinic/nhs-number.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { isPrintable } from './fit-text.ts';
import type { LabelProblem, SpecimenLabelContent } from './label.ts';
import { capitalised, handlingInWords } from './label-words.ts';

/** Always blank: the time of check-in is not the time of collection. */
export const taken = 'Taken __/__ __:__  By ____';

export interface SpecimenWords {
  readonly tube: string;
  readonly born: string;
  readonly nhsNumber: string;
  readonly discipline: string;
  readonly handling: string;
  readonly visitCode: string;
  readonly reprint: string;
}

export function specimenWords(content: SpecimenLabelContent): Result<SpecimenWords, LabelProblem> {
  if (!isDate(content.dateOfBirth)) return refuse('no-date-of-birth');
  const nhsNumber = content.nhsNumber === null ? null : parseNhsNumber(content.nhsNumber);
  if (nhsNumber?.ok === false) return refuse('no-nhs-number');
  const words = {
    tube: `${content.tube} ${content.number}/${content.count}`,
    born: `DOB ${formatDateOfBirth(content.dateOfBirth)}`,
    nhsNumber: nhsNumber === null ? 'No NHS number' : `NHS ${formatNhsNumber(nhsNumber.value)}`,
    discipline: capitalised(content.discipline),
    handling: handlingInWords(content.handling),
    visitCode: content.visitCode,
    reprint: content.copy === 0 ? '' : `REPRINT ${content.copy}`,
  };
  const arePrintable = Object.values(words).every((text) => text === '' || isPrintable(text));
  return arePrintable ? ok(words) : refuse('text-not-printable');
}
