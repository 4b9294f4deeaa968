/**
 * What a name on a paper list is made of: letters of the list's own typeface where that has them and they stand one after the
 * other from the left; else the picture that labels have of it, shaped and in its own direction; else words that say so.
 * Never boxes. Where it stands is not known here (day-list-name-lines.ts).
 */
import { strayMark, straySeparator } from '../../printing/labels/fit-name.ts';
import { type DrawnLine, isInLabelFonts, isRightToLeft, type LabelFont } from '../../printing/labels/label-fonts.ts';

export type NamePiece = Readonly<
  { kind: 'type' | 'words'; text: string } | { kind: 'drawn'; text: string; picture: DrawnLine }
>;

/** Dots of the em of every picture: 400 to the inch at nine points. */
export const pictureEmDots = 50;

export interface Lettering {
  /** Whether the list's typeface has it. */
  readonly has: (codePoint: number) => boolean;
  /** Hebrew, which the fonts of labels do not have. */
  readonly more: readonly LabelFont[];
  /** Null: it cannot be drawn. The fonts have every letter of it. */
  readonly draw: (text: string) => DrawnLine | null;
}

/** Of a family name, or of all given names; what is longer ends in a sign that it goes on. Names of people are far shorter. */
const lettersMax = 100;
const codeUnitsMax = 20;
export const goesOn = '…';
const nothingPrintable = '(name not printable)';
const partNotPrintable = '(not printable)';
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Joined up or written from the right, which the typeface's own letters in a row are not. */
const notInARow = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}]/u;
/** Nobody sees them; those that join letters of some scripts are part of a name. */
const unseen = /(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu;
const strayJoiner = new RegExp(straySeparator, 'gu');

/** @param name as `formatName` writes it. */
export function namePieces(name: string, lettering: Lettering): readonly NamePiece[] {
  const [family = '', given] = nameParts(name).map((part) => withLetters(tidied(part), lettering.has));
  if (given === undefined) return [pieceOf(family, lettering, nothingPrintable)];
  const together = `${family}, ${given}`;
  const kinds = new Set([kindOf(family, lettering), kindOf(given, lettering)]);
  // In two directions on one line the given names might stand before the family name.
  if (kinds.size === 1 && (!kinds.has('drawn') || isRightToLeft(family) === isRightToLeft(given)))
    return [pieceOf(together, lettering, nothingPrintable)];
  const comma: NamePiece = { kind: 'type', text: ', ' };
  return [pieceOf(family, lettering, partNotPrintable), comma, pieceOf(given, lettering, partNotPrintable)];
}

/** Family name and given names, where it has both. */
export function nameParts(name: string): readonly string[] {
  const comma = name.indexOf(', ');
  return comma === -1 ? [name] : [name.slice(0, comma), name.slice(comma + 2)];
}

export const lettersOf = (text: string): readonly string[] =>
  Array.from(letters.segment(text), ({ segment }) => segment);

function pieceOf(text: string, lettering: Lettering, otherwise: string): NamePiece {
  const kind = kindOf(text, lettering);
  if (kind === 'type') return { kind, text };
  const picture = kind === 'drawn' ? lettering.draw(text) : null;
  return picture === null ? { kind: 'words', text: otherwise } : { kind: 'drawn', text, picture };
}

function kindOf(text: string, { has, more }: Lettering): NamePiece['kind'] {
  if (strayMark.test(text)) return 'words';
  if (!notInARow.test(text) && [...text].every((letter) => has(codePointOf(letter)))) return 'type';
  return isInLabelFonts(text, more) ? 'drawn' : 'words';
}

function tidied(part: string): string {
  const seen = part.normalize('NFC').replaceAll(unseen, '').replaceAll(strayJoiner, '');
  const text = seen.replaceAll(/\p{Zs}+/gu, ' ').trim();
  if (text.length <= lettersMax) return text;
  // A letter has fewer code units than this, whatever stands on it that can be read.
  const all = lettersOf(text.slice(0, lettersMax * codeUnitsMax));
  return all.length > lettersMax ? `${all.slice(0, lettersMax).join('').trim()}${goesOn}` : text;
}

/** Names stand in capitals, and typefaces lack some that have no use but there: those letters stay small. */
function withLetters(text: string, has: Lettering['has']): string {
  return text.replaceAll(/\p{Lu}/gu, (letter) => {
    const small = letter.toLowerCase();
    return !has(codePointOf(letter)) && has(codePointOf(small)) ? small : letter;
  });
}

function codePointOf(letter: string): number {
  return letter.codePointAt(0) ?? 0;
}
