/**
 * `day-list [--out FILE.pdf | FILE.csv] [--print]`: today's list as it stands, for a clinic that must go on without its screens.
 */
import { printListProblemInWords } from '../../clinic/list-on-paper.ts';
import type { Store } from '../../offline-store/store.ts';
import { systemClock } from '../days/clock.ts';
import { type DayListNow, dayListNow } from '../paper-lists/day-list-now.ts';
import { bookingsIn, dayListCsv, dayListText } from '../paper-lists/day-list-paper.ts';
import { dayListPdf } from '../paper-lists/day-list-pdf.ts';
import { printDayList } from '../paper-lists/print-day-list.ts';
import {
  badNews,
  type Command,
  type CommandAnswer,
  count,
  good,
  misused,
  withStore,
  writeForOwner,
} from './command.ts';

const usage = 'usage: day-list [--out FILE.pdf | FILE.csv] [--print]';

export const dayListCommand: Command = async (input) => {
  const { out, print = false } = input.options;
  if (out !== undefined && (print || !/\.(csv|pdf)$/.test(out))) return misused(usage);
  return withStore(input, async (store, settings) => {
    const source = { store, settings, nowMs: systemClock.nowMs };
    const list = dayListNow(source);
    if (list === null) return badNews('there is no list of today that may be used; run sync first', {});
    if (out !== undefined) return written(list, out, store);
    const { line, facts } = saidOf(list);
    if (!print) return { ...good(line, facts), body: dayListText(list.heading, list.rows) };
    const printed = await printDayList({ ...source, who: 'kiosk' });
    if (!printed.ok) return badNews(printListProblemInWords[printed.problem], { problem: printed.problem });
    return good(`${line}, given to the office printer; look at the paper`, facts);
  });
};

function saidOf({ heading, rows, state }: DayListNow) {
  const bookings = bookingsIn(rows);
  return {
    line: `${count(bookings, 'booking')}, as of ${heading.asOf}`,
    facts: { ...heading, state, bookings },
  };
}

/** A file with names is about to lie somewhere: like paper, it is in the trail first. */
async function written(list: DayListNow, out: string, { ledger }: Store): Promise<CommandAnswer> {
  const { line, facts } = saidOf(list);
  const content = out.endsWith('.pdf') ? await dayListPdf({ ...list.page, passphrase: null }) : null;
  if (content?.ok === false) return badNews('the list could not be drawn');
  const details = { bookings: facts.bookings, asOf: list.heading.asOf };
  ledger.write((writes) => writes.audit({ who: 'kiosk', act: 'write-day-list', bookingId: null, details }));
  writeForOwner(out, content === null ? dayListCsv(list.heading, list.rows) : content.value);
  return good(`${line}, in ${out}`, { ...facts, out });
}
