/** Which printer of several gets which paper, as tables. */
import { describe, expect, test } from 'vitest';
import type { PaperKind } from '../../clinic/visit.ts';
import {
  graceForBegunSetMs,
  type Pool,
  type PrinterCondition,
  placesOf,
  printerFor,
} from '../../printing/printer-pool.ts';

const nowMs = 1_000_000;
const ready: PrinterCondition = { kind: 'ready' };
const silent: PrinterCondition = { kind: 'not-heard-from' };
const justFailed: PrinterCondition = { kind: 'failed', sinceMs: nowMs };
const almostGivenUp: PrinterCondition = { kind: 'failed', sinceMs: nowMs - graceForBegunSetMs + 1 };
const givenUp: PrinterCondition = { kind: 'failed', sinceMs: nowMs - graceForBegunSetMs };

const labels: readonly PaperKind[] = ['header-label', 'specimen-label'];
const pool = (
  conditions: Readonly<Record<string, PrinterCondition>>,
  prints: Readonly<Record<string, readonly PaperKind[]>> = {},
): Pool => ({
  printers: Object.keys(conditions).map((name) => ({ name, prints: prints[name] ?? labels })),
  conditionOf: (name) => conditions[name] ?? silent,
  nowMs,
});

describe('a set that nobody has begun goes to the first printer that is ready', () => {
  test.each([
    ['both well', ready, ready, 'A'],
    ['the first is not heard from yet: it is waited for', silent, ready, 'A'],
    ['the first has failed: at once to the second', justFailed, ready, 'B'],
    ['the first has failed, the second is not heard from yet', justFailed, silent, 'B'],
    ['both have failed: it waits where it would go', justFailed, justFailed, 'A'],
    ['both have failed for long', givenUp, givenUp, 'A'],
  ])('%s', (_, a, b, printer) => {
    expect(printerFor('specimen-label', null, pool({ A: a, B: b }))).toBe(printer);
  });
});

describe('S5: a set stays with the printer that began it', () => {
  test.each([
    ['it is well, although another comes first', ready, ready, 'B'],
    ['it has failed just now: somebody may be changing the roll', ready, justFailed, 'B'],
    ['it has failed for a moment less than the grace', ready, almostGivenUp, 'B'],
    ['it has failed for the whole of the grace', ready, givenUp, 'A'],
    ['it is not heard from yet, after a restart', ready, silent, 'B'],
    ['it has failed, and the clock was set back since', ready, { kind: 'failed', sinceMs: nowMs + 1 } as const, 'A'],
    ['it is given up, and the other has not been heard from', silent, givenUp, 'A'],
    ['it is given up, and the other has failed too: it waits where it was begun', justFailed, givenUp, 'B'],
  ])('%s', (_, a, b, printer) => {
    expect(printerFor('specimen-label', 'B', pool({ A: a, B: b }))).toBe(printer);
  });

  test('one that is gone from the settings is waited for no longer', () => {
    expect(printerFor('specimen-label', 'GONE', pool({ A: justFailed, B: ready }))).toBe('B');
  });
});

test('a printer gets the kinds of paper that it is for, and no other', () => {
  const both = pool({ A: ready, B: ready }, { A: ['header-label'], B: ['specimen-label'] });
  expect(printerFor('header-label', null, both)).toBe('A');
  expect(printerFor('specimen-label', null, both)).toBe('B');
  expect(printerFor('specimen-label', 'A', both)).toBe('B');
  expect(printerFor('queue-ticket', null, both)).toBeNull();
});

describe('header and labels of a set come out together', () => {
  const none = { header: null, labels: null };
  const apart = { A: ['header-label'], B: ['specimen-label'], C: labels } as const;
  test.each([
    ['nothing begun', none, { A: ready, B: ready }, {}, 'A', 'A'],
    ['the header is out at the second', { header: 'B', labels: null }, { A: ready, B: ready }, {}, 'B', 'B'],
    [
      'the header is out at one that is given up',
      { header: 'A', labels: null },
      { A: givenUp, B: ready },
      {},
      'B',
      'B',
    ],
    [
      'labels are out at one that has just failed',
      { header: 'A', labels: 'A' },
      { A: justFailed, B: ready },
      {},
      'A',
      'A',
    ],
    ['labels went on at the second', { header: 'A', labels: 'B' }, { A: ready, B: ready }, {}, 'B', 'B'],
    ['by the settings they are apart', none, { A: ready, B: ready, C: ready }, apart, 'A', 'B'],
    ['apart, and the header is out', { header: 'A', labels: null }, { A: ready, B: ready, C: ready }, apart, 'A', 'B'],
    ['apart, and the labels need another printer', none, { A: ready, B: justFailed, C: ready }, apart, 'C', 'C'],
    ['apart, begun, and given up', { header: 'A', labels: 'B' }, { A: ready, B: givenUp, C: ready }, apart, 'C', 'C'],
    ['labels need none of the printers of headers', none, { A: justFailed, B: ready }, apart, 'A', 'B'],
  ] as const)('%s', (_, begun, conditions, prints, header, ofLabels) => {
    expect(placesOf(begun, pool(conditions, prints))).toEqual({ header, labels: ofLabels });
  });
});
