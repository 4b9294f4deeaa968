/**
 * Labels of people whom nobody has, for the tests of printing.
 */
import type { Label, LabelMedia, SpecimenLabelContent } from '../../printing/labels/label.ts';
import { specimenLabel } from '../../printing/labels/specimen-label.ts';

export const size = { widthMm: 50, heightMm: 25 } as const;
export const media8: LabelMedia = { size, dotsPerMm: 8 };
export const media12: LabelMedia = { size, dotsPerMm: 12 };

export function specimenContent(differences: Partial<SpecimenLabelContent> = {}): SpecimenLabelContent {
  return {
    familyName: 'Smith',
    givenNames: 'Jonathan',
    dateOfBirth: '1980-01-18',
    nhsNumber: '9990000018',
    tube: 'SST',
    discipline: 'biochemistry',
    handling: [],
    number: 1,
    count: 3,
    visitCode: 'K7',
    identifier: 'PH26A0012345',
    copy: 0,
    ...differences,
  };
}

/** Laid out; it fits, or the test is wrong. */
export function specimenLabelOf(content: SpecimenLabelContent, media: LabelMedia = media8): Label {
  const label = specimenLabel(content, media);
  if (!label.ok) throw new Error(`the label is refused: ${label.problem}`);
  return label.value;
}
