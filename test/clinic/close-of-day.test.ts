/** The end of a clinic day. */
import { describe, expect, test } from 'vitest';
import { addsUp, isPastClosing, reconcileDay } from '../../clinic/close-of-day.ts';
import { forgetBefore } from '../../clinic/retention.ts';
import type { Paper } from '../../clinic/visit.ts';

const zone = 'Europe/London';

test.each([
  ['17:59 in winter', '2026-11-24T17:59:59Z', '18:00', false],
  ['18:00 in winter', '2026-11-24T18:00:00Z', '18:00', true],
  ['18:00 in summer', '2026-06-24T17:00:00Z', '18:00', true],
  ['just before midnight in summer', '2026-06-24T22:59:59Z', '18:00', true],
  ['after midnight', '2026-06-24T23:00:00Z', '18:00', false],
  ['the day of the longer night', '2026-10-25T17:30:00Z', '18:00', false],
  ['no closing time', '2026-11-24T23:59:59Z', null, false],
])('%s: the clinic is over %s', (_, instant, closesAt, expected) => {
  expect(isPastClosing(Date.parse(instant), { closesAt }, zone)).toBe(expected);
});

let sequence = 0;
function paper(bookingId: string, place: number | 'header' | 'ticket', state: Paper['state'], copy = 0): Paper {
  sequence += 1;
  const kind = place === 'header' ? 'header-label' : place === 'ticket' ? 'queue-ticket' : 'specimen-label';
  const specimenId = typeof place === 'number' ? `${bookingId}-${place}` : null;
  const id = `${bookingId} ${place} ${copy}`;
  return { id, bookingId, kind, specimenId, copy, state, stateBefore: null, sequence, stateSince: '' };
}

const set = (bookingId: string, state: Paper['state'] = 'printed') => [
  paper(bookingId, 'header', state),
  paper(bookingId, 1, state),
  paper(bookingId, 2, state),
  paper(bookingId, 'ticket', state),
];

describe('what was printed against what was collected', () => {
  test('a day on which everything was used adds up', () => {
    const { sums, toVoid } = reconcileDay([...set('a'), ...set('b')], new Set(['a-1', 'a-2', 'b-1', 'b-2']));
    expect(sums).toMatchObject({ printed: 4, collected: 4, setsNotUsed: 0, leftOver: 0, collectedWithoutLabel: 0 });
    expect([addsUp(sums), toVoid]).toEqual([true, []]);
  });

  test('a set of which nothing was collected is void, header and all, but not the ticket in somebody’s hand', () => {
    const { sums, toVoid } = reconcileDay([...set('a'), ...set('b')], new Set(['a-1', 'a-2']));
    expect(toVoid.map(({ id }) => id)).toEqual(['b header 0', 'b 1 0', 'b 2 0']);
    expect([sums.setsNotUsed, addsUp(sums)]).toEqual([1, true]);
  });

  test('a label that is left of a set that was used is for a person, and stays as it is', () => {
    const { sums, toVoid } = reconcileDay(set('a'), new Set(['a-1']));
    expect([sums.leftOver, addsUp(sums), toVoid]).toEqual([1, false, []]);
  });

  test('a tube that was collected although its label is void is for a person', () => {
    const { sums } = reconcileDay([paper('a', 1, 'voided'), paper('a', 2, 'printed')], new Set(['a-1', 'a-2']));
    expect([sums.collectedWithoutLabel, addsUp(sums)]).toEqual([1, false]);
  });

  test('where no collection was recorded all day, no label is said to be unused', () => {
    const { sums, toVoid } = reconcileDay([...set('a'), ...set('b', 'uncertain')], new Set());
    expect(sums).toMatchObject({ printed: 2, uncertain: 2, collected: 0, setsNotUsed: 0, leftOver: 0 });
    expect([addsUp(sums), toVoid]).toEqual([true, []]);
  });

  test('every label is in one sum, whatever became of it', () => {
    const states = ['waiting', 'refused', 'printed', 'sent', 'sending', 'uncertain', 'voided', 'spoiled'] as const;
    const { sums } = reconcileDay(
      states.map((state, at) => paper(`b${at}`, 1, state)),
      new Set(),
    );
    expect(sums).toMatchObject({ printed: 2, uncertain: 2, voided: 1, spoiled: 1, notPrinted: 2 });
  });

  test('S5: what is in a printer at that moment is not taken back', () => {
    const papers = [...set('a'), paper('b', 1, 'sending')];
    expect(reconcileDay(papers, new Set(['a-1', 'a-2'])).toVoid).toEqual([]);
  });
});

test.each([
  ['2026-11-24', 30, '2026-10-25'],
  ['2026-03-29', 1, '2026-03-28'],
  ['2026-03-01', 1, '2026-02-28'],
])('on %s, with %i days kept, visits before %s may be forgotten', (today, days, before) => {
  expect(forgetBefore(today, days)).toBe(before);
});
