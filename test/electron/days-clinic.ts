/** A clinic that lives through its days: store, patients' desk and days, with a computer's clock that the test moves and sets. */
import { onTestFinished } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { ClinicRules } from '../../clinic/clinic-rules.ts';
import { type CheckInDesk, openCheckInDesk } from '../../electron/check-in-desk.ts';
import { type ClinicDays, followClinicDays } from '../../electron/clinic-days.ts';
import { isoOf } from '../../electron/clock.ts';
import { type ClockGuard, isDoubted, openClockGuard } from '../../electron/clock-guard.ts';
import { silentLog } from '../../electron/log.ts';
import { type SteadyClock, steadyClock } from '../../electron/steady-clock.ts';
import type { Store } from '../../offline-store/store.ts';
import { newFolder, opened } from '../offline-store/store-clinic.ts';
import { siteId } from './desks.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

export interface DaysClinic {
  readonly folder: string;
  readonly store: Store;
  /** The computer's. */
  readonly computer: ManualClock;
  readonly clock: SteadyClock;
  readonly patient: CheckInDesk;
  readonly days: ClinicDays;
  readonly guard: ClockGuard;
  readonly server: { skewMs: number | null };
  /** Of which days nobody is known any more, in order: `onForgotten`. */
  readonly forgotten: readonly (string | null)[];
  /** How often a new day began. */
  readonly newDays: () => number;
  /** What the patients' window shows, in a word. */
  readonly screen: () => string;
  /** A pull brought this list, for the day that the station pulls; false when it pulls none. */
  bring(bookings: readonly Booking[]): boolean;
  /** Lets time pass until this instant. */
  passUntil(instant: string): void;
  close(): void;
}

interface DaysClinicOptions {
  readonly startsAt: string;
  readonly closesAt?: string | null;
  readonly visitDays?: number;
  readonly folder?: string;
  readonly computer?: ManualClock;
}

const timeZone = 'Europe/London';
const site = { name: 'Riverside', waitAt: 'Area B', timeZone, training: true } as const;

export function openDaysClinic(options: DaysClinicOptions): DaysClinic {
  const { startsAt, closesAt = null, visitDays = 30, folder = newFolder() } = options;
  const computer = options.computer ?? manualClock(startsAt);
  const clock = steadyClock(computer);
  const store = opened(folder, {
    clinicDay: clinicDayOf(clock.nowMs(), timeZone),
    now: () => isoOf(clock.nowMs()),
  });
  const rules = ClinicRules.parse({ closesAt, containerSuffixes: { EDTA: 'E', SST: 'S' } });
  const server: DaysClinic['server'] = { skewMs: null };
  const guard = openClockGuard({ clock, store, log: silentLog, skewMs: () => server.skewMs });
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `${startsAt}-${String(ids).padStart(4, '0')}`;
  };
  const patient = openCheckInDesk({
    ...{ store, rules, reservedRange: null, newId, log: silentLog, site, siteId, clock },
    isClosed: () => days.isClosed(),
    isClockDoubted: () => isDoubted(guard.trouble()),
  });
  let begun = 0;
  const forgotten: (string | null)[] = [];
  const days = followClinicDays({
    settings: { site, clinicRules: rules, store: { retention: { visitDays } } },
    ...{ store, clock, log: silentLog, guard },
    isPatientBusy: patient.isBusy,
    onLook: patient.refresh,
    onForgotten: (keepDay) => forgotten.push(keepDay),
    onNewDay: () => {
      begun += 1;
    },
  });
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    days.stop();
    patient.close();
    store.close();
  };
  onTestFinished(close);
  return {
    ...{ folder, store, computer, clock, patient, days, guard, server, forgotten, close },
    newDays: () => begun,
    screen() {
      const { content } = patient.view();
      return content.screen === 'see-reception' ? content.reason : content.screen;
    },
    bring(bookings) {
      const clinicDay = days.dayToPull();
      if (clinicDay === null) return false;
      store.cache.replaceDayList({ clinicDay, siteId, pulledAt: isoOf(clock.nowMs()) }, bookings, []);
      return true;
    },
    passUntil: (instant) => computer.pass(Date.parse(instant) - computer.nowMs()),
  };
}
