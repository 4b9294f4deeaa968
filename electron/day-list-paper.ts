/** The day list as text and as CSV: in order of time, with the age of what it says on it. On paper: day-list-pdf.ts. */
import type { DayListRow } from './staff-api.ts';

export interface DayListHeading {
  readonly siteName: string;
  readonly clinicDay: string;
  /** Local HH:MM of the last whole pull. */
  readonly asOf: string;
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
  return [`${heading.siteName}, ${heading.clinicDay}, as of ${heading.asOf}`, '', ...body].join('\n');
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function dayListCsv(heading: DayListHeading, rows: readonly DayListRow[]): string {
  const top = [heading.siteName, heading.clinicDay, `as of ${heading.asOf}`];
  return [top, [...columns], ...rows.map(cells)]
    .map((line) => line.map(csvCell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

export function cells(row: DayListRow): readonly string[] {
  const ticket = row.ticketNumber === null ? '' : String(row.ticketNumber);
  return [row.startsAt, row.name, row.dateOfBirth, row.nhsNumber, row.state, ticket];
}

function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
