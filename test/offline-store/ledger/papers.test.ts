/** Papers: their order, the states that may follow, and what is known after a restart (S5). */
import { expect, test } from 'vitest';
import { type PaperState, paperStates } from '../../../clinic/visit.ts';
import { mayMove } from '../../../offline-store/ledger/paper-moves.ts';
import type { PrintAttempt, Store } from '../../../offline-store/store.ts';
import { checkIn, newFolder, nowText, opened, visit } from '../store-clinic.ts';

const label = 'V1X-1-label';
const attempt = (token: string, changes: Partial<PrintAttempt> = {}): PrintAttempt => ({
  paperId: label,
  printer: 'labels',
  token,
  odometerBefore: 41,
  serial: '50J000000001',
  startedAt: nowText,
  ...changes,
});

function withOneVisit(folder = newFolder()): Store {
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  return store;
}

const move = (store: Store, ...states: PaperState[]): void => {
  for (const state of states) {
    store.ledger.write((writes) => {
      if (state === 'sending') writes.startAttempt(attempt(`token-${state}`));
      writes.setPaperState(label, state);
    });
  }
};

test('papers wait in the order in which they were added: header, labels in the order of draw, ticket', () => {
  const store = withOneVisit();
  checkIn(store, visit('b2', 2));
  expect(store.ledger.papers('b1').map(({ id, sequence }) => [id, sequence])).toEqual([
    ['V1X-header', 1],
    ['V1X-1-label', 2],
    ['V1X-2-label', 3],
    ['V1X-ticket', 4],
  ]);
  const waiting = (...of: Parameters<typeof store.ledger.waiting>) => store.ledger.waiting(...of).map(({ id }) => id);
  expect(waiting(['header-label', 'specimen-label'], 4)).toEqual([
    'V1X-header',
    'V1X-1-label',
    'V1X-2-label',
    'V2X-header',
  ]);
  expect(waiting(['queue-ticket'], 1)).toEqual(['V1X-ticket']);
  expect(waiting([], 9)).toEqual([]);
  expect(store.ledger.countWaiting(['specimen-label', 'header-label'])).toBe(6);
});

test('a paper says what it is for', () => {
  const paper = {
    id: label,
    bookingId: 'b1',
    kind: 'specimen-label',
    specimenId: 'V1X-1',
    copy: 0,
    state: 'waiting',
    stateBefore: null,
    sequence: 2,
    stateSince: nowText,
  };
  const store = withOneVisit();
  expect(store.ledger.paper(label)).toEqual(paper);
  expect(store.ledger.paper('V1X-header')).toMatchObject({ kind: 'header-label', specimenId: null });
  expect(store.ledger.paper('nowhere')).toBeNull();
});

test('S5: what was being sent when the kiosk stopped is in doubt for its printer, with what was known before', () => {
  const folder = newFolder();
  const store = withOneVisit(folder);
  store.ledger.write((writes) => {
    writes.startAttempt(attempt('first'));
    writes.setPaperState(label, 'sending');
  });
  store.ledger.write((writes) => writes.setPaperState(label, 'waiting'));
  store.ledger.write((writes) => {
    writes.startAttempt(attempt('second', { odometerBefore: null, serial: null }));
    writes.setPaperState(label, 'sending');
  });
  store.close();
  const { ledger } = opened(folder);
  const paper = ledger.paper(label);
  expect(ledger.inDoubt('labels')).toEqual([
    { paper, attempt: attempt('second', { odometerBefore: null, serial: null }) },
  ]);
  expect(ledger.inDoubt('tickets')).toEqual([]);
  expect(ledger.waiting(['specimen-label'], 1).map(({ id }) => id)).toEqual(['V1X-2-label']);
});

test('how far each paper of a visit has come is known: where it was last begun, and which header continues the set', () => {
  const store = withOneVisit();
  const at = (printer: string, state: PaperState) =>
    store.ledger.write((writes) => {
      writes.startAttempt(attempt(printer, { printer }));
      writes.setPaperState(label, 'sending');
      writes.setPaperState(label, state);
    });
  at('LABELS-1', 'waiting');
  at('LABELS-2', 'printed');
  const header = { id: 'more', bookingId: 'b1', kind: 'header-label', specimenId: null, copy: 1 } as const;
  store.ledger.write((writes) => writes.addContinuationHeader(header, 'V1X-header'));
  const progress = store.ledger.progress('b1');
  expect(progress.map(({ paper, printer, continues }) => [paper.id, printer, continues])).toEqual([
    ['V1X-header', null, null],
    [label, 'LABELS-2', null],
    ['V1X-2-label', null, null],
    ['V1X-ticket', null, null],
    ['more', null, 'V1X-header'],
  ]);
  expect(progress.map(({ paper }) => paper)).toEqual(store.ledger.papers('b1'));
  expect(store.ledger.progress('b9')).toEqual([]);
});

test('S5: nothing is sent without the durable start of an attempt', () => {
  const store = withOneVisit();
  expect(() => store.ledger.write((writes) => writes.setPaperState(label, 'sending'))).toThrow('attempt');
  expect(store.ledger.paper(label)?.state).toBe('waiting');
  move(store, 'sending', 'waiting');
  expect(() => store.ledger.write((writes) => writes.setPaperState(label, 'sending'))).toThrow('attempt');
});

test('S5: what may have printed goes back to waiting only by a person or a proof, and what is void stays void', () => {
  const allowed = paperStates.flatMap((from) =>
    paperStates.filter((to) => mayMove(from, to)).map((to) => `${from} > ${to}`),
  );
  expect(allowed).toEqual([
    'waiting > sending',
    'waiting > refused',
    'waiting > voided',
    'sending > waiting',
    'sending > printed',
    'sending > sent',
    'sending > uncertain',
    'sending > refused',
    'printed > voided',
    'printed > spoiled',
    'sent > printed',
    'sent > voided',
    'sent > spoiled',
    'uncertain > waiting',
    'uncertain > printed',
    'uncertain > voided',
    'uncertain > spoiled',
    'refused > waiting',
    'refused > voided',
    'spoiled > voided',
  ]);
});

test('a state that may not follow is a bug, and the paper stays as it is', () => {
  const store = withOneVisit();
  move(store, 'sending', 'printed');
  expect(() => store.ledger.write((writes) => writes.setPaperState(label, 'waiting'))).toThrow('printed may become');
  expect(() => store.ledger.write((writes) => writes.setPaperState('nowhere', 'voided'))).toThrow('in the ledger');
  expect(store.ledger.paper(label)?.state).toBe('printed');
});

test('S9: a second live label of one specimen cannot be stored; one that voids the first can', () => {
  const store = withOneVisit();
  move(store, 'sending', 'printed');
  const reprint = { id: 'again', bookingId: 'b1', kind: 'specimen-label', specimenId: 'V1X-1', copy: 1 } as const;
  expect(() => store.ledger.write((writes) => writes.addPaper(reprint))).toThrow('one live label');
  expect(store.ledger.papers('b1')).toHaveLength(4);
  store.ledger.write((writes) => {
    writes.setPaperState(label, 'voided');
    writes.addPaper(reprint);
  });
  expect(store.ledger.papers('b1').at(-1)).toMatchObject({ id: 'again', copy: 1, state: 'waiting', sequence: 5 });
  const sameCopy = { ...reprint, id: 'third' };
  expect(() =>
    store.ledger.write((writes) => {
      writes.setPaperState('again', 'voided');
      writes.addPaper(sameCopy);
    }),
  ).toThrow('UNIQUE');
});

test('S9: a refused label does not come back to life beside its reprint', () => {
  const store = withOneVisit();
  move(store, 'refused');
  const reprint = { id: 'again', bookingId: 'b1', kind: 'specimen-label', specimenId: 'V1X-1', copy: 1 } as const;
  store.ledger.write((writes) => writes.addPaper(reprint));
  expect(() => store.ledger.write((writes) => writes.setPaperState(label, 'waiting'))).toThrow('one live label');
});

test('a paper for nobody, or for a specimen of somebody else, cannot be stored', () => {
  const store = withOneVisit();
  checkIn(store, visit('b2', 2));
  const paper = { id: 'new', kind: 'specimen-label', copy: 1 } as const;
  const add = (bookingId: string, specimenId: string | null) => () =>
    store.ledger.write((writes) => writes.addPaper({ ...paper, bookingId, specimenId }));
  expect(add('b9', 'V1X-1')).toThrow('check-in');
  expect(add('b1', 'V2X-1')).toThrow('its own visit');
  expect(add('b1', 'V1X-9')).toThrow('FOREIGN KEY');
  expect(add('b1', null)).toThrow('has a specimen');
  expect(store.ledger.papers('b1')).toHaveLength(4);
});
