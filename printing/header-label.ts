/**
 * The first label of a set: whose set it is by ticket and visit code, and what staff have to do that no label does for
 * them. It is thrown away at the chair and identifies nobody.
 */
import { assert } from '../clinic/assert.ts';
import { isPrintable } from './fit-text.ts';
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
  const lines = linesOf(content).map((text, index) => {
    const line = { yMm: firstLineMm + index * linePitchMm, heightMm: lineHeightMm };
    return textWithin(marginMm, innerMm, line, text);
  });
  const elements = [
    textFrom(marginMm, words, 'Ticket'),
    textWithin(marginMm, innerMm / 2, large, String(content.ticketNumber)),
    textUpTo(rightMm, innerMm / 2, words, 'Visit code'),
    textUpTo(rightMm, innerMm / 2, large, content.visitCode),
    content.copy === 0 ? null : textWithin(size.widthMm * 0.38, innerMm * 0.25, words, `REPRINT ${content.copy}`),
    ...lines,
  ];
  const drawn = elements.filter((element): element is TextElement => element !== null);
  const isWhole = drawn.length === lines.length + (content.copy === 0 ? 4 : 5);
  assert(isWhole && isPrintable(content.visitCode), 'there is room for the few words of a header label');
  return { size, elements: drawn };
}

function linesOf({ labelCount, tubesByHand, problems }: HeaderLabelContent): readonly string[] {
  const lines = [labelCount === 0 ? 'No labels follow' : `${counted(labelCount, 'label')} to follow`];
  if (tubesByHand > 0) lines.push(`${counted(tubesByHand, 'tube')} to label by hand`);
  if (problems > 0) lines.push(`${counted(problems, 'problem')}: see the list`);
  return lines;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
