/**
 * `retention run`: forgets the visits that are older than the settings keep and of which nothing is owed, and the downtime packs
 * of other days, now.
 */
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { forgetBefore } from '../../clinic/retention.ts';
import { systemClock } from '../clock.ts';
import { forgetDowntimePacks } from '../downtime-pack.ts';
import { visitsAtOnceMax } from '../retention.ts';
import { type Command, count, good, misused, withStore } from './command.ts';

export const retentionCommand: Command = async (input) => {
  if (input.words[0] !== 'run') return misused('usage: retention run');
  return withStore(input, async ({ ledger }, settings) => {
    const { site, store } = settings;
    await forgetDowntimePacks(settings, clinicDayOf(systemClock.nowMs(), site.timeZone));
    const before = forgetBefore(clinicDayOf(systemClock.nowMs(), site.timeZone), store.retention.visitDays);
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
