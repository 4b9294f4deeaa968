/** What is not yet upstream, as cells for paper and CSV: in order of time, for whoever enters it by hand. */

import type { NotSentLine } from '../walk-in-api.ts';
import { csv, onOneLine } from './day-list-paper.ts';

export interface NotSentPage {
  readonly heading: { readonly siteName: string; readonly day: string; readonly printedAt: string };
  readonly cells: readonly (readonly string[])[];
}

export const notSentColumns = ['When', 'What', 'Ticket', 'Patient', 'Specimens', 'By', 'Why not sent'] as const;

const whatWords: Readonly<Record<NotSentLine['what'], string>> = {
  'checked-in': 'Checked in',
  registered: 'Registered',
  collected: 'Blood taken',
};

const becauseWords: Readonly<Record<NotSentLine['because'], string>> = {
  waiting: 'waits to be sent',
  offline: 'booking system away',
  conflict: 'see the task',
  'set-aside': 'see the task',
};

export function notSentPage(
  lines: readonly NotSentLine[],
  {
    siteName,
    clinicDay,
    printedAt,
  }: { readonly siteName: string; readonly clinicDay: string; readonly printedAt: string },
): NotSentPage {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });
  const day = format.format(new Date(`${clinicDay}T12:00:00Z`));
  return { heading: { siteName, day, printedAt }, cells: lines.map(cellsOf) };
}

function cellsOf({ at, day, what, ticketNumber, name, specimens, by, because }: NotSentLine): readonly string[] {
  const ticket = ticketNumber === null ? '' : String(ticketNumber);
  const when = day === null ? at : `${day} ${at}`;
  const patient = name === null ? 'no longer known' : onOneLine(name);
  return [when, whatWords[what], ticket, patient, specimens.join(', '), onOneLine(by), becauseWords[because]];
}

export function notSentCsv({ heading, cells }: NotSentPage): string {
  const top = [heading.siteName, heading.day, `at ${heading.printedAt}`, 'not yet in the booking system'];
  return csv([top, [...notSentColumns], ...cells]);
}
