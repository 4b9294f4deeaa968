import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDateOfBirth, isDate, parseDateOfBirth } from '../../clinic/date-of-birth.ts';

const today = '2026-11-24';
const outcome = (day: string, month: string, year: string) => {
  const result = parseDateOfBirth({ day, month, year }, today);
  return result.ok ? result.value : result.problem;
};

describe('a date of birth in three fields', () => {
  test.each([
    ['18', '1', '1980', '1980-01-18'],
    ['18', '01', '1980', '1980-01-18'],
    [' 8 ', '12', '1980', '1980-12-08'],
    ['29', '2', '2024', '2024-02-29'],
    ['24', '11', '2026', '2026-11-24'],
    ['24', '11', '1906', '1906-11-24'],
    ['', '', '', 'empty'],
    [' ', '', '', 'empty'],
    ['18', '', '1980', 'incomplete'],
    ['', '1', '1980', 'incomplete'],
    ['18', '1', '', 'incomplete'],
    // Day and month are never swapped to make sense of it.
    ['1', '18', '1980', 'not-a-date'],
    ['29', '2', '2023', 'not-a-date'],
    ['31', '4', '1980', 'not-a-date'],
    ['0', '1', '1980', 'not-a-date'],
    ['18', '1', '80', 'not-a-date'],
    ['18', '1', '19800', 'not-a-date'],
    ['18', 'Jan', '1980', 'not-a-date'],
    ['١٨', '1', '1980', 'not-a-date'],
    ['1e1', '1', '1980', 'not-a-date'],
    ['-1', '1', '1980', 'not-a-date'],
    ['25', '11', '2026', 'in-the-future'],
    ['1', '1', '2027', 'in-the-future'],
    ['23', '11', '1906', 'too-long-ago'],
    ['1', '1', '0001', 'too-long-ago'],
  ])('%j %j %j: %s', (day, month, year, expected) => {
    expect(outcome(day, month, year)).toBe(expected);
  });

  test('every real day of a lifetime is read as itself, and shown with its month in letters', () => {
    const days = fc.date({ min: new Date('1907-01-01'), max: new Date('2026-11-24'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (day) => {
        const date = day.toISOString().slice(0, 10);
        const [year = '', month = '', dayOfMonth = ''] = date.split('-');
        expect(outcome(dayOfMonth, month, year)).toBe(date);
        expect(formatDateOfBirth(date)).toMatch(/^[0-9]{2}-[A-Z][a-z]{2}-[0-9]{4}$/);
      }),
    );
  });
});

test('a date of birth is shown as on a wristband', () => {
  expect(formatDateOfBirth('1980-01-18')).toBe('18-Jan-1980');
});

test.each(['1980-02-30', '1980-1-18', '18/01/1980', '', '1980-13-01'])(
  '%j is no date, so it is never printed',
  (text) => {
    expect(isDate(text)).toBe(false);
    expect(() => formatDateOfBirth(text)).toThrow('It must be true');
  },
);
