import { describe, expect, test } from 'vitest';
import { planFaults, resetInside } from './faults/fault-plan.ts';

const bytesOfOne = 390;
const plan = (seed: number, papers = 2_000) =>
  planFaults({ seed, papers, bytesOfOne, faults: ['mute', 'deaf', 'power-before'], paperIdOf: String });

describe('the plan of a fault run', () => {
  test('is the same for the same seed, and another one for another', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  test('has a fault for 40 of 100 papers, and each kind of fault', () => {
    const faulty = plan(1).filter(({ fault }) => fault !== 'none');
    expect(faulty).toHaveLength(800);
    expect(new Set(faulty.map(({ fault }) => fault))).toEqual(new Set([resetInside, 'mute', 'deaf', 'power-before']));
  });

  test('resets the connection after every number of bytes of one paper, none and all of them included', () => {
    const after = plan(1).flatMap(({ fault, afterBytes }) => (fault === resetInside ? [afterBytes] : []));
    expect(after.toSorted((a, b) => a - b)).toEqual(Array.from({ length: bytesOfOne + 1 }, (_, index) => index));
  });
});
