/** The day list as text, as CSV and as what stands on its pages (drawn in day-list-drawing.ts): in order of time, with its age. */
import { appointmentIdOf } from '../../clinic/booking.ts';
import { isWalkInId } from '../../clinic/walk-in.ts';
import type { DayListRow } from '../staff-api.ts';

export interface DayListHeading {
  readonly siteName: string;
  readonly clinicDay: string;
  /** Local HH:MM of the last whole pull. */
  readonly asOf: string;
  /** Part of it was lost on the disk: somebody who is not on it may be booked all the same. */
  readonly isDamaged?: boolean;
}

/** One row of the list on paper. */
interface DayListPaperRow
  extends Pick<DayListRow, 'startsAt' | 'name' | 'dateOfBirth' | 'nhsNumber' | 'hasSimilarName'> {
  /** `12, printed`, or why nobody is expected; empty for whoever has not arrived. */
  readonly inKiosk: string;
  readonly hasArrived: boolean;
  /** Of which tubes it is recorded that the blood was taken: nobody is bled twice. */
  readonly taken: DayListRow['taken'];
  /** Not coming. */
  readonly isOff: boolean;
}

export interface DayListPage {
  readonly heading: {
    readonly siteName: string;
    readonly day: string;
    readonly asOf: string;
    readonly printedAt: string;
    readonly isDamaged: boolean;
  };
  /** `240 bookings, 2 people without one, 61 checked in here.` */
  readonly counts: string;
  readonly rows: readonly DayListPaperRow[];
}

const labelWords: Readonly<Record<DayListRow['labels'], string>> = {
  none: 'no labels',
  waiting: 'waiting',
  printed: 'printed',
  'to-confirm': 'look for them',
  void: 'void',
  'needs-staff': 'see task',
};

const offWords: Partial<Record<DayListRow['state'], string>> = {
  cancelled: 'Cancelled',
  'not-coming': 'Not coming',
  'done-elsewhere': 'Arrived elsewhere',
};

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** @param printedAt local HH:MM */
export function dayListPage(heading: DayListHeading, rows: readonly DayListRow[], printedAt: string): DayListPage {
  const day = new Date(`${heading.clinicDay}T12:00:00Z`);
  return {
    heading: {
      siteName: heading.siteName,
      day: `${weekday.format(day)} ${date.format(day)}`,
      asOf: heading.asOf,
      printedAt,
      isDamaged: heading.isDamaged === true,
    },
    counts: countsOf(rows),
    rows: rows.map((row) => ({
      startsAt: row.startsAt,
      name: nameOf(row),
      dateOfBirth: row.dateOfBirth,
      nhsNumber: row.nhsNumber,
      hasSimilarName: row.hasSimilarName,
      inKiosk: row.ticketNumber === null ? withoutTicket(row) : `${row.ticketNumber}, ${labelWords[row.labels]}`,
      hasArrived: row.state === 'checked-in' || row.state === 'done-elsewhere',
      taken: row.taken,
      isOff: row.state === 'cancelled' || row.state === 'not-coming',
    })),
  };
}

/** Who has a booking with which somebody else was checked in has no labels, and yet a task. */
const withoutTicket = ({ state, labels }: DayListRow): string =>
  offWords[state] ?? (labels === 'needs-staff' ? labelWords[labels] : '');

/** A booking that was given to somebody else stands there twice, and whoever was registered here has none. */
export const bookingsIn = (rows: readonly DayListRow[]): number =>
  rows.filter(({ bookingId }) => appointmentIdOf(bookingId) === bookingId && !isWalkInId(bookingId)).length;

function countsOf(rows: readonly DayListRow[]): string {
  const bookings = bookingsIn(rows);
  const without = rows.filter(({ bookingId }) => isWalkInId(bookingId)).length;
  const here = rows.filter(({ state }) => state === 'checked-in').length;
  const counts = [
    bookings === 1 ? '1 booking' : `${bookings} bookings`,
    ...(without === 0 ? [] : [`${without === 1 ? '1 person' : `${without} people`} without one`]),
    `${here} checked in here`,
  ];
  return `${counts.join(', ')}.`;
}

/** Where it stands, whoever is not on it is not taken for somebody without a booking (S11). */
export const lostInPart = 'Part of this list was lost: somebody who is not on it may be booked.';

function topOf({ siteName, clinicDay, asOf, isDamaged }: DayListHeading): readonly string[] {
  return [siteName, clinicDay, `as of ${asOf}`, ...(isDamaged === true ? [lostInPart] : [])];
}

export const columns = ['Time', 'Name', 'Date of birth', 'NHS number', 'State', 'Ticket'] as const;

export function dayListText(heading: DayListHeading, rows: readonly DayListRow[]): string {
  const lines = [[...columns], ...rows.map(cells)];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const body = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [topOf(heading).join(', '), '', ...body].join('\n');
}

export function dayListCsv(heading: DayListHeading, rows: readonly DayListRow[]): string {
  return csv([topOf(heading), [...columns], ...rows.map(cells)]);
}

/** RFC 4180, in UTF-8 with the mark by which a spreadsheet knows that: without it names open garbled. */
export function csv(lines: readonly (readonly string[])[]): string {
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

export function cells(row: DayListRow): readonly string[] {
  const ticket = row.ticketNumber === null ? '' : String(row.ticketNumber);
  return [row.startsAt, nameOf(row), row.dateOfBirth, row.nhsNumber, row.state, ticket];
}

/** Whoever was checked in with a booking that is somebody else's by now may be known by the ticket alone. */
const nameOf = ({ name }: DayListRow): string => onOneLine(name) || 'no longer known';

/** Signs that nobody sees, and that turn what stands beside them round. */
const turning = /[\u061C\u200E\u200F]/g;
/** Ends of lines, which put half a name on somebody else's line, and signs that steer a terminal or turn letters round. */
const steering = /[\s\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/** A name as it may stand in a row. Nothing of its letters is lost. */
export function onOneLine(name: string): string {
  return name.replaceAll(turning, '').replaceAll(steering, ' ').trim();
}

/** With one of these in front, wide or narrow, a spreadsheet takes a cell for a formula: an apostrophe stands before it. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** In quotes also where other countries' spreadsheets would end the cell. */
function csvCell(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
