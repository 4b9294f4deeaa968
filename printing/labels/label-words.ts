/**
 * How a label writes handling: short, and in one way only.
 */
import type { HandlingFlag } from '../../clinic/specimen.ts';

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

export function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
