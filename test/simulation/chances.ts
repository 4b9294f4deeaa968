/** Chance in words: every choice of a simulated day comes from here, so that a seed has the whole day again. */
import { randomFrom } from '../chance.ts';

export interface Chances {
  /** From 0 up to 1. */
  random(): number;
  /** True in so many of a hundred times. */
  percent(share: number): boolean;
  between(from: number, to: number): number;
  whole(from: number, to: number): number;
  /** @throws for an empty list. */
  oneOf<Item>(items: readonly Item[]): Item;
}

export function chancesFrom(seed: number): Chances {
  const random = randomFrom(seed);
  const between = (from: number, to: number) => from + random() * (to - from);
  return {
    random,
    percent: (share) => random() * 100 < share,
    between,
    whole: (from, to) => Math.floor(between(from, to + 1)),
    oneOf(items) {
      const item = items[Math.floor(random() * items.length)];
      if (item === undefined) throw new Error('there is nothing to choose from');
      return item;
    },
  };
}
