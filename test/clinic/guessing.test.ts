import { expect, test } from 'vitest';
import { defaultClinicRules as rules } from '../../clinic/clinic-rules.ts';
import { afterMatch, afterMiss, type GuessingState, isResting, noMisses } from '../../clinic/guessing.ts';

const nine = Date.parse('2026-11-24T09:00:00Z');

function afterMisses(count: number): GuessingState {
  return Array.from({ length: count }).reduce<GuessingState>((state) => afterMiss(state, nine, rules), noMisses);
}
const restSeconds = (state: GuessingState) =>
  state.restingUntil === null ? 0 : (Date.parse(state.restingUntil) - nine) / 1000;

test.each([
  [1, 0],
  [4, 0],
  [5, 60],
  [6, 120],
  [7, 240],
  [8, 480],
  [9, 900],
  [10, 900],
  [5000, 900],
])('S2: after %i misses at one kiosk it rests %i seconds, whoever was tried', (misses, seconds) => {
  expect(restSeconds(afterMisses(misses))).toBe(seconds);
});

test('S2: the rest ends by itself, because honest patients are waiting', () => {
  const state = afterMisses(5);
  expect([isResting(state, nine), isResting(state, nine + 59_999), isResting(state, nine + 60_000)]).toEqual([
    true,
    true,
    false,
  ]);
});

test('S2: the next miss after a rest rests longer: the count is kept', () => {
  expect(restSeconds(afterMiss(afterMisses(5), nine, rules))).toBe(120);
});

test('a check-in forgets the misses of the morning', () => {
  expect(afterMatch()).toEqual({ misses: 0, restingUntil: null });
  expect(isResting(afterMatch(), nine)).toBe(false);
});

test('a clock that was set back by a day does not close the kiosk for a day', () => {
  expect(isResting(afterMisses(5), nine - 86_400_000)).toBe(false);
});
