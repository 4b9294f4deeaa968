/** What staff see at the top of every screen: how old the list is, whether upstream answers, what the printers need. */
import { clinicDayOf, defaultTimeZone, localTime } from '../clinic/clinic-day.ts';
import { type ClockTrouble, isAbsurd, skewMsMax } from '../clinic/clock-watch.ts';
import { listState } from '../clinic/day-list.ts';
import type { SetAside } from '../offline-store/day-list-cache.ts';
import type { Store } from '../offline-store/store.ts';
import { fhirProblemInWords } from '../offline-store/sync/fhir-problem.ts';
import type { SyncStatus } from '../offline-store/sync/sync-worker.ts';
import { certificateEndsInDays } from './certificate-end.ts';
import type { KioskConfig } from './kiosk-config.ts';
import type { PrinterLine, StationStatus } from './staff-api.ts';

const msPerMinute = 60_000;

/**
 * S15: with an absurd clock nobody's day, age or lock-out is right. Null when it may be right.
 *
 * One that was set back over midnight would destroy the list of the day that it is, and bring that of the day before.
 */
export function clockProblem(
  nowMs: number,
  lastActAt: string | null,
  timeZone: string = defaultTimeZone,
): string | null {
  if (isAbsurd(nowMs)) {
    return 'clock: the date of this computer cannot be right; set it before the kiosk is started';
  }
  if (lastActAt === null || Date.parse(lastActAt) - nowMs <= skewMsMax) return null;
  const [lastDay, today] = [clinicDayOf(Date.parse(lastActAt), timeZone), clinicDayOf(nowMs, timeZone)];
  if (lastDay <= today) return null;
  return `clock: the date of this computer is ${today}, before the last entry of the ledger (${lastDay}); set it before the kiosk is started. If it is right, the kiosk ran with a wrong date: set ${lastDay} once more, start the kiosk, put the date right while it runs, and press in the staff window that the time is right`;
}

export function stationStatus(now: {
  readonly settings: KioskConfig;
  readonly store: Store;
  readonly nowMs: number;
  readonly sync: SyncStatus;
  readonly printers: readonly PrinterLine[];
  readonly isClosed: boolean;
  readonly clock: ClockTrouble | null;
}): StationStatus {
  const { settings, store, nowMs, sync } = now;
  const { timeZone } = settings.site;
  const age = store.cache.age();
  const { state, since, because } = sync.connection;
  return {
    siteName: settings.site.name,
    list: {
      state: listState(age, nowMs, settings.clinicRules, timeZone),
      asOf: age === null ? null : localTime(age.pulledAt, timeZone),
      ageMinutes: age === null ? null : Math.max(0, Math.floor((nowMs - Date.parse(age.pulledAt)) / msPerMinute)),
    },
    upstream: {
      state,
      since: since === null ? null : localTime(since, timeZone),
      because: state === 'online' ? whyNotSent(sync) : because,
    },
    outboxWaiting: store.ledger.outboxPending().length,
    setAside: countSetAside(store.cache),
    notShown: store.cache.setAside().filter(isKept).length,
    printers: now.printers,
    keyIsOnDiskOnly: store.keyProtection === 'os-disk-only',
    diskIsFull: store.trouble() === 'disk-full',
    certificateEndsInDays: certificateEndsInDays(sync.certificateEndsAt, nowMs),
    hours: { closesAt: settings.clinicRules.closesAt, isClosed: now.isClosed },
    clock: now.clock,
    openTasks: store.ledger.openTasks().length,
  };
}

/** A booking system that gives the list and does not take what is owed: nobody would notice. */
export function whyNotSent({ lastPush }: Pick<SyncStatus, 'lastPush'>): string | null {
  const problem = lastPush?.ok === true && lastPush.value.waiting > 0 ? lastPush.value.lastProblem : null;
  return problem === null ? null : fhirProblemInWords(problem);
}

/** Where the bookings of patients who are here went is told by a task for each; those patients need no reception. */
function countSetAside(cache: Pick<Store['cache'], 'setAside' | 'booking'>): number {
  const isElsewhere = (why: SetAside['why']) => why === 'gone' || why === 'other-site' || why === 'other-day';
  return cache
    .setAside()
    .filter((row) => !isKept(row))
    .filter(({ appointmentId, why }) => !isElsewhere(why) || cache.booking(appointmentId) === null).length;
}

/** On the list as before: nothing is wrong with them, but with what this kiosk may look at. */
const isKept = ({ why }: SetAside): boolean => why === 'not-shown';
