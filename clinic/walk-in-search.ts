/** Finds a test among those that are offered, by what somebody types. */
import type { TestChoice } from './walk-in-tests.ts';

type Offered = Pick<TestChoice, 'key' | 'name' | 'alsoFoundBy'>;

/** Best first: a code or word that is exactly what was typed, then what begins so, then what has it anywhere. */
export function searchOffered<Choice extends Offered>(
  choices: readonly Choice[],
  sought: string,
  choicesMax: number,
): readonly Choice[] {
  const words = folded(sought.trim());
  if (words === '') return [];
  const rankOf = ({ name, alsoFoundBy }: Offered): number => {
    const all = [name, ...alsoFoundBy].map(folded);
    if (all.includes(words)) return 0;
    if (all.some((text) => text.startsWith(words))) return 1;
    return all.some((text) => text.includes(words)) ? 2 : 3;
  };
  return choices
    .map((choice) => ({ choice, rank: rankOf(choice) }))
    .filter(({ rank }) => rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, choicesMax)
    .map(({ choice }) => choice);
}

const folded = (text: string): string => text.toUpperCase();
