/** What stands on the day list on paper for each patient. */
import { expect, test } from 'vitest';
import { dayListCsv, dayListPage, dayListText } from '../../electron/paper-lists/day-list-paper.ts';
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

const givenAway = [
  { bookingId: 'b-1@2026-11-24' },
  { bookingId: 'b-1', state: 'expected', ticketNumber: null, labels: 'needs-staff' },
  { bookingId: 'b-2', state: 'expected', ticketNumber: null, labels: 'none' },
] as const;

test('a booking that was given to somebody else stands there under both names, and is one booking', () => {
  expect(pageOf(...givenAway)).toMatchObject({ counts: '2 bookings, 1 checked in here.', rows: { length: 3 } });
});

test('whoever was registered without a booking is not counted as one', () => {
  const registered = ['walk-in-1', 'walk-in-2'].map((bookingId) => ({ bookingId }));
  expect(pageOf(...givenAway, ...registered).counts).toBe('2 bookings, 2 people without one, 3 checked in here.');
  expect(pageOf(...registered.slice(1)).counts).toBe('0 bookings, 1 person without one, 1 checked in here.');
  expect(pageOf(...registered).counts).toBe('0 bookings, 2 people without one, 2 checked in here.');
});

test.each([
  [{ ticketNumber: 7, labels: 'printed' }, '7, printed', true, false],
  [{ ticketNumber: 7, labels: 'needs-staff' }, '7, see task', true, false],
  [{ state: 'expected', ticketNumber: null, labels: 'none' }, '', false, false],
  [{ state: 'expected', ticketNumber: null, labels: 'needs-staff' }, 'see task', false, false],
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

test('signs that turn letters round are not in a row, and part no name in two', () => {
  const rows = [{ ...row, name: '\u200FMARSH\u200E, A\u061Cnn' }];
  expect(dayListCsv(heading, rows)).toContain('"MARSH, Ann"');
});

const markOfUtf8 = Buffer.from([0xef, 0xbb, 0xbf]);

test('a spreadsheet is told that the CSV is UTF-8, so that a name with an accent does not open garbled', () => {
  const bytes = Buffer.from(dayListCsv(heading, [{ ...row, name: 'ŴYN, 小明' }]));
  expect(bytes.subarray(0, 3)).toEqual(markOfUtf8);
  expect(bytes.indexOf(markOfUtf8, 1)).toBe(-1);
  expect(new TextDecoder().decode(bytes).split('\r\n').slice(0, 3)).toEqual([
    'Riverside,2026-11-24,as of 08:47',
    'Time,Name,Date of birth,NHS number,State,Ticket',
    '09:40,"ŴYN, 小明",18-Jan-1950,999 000 0018,checked-in,7',
  ]);
});

test.each(['=1+1', '+44', '-2', '@SUM(A1)', '＝1', '＋1', '－1', '＠A'])(
  'S13: a name that begins as a formula, %s, is text to a spreadsheet, and so is the name of the site',
  (name) => {
    const [top, , line] = dayListCsv({ ...heading, siteName: name }, [{ ...row, name }]).split('\r\n');
    expect(top).toBe(`\uFEFF'${name},2026-11-24,as of 08:47`);
    expect(line).toBe(`09:40,'${name},18-Jan-1950,999 000 0018,checked-in,7`);
  },
);

test.each(['\t=1+1', '\r=1+1', '\n=1+1', '\u200F=1+1'])('nor does %j before it make it one', (name) => {
  expect(dayListCsv(heading, [{ ...row, name }])).toContain(",'=1+1,");
});

test('a name with a quotation mark, or with what ends a cell in other countries, stays in its cell', () => {
  expect(dayListCsv(heading, [{ ...row, name: 'A"B;=1' }])).toContain(',"A""B;=1",');
});
