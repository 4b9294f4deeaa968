/** Chance that can be had again: a small generator of our own, so that a seed means the same everywhere (mulberry32). */

/** From 0 up to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to the count. */
export const upToFrom =
  (random: () => number) =>
  (count: number): number =>
    Math.floor(random() * count);
