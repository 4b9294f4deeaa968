/** Which paper is next at which printer, by the ledger and by what was heard of the printers: without any printer. */
import { describe, expect, test } from 'vitest';
import type { PaperKind, PaperState } from '../../clinic/visit.ts';
import { silentLog } from '../../electron/log.ts';
import { paperActs } from '../../electron/paper-acts.ts';
import { type PaperPlaces, paperPlaces } from '../../electron/paper-places.ts';
import { openPrintJournal } from '../../electron/print-journal.ts';
import type { Store } from '../../offline-store/store.ts';
import type { PrintOutcome } from '../../printing/print-worker.ts';
import { graceForBegunSetMs } from '../../printing/printer-pool.ts';
import { checkIn, newFolder, nowText, opened, specimen, visit } from '../offline-store/store-clinic.ts';

const labels: readonly PaperKind[] = ['header-label', 'specimen-label'];
const well = { isReady: true, troubles: [] };
const out = { isReady: false, troubles: ['paper-out'] } as const;

/** Printers A and B over one ledger; the journal of each does what a worker would. */
function pool(kinds: Readonly<Record<string, readonly PaperKind[]>> = {}, printers = ['A', 'B']) {
  const store = opened(newFolder());
  const clock = { nowMs: 0 };
  let ids = 0;
  const start = (): PaperPlaces =>
    paperPlaces({
      store,
      printers: printers.map((name) => ({ name, prints: kinds[name] ?? labels })),
      nowMs: () => clock.nowMs,
      newId: () => `more-${++ids}`,
    });
  const kiosk = {
    places: start(),
    restart() {
      kiosk.places = start();
    },
  };
  const journal = (printer: string) =>
    openPrintJournal({ store, printer, places: kiosk.places, now: () => nowText, log: silentLog });
  const begin = (printer: string): string => {
    const job = journal(printer).nextJob();
    if (job === null) return 'nothing';
    journal(printer).started(job, { token: 'AAAA', odometerBefore: null, serial: null });
    return job.paperId;
  };
  const settle = (printer: string, outcome: PrintOutcome) => {
    for (const { job } of journal(printer).inDoubt()) journal(printer).settled(job, outcome);
  };
  const print = (printer: string, outcome: PrintOutcome = { kind: 'printed' }): string => {
    const paperId = begin(printer);
    settle(printer, outcome);
    return paperId;
  };
  const hear = (printer: string, report: Parameters<PaperPlaces['heard']>[1]) => kiosk.places.heard(printer, report);
  for (const printer of printers) hear(printer, well);
  return { store, clock, kiosk, journal, begin, settle, print, hear };
}

/** Header, labels 1 to 3, ticket. */
function arrive(store: Store, ticket = 1): void {
  const visitId = `V${ticket}X`;
  checkIn(store, visit(`b${ticket}`, ticket, { specimens: [1, 2, 3].map((number) => specimen(visitId, number)) }));
}
const factsOf = ({ places }: { places: PaperPlaces }, store: Store, paperId: string, printer: string) => {
  const paper = store.ledger.paper(paperId);
  return paper === null ? null : places.headerFacts(paper, printer);
};
const voidPaper = (store: Store, paperId: string, state: PaperState = 'voided') =>
  store.ledger.write((writes) => writes.setPaperState(paperId, state));

describe('a set that is not interrupted', () => {
  test('comes out in order and without any other header, while the other printer has nothing to do', () => {
    const { store, print, begin } = pool();
    arrive(store);
    const printed = ['A', 'A', 'A', 'A', 'A'].map((printer) => print(printer));
    expect(printed).toEqual(['V1X-header', 'V1X-1-label', 'V1X-2-label', 'V1X-3-label', 'nothing']);
    expect(begin('B')).toBe('nothing');
  });

  test('a label that was refused or is uncertain in the middle is no interruption', () => {
    const { store, print, journal } = pool();
    arrive(store);
    print('A');
    journal('A').settled(
      { paperId: 'V1X-1-label', kind: 'specimen-label' },
      { kind: 'refused', because: 'proof-failed' },
    );
    expect(print('A', { kind: 'uncertain', because: 'another-host-printed' })).toBe('V1X-2-label');
    expect(print('A')).toBe('V1X-3-label');
  });

  test('one that the printer proves did not come out goes again, without a header', () => {
    const { store, print } = pool();
    arrive(store);
    print('A');
    expect(print('A', { kind: 'not-printed', because: 'nothing-left-us' })).toBe('V1X-1-label');
    expect(print('A')).toBe('V1X-1-label');
  });

  test('what is next is known ahead, and nothing is written for it', () => {
    const { store, begin, journal } = pool();
    arrive(store);
    begin('A');
    const before = store.ledger.auditCount();
    expect(journal('A').jobAhead()).toEqual({ paperId: 'V1X-1-label', kind: 'specimen-label' });
    expect([store.ledger.auditCount(), store.ledger.papers('b1').length]).toEqual([before, 5]);
  });

  test('another host that prints in between is no failure: sets stay where they would go', () => {
    const { store, begin, hear } = pool();
    hear('A', { isReady: false, troubles: ['busy-with-another-host'] });
    arrive(store);
    expect([begin('B'), begin('A')]).toEqual(['nothing', 'V1X-header']);
  });
});

describe('S5: after an interruption a header says what follows', () => {
  test('the printer had stopped: once, with the next number, and in the audit trail', () => {
    const { store, kiosk, print, hear } = pool();
    arrive(store);
    print('A');
    print('A');
    hear('A', out);
    expect(kiosk.places.interruptedAt('A')).toEqual({ ticketNumber: 1, visitCode: 'K7', follow: [2, 3], count: 3 });
    expect([kiosk.places.waitingAt('A'), kiosk.places.waitingAt('B')]).toEqual([2, 0]);
    hear('A', well);
    expect(kiosk.places.interruptedAt('A')).toBeNull();
    expect(kiosk.places.aheadAt('A')).toBeNull();
    expect(print('A')).toBe('more-1');
    expect(store.ledger.paper('more-1')).toMatchObject({ kind: 'header-label', copy: 1 });
    expect([print('A'), print('A'), print('A')]).toEqual(['V1X-2-label', 'V1X-3-label', 'nothing']);
    expect(store.ledger.audit().find(({ act }) => act === 'continue-set')).toMatchObject({
      who: 'kiosk',
      bookingId: 'b1',
      details: { paperId: 'more-1', printer: 'A', follow: '2 3' },
    });
  });

  test('a header that was inside while the printer stood still is header enough', () => {
    const { store, begin, settle, print, hear } = pool();
    arrive(store);
    begin('A');
    hear('A', out);
    settle('A', { kind: 'printed' });
    hear('A', well);
    expect([print('A'), print('A')]).toEqual(['V1X-1-label', 'V1X-2-label']);
  });

  test('one that waits already is used, however often the printer stops', () => {
    const { store, print, hear } = pool();
    arrive(store);
    print('A');
    print('A');
    hear('A', out);
    expect(print('A', { kind: 'not-printed', because: 'nothing-left-us' })).toBe('more-1');
    hear('A', well);
    hear('A', out);
    expect([print('A'), print('A'), print('A')]).toEqual(['more-1', 'V1X-2-label', 'V1X-3-label']);
  });

  test('one that nothing follows any more is void, and not printed', () => {
    const { store, print, hear } = pool();
    arrive(store);
    print('A');
    hear('A', out);
    expect(print('A', { kind: 'not-printed', because: 'nothing-left-us' })).toBe('more-1');
    for (const number of [1, 2, 3]) voidPaper(store, `V1X-${number}-label`);
    expect(print('A')).toBe('nothing');
    expect(store.ledger.paper('more-1')?.state).toBe('voided');
  });

  test('one that cannot be made keeps no label back, and is not made again and again', () => {
    const { store, print, journal, hear } = pool();
    arrive(store);
    print('A');
    hear('A', out);
    const header = journal('A').nextJob();
    if (header !== null) journal('A').settled(header, { kind: 'refused', because: 'not-composed' });
    expect([print('A'), print('A'), print('A'), print('A')]).toEqual([
      'V1X-1-label',
      'V1X-2-label',
      'V1X-3-label',
      'nothing',
    ]);
  });

  test('the kiosk was restarted in the middle', () => {
    const { store, kiosk, print } = pool();
    arrive(store);
    print('A');
    kiosk.restart();
    expect([print('A'), print('A')]).toEqual(['more-1', 'V1X-1-label']);
  });

  test('a set that nothing was printed of needs none, whatever happened', () => {
    const { store, kiosk, print, hear } = pool();
    arrive(store);
    expect(print('A', { kind: 'not-printed', because: 'nothing-left-us' })).toBe('V1X-header');
    hear('A', out);
    hear('A', well);
    kiosk.restart();
    expect([print('A'), print('A')]).toEqual(['V1X-header', 'V1X-1-label']);
  });
});

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

test('a header that was not there is printed again with the next number, although the set had another one since', () => {
  const { store, print, hear } = pool();
  arrive(store);
  print('A', { kind: 'uncertain', because: 'another-host-printed' });
  hear('A', out);
  expect([print('A'), print('A')]).toEqual(['more-1', 'V1X-1-label']);
  const task = store.ledger.openTasks().find(({ matter }) => matter.kind === 'paper-uncertain');
  if (task === undefined) throw new Error('staff are asked about the header');
  paperActs({ store, newId: () => 'again' }).endTask('staff-1', task, 'it-is-not-there');
  expect(store.ledger.paper('again')).toMatchObject({ kind: 'header-label', copy: 2, state: 'waiting' });
});
