/** The people of the training clinic: names that nobody has, and NHS numbers of the test range. */
import { assert } from '../clinic/assert.ts';
import { parseNhsNumber } from '../clinic/nhs-number.ts';

const peopleMax = 400;

/** Two parts make a name that nobody has, and two hundred that nobody takes for one another. */
const familyBeginnings = [
  'Quill',
  'Amber',
  'Thistle',
  'Bracken',
  'Merrow',
  'Sand',
  'Winter',
  'Fenni',
  'Copper',
  'Hazel',
  'Apple',
  'Dunnock',
  'Marsh',
  'Pever',
  'Larch',
];
const familyEndings = [
  'feather',
  'some',
  'wick',
  'shaw',
  'gate',
  'piper',
  'greene',
  'moor',
  'dale',
  'thorne',
  'garthe',
  'ley',
  'wiggle',
  'stone',
];
/** None so short that bytes of chance may spell it: whoever looks for traces of people would find one. */
const givens = [
  'Marigold',
  'Tobias',
  'Ottoline',
  'Barnaby',
  'Seraphina',
  'Ignatius',
  'Clementine',
  'Peregrine',
  'Araminta',
  'Lysander',
  'Philomena',
  'Evander',
  'Hyacinth',
  'Cosimo',
  'Drusilla',
  'Fergal',
  'Isolde',
  'Jocasta',
  'Leopold',
  'Mirabel',
];

/** As names are, and as a label must print them. */
const specialNames: ReadonlyMap<number, string> = new Map([
  [6, "O'Larkspur"],
  [12, 'Brackenshaw-Pole'],
  [18, 'Zoë-Françoise'],
]);

function nth(list: readonly string[], at: number): string {
  return list[Math.floor(at) % list.length] ?? '';
}

/** A number of the test range for each index, far apart from each other; a body whose check digit would be 10 is skipped, as it is never issued. */
const nhsNumbers: readonly string[] = Array.from(
  { length: peopleMax },
  (_, at) => `999${String((4_001 + at * 48_271) % 1_000_000).padStart(6, '0')}`,
)
  .flatMap((body) => Array.from({ length: 10 }, (_, digit) => `${body}${digit}`))
  .filter((number) => parseNhsNumber(number).ok);

export function nhsNumberOf(index: number): string {
  const number = nhsNumbers[index];
  assert(number !== undefined, 'there are as many test numbers as bookings');
  return number;
}

export function nameOf(index: number): { readonly family: string; readonly given: string } {
  const place = index % familyBeginnings.length;
  const round = Math.floor(index / familyBeginnings.length);
  // Three is prime to the number of endings, so that no name comes twice.
  const plainFamily = nth(familyBeginnings, place) + nth(familyEndings, place + 3 * round);
  return {
    family: specialNames.get(index) ?? plainFamily,
    given: nth(givens, index * 3 + index / givens.length),
  };
}
