/** How an NHS number looks while it is typed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caretAfterGrouping, grouped } from '../../../renderer/patient/nhs-number-field.ts';

describe('digits are grouped 3 3 4, so that the number can be compared with the letter', () => {
  test.each([
    ['', ''],
    ['9', '9'],
    ['999', '999'],
    ['9990', '999 0'],
    ['999000', '999 000'],
    ['9990000', '999 000 0'],
    ['9990000018', '999 000 0018'],
    ['999-000-0018', '999 000 0018'],
    ['999 ', '999'],
  ])('%j is shown as %j', (typed, shown) => {
    expect(grouped(typed)).toBe(shown);
  });

  test.each(['QQ123456C', '99900000l8', '99900000189', '999.000'])(
    '%j stays as it was typed, so that the mistake can be seen',
    (typed) => {
      expect(grouped(typed)).toBe(typed);
    },
  );

  test('no digit is ever lost or added', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 -') }), (typed) => {
        expect(grouped(typed).replaceAll(/[ -]/g, '')).toBe(typed.replaceAll(/[ -]/g, ''));
      }),
    );
  });
});

describe('the caret stays behind the digit where it was', () => {
  test.each([
    ['9990', 4, 5],
    ['9990000018', 10, 12],
    ['9990000018', 4, 5],
    ['99 9', 2, 2],
    ['QQ12', 3, 3],
  ])('%j at %i: %i', (typed, caret, expected) => {
    expect(caretAfterGrouping(typed, caret)).toBe(expected);
  });
});
