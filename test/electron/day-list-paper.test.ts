/** What stands on the day list on paper for each patient. */
import { expect, test } from 'vitest';
import { dayListCsv, dayListPage, dayListText } from '../../electron/day-list-paper.ts';
import type { DayListRow } from '../../electron/staff-api.ts';
import { row } from '../renderer/staff-views.ts';

const heading = { siteName: 'Riverside', clinicDay: '2026-11-24', asOf: '08:47' };
const pageOf = (...rows: readonly Partial<DayListRow>[]) =>
  dayListPage(
    heading,
    rows.map((over) => ({ ...row, ...over })),
    '09:02',
  );
const lineOf = (over: Partial<DayListRow>) => pageOf(over).rows[0];

test('the day in words, the age of the list and when it was printed stand on top', () => {
  expect(pageOf({}, { state: 'expected', ticketNumber: null })).toMatchObject({
    heading: { day: 'Tuesday 24 November 2026', asOf: '08:47', printedAt: '09:02' },
    counts: '2 bookings, 1 checked in here.',
  });
});

test.each([
  [{ ticketNumber: 7, labels: 'printed' }, '7, printed', true, false],
  [{ ticketNumber: 7, labels: 'needs-staff' }, '7, see task', true, false],
  [{ state: 'expected', ticketNumber: null, labels: 'none' }, '', false, false],
  [{ state: 'late', ticketNumber: null, labels: 'none' }, '', false, false],
  [{ state: 'cancelled', ticketNumber: null, labels: 'none' }, 'Cancelled', false, true],
  [{ state: 'not-coming', ticketNumber: null, labels: 'none' }, 'Not coming', false, true],
  [{ state: 'done-elsewhere', ticketNumber: null, labels: 'none' }, 'Arrived elsewhere', true, false],
] as const)('%j: "%s"', (over, inKiosk, hasArrived, isOff) => {
  expect(lineOf(over)).toMatchObject({ inKiosk, hasArrived, isOff });
});

test('whose blood was taken is said, so that nobody is bled twice', () => {
  expect(lineOf({ taken: 'all' })?.taken).toBe('all');
});

test("whoever is known by the ticket alone, because the booking is somebody else's by now, stands on paper as that", () => {
  expect(lineOf({ name: '', ticketNumber: 7, labels: 'printed' })).toMatchObject({
    name: 'no longer known',
    inKiosk: '7, printed',
  });
});

test('S1: a name with line breaks and signs of control is one line on paper, in the CSV and at a terminal', () => {
  const rows = [{ ...row, name: 'MARSH\nSMITH,\u2028 A\u001b[2JB\tC\u202ED' }];
  expect(dayListPage(heading, rows, '09:02').rows[0]?.name).toBe('MARSH SMITH, A [2JB C D');
  for (const text of [dayListText(heading, rows), dayListCsv(heading, rows)])
    expect(text).toContain('MARSH SMITH, A [2JB C D');
});
