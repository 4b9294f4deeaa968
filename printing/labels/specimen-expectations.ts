/**
 * What the proof of a tube's label is told to look for: from the patient's record and not from the label's bytes, so
 * that a label of somebody else fails however well it is drawn (S6).
 */
import type { Bitmap } from './bitmap.ts';
import { nameWords } from './fit-name.ts';
import type { Label, SpecimenLabelContent } from './label.ts';
import { saysWords } from './says-words.ts';
import { specimenWords, taken } from './specimen-words.ts';

interface Expectations {
  readonly expectedBarcode: string;
  readonly expectedTexts: readonly string[];
  readonly expectedPictures: readonly Bitmap[];
}

export function specimenExpectations(content: SpecimenLabelContent, { elements }: Label): Expectations {
  const drawn = elements.filter((element) => element.kind === 'bitmap');
  const typed = elements.filter((element) => element.kind === 'text');
  // What is drawn cannot be read back as words; that its dots are right is proved instead.
  const isDrawn = (words: string): boolean => drawn.some(({ text }) => saysWords(text, words));
  const isSaid = (words: string): boolean => isDrawn(words) || typed.some(({ text }) => saysWords(text, words));
  const name = nameWords(content.familyName, content.givenNames, isSaid).filter((words) => !isDrawn(words));
  const words = specimenWords(content);
  const { born = '', nhsNumber = '', tube = '', visitCode = '', reprint = '' } = words.ok ? words.value : {};
  const expectedTexts = [...name, content.identifier, born, nhsNumber, tube, visitCode, taken, reprint];
  return {
    expectedBarcode: content.identifier,
    expectedTexts: expectedTexts.filter((text) => text !== ''),
    expectedPictures: drawn.map(({ bitmap }) => bitmap),
  };
}
