/**
 * How a label writes dates, NHS numbers and handling: short, and in one way only.
 */
import type { HandlingFlag } from '../clinic/specimen.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Short, because a tube has no room; the staff screen says the rest. */
const handlingWords: Readonly<Record<HandlingFlag, string>> = {
  'own-tube': 'OWN TUBE',
  ice: 'ICE',
  'keep-warm': 'WARM',
  'protect-from-light': 'DARK',
  'record-time': 'TIME',
  fasting: 'FASTED',
  'phone-laboratory': 'PHONE',
  timed: 'TIMED',
};
const wordsByHandling: ReadonlyMap<string, string> = new Map(Object.entries(handlingWords));

/** What the table does not know is written as it came. */
export function handlingInWords(handling: readonly string[]): string {
  return handling.map((flag) => wordsByHandling.get(flag) ?? flag).join('  ');
}

/** `1980-01-18` as `18-Jan-1980`: no reader takes the month for the day. Null for what is no date. */
export function dateInWords(date: string): string | null {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(date);
  const [, year, month, day] = match ?? [];
  const monthInWords = months[Number(month) - 1];
  if (!match || monthInWords === undefined) return null;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const isInCalendar = Number(day) >= 1 && Number(day) <= daysInMonth;
  return isInCalendar ? `${day}-${monthInWords}-${year}` : null;
}

/** `999 000 0018`, as every letter from the NHS writes it. Null for what is not ten digits. */
export function nhsNumberInWords(nhsNumber: string): string | null {
  if (!/^[0-9]{10}$/.test(nhsNumber)) return null;
  return `${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${nhsNumber.slice(6)}`;
}

export function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
