/** `day-list [--out FILE.pdf | FILE.csv]`: today's list as it stands, for a clinic that must go on without its screens. */
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import { listState } from '../../clinic/day-list.ts';
import { systemClock } from '../clock.ts';
import { dayListCsv, dayListText } from '../day-list-paper.ts';
import { dayListPdf } from '../day-list-pdf.ts';
import { staffViews } from '../staff-view.ts';
import { badNews, type Command, count, good, misused, withStore, writeForOwner } from './command.ts';

export const dayListCommand: Command = async (input) => {
  const { out } = input.options;
  if (out !== undefined && !/\.(csv|pdf)$/.test(out)) return misused('usage: day-list [--out FILE.pdf | FILE.csv]');
  return withStore(input, async (store, settings) => {
    const { timeZone } = settings.site;
    const age = store.cache.age();
    const state = listState(age, systemClock.nowMs(), settings.clinicRules, timeZone);
    if (age === null || state === 'none' || state === 'yesterday') {
      return badNews('there is no list of today that may be used; run sync first', { state });
    }
    const noPrinters = { printerFor: () => '', status: () => ({ printers: [] }) };
    const options = { store, rules: settings.clinicRules, timeZone, nowMs: systemClock.nowMs, ...noPrinters };
    const rows = staffViews(options).rows();
    const heading = {
      siteName: settings.site.name,
      clinicDay: clinicDayOf(systemClock.nowMs(), timeZone),
      asOf: localTime(age.pulledAt, timeZone),
    };
    const facts = { ...heading, state, bookings: rows.length, out: out ?? null };
    const line = `${count(rows.length, 'booking')}, as of ${heading.asOf}`;
    if (out === undefined) return { ...good(line, facts), body: dayListText(heading, rows) };
    writeForOwner(out, out.endsWith('.pdf') ? await dayListPdf(heading, rows) : dayListCsv(heading, rows));
    return good(`${line}, in ${out}`, facts);
  });
};
