/** What staff may do with papers, and that a specimen never has two labels that can be used. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mayReprint,
  maySpoil,
  type PaperChange,
  reprint,
  reprintSet,
  seen,
  spoil,
  voidReasons,
  voidSet,
} from '../../clinic/paper-acts.ts';
import { cameOut, labelsIn, lifeOf } from '../../clinic/paper-life.ts';
import type { Result } from '../../clinic/result.ts';
import { type Paper, type PaperState, paperStates } from '../../clinic/visit.ts';
import { mayMove } from '../../offline-store/ledger/paper-moves.ts';
import { become, carriedOut, paper, visitPapers } from './paper-examples.ts';

const states = (papers: readonly Paper[]) => papers.map(({ id, state }) => `${id} ${state}`);

function done(papers: readonly Paper[], act: Result<readonly PaperChange[], unknown>): readonly Paper[] {
  if (!act.ok) throw new Error(`refused: ${act.problem}`);
  return carriedOut(papers, act.value);
}

const find = (papers: readonly Paper[], id: string): Paper => {
  const found = papers.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
};

describe('S9: printing again', () => {
  test.each([
    ['printed', true],
    ['sent', true],
    ['refused', true],
    ['voided', true],
    ['spoiled', true],
    ['waiting', false],
    ['sending', false],
    ['uncertain', false],
  ] as const)('a label that is %s: %s', (state, isAllowed) => {
    const papers = visitPapers(state);
    expect(mayReprint(find(papers, 'label-1'), papers)).toBe(isAllowed);
    expect(reprint(find(papers, 'label-1'), papers).ok).toBe(isAllowed);
  });

  test('only the newest copy is printed again, so that numbers are not given twice', () => {
    const papers = [...visitPapers('voided'), paper({ id: 'label-1+1', copy: 1, state: 'voided' })];
    expect(mayReprint(find(papers, 'label-1'), papers)).toBe(false);
    expect(mayReprint(find(papers, 'label-1+1'), papers)).toBe(true);
  });

  test('the label before becomes void, and a spoiled one stays spoiled', () => {
    const printed = visitPapers('printed');
    expect(states(done(printed, reprint(find(printed, 'label-1'), printed)))).toEqual([
      'header printed',
      'label-1 voided',
      'label-2 printed',
      'ticket printed',
      'label-1+1 waiting',
    ]);
    const spoiled = become(printed, 'label-1', 'spoiled');
    expect(states(done(spoiled, reprint(find(spoiled, 'label-1'), spoiled)))).toContain('label-1 spoiled');
  });

  test('a ticket that the patient may have stays good beside its duplicate; one that was refused never was', () => {
    const printed = visitPapers('printed');
    const twice = done(printed, reprint(find(printed, 'ticket'), printed));
    expect(states(twice).filter((one) => one.startsWith('ticket'))).toEqual(['ticket printed', 'ticket+1 waiting']);
    const refused = visitPapers('refused');
    expect(states(done(refused, reprint(find(refused, 'ticket'), refused)))).toContain('ticket voided');
  });

  test('after ninety-nine copies it is for site IT', () => {
    const papers = [paper({ copy: 99, state: 'printed' })];
    expect(papers.map((one) => mayReprint(one, papers))).toEqual([false]);
  });
});

describe('voiding a set', () => {
  test('what waits never prints, what came out is void; the ticket is the patient’s', () => {
    const papers = become(visitPapers('printed'), 'label-2', 'waiting');
    expect(states(done(papers, voidSet(papers, 'not-needed')))).toEqual([
      'header voided',
      'label-1 voided',
      'label-2 voided',
      'ticket printed',
    ]);
  });

  test.each([
    ['patient-left', 'ticket voided'],
    ['wrong-patient', 'ticket voided'],
    ['not-needed', 'ticket waiting'],
    ['labels-damaged', 'ticket waiting'],
    ['labels-lost', 'ticket waiting'],
  ] as const)('%s: a ticket that still waits is %s', (reason, ticket) => {
    const papers = visitPapers();
    expect(states(done(papers, voidSet(papers, reason)))).toContain(ticket);
  });

  test('S5: nothing at all is voided while one label is in the printer', () => {
    const papers = become(visitPapers('printed'), 'label-2', 'sending');
    expect(voidSet(papers, 'patient-left')).toEqual({ ok: false, problem: 'being-printed' });
  });

  test('a ticket in its printer does not keep labels from being voided', () => {
    const papers = become(visitPapers('printed'), 'ticket', 'sending');
    expect(voidSet(papers, 'patient-left').ok).toBe(true);
  });

  test('a label that may have printed is void as well', () => {
    const papers = become(visitPapers('printed'), 'label-2', 'uncertain');
    expect(states(done(papers, voidSet(papers, 'labels-lost')))).toContain('label-2 voided');
  });

  test('of which all are dead is refused: there is nothing to void', () => {
    const papers = become(visitPapers('voided'), 'label-1', 'spoiled');
    expect(voidSet(papers, 'patient-left')).toEqual({ ok: false, problem: 'not-possible-now' });
    expect(voidSet([], 'patient-left')).toEqual({ ok: false, problem: 'not-possible-now' });
  });
});

describe('S9: printing the whole set again', () => {
  test('once all of it is dead: the header first, then the labels in the order of draw, each with its next number', () => {
    const again = [...visitPapers('voided'), paper({ id: 'label-1+1', copy: 1, state: 'spoiled' })];
    expect(states(done(again, reprintSet(again)).slice(again.length))).toEqual([
      'header+1 waiting',
      'label-1+2 waiting',
      'label-2+1 waiting',
    ]);
  });

  test.each(paperStates.filter((state) => lifeOf({ state }) !== 'dead'))(
    'is refused while one label is %s',
    (state) => {
      const papers = become(visitPapers('voided'), 'label-2', state);
      expect(reprintSet(papers)).toEqual({ ok: false, problem: 'not-possible-now' });
    },
  );

  test('of a visit without labels is refused', () => {
    const tickets = visitPapers('voided').filter(({ kind }) => kind === 'queue-ticket');
    expect(reprintSet(tickets).ok).toBe(false);
  });
});

test.each(paperStates)('a label that is %s is spoiled only when it is on paper, and a ticket never', (state) => {
  const isOnPaper = state === 'printed' || state === 'sent';
  expect(maySpoil(paper({ state }))).toBe(isOnPaper);
  expect(spoil(paper({ state })).ok).toBe(isOnPaper);
  expect(spoil(paper({ state, kind: 'queue-ticket', specimenId: null })).ok).toBe(false);
});

describe('S5: what a person saw', () => {
  test.each(['uncertain', 'sent'] as const)('ends in a known state when it was %s', (state) => {
    const papers = become(visitPapers('printed'), 'label-1', state);
    const statesAfter = (answer: Parameters<typeof seen>[1]) =>
      states(carriedOut(papers, seen(find(papers, 'label-1'), answer))).filter((one) => one.startsWith('label-1'));
    expect(statesAfter('it-is-there')).toEqual(['label-1 printed']);
    expect(statesAfter('it-is-spoiled')).toEqual(['label-1 spoiled']);
    expect(statesAfter('it-is-not-there')).toEqual(['label-1 voided', 'label-1+1 waiting']);
  });

  test.each(paperStates.filter((state) => state !== 'uncertain' && state !== 'sent'))(
    'changes nothing about a label that is %s',
    (state) => {
      expect(seen(paper({ state }), 'it-is-not-there')).toEqual([]);
    },
  );
});

/** Whatever printers do and people press, in any order. */
type Step = Readonly<
  | { step: 'printer'; at: number; to: PaperState }
  | { step: 'reprint' | 'spoil' | 'it-is-there' | 'it-is-not-there' | 'it-is-spoiled'; at: number }
  | { step: 'void'; reason: (typeof voidReasons)[number] }
  | { step: 'reprint-set' }
>;

const at = fc.nat(30);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ step: fc.constant('printer' as const), at, to: fc.constantFrom(...paperStates) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      step: fc.constantFrom('reprint', 'spoil', 'it-is-there', 'it-is-not-there', 'it-is-spoiled'),
      at,
    }),
  },
  fc.record({ step: fc.constant('void' as const), reason: fc.constantFrom(...voidReasons) }),
  fc.constant({ step: 'reprint-set' as const }),
);

function changesOf(papers: readonly Paper[], step: Step): readonly PaperChange[] {
  if (step.step === 'void') return valueOr(voidSet(papers, step.reason));
  if (step.step === 'reprint-set') return valueOr(reprintSet(papers));
  const one = papers[step.at % papers.length];
  if (one === undefined) return [];
  if (step.step === 'printer')
    return isPrinters(one, step.to) ? [{ change: 'becomes', paper: one, state: step.to }] : [];
  if (step.step === 'reprint') return valueOr(reprint(one, papers));
  return step.step === 'spoil' ? valueOr(spoil(one)) : seen(one, step.step);
}

const valueOr = (act: Result<readonly PaperChange[], unknown>) => (act.ok ? act.value : []);
const isPrinters = ({ state }: Paper, to: PaperState) =>
  (state === 'waiting' || state === 'sending') && to !== 'voided' && mayMove(state, to);

test('S9: after any sequence of acts and outcomes a specimen has at most one label that is not dead, and copies count on', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (sequence) => {
      let papers = visitPapers();
      const out = new Set<string>();
      for (const step of sequence) {
        const changes = changesOf(papers, step);
        for (const change of changes) {
          if (change.change !== 'becomes') continue;
          expect(mayMove(find(papers, change.paper.id).state, change.state)).toBe(true);
        }
        papers = carriedOut(papers, changes);
        for (const one of papers) if (one.state === 'printed' || one.state === 'spoiled') out.add(one.id);
        expectOneLiveEach(papers);
        for (const one of papers) if (out.has(one.id)) expect(cameOut(one)).toBe('yes');
      }
    }),
    { numRuns: 500 },
  );
});

function expectOneLiveEach(papers: readonly Paper[]): void {
  for (const specimenId of new Set(papers.flatMap((one) => one.specimenId ?? []))) {
    const copies = papers.filter((one) => one.specimenId === specimenId);
    expect(copies.filter((one) => lifeOf(one) !== 'dead').length).toBeLessThanOrEqual(1);
    expect(copies.map(({ copy }) => copy)).toEqual([...copies.keys()]);
  }
  const headers = labelsIn(papers).filter(({ kind }) => kind === 'header-label');
  expect(headers.filter((one) => lifeOf(one) !== 'dead').length).toBeLessThanOrEqual(1);
}
