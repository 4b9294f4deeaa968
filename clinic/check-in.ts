/**
 * The machine of arrival at the patient's window: find, confirm, check in, or go to reception.
 *
 * Pure: what was looked up arrives in events, what must be done leaves as duties. The same states follow in the
 * same number of steps whether a booking was found or not (S2).
 */
import { type ArrivalRules, arrivalWindow } from './arrival-window.ts';
import { unreachable } from './assert.ts';
import type { Booking } from './booking.ts';
import type { ClinicRules } from './clinic-rules.ts';
import type { DateOfBirthProblem } from './date-of-birth.ts';
import { isTestNumber, type NhsNumber, type NhsNumberProblem } from './nhs-number.ts';
import { datesAgree, possiblePatients } from './patient-identity.ts';
import { ok, type Result, refuse } from './result.ts';

/** Why a patient is asked to see somebody. `could-not-match` is one same answer for not booked, wrong date of birth, cancelled, other site, two possible patients. */
export type ReceptionReason =
  | 'could-not-match'
  | 'too-early'
  | 'too-late'
  | 'not-today'
  | 'code-not-recognised'
  | 'list-not-ready'
  | 'resting'
  /** The clinic is over for today. */
  | 'closed'
  | 'not-possible-now';

type FoundBy = 'scan' | 'nhs-number';

export type CheckIn = Readonly<
  | { state: 'finding' }
  | { state: 'typing-number'; problem: NhsNumberProblem | null }
  | {
      state: 'confirming';
      foundBy: FoundBy;
      /** Every booking that the code or number may mean; often one, sometimes none, never shown. */
      candidates: readonly Booking[];
      wrongAnswers: number;
      problem: DateOfBirthProblem | 'no-match' | null;
    }
  | { state: 'checked-in'; bookingId: string; isRepeat: boolean }
  | { state: 'at-reception'; reason: ReceptionReason; startsAt: string | null }
>;

/** What happened, with every fact that the decision needs. */
export type CheckInEvent = Readonly<
  | { kind: 'typing-chosen' }
  | { kind: 'number-given'; number: Result<NhsNumber, NhsNumberProblem>; candidates: readonly Booking[] }
  /** `isRecognised` is about the shape of the code only (another hospital's code, control characters), never about who is booked. */
  | { kind: 'code-scanned'; isRecognised: boolean; foundBy: FoundBy; candidates: readonly Booking[] }
  | {
      kind: 'date-of-birth-given';
      date: Result<string, DateOfBirthProblem>;
      nowMs: number;
      /** Which candidates the ledger knows as checked in here. */
      checkedInIds: readonly string[];
      /**
       * Which candidates are of somebody who is here otherwise: registered without a booking, or checked in with one that is not
       * theirs any more. Never checked in beside that (S4).
       */
      hereOtherwiseIds?: readonly string[];
      /** Which candidates were checked in here by somebody else, before upstream gave them to this patient (S1). */
      othersIds?: readonly string[];
    }
  /** Nobody can be checked in here at the moment, whoever they are. */
  | {
      kind: 'turned-away';
      reason: Extract<ReceptionReason, 'list-not-ready' | 'resting' | 'closed' | 'not-possible-now'>;
    }
  | { kind: 'started-again' }
>;

/** What must be stored or done together with the next state. */
export type CheckInDuty = Readonly<
  | { kind: 'record-arrival'; booking: Booking; foundBy: FoundBy }
  /** A date of birth was given and nothing agreed: counts against this kiosk, never against a patient (S2). */
  | { kind: 'count-miss' }
  | { kind: 'forget-misses' }
>;

export interface CheckInStep {
  readonly next: CheckIn;
  readonly duties: readonly CheckInDuty[];
}

/** The event does not belong to the state (a late click, a second scan in flight); nothing changes. */
type NotExpectedNow = 'not-expected-now';

export type CheckInRules = ArrivalRules &
  Pick<ClinicRules, 'wrongAnswersMax'> & {
    readonly siteId: string;
    /** Lets the test range of NHS numbers in; never on where patients are. */
    readonly training: boolean;
  };

type Confirming = Extract<CheckIn, { state: 'confirming' }>;
type DateOfBirthGiven = Extract<CheckInEvent, { kind: 'date-of-birth-given' }>;

export function advance(
  checkIn: CheckIn,
  event: CheckInEvent,
  rules: CheckInRules,
): Result<CheckInStep, NotExpectedNow> {
  switch (event.kind) {
    case 'started-again':
      return stepTo({ state: 'finding' });
    case 'turned-away':
      return stepTo(atReception(event.reason));
    case 'typing-chosen':
      return checkIn.state === 'finding' ? stepTo({ state: 'typing-number', problem: null }) : notExpected;
    case 'number-given':
      return checkIn.state === 'typing-number' ? numberGiven(event) : notExpected;
    // A scan starts over wherever it comes: the next patient may hold up a letter while the last screen still stands.
    case 'code-scanned':
      return stepTo(
        event.isRecognised ? confirming(event.foundBy, event.candidates) : atReception('code-not-recognised'),
      );
    case 'date-of-birth-given':
      return checkIn.state === 'confirming' ? ok(dateOfBirthGiven(checkIn, event, rules)) : notExpected;
    default:
      return unreachable(event);
  }
}

/** The same next state whether anybody was found or not: only the hidden candidates differ (S2). */
function numberGiven(event: Extract<CheckInEvent, { kind: 'number-given' }>): Result<CheckInStep, NotExpectedNow> {
  const { number } = event;
  if (!number.ok) return stepTo({ state: 'typing-number', problem: number.problem });
  return stepTo(confirming('nhs-number', event.candidates));
}

function dateOfBirthGiven(checkIn: Confirming, event: DateOfBirthGiven, rules: CheckInRules): CheckInStep {
  // A slip of the finger, not an answer: it is neither compared nor counted.
  if (!event.date.ok) return { next: { ...checkIn, problem: event.date.problem }, duties: [] };
  const agreed = bookingsThatAgree(checkIn.candidates, event.date.value, rules);
  return agreed.length === 0 ? missed(checkIn, rules) : arrive(agreed, checkIn, event, rules);
}

/** S1: none when the candidates may be two people, even if the date of birth would pick one of them. */
function bookingsThatAgree(
  candidates: readonly Booking[],
  dateOfBirth: string,
  rules: CheckInRules,
): readonly Booking[] {
  if (possiblePatients(candidates).length !== 1) return [];
  return candidates.filter(
    (booking) => datesAgree(booking.patient.dateOfBirth, dateOfBirth) && mayCheckInAlone(booking, rules),
  );
}

const statusesExpected: readonly Booking['status'][] = ['booked', 'arrived'];
/** Verified, said to need none, or not said; every other status means that the number may be somebody else's. */
const numberStatusesTrusted: readonly (string | null)[] = ['01', '07', null];

function mayCheckInAlone({ status, siteId, patient }: Booking, rules: CheckInRules): boolean {
  const isTest = patient.nhsNumber !== null && isTestNumber(patient.nhsNumber);
  return (
    statusesExpected.includes(status) &&
    siteId === rules.siteId &&
    numberStatusesTrusted.includes(patient.nhsNumberStatus) &&
    (rules.training || !isTest)
  );
}

function missed(checkIn: Confirming, rules: CheckInRules): CheckInStep {
  const wrongAnswers = checkIn.wrongAnswers + 1;
  const next: CheckIn =
    wrongAnswers >= rules.wrongAnswersMax
      ? atReception('could-not-match')
      : { ...checkIn, wrongAnswers, problem: 'no-match' };
  return { next, duties: [{ kind: 'count-miss' }] };
}

/**
 * The patient is confirmed. Whose booking somebody else was checked in with is shown no ticket: reception sees to it (S1).
 *
 * The earliest booking whose time it is, is checked in. Otherwise a booking that was checked in before is shown again, without
 * any duty (S4): the kiosk did it before, or upstream says that a desk or another kiosk did, and then the labels may be out
 * already. Misses are forgotten only by a real arrival: who has one booking could else wipe the count at will while trying other
 * people's numbers.
 */
function arrive(
  agreed: readonly Booking[],
  { foundBy }: Confirming,
  event: DateOfBirthGiven,
  rules: CheckInRules,
): CheckInStep {
  const inOrder = agreed.toSorted((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
  const isDone = ({ id, status }: Booking) => status === 'arrived' || event.checkedInIds.includes(id);
  const windowOf = (booking: Booking) => arrivalWindow(booking, event.nowMs, rules);

  if (agreed.some(({ id }) => event.othersIds?.includes(id)))
    return { next: atReception('could-not-match'), duties: [] };
  const due = inOrder.find((booking) => !isDone(booking) && windowOf(booking) === 'open');
  if (due && event.hereOtherwiseIds?.includes(due.id)) return { next: atReception('could-not-match'), duties: [] };
  if (due) {
    const next: CheckIn = { state: 'checked-in', bookingId: due.id, isRepeat: false };
    return { next, duties: [{ kind: 'record-arrival', booking: due, foundBy }, { kind: 'forget-misses' }] };
  }
  const done =
    inOrder.findLast(({ id }) => event.checkedInIds.includes(id)) ?? inOrder.findLast((booking) => isDone(booking));
  if (done) return { next: { state: 'checked-in', bookingId: done.id, isRepeat: true }, duties: [] };

  const early = inOrder.find((booking) => windowOf(booking) === 'too-early');
  if (early) return { next: atReception('too-early', early.startsAt), duties: [] };
  const isLate = inOrder.some((booking) => windowOf(booking) === 'too-late');
  return { next: atReception(isLate ? 'too-late' : 'not-today'), duties: [] };
}

function confirming(foundBy: FoundBy, candidates: readonly Booking[]): CheckIn {
  return { state: 'confirming', foundBy, candidates, wrongAnswers: 0, problem: null };
}

function atReception(reason: ReceptionReason, startsAt: string | null = null): CheckIn {
  return { state: 'at-reception', reason, startsAt };
}

const notExpected: Result<CheckInStep, NotExpectedNow> = refuse('not-expected-now');

function stepTo(next: CheckIn): Result<CheckInStep, NotExpectedNow> {
  return ok({ next, duties: [] });
}
