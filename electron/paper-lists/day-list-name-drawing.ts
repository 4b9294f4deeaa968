/**
 * Names written on the pages of a paper list. A picture stands on blanks that say in letters what it shows, for whoever has
 * the page searched or read aloud.
 */
import type { DrawnLine, LabelFont } from '../../printing/labels/label-fonts.ts';
import { besidePictureEm, type NameLine, type NameType, nameLines, pieceWidthEm } from './day-list-name-lines.ts';
import { type NamePiece, pictureEmDots } from './day-list-names.ts';

type Document = PDFKit.PDFDocument;

/** Draws a line of text with an em of `pictureEmDots`; null: it cannot. */
export type DrawText = (text: string, more: readonly LabelFont[]) => DrawnLine | null;

/** In points below the top of the row: where the line may have ink, and where its letters stand. */
interface LinePlace {
  readonly top: number;
  readonly baseline: number;
  readonly bottom: number;
}

export interface NameStyle extends NameType {
  readonly one: LinePlace;
  readonly two: readonly [LinePlace, LinePlace];
}

interface NamePlace {
  readonly left: number;
  /** Of the row. */
  readonly top: number;
  readonly width: number;
}

/** In the colour that the document has. Answers where the first line ends. */
export type WriteName = (
  name: string,
  style: NameStyle,
  place: NamePlace,
) => { readonly right: number; readonly baseline: number };

/** @param boldFile the typeface that is registered as `bold` */
export function nameWriter(document: Document, boldFile: string, drawText: DrawText): WriteName {
  const isInBold = lettersIn(document, 'bold');
  const isHebrew = (codePoint: number) => /\p{Script=Hebrew}/u.test(String.fromCodePoint(codePoint));
  const has = (codePoint: number) => isHebrew(codePoint) && isInBold(codePoint);
  const more: readonly LabelFont[] = [{ family: 'day-list-hebrew', file: boldFile, has }];
  const draw = once((text: string) => drawText(text, more));
  const lettering = { has: lettersIn(document, 'plain'), more, draw };
  const typeWidthEm = (text: string) => document.font('plain').fontSize(1).widthOfString(text);
  const stencilOf = once((picture: DrawnLine) => stencil(document, picture));

  function writeType(text: string, size: number, left: number, baseline: number): void {
    document.font('plain').fontSize(size).text(text, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
  }

  function writePiece(piece: NamePiece, size: number, left: number, place: LinePlace): void {
    if (piece.kind === 'drawn') {
      const blanks = Math.max(1, Math.floor(pieceWidthEm(piece, typeWidthEm) / typeWidthEm(' ')));
      document.markContent('Span', { actual: piece.text });
      writeType(' '.repeat(blanks), size, left, place.baseline);
      endSpan(document, size);
      stamp(document, stencilOf(piece.picture), piece.picture, { left: left + besidePictureEm * size, size, ...place });
    } else {
      writeType(piece.text, size, left, place.baseline);
    }
  }

  function writeLine({ pieces, size }: NameLine, left: number, place: LinePlace): number {
    let right = left;
    for (const piece of pieces) {
      writePiece(piece, size, right, place);
      right += size * pieceWidthEm(piece, typeWidthEm);
    }
    return right;
  }

  return (name, style, { left, top, width }) => {
    const lines = nameLines(name, { ...style, lettering, typeWidthEm, width });
    const places = lines.length === 1 ? [style.one] : style.two;
    const rights = places.map((place, at) => {
      const onPage = { top: top + place.top, baseline: top + place.baseline, bottom: top + place.bottom };
      const line = lines[at];
      return line === undefined ? left : writeLine(line, left, onPage);
    });
    return { right: rights[0] ?? left, baseline: top + (places[0]?.baseline ?? 0) };
  };
}

function once<Asked, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  const known = new Map<Asked, Answer>();
  return (asked) => {
    const before = known.get(asked);
    if (before !== undefined) return before;
    const now = answer(asked);
    known.set(asked, now);
    return now;
  };
}

function lettersIn(document: Document, typeface: 'plain' | 'bold'): (codePoint: number) => boolean {
  const { font } = typefaceInUse(document.font(typeface));
  return once((codePoint) => font.hasGlyphForCodePoint(codePoint));
}

function typefaceInUse(document: Document) {
  // pdfkit keeps the typeface in use here, with what fontkit read of it; its types leave it out.
  const { _font } = document as unknown as {
    readonly _font: {
      readonly id: string;
      readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
    };
  };
  return _font;
}

/** Readers of PDF look at where a text ends for its place and its size, so it ends in the upright space that pdfkit set it in. */
function endSpan(document: Document, size: number): void {
  document.save();
  document.transform(1, 0, 0, -1, 0, document.page.height);
  document.addContent(`/${typefaceInUse(document).id} ${size} Tf`);
  document.endMarkedContent();
  document.restore();
}

/** Paint goes through where the picture is black, so that it has the colour of the row and its ground. */
function stencil(document: Document, { bitmap }: DrawnLine): PDFKit.PDFKitReference {
  const image = document.ref({
    Type: 'XObject',
    Subtype: 'Image',
    ImageMask: true,
    Width: bitmap.widthDots,
    Height: bitmap.heightDots,
    BitsPerComponent: 1,
    Decode: [1, 0],
  });
  image.end(Buffer.from(bitmap.rows));
  return image;
}

/** A script with tall marks is set smaller, rather than over the row above or below. */
function stamp(
  document: Document,
  image: PDFKit.PDFKitReference,
  { bitmap, aboveBaselineDots }: DrawnLine,
  { left, size, top, baseline, bottom }: LinePlace & { readonly left: number; readonly size: number },
): void {
  const pointsPerDot = Math.min(size / pictureEmDots, (bottom - top) / bitmap.heightDots);
  const height = bitmap.heightDots * pointsPerDot;
  const above = Math.min(Math.max(baseline - aboveBaselineDots * pointsPerDot, top), bottom - height);
  const name = `Name${image.id}`;
  document.page.xobjects[name] = image;
  document.save();
  document.transform(bitmap.widthDots * pointsPerDot, 0, 0, -height, left, above + height);
  document.addContent(`/${name} Do`);
  document.restore();
}
