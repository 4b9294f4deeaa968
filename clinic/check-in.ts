/**
 * The machine of arrival at the patient's window: find, confirm, check in, or go to reception.
 *
 * Pure: what was looked up arrives in events, what must be done leaves as duties. The same states follow in the
 * same number of steps whether a booking was found or not (S2).
 */
import type { Booking } from './booking.ts';
import type { NhsNumber, NhsNumberProblem } from './nhs-number.ts';
import type { Result } from './result.ts';

/** Why a patient is asked to see somebody. `could-not-match` is one same answer for not booked, wrong date of birth, cancelled, other site, two possible patients. */
export type ReceptionReason =
  | 'could-not-match'
  | 'too-early'
  | 'too-late'
  | 'not-today'
  | 'code-not-recognised'
  | 'list-not-ready'
  | 'resting'
  | 'not-possible-now';

export type DateOfBirthProblem = 'empty' | 'incomplete' | 'not-a-date' | 'in-the-future' | 'too-long-ago';

export type FoundBy = 'scan' | 'nhs-number';

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
export type NotExpectedNow = 'not-expected-now';
