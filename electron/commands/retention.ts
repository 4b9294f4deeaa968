/**
 * `retention run`: forgets the visits that are older than the settings keep and of which nothing is owed, the downtime packs
 * of other days, and papers of days before that nobody took out of the folders of printers, now.
 */
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { forgetBefore } from '../../clinic/retention.ts';
import { isoOf, systemClock } from '../days/clock.ts';
import { visitsAtOnceMax } from '../days/retention.ts';
import { forgetDowntimePacks } from '../outage/downtime-pack.ts';
import { forgetPapersInFolders } from '../printers/papers-in-folders.ts';
import { type Command, count, good, misused, withStore } from './command.ts';

export const retentionCommand: Command = async (input) => {
  if (input.words[0] !== 'run') return misused('usage: retention run');
  return withStore(input, async ({ ledger }, settings) => {
    const { site, store } = settings;
    const today = clinicDayOf(systemClock.nowMs(), site.timeZone);
    await forgetDowntimePacks(settings, today);
    await forgetPapersInFolders(settings, today, isoOf(systemClock.nowMs()));
    const before = forgetBefore(today, store.retention.visitDays);
    let forgotten = 0;
    for (let step = ledger.forgetVisits(before, visitsAtOnceMax); step > 0; ) {
      forgotten += step;
      step = ledger.forgetVisits(before, visitsAtOnceMax);
    }
    const kept = ledger.visitsBefore(before);
    const line = `${count(forgotten, 'visit')} from before ${before} forgotten, ${kept} kept because something is owed`;
    return good(line, { before, forgotten, kept });
  });
};
