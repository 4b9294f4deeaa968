/**
 * The first label of a set, or of the rest of one that was interrupted: whose set it is by ticket and visit code, and what
 * header-words.ts says of it. It is thrown away at the chair and identifies nobody.
 */
import { assert } from '../../clinic/assert.ts';
import { isPrintable } from './fit-text.ts';
import { headerLines } from './header-words.ts';
import type { HeaderLabelContent, Label, LabelMedia, TextElement } from './label.ts';
import { textFrom, textUpTo, textWithin } from './label-text.ts';

const marginMm = 1.5;
const wordsHeightMm = 2.75;
const topMm = 1.5;
/** Read across a bay. */
const largeHeightMm = 9;
const largeTopMm = 4.3;
const firstLineMm = 13;
const linePitchMm = 3.9;
const lineHeightMm = 3.5;

export function headerLabel(content: HeaderLabelContent, { size }: LabelMedia): Label {
  const rightMm = size.widthMm - marginMm;
  const innerMm = size.widthMm - 2 * marginMm;
  const words = { yMm: topMm, heightMm: wordsHeightMm };
  const large = { yMm: largeTopMm, heightMm: largeHeightMm };
  const lines = headerLines(content).map((ways, index) => {
    const line = { yMm: firstLineMm + index * linePitchMm, heightMm: lineHeightMm };
    const drawn = ways.map((text) => textWithin(marginMm, innerMm, line, text));
    return drawn.find((element) => element !== null) ?? null;
  });
  // The rest of a set has a header of its own, which is printed by itself: nobody asked for it again.
  const isReprint = content.copy > 0 && (content.rest ?? null) === null;
  const elements = [
    textFrom(marginMm, words, 'Ticket'),
    textWithin(marginMm, innerMm / 2, large, String(content.ticketNumber)),
    textUpTo(rightMm, innerMm / 2, words, 'Visit code'),
    textUpTo(rightMm, innerMm / 2, large, content.visitCode),
    isReprint ? textWithin(size.widthMm * 0.38, innerMm * 0.25, words, `REPRINT ${content.copy}`) : null,
    ...lines,
  ];
  const drawn = elements.filter((element): element is TextElement => element !== null);
  const isWhole = drawn.length === lines.length + (isReprint ? 5 : 4);
  assert(isWhole && isPrintable(content.visitCode), 'there is room for the few words of a header label');
  return { size, elements: drawn };
}
