/** Which field a key on the screen goes to. */
import { describe, expect, test } from 'vitest';
import { type DateEntry, noDate, withDigit, withoutLastDigit } from '../../../renderer/patient/date-parts.ts';

const press = (keys: string, from: DateEntry = noDate) =>
  [...keys].reduce((entry, key) => (key === '<' ? withoutLastDigit(entry) : withDigit(entry, key)), from);

describe('the keys fill day, month and year one after the other', () => {
  test.each([
    ['15031950', ['15', '03', '1950'], 'year'],
    ['7021950', ['7', '02', '1950'], 'year'],
    ['1531950', ['15', '3', '1950'], 'year'],
    ['31121950', ['31', '12', '1950'], 'year'],
    ['3', ['3', '', ''], 'day'],
    ['4', ['4', '', ''], 'month'],
    ['151', ['15', '1', ''], 'month'],
    ['152', ['15', '2', ''], 'year'],
    ['1503195099', ['15', '03', '1950'], 'year'],
  ] as const)('%s', (keys, [day, month, year], active) => {
    expect(press(keys)).toEqual({ parts: { day, month, year }, active });
  });
});

describe('delete takes the last digit away, over the borders of the fields', () => {
  test.each([
    ['15<', ['1', '', ''], 'day'],
    ['15031<<', ['15', '0', ''], 'month'],
    ['7<', ['', '', ''], 'day'],
    ['<', ['', '', ''], 'day'],
    ['15031950<<<<<<<<', ['', '', ''], 'day'],
  ] as const)('%s', (keys, [day, month, year], active) => {
    expect(press(keys)).toEqual({ parts: { day, month, year }, active });
  });
});

test('a key for a full day does not change a month that is there already', () => {
  const entry: DateEntry = { parts: { day: '15', month: '03', year: '' }, active: 'day' };
  expect(press('9', entry)).toEqual(entry);
});
