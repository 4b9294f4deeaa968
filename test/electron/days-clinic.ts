/** A clinic that lives through its days: store, patients' desk and days, with a computer's clock that the test moves and sets. */
import { onTestFinished } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { ClinicRules } from '../../clinic/clinic-rules.ts';
import { type CheckInDesk, openCheckInDesk } from '../../electron/check-in-desk.ts';
import { type ClinicDays, followClinicDays } from '../../electron/days/clinic-days.ts';
import { isoOf } from '../../electron/days/clock.ts';
import { type ClockGuard, isDoubted, openClockGuard } from '../../electron/days/clock-guard.ts';
import { type SteadyClock, steadyClock } from '../../electron/days/steady-clock.ts';
import { silentLog } from '../../electron/log.ts';
import type { Store } from '../../offline-store/store.ts';
import { booking, request } from '../clinic/examples.ts';
import { newFolder, opened } from '../offline-store/store-clinic.ts';
import { answer, siteId } from './desks.ts';
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

export const bookedAt = (startsAt: string, changes: Partial<Booking> = {}) =>
  booking({ startsAt, requests: [request('FBC'), request('UE')], ...changes });

export const scan = ({ patient: desk }: DaysClinic) => desk.act({ kind: 'scan', text: 'BK-1001' });
export const birthday = ({ patient: desk, computer }: DaysClinic) => answer(desk, computer, '1980-01-18');

export async function checkIn(clinic: DaysClinic): Promise<string> {
  await scan(clinic);
  await birthday(clinic);
  return clinic.screen();
}

/** Everything that was owed is done: sent upstream, printed, no task left. */
export function settleAll({ store: { ledger } }: Pick<DaysClinic, 'store'>): void {
  ledger.write((writes) => {
    for (const { eventId } of ledger.outboxPending()) {
      writes.setOutbox(eventId, { state: 'applied', attempts: 1, nextAttemptAt: null });
    }
    for (const { id } of ledger.waiting(['header-label', 'specimen-label', 'queue-ticket'], 99)) {
      const startedAt = '2026-11-24T09:00:00.000Z';
      writes.startAttempt({ paperId: id, printer: 'P', token: 'T', odometerBefore: 1, serial: null, startedAt });
      writes.setPaperState(id, 'sending');
      writes.setPaperState(id, 'printed');
    }
    for (const { id } of ledger.openTasks()) writes.endTask(id, 'done', 's1');
  });
}
