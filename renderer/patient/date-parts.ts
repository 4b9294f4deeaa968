/**
 * A date of birth while it is typed with the keys on the screen: which field a key goes to.
 *
 * A real keyboard fills the field that has the focus and nothing moves by itself: moving the focus while somebody types
 * surprises them. Whether it is a date is for the clinic to say.
 */
export const datePartNames = ['day', 'month', 'year'] as const;
export type DatePartName = (typeof datePartNames)[number];
type DateParts = Readonly<Record<DatePartName, string>>;

export interface DateEntry {
  readonly parts: DateParts;
  /** Where the next key of the pad goes. */
  readonly active: DatePartName;
}

export const noDate: DateEntry = { parts: { day: '', month: '', year: '' }, active: 'day' };

const digitsMax: Readonly<Record<DatePartName, number>> = { day: 2, month: 2, year: 4 };
/** A first digit above this cannot have a second one: the 4th is `4`, but 3 may become 31. */
const firstDigitMax: Readonly<Record<DatePartName, number>> = { day: 3, month: 1, year: 9 };

function isFull(name: DatePartName, content: string): boolean {
  if (content.length >= digitsMax[name]) return true;
  return content.length === 1 && Number(content) > firstDigitMax[name];
}

function neighbour(name: DatePartName, step: 1 | -1): DatePartName {
  return datePartNames[datePartNames.indexOf(name) + step] ?? name;
}

/** A key that does not fit the active field any more goes to the next; a full year takes no more. */
export function withDigit({ parts, active }: DateEntry, digit: string): DateEntry {
  const hasRoom = parts[active].length < digitsMax[active];
  const into = hasRoom ? active : neighbour(active, 1);
  const content = hasRoom ? parts[active] + digit : digit;
  if (!hasRoom && (into === active || parts[into] !== '')) return { parts, active };
  return { parts: { ...parts, [into]: content }, active: isFull(into, content) ? neighbour(into, 1) : into };
}

/** Takes the last digit away; from an empty field, the last of the field before. */
export function withoutLastDigit({ parts, active }: DateEntry): DateEntry {
  const from = parts[active] === '' ? neighbour(active, -1) : active;
  return { parts: { ...parts, [from]: parts[from].slice(0, -1) }, active: from };
}
