import { expect, test } from 'vitest';
import { headerLabel } from '../../printing/header-label.ts';
import type { HeaderLabelContent } from '../../printing/label.ts';
import { media8 } from './labels-for-tests.ts';

function textsOf(differences: Partial<HeaderLabelContent> = {}): readonly string[] {
  const content = { ticketNumber: 7, visitCode: 'K7', labelCount: 3, tubesByHand: 0, problems: 0, copy: 0 };
  return headerLabel({ ...content, ...differences }, media8).elements.map((element) =>
    element.kind === 'text' ? element.text : element.kind,
  );
}

test('the header label says whose set it is by ticket and visit code, and identifies nobody', () => {
  expect(textsOf()).toEqual(['Ticket', '7', 'Visit code', 'K7', '3 labels to follow']);
});

test('what no label does is said: tubes to label by hand, problems to see to', () => {
  expect(textsOf({ labelCount: 1, tubesByHand: 2, problems: 1 }).slice(4)).toEqual([
    '1 label to follow',
    '2 tubes to label by hand',
    '1 problem: see the list',
  ]);
});

test('a set without labels says so, so that nobody waits for one', () => {
  expect(textsOf({ labelCount: 0, tubesByHand: 1 }).slice(4)).toEqual(['No labels follow', '1 tube to label by hand']);
});

test('S9: a header that is printed again says so', () => {
  expect(textsOf({ copy: 3 })).toContain('REPRINT 3');
});

test('a ticket number of any length that a day can reach has room', () => {
  expect(textsOf({ ticketNumber: 9999 })).toContain('9999');
});
