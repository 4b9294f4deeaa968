import { describe, expect, test } from 'vitest';
import type { AttemptEvidence } from '../../printing/print-worker.ts';
import type { PrinterStatus } from '../../printing/printer.ts';
import { judge, type Looks, noLooks } from '../../printing/reconcile.ts';

const evidence: AttemptEvidence = { token: 'K7', odometerBefore: 100, serial: null };
const well: PrinterStatus = { isReady: true, troubles: [], inside: 'nothing', odometer: 100 };
const silent: PrinterStatus = { isReady: false, troubles: ['silent'], inside: 'not-known', odometer: 'not-known' };
const looking = (change: Partial<PrinterStatus>): PrinterStatus => ({ ...well, ...change });
const verdictsOf = (looks: readonly PrinterStatus[], start: Looks = noLooks, known = evidence) => {
  let before = start;
  return looks.map((status) => {
    const { verdict, looks: after } = judge(known, before, status);
    before = after;
    return 'because' in verdict ? `${verdict.kind}: ${verdict.because}` : verdict.kind;
  });
};

describe('S5: what became of an interrupted label is judged by what the printer shows', () => {
  test('the count moved by one and nothing is inside: it is printed', () => {
    expect(verdictsOf([looking({ odometer: 101 })])).toEqual(['printed']);
  });

  test('it came out, and then the paper ended: it is printed', () => {
    const status = looking({ odometer: 101, isReady: false, troubles: ['paper-out'] });
    expect(verdictsOf([status])).toEqual(['printed']);
  });

  test('the count did not move, three looks in a row: nothing came out, it may go again', () => {
    expect(verdictsOf([well, well, well])).toEqual(['look-again', 'look-again', 'not-printed: count-did-not-move']);
  });

  test.each([
    ['silence', silent],
    ['an open head', looking({ isReady: false, troubles: ['head-open'] })],
    ['a label inside', looking({ isReady: false, inside: 'something' })],
    ['a part of a label', looking({ isReady: false, inside: 'part-of-a-label' })],
  ])('%s between the looks begins the counting anew', (_, status) => {
    expect(verdictsOf([well, well, status, well, well]).filter((verdict) => verdict.startsWith('not'))).toEqual([]);
  });

  test.each([
    ['still inside', looking({ isReady: false, inside: 'something' })],
    ['still inside, although another label came out', looking({ isReady: false, inside: 'something', odometer: 101 })],
    ['still inside, although other labels came out', looking({ isReady: false, inside: 'something', odometer: 103 })],
    ['silent', silent],
    ['paused', looking({ isReady: false, troubles: ['paused'] })],
    ['out of paper', looking({ isReady: false, troubles: ['paper-out'] })],
    ['out of paper, after labels of another host', looking({ isReady: false, troubles: ['paper-out'], odometer: 104 })],
  ])('%s: wait, for as long as it takes, and send nothing', (_, status) => {
    expect(new Set(verdictsOf(Array(20).fill(status)))).toEqual(new Set(['look-again']));
  });

  test('a part of it that was left is forgotten before anything else', () => {
    const part = looking({ isReady: false, inside: 'part-of-a-label' });
    expect(verdictsOf([part, well, well, well])).toEqual([
      'clear-part',
      'look-again',
      'look-again',
      'not-printed: count-did-not-move',
    ]);
  });

  test.each([
    ['another host printed in between', 102, 'uncertain: another-host-printed'],
    ['the count went back: it is another printer', 7, 'uncertain: printer-was-exchanged'],
  ])('%s: a person looks', (_, odometer, verdict) => {
    expect(verdictsOf([looking({ odometer })])).toEqual([verdict]);
  });

  test.each([
    ['empty, with a count that would fit', {}],
    ['empty, with one label more', { odometer: 101 }],
    ['with a label of another host inside', { isReady: false, inside: 'something' }],
    ['out of paper', { isReady: false, troubles: ['paper-out'] }],
    ['without a count', { odometer: 'none' }],
  ] as const)('another printer stands there by its serial number, %s: a person looks', (_, found) => {
    const known = { ...evidence, serial: '50J000000001' };
    const other = looking({ ...found, serial: '50J000000002' });
    expect(verdictsOf([other], noLooks, known)).toEqual(['uncertain: printer-was-exchanged']);
  });

  test('a serial number that was not known before, or is not told now, says nothing', () => {
    const printed = looking({ odometer: 101, serial: '50J000000002' });
    expect(verdictsOf([printed])).toEqual(['printed']);
    expect(verdictsOf([looking({ odometer: 101 })], noLooks, { ...evidence, serial: '50J000000001' })).toEqual([
      'printed',
    ]);
  });

  test('one label came out and a part was left: nobody knows which was ours', () => {
    const part = looking({ isReady: false, inside: 'part-of-a-label', odometer: 101 });
    expect(verdictsOf([part, looking({ odometer: 101 })])).toEqual([
      'clear-part',
      'uncertain: part-of-a-label-was-left',
    ]);
  });

  test('a printer that keeps no count is waited for, then a person looks', () => {
    const known = { token: 'K7', odometerBefore: null, serial: null };
    const inside = looking({ isReady: false, inside: 'something', odometer: 'none' });
    const verdicts = verdictsOf([silent, inside, looking({ odometer: 'none' })], noLooks, known);
    expect(verdicts).toEqual(['look-again', 'look-again', 'uncertain: printer-keeps-no-count']);
  });

  test('a ticket printer is told to end what it may have begun, before the next ticket runs into it', () => {
    const known = { token: 'A2 ~', odometerBefore: null, serial: null };
    const ready = looking({ inside: 'not-known', odometer: 'none' });
    const paperOut = looking({ inside: 'not-known', odometer: 'none', isReady: false, troubles: ['paper-out'] });
    expect(verdictsOf([paperOut, ready, ready], noLooks, known)).toEqual([
      'look-again',
      'clear-part',
      'uncertain: printer-keeps-no-count',
    ]);
  });

  test('a printer that no longer tells its count was exchanged for a lesser one: a person looks', () => {
    expect(verdictsOf([looking({ odometer: 'none' })])).toEqual(['uncertain: printer-keeps-no-count']);
  });
});
