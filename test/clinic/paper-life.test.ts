/** Which pieces of paper exist, which may be used, and which have to be destroyed. */
import { describe, expect, test } from 'vitest';
import { cameOut, countPapers, lifeOf } from '../../clinic/paper-life.ts';
import type { PaperState } from '../../clinic/visit.ts';
import { paper } from './paper-examples.ts';

describe('whether a paper may be used', () => {
  test.each([
    ['waiting', 'not-there', 'no'],
    ['sending', 'may-be-live', 'maybe'],
    ['printed', 'live', 'yes'],
    ['sent', 'may-be-live', 'maybe'],
    ['uncertain', 'may-be-live', 'maybe'],
    ['refused', 'not-there', 'no'],
    ['voided', 'dead', 'maybe'],
    ['spoiled', 'dead', 'yes'],
  ] as const)('%s: %s; it came out: %s', (state, life, out) => {
    expect(lifeOf(paper({ state }))).toBe(life);
    expect(cameOut(paper({ state }))).toBe(out);
  });
});

describe('what is void has to be destroyed where it came out', () => {
  test.each([
    ['waiting', 'no'],
    ['refused', 'no'],
    ['sent', 'maybe'],
    ['uncertain', 'maybe'],
    ['printed', 'yes'],
    ['spoiled', 'yes'],
    [null, 'maybe'],
  ] as const satisfies readonly (readonly [PaperState | null, string])[])('after %s: %s', (stateBefore, out) => {
    expect(cameOut(paper({ state: 'voided', stateBefore }))).toBe(out);
  });
});

test('papers are counted by what is known of them, and the dead ones by whether there is something to destroy', () => {
  const papers = [
    paper({ state: 'printed' }),
    paper({ state: 'sent' }),
    paper({ state: 'waiting' }),
    paper({ state: 'refused' }),
    paper({ state: 'voided', stateBefore: 'printed' }),
    paper({ state: 'voided', stateBefore: 'uncertain' }),
    paper({ state: 'voided', stateBefore: 'waiting' }),
    paper({ state: 'spoiled', stateBefore: 'printed' }),
  ];
  expect(countPapers(papers)).toEqual({
    live: 1,
    mayBeLive: 1,
    notThere: 2,
    voided: 3,
    spoiled: 1,
    deadOut: 2,
    deadPerhapsOut: 1,
  });
});
