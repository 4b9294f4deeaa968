/**
 * Follows the clinic's days: when one ends, when the clinic closes before that, and what is forgotten at each.
 *
 * Days end by the station's steady clock, so a clock that jumps over midnight neither ends a day nor brings one back. Whoever is
 * in the middle of checking in when the clinic closes comes to the end; at midnight the list is gone, whoever stands there.
 */
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import type { Clock } from '../../clinic/clock.ts';
import { isPastClosing } from '../../clinic/close-of-day.ts';
import type { Store } from '../../offline-store/store.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import type { Log } from '../log.ts';
import { forgetWalkInsOfClosedClinic, forgetWalkInsThatAreOver } from '../outage/walk-in-watch.ts';
import { settleOtherDays } from '../printers/left-papers.ts';
import type { ClockGuard } from './clock-guard.ts';
import { closeDay, closeDayAgain, isSomethingOwed } from './close-of-clinic.ts';
import { forgetOldVisits } from './retention.ts';

/** Ages count in minutes, and midnight is noticed within this time. */
const lookAtClockEveryMs = 15_000;

export interface ClinicDays {
  /** The clinic is over for today: nobody new checks in. */
  isClosed(): boolean;
  /** Null: no list may be fetched or loaded now. */
  dayToPull(): string | null;
  stop(): void;
}

interface ClinicDaysOptions {
  readonly settings: {
    readonly site: Pick<KioskConfig['site'], 'timeZone'>;
    readonly clinicRules: Pick<ClinicRules, 'closesAt'>;
    readonly store: Pick<KioskConfig['store'], 'retention'>;
  };
  readonly store: Store;
  /** The steady one. */
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: Pick<ClockGuard, 'look' | 'trouble' | 'isCompared' | 'isBelieved'>;
  /** Somebody is in the middle of checking in. */
  readonly isPatientBusy: () => boolean;
  readonly onLook: () => void;
  /** Nobody of another day than this one is known here any more; null: nobody at all. */
  readonly onForgotten: (keepDay: string | null) => void;
  /** A new clinic day has begun. */
  readonly onNewDay: () => void;
}

export function followClinicDays(options: ClinicDaysOptions): ClinicDays {
  const { settings, store, clock, log, guard } = options;
  const { timeZone } = settings.site;
  const today = () => clinicDayOf(clock.nowMs(), timeZone);
  let day = today();
  /** Its list is not fetched any more, whatever the clock says afterwards. */
  let closedDay: string | null = null;
  let isForgotten = false;
  let isCopyDue = false;
  let isForgettingDue = true;
  let areDaysBeforeDue = true;
  let cancel = () => {};
  let stopForgetting = () => {};

  const isClosed = () => closedDay === day || isPastClosing(clock.nowMs(), settings.clinicRules, timeZone);

  /** Labels become void and names go: not by a clock that was wrong from the start. Patients read that it is closed meanwhile. */
  function mayClose(): boolean {
    const isDue = isClosed() && (guard.isBelieved() || store.ledger.isDayClosed(day));
    return isDue && guard.trouble() === null && !options.isPatientBusy();
  }

  /** Also those that ended while the kiosk was off; not by a date that was wrong from the start, which may be tomorrow's. */
  function endDaysBefore(): void {
    areDaysBeforeDue = !guard.isBelieved();
    if (areDaysBeforeDue) return;
    isCopyDue = closeDayAgain(store, day, timeZone, log) || isCopyDue;
    for (const over of store.ledger.daysNotClosed(day)) isCopyDue = closeDay(store, over, log) || isCopyDue;
    forgetWalkInsThatAreOver(store, day, log);
  }

  /** What is kept by the calendar is forgotten only by a date that another clock has confirmed, and while nobody doubts it. */
  function forgetOld(): void {
    isForgettingDue = guard.trouble() !== null || !guard.isCompared();
    if (isForgettingDue) return;
    stopForgetting();
    stopForgetting = forgetOldVisits({ store, clock, log, today: day, ...settings.store.retention });
    options.onForgotten(day);
  }

  function beginDay(next: string): void {
    day = next;
    closedDay = null;
    isForgotten = false;
    store.beginClinicDay(day);
    endDaysBefore();
    // Whatever day it is: by itself nothing is printed that was asked for on another one.
    settleOtherDays(store, day, log);
    forgetOld();
    options.onNewDay();
  }

  function closeClinic(): void {
    if (!closeDay(store, day, log)) return;
    closedDay = day;
    isCopyDue = true;
    forgetOld();
  }

  /** A task about a patient, or an event that upstream has not, needs the names: until midnight at most. */
  function forgetWhenNothingIsOwed(): void {
    if (isForgotten || isSomethingOwed(store)) return;
    isForgotten = true;
    store.forgetDayList();
    forgetWalkInsOfClosedClinic(store, log);
    options.onForgotten(null);
  }

  /** The nightly copy: a thread's work, but the disk has it too. */
  async function copyWhenQuiet(): Promise<void> {
    if (!isCopyDue || options.isPatientBusy()) return;
    isCopyDue = false;
    const kept = await store.keepCopy();
    log.event('ledger-copied', { outcome: kept.ok ? kept.value : kept.problem });
  }

  function look(): void {
    guard.look();
    if (guard.trouble()?.kind !== 'absurd' && today() !== day) beginDay(today());
    if (areDaysBeforeDue) endDaysBefore();
    if (closedDay !== day && mayClose()) closeClinic();
    if (closedDay === day) forgetWhenNothingIsOwed();
    if (isForgettingDue) forgetOld();
  }

  function lookAgain(): void {
    look();
    options.onLook();
    void copyWhenQuiet();
    cancel = clock.after(lookAtClockEveryMs, lookAgain);
  }

  settleOtherDays(store, day, log);
  look();
  cancel = clock.after(lookAtClockEveryMs, lookAgain);
  return {
    isClosed,
    dayToPull: () => (isClosed() || today() !== day || guard.trouble()?.kind === 'absurd' ? null : day),
    stop() {
      cancel();
      stopForgetting();
    },
  };
}
