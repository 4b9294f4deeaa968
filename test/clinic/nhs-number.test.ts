import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkDigitOf,
  formatNhsNumber,
  isTestNumber,
  type NhsNumber,
  parseNhsNumber,
} from '../../clinic/nhs-number.ts';

/** A number of the test range made from its seven middle digits, or null where no check digit exists. */
function testNumber(body: number): string | null {
  const nine = `999${String(body).padStart(6, '0')}`;
  const sum = Array.from(nine).reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? null : nine + String(check);
}
const someTestNumber = fc
  .integer({ min: 0, max: 999_998 })
  .map(testNumber)
  .filter((number) => number !== null);

const problemOf = (text: string) => {
  const result = parseNhsNumber(text);
  return result.ok ? 'ok' : result.problem;
};

describe('what a patient may type', () => {
  test.each([
    ['999 000 0018', 'ok'],
    ['9990000018', 'ok'],
    ['999-000-0018', 'ok'],
    [' 999\u00A0000\u20110018 ', 'ok'],
    ['943 476 5919', 'ok'],
    // The check digit 11 is written as 0.
    ['987 654 3210', 'ok'],
    ['', 'empty'],
    [' - ', 'empty'],
    ['99900000I8', 'letters'],
    ['999OOO0018', 'letters'],
    ['999.000.0018', 'letters'],
    ['٩٩٩٠٠٠٠٠١٨', 'letters'],
    ['BIR1234567', 'letters'],
    ['999 000 001', 'too-short'],
    ['999 000 00180', 'too-long'],
    ['QQ 12 34 56 C', 'national-insurance-number'],
    ['qq123456', 'national-insurance-number'],
    ['999 000 0019', 'wrong-check-digit'],
    // The examples that the NHS itself prints do not pass: no valid digit exists for the first.
    ['999 123 4567', 'wrong-check-digit'],
    ['485 777 3456', 'wrong-check-digit'],
  ])('%j: %s', (text, expected) => {
    expect(problemOf(text)).toBe(expected);
  });

  test.each(Array.from('0123456789', (digit) => digit.repeat(10)))(
    '%s passes modulus 11 but is nobody, so it is refused',
    (text) => {
      expect(problemOf(text)).toBe('wrong-check-digit');
    },
  );
});

describe('what the check digit catches', () => {
  test('any one wrong digit is refused, so it finds nobody else', () => {
    fc.assert(
      fc.property(someTestNumber, fc.nat(9), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const wrong = String((Number(number[at]) + by) % 10);
        expect(problemOf(number.slice(0, at) + wrong + number.slice(at + 1))).toBe('wrong-check-digit');
      }),
    );
  });

  test('two digits swapped are refused, wherever they stand', () => {
    fc.assert(
      fc.property(someTestNumber, fc.nat(9), fc.nat(9), (number, first, second) => {
        const digits = Array.from(number);
        [digits[first], digits[second]] = [digits[second] ?? '', digits[first] ?? ''];
        const swapped = digits.join('');
        expect(problemOf(swapped)).toBe(swapped === number ? 'ok' : 'wrong-check-digit');
      }),
    );
  });
});

test('a number is shown in groups of 3, 3 and 4, so that it can be read aloud', () => {
  fc.assert(
    fc.property(someTestNumber, (number) => {
      const parsed = parseNhsNumber(number);
      expect(parsed.ok && formatNhsNumber(parsed.value)).toBe(
        `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`,
      );
    }),
  );
});

test.each([
  ['9990000018', true],
  ['9434765919', false],
])('%s is from the test range: %s', (text, expected) => {
  const parsed = parseNhsNumber(text);
  expect(parsed.ok && isTestNumber(parsed.value satisfies NhsNumber)).toBe(expected);
});

test('some nine digits have no check digit, so no such number was ever issued', () => {
  expect(['999123456', '999000000', '999000001', '987654321'].map(checkDigitOf)).toEqual([null, null, 8, 0]);
});
