/**
 * The patient's desk: a thin shell round the machine of arrival (`clinic/check-in.ts`).
 *
 * It looks bookings up, lets the machine decide, stores what follows, and shows a view. Every answer to a date of birth
 * takes the same time, whatever it is (S2).
 */
import type { Booking } from '../clinic/booking.ts';
import { advance, type CheckIn, type CheckInDuty, type CheckInEvent } from '../clinic/check-in.ts';
import { clinicDayOf } from '../clinic/clinic-day.ts';
import type { Clock } from '../clinic/clock.ts';
import { parseDateOfBirth } from '../clinic/date-of-birth.ts';
import { listState } from '../clinic/day-list.ts';
import { afterMatch, afterMiss, isResting } from '../clinic/guessing.ts';
import { parseNhsNumber } from '../clinic/nhs-number.ts';
import { type ArrivalDependencies, recordArrival } from './arrival.ts';
import { isoOf } from './days/clock.ts';
import { knownHere } from './known-here.ts';
import type { PatientAction, PatientView } from './patient-api.ts';
import { screenOf } from './patient-view.ts';
import { scannedBookings } from './scanned-bookings.ts';
import { tryWrite } from './try-write.ts';

/** Longer than any commit, so that the time of an answer says nothing about whether a booking was found. */
const answerTakesMs = 700;
/** A patient who has finished reads the ticket number and leaves. */
const finishedScreenMs = 15_000;
const msPerSecond = 1000;

interface CheckInDeskOptions extends ArrivalDependencies {
  readonly site: {
    readonly name: string;
    readonly waitAt: string;
    readonly timeZone: string;
    readonly training: boolean;
  };
  readonly siteId: string;
  readonly clock: Clock;
  /** The clinic is over for today: whoever is in the middle comes to the end, nobody begins. */
  readonly isClosed?: () => boolean;
  /** Nobody knows for certain what time it is, so nobody knows whose appointment it is. */
  readonly isClockDoubted?: () => boolean;
}

export interface CheckInDesk {
  view(): PatientView;
  act(action: PatientAction): Promise<PatientView>;
  /** A code from a scanner that is not a keyboard; null for something that no letter carries. */
  scanned(code: string | null): void;
  onView(listener: (view: PatientView) => void): () => void;
  /** Somebody is in the middle of checking in. */
  isBusy(): boolean;
  /** The list came or grew too old, or a rest ended. */
  refresh(): void;
  close(): void;
}

export function openCheckInDesk(options: CheckInDeskOptions): CheckInDesk {
  const { store, rules, clock, site } = options;
  const listeners = new Set<(view: PatientView) => void>();
  let checkIn: CheckIn = { state: 'finding' };
  /** Asks the list again what was scanned or typed: it may change before the date of birth is given. */
  let lookAgain = (): readonly Booking[] => [];
  let isAnswering = false;
  let sitting = 0;
  let secondsLeft: number | null = null;
  let cancelIdle = () => {};
  let cancelAnswer = () => {};

  const today = () => clinicDayOf(clock.nowMs(), site.timeZone);

  function view(): PatientView {
    const content = isAnswering ? ({ screen: 'one-moment' } as const) : screenOf(whatIsShown(), options);
    return { siteName: site.name, content, stillThere: secondsLeft === null ? null : { secondsLeft }, sitting };
  }

  /** Nobody is invited to check in while nobody can be. */
  function whatIsShown(): CheckIn {
    const reason = checkIn.state === 'finding' ? hindrance() : null;
    return reason === null ? checkIn : { state: 'at-reception', reason, startsAt: null };
  }

  function show(): PatientView {
    const shown = view();
    for (const listener of listeners) listener(shown);
    return shown;
  }

  /** What was typed is forgotten, but when the same question is asked again because of a slip in it. */
  function turnTo(next: CheckIn, isSameQuestion = false): PatientView {
    if (next === checkIn) return view();
    checkIn = next;
    if (next.state === 'finding') lookAgain = () => [];
    if (!isSameQuestion) sitting += 1;
    restartIdle();
    return show();
  }

  /** Nobody touched anything: ask; then wipe (S13). On the start screen there is nothing to wipe. */
  function restartIdle(): void {
    cancelIdle();
    secondsLeft = null;
    if (checkIn.state === 'finding') return;
    const isFinished = checkIn.state === 'checked-in' || checkIn.state === 'at-reception';
    if (isFinished) cancelIdle = clock.after(finishedScreenMs, () => turnTo({ state: 'finding' }));
    else cancelIdle = clock.after(rules.idleQuestionSeconds * msPerSecond, () => countDown(rules.idleWipeSeconds));
  }

  function countDown(seconds: number): void {
    if (seconds <= 0) {
      turnTo({ state: 'finding' });
      return;
    }
    secondsLeft = seconds;
    show();
    cancelIdle = clock.after(msPerSecond, () => countDown(seconds - 1));
  }

  function stillHere(): PatientView {
    const wasAsked = secondsLeft !== null;
    restartIdle();
    return wasAsked ? show() : view();
  }

  const isBusy = () => isAnswering || checkIn.state === 'typing-number' || checkIn.state === 'confirming';

  /** What keeps anybody from being checked in here at the moment, whoever they are. */
  function hindrance(): 'resting' | 'list-not-ready' | 'closed' | 'not-possible-now' | null {
    if (store.trouble() !== null) return 'not-possible-now';
    if (!isBusy() && options.isClosed?.() === true) return 'closed';
    if (options.isClockDoubted?.() === true) return 'list-not-ready';
    if (isResting(store.ledger.guessing(), clock.nowMs())) return 'resting';
    const state = listState(store.cache.age(), clock.nowMs(), rules, site.timeZone);
    return state === 'none' || state === 'yesterday' ? 'list-not-ready' : null;
  }

  /** Lets the machine decide and carries its duties out; an event that is not expected now changes nothing. */
  function decide(event: CheckInEvent): CheckIn {
    const { training, timeZone } = site;
    const step = advance(checkIn, event, { ...rules, training, timeZone, siteId: options.siteId });
    if (!step.ok) return checkIn;
    // One instant: who is judged to be in time before midnight is not recorded after it.
    const nowMs = event.kind === 'date-of-birth-given' ? event.nowMs : clock.nowMs();
    const isStored = step.value.duties.every((duty) => fulfil(duty, nowMs));
    return isStored ? step.value.next : decide({ kind: 'turned-away', reason: 'not-possible-now' });
  }

  function fulfil(duty: CheckInDuty, nowMs: number): boolean {
    if (duty.kind === 'record-arrival') {
      const when = { clinicDay: clinicDayOf(nowMs, site.timeZone), arrivedAt: isoOf(nowMs) };
      const outcome = recordArrival({ ...duty, ...when, who: 'patient' }, options);
      return outcome === 'recorded' || outcome === 'was-checked-in';
    }
    const before = store.ledger.guessing();
    const after = duty.kind === 'count-miss' ? afterMiss(before, nowMs, rules) : afterMatch();
    if (after.misses === before.misses && after.restingUntil === before.restingUntil) return true;
    return tryWrite(store, options.log, (writes) => writes.setGuessing(after)).ok;
  }

  function scanned(code: string | null): PatientView {
    if (isAnswering) return view();
    const reason = hindrance();
    if (reason !== null) return turnTo(decide({ kind: 'turned-away', reason }));
    const found = scannedBookings(code, store.cache, rules);
    lookAgain = () => scannedBookings(code, store.cache, rules).candidates;
    return turnTo(decide({ kind: 'code-scanned', foundBy: 'scan', ...found }));
  }

  function typingChosen(): PatientView {
    const reason = hindrance();
    return turnTo(decide(reason === 'closed' ? { kind: 'turned-away', reason } : { kind: 'typing-chosen' }));
  }

  function numberGiven(text: string): PatientView {
    const reason = hindrance();
    if (reason !== null) return turnTo(decide({ kind: 'turned-away', reason }));
    const number = parseNhsNumber(text);
    const look = () => (number.ok ? store.cache.findByNhsNumber(number.value) : []);
    if (checkIn.state === 'typing-number') lookAgain = look;
    return turnTo(decide({ kind: 'number-given', number, candidates: look() }), !number.ok);
  }

  function dateOfBirthGiven(given: { day: string; month: string; year: string }): Promise<PatientView> {
    if (checkIn.state !== 'confirming') return Promise.resolve(view());
    const reason = hindrance();
    if (reason !== null) return Promise.resolve(turnTo(decide({ kind: 'turned-away', reason })));
    const date = parseDateOfBirth(given, today());
    const candidates = lookAgain();
    checkIn = { ...checkIn, candidates };
    const known = knownHere(store, today(), candidates);
    const askedMs = clock.monotonicMs();
    if (date.ok) sayOneMoment();
    const next = decide({ kind: 'date-of-birth-given', date, nowMs: clock.nowMs(), ...known });
    // A slip of the finger says nothing about anybody, and is mended at once.
    return date.ok ? answerInTime(next, askedMs) : Promise.resolve(turnTo(next, true));
  }

  /** Before the commit, because a disk may be slow. */
  function sayOneMoment(): void {
    cancelIdle();
    secondsLeft = null;
    isAnswering = true;
    show();
  }

  /** The same time for every answer, however long the disk took (S2). */
  function answerInTime(next: CheckIn, askedMs: number): Promise<PatientView> {
    const leftMs = Math.max(0, answerTakesMs - (clock.monotonicMs() - askedMs));
    return new Promise((resolve) => {
      cancelAnswer = clock.after(leftMs, () => {
        isAnswering = false;
        resolve(turnTo(next));
      });
    });
  }

  function act(action: PatientAction): Promise<PatientView> {
    if (isAnswering) return Promise.resolve(view());
    switch (action.kind) {
      case 'type-number':
        return Promise.resolve(typingChosen());
      case 'give-number':
        return Promise.resolve(numberGiven(action.text));
      case 'scan':
        return Promise.resolve(scanned(action.text));
      case 'give-date-of-birth':
        return dateOfBirthGiven(action);
      case 'start-again':
        return Promise.resolve(turnTo(decide({ kind: 'started-again' })));
      case 'still-here':
        return Promise.resolve(stillHere());
    }
  }

  return {
    view,
    act,
    scanned: (code) => void scanned(code),
    onView(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isBusy,
    refresh: () => void (checkIn.state === 'finding' ? show() : undefined),
    close() {
      cancelIdle();
      cancelAnswer();
      listeners.clear();
    },
  };
}
