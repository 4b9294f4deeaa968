import { expect, test } from 'vitest';
import { headerLabel } from '../../printing/labels/header-label.ts';
import type { HeaderLabelContent } from '../../printing/labels/label.ts';
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

const rest = (numbers: readonly number[], elsewhere: NonNullable<HeaderLabelContent['rest']>['elsewhere'] = []) => ({
  rest: { numbers, elsewhere },
});

test.each([
  [3, [3], 'Label 3 of 3 follows'],
  [3, [2, 3], 'Labels 2 and 3 of 3 follow'],
  [6, [2, 3, 5], 'Labels 2, 3 and 5 of 6 follow'],
  [9, [2, 3, 4, 5, 9], 'Labels 2-5 and 9 of 9 follow'],
  [12, [1, 2, 3, 5, 7, 8, 9, 10, 11], 'Labels 1-3, 5 and 7-11 of 12 follow'],
  [30, [1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21], '11 of 30 labels follow'],
])('of a set that was interrupted it says which labels follow: of %i %j: %s', (labelCount, numbers, line) => {
  expect(textsOf({ labelCount, ...rest(numbers) }).slice(4)).toEqual([line]);
});

test('S5: the rest of a set at another printer says where the others are, as shortly as it must', () => {
  const atOne = [{ numbers: [1], printer: 'LABELS-1' }];
  expect(textsOf(rest([2, 3], atOne)).slice(4)).toEqual(['Labels 2 and 3 of 3 follow', 'Label 1: LABELS-1']);
  const atTwo = [
    { numbers: [1, 2, 3], printer: 'LABELS-1' },
    { numbers: [5], printer: 'LABELS-3' },
  ];
  expect(textsOf({ labelCount: 6, ...rest([4, 6], atTwo) }).slice(4)).toEqual([
    'Labels 4 and 6 of 6 follow',
    '1-3: LABELS-1, 5: LABELS-3',
  ]);
  const atMany = ['A', 'B', 'C'].map((letter, index) => ({ numbers: [index + 1], printer: `WARD-7-LABELS-${letter}` }));
  expect(textsOf({ labelCount: 6, ...rest([4], atMany) }).slice(4)).toEqual([
    'Label 4 of 6 follows',
    'Others at other printers',
  ]);
});

test('the rest of a set is no reprint, and still says what no label does', () => {
  const texts = textsOf({
    copy: 2,
    tubesByHand: 1,
    problems: 1,
    ...rest([3], [{ numbers: [1, 2], printer: 'LABELS-1' }]),
  });
  expect(texts.slice(4)).toEqual(['Label 3 of 3 follows', 'Labels 1 and 2: LABELS-1', '1 tube by hand, 1 problem']);
});

test('S5: labels that come out elsewhere by the settings are said to be there', () => {
  expect(textsOf({ labelsAt: 'LABELS-2' }).slice(4)).toEqual(['3 labels at LABELS-2']);
  expect(textsOf({ labelsAt: 'LABELS-2', ...rest([2, 3]) }).slice(4)).toEqual(['Labels 2 and 3 of 3 at LABELS-2']);
  expect(textsOf({ labelsAt: 'L'.repeat(20), labelCount: 9 }).slice(4)).toEqual([`9 labels at ${'L'.repeat(20)}`]);
});
