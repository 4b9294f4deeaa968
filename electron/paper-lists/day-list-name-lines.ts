/** How a name is fitted into its place on a paper list: on one line or two, smaller, then cut with a sign that everybody sees. */
import {
  goesOn,
  type Lettering,
  lettersOf,
  type NamePiece,
  nameParts,
  namePieces,
  pictureEmDots,
} from './day-list-names.ts';

export interface NameType {
  readonly size: number;
  /** What would have to be smaller than this on one line takes two instead. */
  readonly oneLineSizeMin: number;
  readonly twoLinesSize: number;
}

export interface NameLine {
  readonly pieces: readonly NamePiece[];
  readonly size: number;
}

interface NameSource extends NameType {
  readonly lettering: Lettering;
  /** Of text in the list's typeface, in em. */
  readonly typeWidthEm: (text: string) => number;
  readonly width: number;
}

/** In points: smaller is not read. */
const sizeMin = 6.5;
/** A picture ends with its ink. */
export const besidePictureEm = 0.06;

/** One line, or two. */
export function nameLines(name: string, source: NameSource): readonly NameLine[] {
  const { lettering, size, oneLineSizeMin, twoLinesSize, width } = source;
  const whole = lineThatFits(namePieces(name, lettering), size, source);
  if (whole.size >= oneLineSizeMin) return [whole];
  return inTwo(name, width / twoLinesSize, source).map((text) => lineOrCut(text, source));
}

export function pieceWidthEm(piece: NamePiece, typeWidthEm: NameSource['typeWidthEm']): number {
  return piece.kind === 'drawn'
    ? piece.picture.bitmap.widthDots / pictureEmDots + 2 * besidePictureEm
    : typeWidthEm(piece.text);
}

const widthEm = (pieces: readonly NamePiece[], { typeWidthEm }: NameSource) =>
  pieces.reduce((sum, piece) => sum + pieceWidthEm(piece, typeWidthEm), 0);

function lineThatFits(pieces: readonly NamePiece[], size: number, source: NameSource): NameLine {
  return { pieces, size: Math.min(size, source.width / widthEm(pieces, source)) };
}

/** The family name and the given names, so that neither pushes the other off the paper; of one name, words that fit and the rest. */
function inTwo(name: string, roomEm: number, source: NameSource): readonly string[] {
  const [family = '', given] = nameParts(name);
  if (given !== undefined) return [`${family},`, given];
  const words = family.split(' ');
  let first = 1;
  while (
    first < words.length &&
    widthEm(namePieces(words.slice(0, first + 1).join(' '), source.lettering), source) <= roomEm
  )
    first += 1;
  return [words.slice(0, first), words.slice(first)].filter(({ length }) => length > 0).map((line) => line.join(' '));
}

function lineOrCut(text: string, source: NameSource): NameLine {
  const { lettering, twoLinesSize } = source;
  const letters = lettersOf(text);
  let line = lineThatFits(namePieces(text, lettering), twoLinesSize, source);
  let kept = letters.length;
  while (line.size < sizeMin && kept > 1) {
    kept = Math.max(1, Math.min(kept - 1, Math.floor((kept * line.size) / sizeMin)));
    const cut = `${letters.slice(0, kept).join('').trim()}${goesOn}`;
    line = lineThatFits(namePieces(cut, lettering), sizeMin, source);
  }
  return line;
}
