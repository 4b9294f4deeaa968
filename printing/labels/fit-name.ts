/**
 * A patient's name on a label: whole if it can be, cut only with a mark that everybody sees, refused before the first
 * given name would be lost (S8).
 *
 * Knows how much room there is, not where. Names print as they are: apostrophes, hyphens, spaces, one name only, and
 * in their own script if a font that ships with the app has it.
 */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { isPrintable } from './fit-text.ts';
import { isInLabelFonts, isRightToLeft } from './label-fonts.ts';
import { firstLineThatFits, type LineRoom, type NameLine, type NameType } from './name-line.ts';

export interface NameRoom extends NameType {
  readonly first: LineRoom;
  /** For the given names; null: both stand on the first. */
  readonly second: LineRoom | null;
  readonly mayCut: boolean;
}

type NameProblem = 'no-name' | 'name-not-printable' | 'name-too-long';

/** Full stops are on every printer; font 0 of older firmware has no ellipsis. */
const cutMark = '...';
/** A family name cut shorter than this tells nobody apart. What counts is what people see as one letter. */
const familyLettersMin = 8;
/** Names of people are far shorter; this only bounds the work. */
const nameLettersMax = 200;
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Joins or parts letters of these scripts, and is part of the name; anywhere else nobody would see it. */
export const straySeparator =
  /(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Tamil}])[\u200c\u200d]/u;
/** It would stand on the comma or on the letter before; twice the same would be one; of more, none could be read. */
export const strayMark = /(?:^| )\p{M}|(\p{M})\1|\p{M}{4}/u;
/** Full stops and hyphens are what is typed where no name is known; a modifier (`Lm`) is part of a letter. */
const anyLetter = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]/u;

/** One line for each line of the room that the name needs. */
export function fitName(
  familyName: string,
  givenNames: string,
  room: NameRoom,
): Result<readonly NameLine[], NameProblem> {
  const family = capitals(tidied(familyName));
  const given = tidied(givenNames);
  if (!anyLetter.test(family + given)) return refuse('no-name');
  if (family.length + given.length > nameLettersMax) return refuse('name-too-long');
  if (!isNamePrintable(family) || !isNamePrintable(given)) return refuse('name-not-printable');
  // On one line the given names would stand before the family name for whoever reads from the left.
  const wouldTurnRound = given !== '' && isRightToLeft(family) && !isRightToLeft(given);
  if (wouldTurnRound && room.second === null) return refuse('name-too-long');
  const fitted: NameLine[] = [];
  for (const { candidates, line } of linesOf(family, given, room)) {
    const fittedLine = firstLineThatFits(candidates, line, room);
    if (fittedLine === null) return refuse('name-too-long');
    fitted.push(fittedLine);
  }
  return ok(fitted);
}

/** Whether a name needs the fonts that ship with the app, and so more room and the time to load them. */
export function isNameDrawn(familyName: string, givenNames: string): boolean {
  const name = tidied(familyName + givenNames);
  return name !== '' && !isPrintable(name);
}

/**
 * What a label must say of a name: family name and given names, each whole or, where it says that they are cut, cut. What it
 * says of neither is asked of it whole.
 */
export function nameWords(
  familyName: string,
  givenNames: string,
  isSaid: (words: string) => boolean,
): readonly string[] {
  const wordings = [familyWholeThenCut(capitals(tidied(familyName))), givenWholeThenCut(tidied(givenNames))];
  return wordings.map((ways) => ways.find(isSaid) ?? ways[0] ?? '').filter((words) => words !== '');
}

/**
 * Composed (NFC), so that one letter is one glyph; without the spaces that typing leaves, and those that do not break
 * or are wider are spaces. Everything else stays: a tab or a control character is not tidied away but refused, because
 * somebody has to look at that record.
 */
function tidied(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .replaceAll(/^ | $/g, '');
}

function isNamePrintable(name: string): boolean {
  if (name === '' || isPrintable(name)) return true;
  return isInLabelFonts(name) && !straySeparator.test(name) && !strayMark.test(name);
}

function lettersOf(text: string): readonly string[] {
  return Array.from(letters.segment(text), ({ segment }) => segment);
}

/** Letter by letter, so that a letter without a printable capital stays itself: ß never becomes SS. */
function capitals(name: string): string {
  return [...name]
    .map((letter) => {
      const capital = letter.toUpperCase();
      const hasCapital = [...capital].length === 1 && (isPrintable(capital) || isInLabelFonts(capital));
      return hasCapital ? capital : letter;
    })
    .join('');
}

interface LineToFit {
  /** The whole text, then, where it may be cut, ever shorter ones. */
  readonly candidates: readonly string[];
  readonly line: LineRoom;
}

function linesOf(family: string, given: string, { first, second, mayCut }: NameRoom): readonly LineToFit[] {
  const families = (): readonly string[] => (mayCut ? familyWholeThenCut(family) : [family]);
  const givens = (): readonly string[] => (mayCut ? givenWholeThenCut(given) : [given]);
  if (family === '') return [{ candidates: givens(), line: first }];
  if (given === '') return [{ candidates: families(), line: first }];
  if (second === null) {
    return [{ candidates: mayCut ? bothWholeThenCut(family, given) : [`${family}, ${given}`], line: first }];
  }
  return [
    { candidates: families().map((text) => `${text},`), line: first },
    { candidates: givens(), line: second },
  ];
}

/** First the later given names go, then the end of the family name; the first given name never. */
function bothWholeThenCut(family: string, given: string): readonly string[] {
  const givens = givenWholeThenCut(given);
  const families = familyWholeThenCut(family).slice(1);
  return [
    ...givens.map((text) => `${family}, ${text}`),
    ...families.flatMap((text) => givens.slice(-1).map((shortest) => `${text}, ${shortest}`)),
  ];
}

function familyWholeThenCut(family: string): readonly string[] {
  const familyLetters = lettersOf(family);
  const cuts: string[] = [family];
  for (let kept = familyLetters.length - 1; kept >= familyLettersMin; kept--) {
    cuts.push(`${familyLetters.slice(0, kept).join('').trimEnd()}${cutMark}`);
  }
  return cuts;
}

/** By whole names: half a middle name would read as another name. */
function givenWholeThenCut(given: string): readonly string[] {
  const names = given.split(' ');
  const cuts: string[] = [given];
  for (let kept = names.length - 1; kept >= 1; kept--) cuts.push(`${names.slice(0, kept).join(' ')} ${cutMark}`);
  return cuts;
}
