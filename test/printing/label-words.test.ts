import { expect, test } from 'vitest';
import { dateInWords, handlingInWords, nhsNumberInWords } from '../../printing/label-words.ts';

test.each([
  ['1980-01-18', '18-Jan-1980'],
  ['2000-02-29', '29-Feb-2000'],
  ['1900-02-29', null],
  ['1980-02-31', null],
  ['1980-13-01', null],
  ['1980-00-10', null],
  ['1980-01-00', null],
  ['1980-01', null],
  ['18/01/1980', null],
  ['', null],
])('date of birth %j: %s', (date, expected) => {
  expect(dateInWords(date)).toBe(expected);
});

test.each([
  ['9990000018', '999 000 0018'],
  ['999 000 0018', null],
  ['999000001', null],
])('NHS number %j: %s', (nhsNumber, expected) => {
  expect(nhsNumberInWords(nhsNumber)).toBe(expected);
});

test('handling is said in the few words that a tube has room for', () => {
  expect(handlingInWords(['own-tube', 'ice', 'RED BAG', 'constructor'])).toBe('OWN TUBE  ICE  RED BAG  constructor');
});
