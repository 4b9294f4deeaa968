/** Which of several printers a paper waits at, and when it moves to another. */
import { describe, expect, test } from 'vitest';
import { graceForBegunSetMs } from '../../printing/printer-pool.ts';
import { nowText } from '../offline-store/store-clinic.ts';
import { arrive, factsOf, labels, out, pool, well } from './pool-clinic.ts';

describe('S5: only what has provably not begun moves', () => {
  test('a set that was not begun, at once; one that was begun, after the time in which a roll is changed', () => {
    const { store, clock, print, begin, hear } = pool();
    arrive(store, 1);
    arrive(store, 2);
    print('A');
    expect(begin('A')).toBe('V1X-1-label');
    hear('A', out);
    expect(print('B')).toBe('V2X-header');
    clock.nowMs = graceForBegunSetMs - 1;
    expect([print('B'), print('B'), print('B'), print('B')]).toEqual([
      'V2X-1-label',
      'V2X-2-label',
      'V2X-3-label',
      'nothing',
    ]);
    clock.nowMs = graceForBegunSetMs;
    expect([print('B'), print('B'), print('B'), print('B')]).toEqual([
      'more-1',
      'V1X-2-label',
      'V1X-3-label',
      'nothing',
    ]);
    expect(store.ledger.paper('V1X-1-label')?.state).toBe('sending');
  });

  test('the header at the other printer says where the others are, and the set stays there when the first comes back', () => {
    const { store, clock, kiosk, print, hear } = pool();
    arrive(store);
    print('A');
    print('A');
    hear('A', out);
    clock.nowMs = graceForBegunSetMs;
    expect(print('B')).toBe('more-1');
    const rest = { numbers: [2, 3], elsewhere: [{ printer: 'A', numbers: [1] }] };
    expect(factsOf(kiosk, store, 'more-1', 'B')).toEqual({ labelsAt: null, rest });
    hear('A', well);
    expect([print('A'), print('B')]).toEqual(['nothing', 'V1X-2-label']);
  });

  test('a label in doubt that turns out not to have come out goes where its set is by now, and a header says so', () => {
    const { store, clock, kiosk, print, begin, settle, hear } = pool();
    arrive(store);
    print('A');
    begin('A');
    hear('A', out);
    clock.nowMs = graceForBegunSetMs;
    expect([print('B'), print('B')]).toEqual(['more-1', 'V1X-2-label']);
    hear('A', well);
    settle('A', { kind: 'not-printed', because: 'count-did-not-move' });
    expect(print('A')).toBe('nothing');
    expect(print('B')).toBe('more-2');
    expect(factsOf(kiosk, store, 'more-2', 'B')?.rest).toEqual({ numbers: [1, 3], elsewhere: [] });
    expect([print('B'), print('B'), print('B')]).toEqual(['V1X-1-label', 'V1X-3-label', 'nothing']);
  });

  test('a printer that is gone from the settings is not waited for', () => {
    const { store, print } = pool({}, ['B']);
    arrive(store);
    const gone = { printer: 'A', token: 'T', odometerBefore: null, serial: null, startedAt: nowText };
    store.ledger.write((writes) => {
      writes.startAttempt({ paperId: 'V1X-header', ...gone });
      writes.setPaperState('V1X-header', 'sending');
      writes.setPaperState('V1X-header', 'printed');
    });
    expect([print('B'), print('B')]).toEqual(['more-1', 'V1X-1-label']);
  });
});

describe('S5: a set whose header comes out elsewhere, by the settings', () => {
  const apart = { A: ['header-label'], B: ['specimen-label'], C: labels } as const;

  test('says where its labels are, and needs nothing more', () => {
    const { store, kiosk, print } = pool(apart, ['A', 'B']);
    arrive(store);
    expect(factsOf(kiosk, store, 'V1X-header', 'A')).toEqual({ labelsAt: 'B', rest: null });
    expect([print('B'), print('A'), print('B'), print('B'), print('B'), print('A')]).toEqual([
      'V1X-1-label',
      'V1X-header',
      'V1X-2-label',
      'V1X-3-label',
      'nothing',
      'nothing',
    ]);
  });

  test('the labels go on somewhere else than it says: there they have a header', () => {
    const { store, print, hear } = pool(apart, ['A', 'B', 'C']);
    arrive(store);
    print('A');
    hear('B', out);
    expect([print('C'), print('C'), print('C')]).toEqual(['more-1', 'V1X-1-label', 'V1X-2-label']);
  });

  test('the labels were interrupted: their next header comes out where headers do, and keeps no label back', () => {
    const { store, kiosk, print, hear } = pool(apart, ['A', 'B']);
    arrive(store);
    print('A');
    print('B');
    hear('B', out);
    hear('B', well);
    expect([print('B'), print('B'), print('B')]).toEqual(['V1X-2-label', 'V1X-3-label', 'nothing']);
    // By the time of its turn nothing follows any more: nobody would know what to do with it.
    expect(factsOf(kiosk, store, 'more-1', 'A')).toEqual({ labelsAt: 'B', rest: { numbers: [], elsewhere: [] } });
    expect(print('A')).toBe('nothing');
  });
});

test('a whole set that is printed again is a set: it stays together, and is continued like any other', () => {
  const { store, clock, print, hear } = pool();
  arrive(store);
  for (let paper = 0; paper < 4; paper += 1) print('A');
  store.ledger.write((writes) => {
    for (const { id, kind } of store.ledger.papers('b1'))
      if (kind !== 'queue-ticket') writes.setPaperState(id, 'voided');
    writes.addPaper({ id: 'again', bookingId: 'b1', kind: 'header-label', specimenId: null, copy: 1 });
    for (const number of [1, 2, 3]) {
      writes.addPaper({
        id: `again-${number}`,
        bookingId: 'b1',
        kind: 'specimen-label',
        specimenId: `V1X-${number}`,
        copy: 1,
      });
    }
  });
  expect([print('A'), print('A')]).toEqual(['again', 'again-1']);
  hear('A', out);
  expect(print('B')).toBe('nothing');
  clock.nowMs = graceForBegunSetMs;
  expect([print('B'), print('B'), print('B'), print('B')]).toEqual(['more-1', 'again-2', 'again-3', 'nothing']);
});

test('hundreds of papers that wait for other printers hide none that is ours', () => {
  const { store, kiosk, print, hear } = pool();
  hear('A', out);
  for (let ticket = 1; ticket <= 30; ticket += 1) arrive(store, ticket);
  print('B');
  hear('A', well);
  expect(print('B')).toBe('V1X-1-label');
  expect([kiosk.places.waitingAt('A'), kiosk.places.waitingAt('B')]).toEqual([29 * 4, 2]);
  expect([print('B'), print('B'), print('B'), print('A')]).toEqual([
    'V1X-2-label',
    'V1X-3-label',
    'nothing',
    'V2X-header',
  ]);
});
