/**
 * Whether a piece of paper exists and may be used, from what is known of it.
 *
 * A specimen has at most one label that is not dead; its copies count on and never start again. What is void or spoiled may
 * still lie on a desk, so what has to be destroyed is counted by how it was before.
 */
import type { Paper, PaperState } from './visit.ts';

/** not-there: nothing came out, or not yet · may-be-live: it may have come out · live: it is there and may be used · dead: never to be used. */
export type PaperLife = 'not-there' | 'may-be-live' | 'live' | 'dead';

const lives: Readonly<Record<PaperState, PaperLife>> = {
  waiting: 'not-there',
  sending: 'may-be-live',
  printed: 'live',
  // A one-way connection took it: nobody has seen it.
  sent: 'may-be-live',
  uncertain: 'may-be-live',
  refused: 'not-there',
  voided: 'dead',
  spoiled: 'dead',
};

export function lifeOf({ state }: Pick<Paper, 'state'>): PaperLife {
  return lives[state];
}

type CameOut = 'no' | 'maybe' | 'yes';

const cameOutIn: Readonly<Record<Exclude<PaperState, 'voided'>, CameOut>> = {
  waiting: 'no',
  sending: 'maybe',
  printed: 'yes',
  sent: 'maybe',
  uncertain: 'maybe',
  refused: 'no',
  spoiled: 'yes',
};

/** Whether there is a piece of paper, for those too that may no longer be used. */
export function cameOut({ state, stateBefore }: Pick<Paper, 'state' | 'stateBefore'>): CameOut {
  if (state !== 'voided') return cameOutIn[state];
  // Voided before it was written down what it had been: somebody had better look.
  return stateBefore === null || stateBefore === 'voided' ? 'maybe' : cameOutIn[stateBefore];
}

/** For how many pieces of paper what is known. Each paper is in one of the first five. */
export interface PaperCount {
  readonly live: number;
  readonly mayBeLive: number;
  readonly notThere: number;
  readonly voided: number;
  readonly spoiled: number;
  /** Of the void and spoiled ones: those that came out, and those of which nobody knows. */
  readonly deadOut: number;
  readonly deadPerhapsOut: number;
}

export function countPapers(papers: readonly Paper[]): PaperCount {
  const dead = papers.filter((paper) => lifeOf(paper) === 'dead');
  const those = (life: PaperLife) => papers.filter((paper) => lifeOf(paper) === life).length;
  const deadWhere = (out: CameOut) => dead.filter((paper) => cameOut(paper) === out).length;
  return {
    live: those('live'),
    mayBeLive: those('may-be-live'),
    notThere: those('not-there'),
    voided: dead.filter(({ state }) => state === 'voided').length,
    spoiled: dead.filter(({ state }) => state === 'spoiled').length,
    deadOut: deadWhere('yes'),
    deadPerhapsOut: deadWhere('maybe'),
  };
}

/** The labels of one visit, with its header; the patient's ticket is no part of the set. */
export function labelsIn(papers: readonly Paper[]): readonly Paper[] {
  return papers.filter(({ kind }) => kind !== 'queue-ticket');
}

export function isNewest(paper: Paper, papersOfVisit: readonly Paper[]): boolean {
  return newestCopies(papersOfVisit).some(({ id }) => id === paper.id);
}

/** The newest copy of each paper of a visit, in the order in which they first came. */
export function newestCopies(papers: readonly Paper[]): readonly Paper[] {
  const newest = new Map<string, Paper>();
  for (const paper of papers) {
    const key = `${paper.kind} ${paper.specimenId ?? ''}`;
    const before = newest.get(key);
    if (before === undefined || paper.copy > before.copy) newest.set(key, paper);
  }
  return [...newest.values()];
}
