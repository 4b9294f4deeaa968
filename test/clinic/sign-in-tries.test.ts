import { describe, expect, test } from 'vitest';
import {
  afterWrongPin,
  isAcceptablePin,
  isLocked,
  noFailedTries,
  type SignInTries,
} from '../../clinic/sign-in-tries.ts';

const nine = Date.parse('2026-11-24T09:00:00Z');
const afterWrongPins = (count: number) =>
  Array.from({ length: count }).reduce<SignInTries>((tries) => afterWrongPin(tries, nine), noFailedTries);

test.each([
  [4, null],
  [5, '2026-11-24T09:01:00.000Z'],
  [10, '2026-11-24T09:05:00.000Z'],
  [15, '2026-11-24T09:15:00.000Z'],
  [50, '2026-11-24T09:15:00.000Z'],
])('after %i wrong PINs the person is locked until %s', (count, lockedUntil) => {
  expect(afterWrongPins(count)).toEqual({ failedTries: count, lockedUntil });
});

test('a lock ends by itself, and the count goes on', () => {
  const tries = afterWrongPins(5);
  expect([isLocked(tries, nine), isLocked(tries, nine + 59_999), isLocked(tries, nine + 60_000)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(afterWrongPin(tries, nine + 60_000).failedTries).toBe(6);
});

describe('PINs', () => {
  test.each([
    ['482915', true],
    ['482915482915', true],
    ['48291', false],
    ['4829154829154', false],
    ['48291a', false],
    ['111111', false],
    ['123456', false],
    ['890123', false],
    ['654321', false],
  ])('%s may be chosen: %s', (pin, isAcceptable) => {
    expect(isAcceptablePin(pin)).toBe(isAcceptable);
  });
});
