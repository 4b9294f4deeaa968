/**
 * `import FILE [--agree COUNT]`: today's list from a file, for a clinic whose booking system is away. The site's signature beside
 * the file, or badge and PIN of two people, stands for it.
 */
import { existsSync } from 'node:fs';
import { isPastClosing } from '../../clinic/close-of-day.ts';
import { importRefusalInWords } from '../../clinic/list-import.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Store } from '../../offline-store/store.ts';
import { systemClock } from '../days/clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { silentLog } from '../log.ts';
import { importListFile, isSamePerson, localInstant } from '../outage/import-list.ts';
import { openStaffSession, type SignInProblem } from '../staff/staff-session.ts';
import { askInSecret } from './ask-in-secret.ts';
import { badNews, type Command, count, good, misused, withStore } from './command.ts';

const usage = 'usage: import FILE [--agree COUNT] (badge, PIN, badge and PIN of two people on standard input)';

export const importCommand: Command = async (input) => {
  const [file] = input.words;
  const { agree } = input.options;
  if (file === undefined || (agree !== undefined && !/^[1-9][0-9]{0,5}$/.test(agree))) return misused(usage);
  return withStore(input, async (store, settings) => {
    if (isPastClosing(systemClock.nowMs(), settings.clinicRules, settings.site.timeZone)) {
      return badNews('the clinic is closed for today: no list is loaded before tomorrow');
    }
    // Before two people are asked.
    if (!existsSync(file)) return badNews(`${file} is not there, or cannot be read`);
    const local = (instant: string) => localInstant(instant, systemClock.nowMs(), settings.site.timeZone);
    const people = isSigned(file, settings) ? ok(nobody) : await twoPeople(store, local);
    if (!people.ok) return badNews(people.problem);
    const agreedCount = agree === undefined ? null : Number(agree);
    const loaded = await importListFile(
      { file, agreedCount, ...people.value },
      { store, settings, nowMs: systemClock.nowMs },
    );
    if (!loaded.ok)
      return badNews(`${importRefusalInWords(loaded.problem, local)}${howToAgree(loaded.problem)}`, loaded.problem);
    const { bookings, setAside, kept, madeAt } = loaded.value;
    const line = `${count(bookings, 'booking')}, as of ${local(madeAt)}, ${setAside} set aside`;
    return good(line, { bookings, setAside, kept, madeAt });
  });
};

const nobody = { who: 'kiosk', confirmedBy: null };

function isSigned(file: string, { site }: KioskConfig): boolean {
  return site.importKey !== null && existsSync(`${file}.sig`);
}

function howToAgree(problem: { readonly kind: string; readonly found?: number }): string {
  return problem.kind === 'held' ? ` To agree, run this again with --agree ${problem.found}.` : '';
}

type Local = (instant: string) => string;

function notKnownInWords(problem: SignInProblem, person: string, local: Local): string {
  if (problem.problem === 'locked') return `the badge of the ${person} person is locked until ${local(problem.until)}`;
  return problem.problem === 'not-checked'
    ? `the badge and the PIN of the ${person} person could not be checked just now; try again`
    : `the badge or the PIN of the ${person} person is not right`;
}

async function twoPeople(store: Store, local: Local): Promise<Result<{ who: string; confirmedBy: string }, string>> {
  const clock = systemClock;
  const session = openStaffSession({
    store,
    clock,
    signOutAfterSeconds: 1,
    log: silentLog,
    onSignedOut: () => undefined,
  });
  const secrets = askInSecret();
  const staffIds: string[] = [];
  for (const person of ['first', 'second']) {
    const badge = await secrets.ask(`Badge of the ${person} person`);
    const known = await session.confirm(badge, await secrets.ask(`PIN of the ${person} person`));
    if (known.ok) staffIds.push(known.value.staffId);
    else {
      secrets.close();
      return refuse(notKnownInWords(known.problem, person, local));
    }
  }
  secrets.close();
  const [who = '', confirmedBy = ''] = staffIds;
  return isSamePerson(store, who, confirmedBy)
    ? refuse('that is the same person twice; two different people must confirm')
    : ok({ who, confirmedBy });
}
