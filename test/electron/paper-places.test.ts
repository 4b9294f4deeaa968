/** What comes out of a printer next, and when a header has to say what follows. */
import { describe, expect, test } from 'vitest';
import { paperActs } from '../../electron/staff/paper-acts.ts';
import { nowText } from '../offline-store/store-clinic.ts';
import { arrive, out, pool, voidPaper, well } from './pool-clinic.ts';

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

test('a header that was not there is printed again with the next number, although the set had another one since', () => {
  const { store, print, hear } = pool();
  arrive(store);
  print('A', { kind: 'uncertain', because: 'another-host-printed' });
  hear('A', out);
  expect([print('A'), print('A')]).toEqual(['more-1', 'V1X-1-label']);
  const task = store.ledger.openTasks().find(({ matter }) => matter.kind === 'paper-uncertain');
  if (task === undefined) throw new Error('staff are asked about the header');
  const today = { nowMs: () => Date.parse(nowText), timeZone: 'Europe/London', status: () => ({ printers: [] }) };
  paperActs({ store, newId: () => 'again', ...today }).endTask('staff-1', task, 'it-is-not-there');
  expect(store.ledger.paper('again')).toMatchObject({ kind: 'header-label', copy: 2, state: 'waiting' });
});
