/**
 * Dates of birth: typed in three fields, kept as YYYY-MM-DD, shown as `18-Jan-1980`.
 *
 * A date without time or zone. The order of day and month is fixed by the fields, never read out of one text.
 */
import { assert } from './assert.ts';
import { ok, type Result, refuse } from './result.ts';

export type DateOfBirthProblem = 'empty' | 'incomplete' | 'not-a-date' | 'in-the-future' | 'too-long-ago';

interface DateOfBirthFields {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

const ageYearsMax = 120;
/** Fixed and English whatever language the screen speaks: labels and wristbands are read by staff (DCB1077). */
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A year of two digits is refused: `26` is a baby or a person of a hundred. */
export function parseDateOfBirth(fields: DateOfBirthFields, today: string): Result<string, DateOfBirthProblem> {
  const [day, month, year] = [fields.day.trim(), fields.month.trim(), fields.year.trim()];
  if (day + month + year === '') return refuse('empty');
  if (day === '' || month === '' || year === '') return refuse('incomplete');
  if (!/^[0-9]{1,2}$/.test(day) || !/^[0-9]{1,2}$/.test(month) || !/^[0-9]{4}$/.test(year)) return refuse('not-a-date');
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isDate(date)) return refuse('not-a-date');
  if (date > today) return refuse('in-the-future');
  return date < yearsBefore(today, ageYearsMax) ? refuse('too-long-ago') : ok(date);
}

/** YYYY-MM-DD of a day that the calendar has. */
export function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  // The 31st of February is read as a day in March, so it does not come back as it went in.
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text);
}

/** `18-Jan-1980`, for labels and screens. */
export function formatDateOfBirth(date: string): string {
  assert(isDate(date), 'a date of birth is a date as YYYY-MM-DD');
  const month = monthNames[Number(date.slice(5, 7)) - 1];
  assert(month !== undefined, 'a month is from 1 to 12');
  return `${date.slice(8)}-${month}-${date.slice(0, 4)}`;
}

function yearsBefore(date: string, years: number): string {
  return String(Number(date.slice(0, 4)) - years).padStart(4, '0') + date.slice(4);
}
