/**
 * A patient's name on a label: whole if it can be, cut only with a mark that everybody sees, refused before the first
 * given name would be lost (S8).
 *
 * Knows how much room there is, not where. Names print as they are: apostrophes, hyphens, spaces, one name only.
 */
import { ok, type Result, refuse } from '../clinic/result.ts';
import { isPrintable, squeezeToFit } from './fit-text.ts';

interface LineRoom {
  readonly heightMm: number;
  readonly widthMm: number;
}

export interface NameRoom {
  readonly first: LineRoom;
  /** For the given names; null: both stand on the first. */
  readonly second: LineRoom | null;
  readonly widthScaleMin: number;
  readonly mayCut: boolean;
}

interface FittedText {
  readonly text: string;
  readonly widthScale: number;
}

type NameProblem = 'no-name' | 'name-not-printable' | 'name-too-long';

/** Full stops are on every printer; font 0 of older firmware has no ellipsis. */
const cutMark = '...';
/** A family name cut shorter than this tells nobody apart. */
const familyLettersMin = 8;
/** Names of people are far shorter; this only bounds the work. */
const nameLettersMax = 200;

/** One line for each line of the room that the name needs. */
export function fitName(
  familyName: string,
  givenNames: string,
  room: NameRoom,
): Result<readonly FittedText[], NameProblem> {
  const family = capitals(tidied(familyName));
  const given = tidied(givenNames);
  if (family === '' && given === '') return refuse('no-name');
  if (!isPrintable(family + given)) return refuse('name-not-printable');
  if (family.length + given.length > nameLettersMax) return refuse('name-too-long');
  const lines = linesOf(family, given, room);
  const fittedLines = lines.map(({ candidates, line }) => {
    const allowed = room.mayCut ? candidates : candidates.slice(0, 1);
    return firstThatFits(allowed, line, room.widthScaleMin);
  });
  return fittedLines.every((line) => line !== null) ? ok(fittedLines) : refuse('name-too-long');
}

/**
 * Composed (NFC), so that one letter is one glyph; without the spaces that typing leaves. Everything else stays: a tab
 * or a control character is not tidied away but refused, because somebody has to look at that record.
 */
function tidied(name: string): string {
  return name.normalize('NFC').replaceAll(/ +/g, ' ').replaceAll(/^ | $/g, '');
}

/** Letter by letter, so that a letter without a printable capital stays itself: ß never becomes SS. */
function capitals(name: string): string {
  return [...name]
    .map((letter) => {
      const capital = letter.toUpperCase();
      return [...capital].length === 1 && isPrintable(capital) ? capital : letter;
    })
    .join('');
}

interface LineToFit {
  /** The whole text, then ever shorter ones. */
  readonly candidates: readonly string[];
  readonly line: LineRoom;
}

function linesOf(family: string, given: string, room: NameRoom): readonly LineToFit[] {
  if (family === '') return [{ candidates: givenWholeThenCut(given), line: room.first }];
  if (given === '') return [{ candidates: familyWholeThenCut(family), line: room.first }];
  if (room.second === null) return [{ candidates: bothWholeThenCut(family, given), line: room.first }];
  return [
    { candidates: familyWholeThenCut(family).map((text) => `${text},`), line: room.first },
    { candidates: givenWholeThenCut(given), line: room.second },
  ];
}

function firstThatFits(candidates: readonly string[], line: LineRoom, widthScaleMin: number): FittedText | null {
  for (const text of candidates) {
    const widthScale = squeezeToFit(text, line.heightMm, line.widthMm, widthScaleMin);
    if (widthScale !== null) return { text, widthScale };
  }
  return null;
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
  const letters = [...family];
  const cuts: string[] = [family];
  for (let kept = letters.length - 1; kept >= familyLettersMin; kept--) {
    cuts.push(`${letters.slice(0, kept).join('').trimEnd()}${cutMark}`);
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
