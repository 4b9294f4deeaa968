import { expect, test } from 'vitest';
import { hasBegun, labelsThatWait, type PaperProgress, setsOf } from '../../clinic/paper-set.ts';
import type { Paper, PaperState } from '../../clinic/visit.ts';

const kinds = { H: 'header-label', T: 'queue-ticket' } as const;

/** `H1` a header with the sequence 1, `2-7` a label of specimen 2 with the sequence 7, `T5` a ticket; `+8H1` a header that continues H1. */
function paper(text: string, state: PaperState = 'printed'): PaperProgress {
  const [, continued, continues = null] = /^\+(\d+)(H\d+)$/.exec(text) ?? [];
  const letter = text.startsWith('T') ? 'T' : 'H';
  const [specimen, sequence] = text.includes('-') ? text.split('-') : [null, continued ?? text.slice(1)];
  const known: Paper = {
    id: text,
    bookingId: 'b1',
    kind: specimen === null ? kinds[letter] : 'specimen-label',
    specimenId: specimen == null ? null : `V1-${specimen}`,
    copy: 0,
    state,
    stateBefore: null,
    sequence: Number(sequence),
    stateSince: '2026-11-23T08:00:00Z',
  };
  return { paper: known, printer: 'LABELS-1', continues };
}

const idsOf = (...papers: readonly string[]) =>
  setsOf(papers.map((one) => paper(one))).map(({ header, papers: others, continuations }) =>
    [header, ...others, ...continuations].map((one) => one?.paper.id ?? '-').join(' '),
  );

test.each([
  ['the papers of a check-in', ['H1', '1-2', '2-3', 'T4'], ['H1 1-2 2-3', '- T4']],
  ['a label that is printed again', ['H1', '1-2', 'T3', '1-9'], ['H1 1-2', '- T3', '- 1-9']],
  ['one right behind its set', ['H1', '1-2', '1-3'], ['H1 1-2', '- 1-3']],
  ['a whole set once more', ['H1', '1-2', 'T3', 'H8', '1-9'], ['H1 1-2', '- T3', 'H8 1-9']],
  ['a continuation header, after a reprint', ['H1', '1-2', 'T3', '1-7', '+8H1'], ['H1 1-2 +8H1', '- T3', '- 1-7']],
  ['a continuation header, after a header by itself', ['H1', '1-2', 'T3', 'H7', '+8H1'], ['H1 1-2 +8H1', '- T3', 'H7']],
  [
    'one for a set that was begun before another',
    ['H1', '1-2', '2-3', 'H4', '1-5', '+6H1'],
    ['H1 1-2 2-3 +6H1', 'H4 1-5'],
  ],
  ['no header', ['1-1', '2-2'], ['- 1-1', '- 2-2']],
])('%s', (_, papers, sets) => {
  expect(idsOf(...papers)).toEqual(sets);
});

test('what follows are the labels that wait', () => {
  const [set] = setsOf([paper('H1'), paper('1-2'), paper('2-3', 'waiting'), paper('3-4', 'refused')]);
  expect(set === undefined ? [] : labelsThatWait(set).map((one) => one.paper.id)).toEqual(['2-3']);
});

test.each([
  ['waiting', false],
  ['refused', false],
  ['sending', true],
  ['uncertain', true],
  ['voided', true],
] as const)('S5: a paper that is %s has begun: %s', (state, begun) => {
  expect(hasBegun(paper('H1', state))).toBe(begun);
});
