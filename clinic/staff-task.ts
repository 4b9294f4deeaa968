/**
 * A task for staff: something that the kiosk must not decide. It names no patient; the screen joins it with the day list.
 */

import type { NotTakenReason, OwedKind } from './not-taken.ts';
import type { TubeClass } from './tube.ts';
import type { VisitProblem } from './visit.ts';
import type { ArrivalReason, CollectionReason, RegistrationReason } from './write-back.ts';

/** Why a paper was never sent to its printer; a closed list, so that staff have words for each. */
export const paperRefusals = [
  'name-not-printable',
  'name-too-long',
  'no-name',
  'no-date-of-birth',
  'no-nhs-number',
  'barcode-too-wide',
  'identifier-not-printable',
  'text-too-wide',
  'text-not-printable',
  'proof-failed',
  /** Whatever proves labels did not answer: nothing is known against the label itself. */
  'not-proved',
  'no-longer-known',
  'another-day',
  'patient-changed',
  'not-composed',
  /** The records were restored without their newest acts: it may have been printed before. */
  'restored',
] as const;
export type PaperRefusal = (typeof paperRefusals)[number];

/** A tube of a visit whose test was revoked, by its number in the set. */
export interface RevokedTube {
  readonly number: number;
  readonly tube: TubeClass;
  /** Another test needs it all the same. */
  readonly isNeeded: boolean;
}

/**
 * patient: other details of the same record · merged: another record with the same details · another-record: another record with
 * other details, or one that is out of use · order: other tests, nothing more is known.
 */
export type ChangeAfterCheckIn = Readonly<
  | { what: 'patient' | 'merged' | 'another-record' | 'order' }
  /** The ids of the requests; on the screen, their names. */
  | { what: 'tests-added'; tests: readonly string[] }
  | { what: 'tests-revoked'; tubes: readonly RevokedTube[] }
>;

export type StaffTaskMatter = Readonly<
  | { kind: 'visit'; problem: VisitProblem }
  | { kind: 'transfusion-by-hand'; tests: readonly string[] }
  | { kind: 'paper-uncertain'; paperId: string }
  /** The first label of a set that a one-way connection took: nobody knows that it came out until somebody has it in hand. */
  | { kind: 'paper-sent'; paperId: string }
  | { kind: 'paper-refused'; paperId: string; because: PaperRefusal }
  /** An arrival, a collection, a registration that did not go upstream as it is. */
  | { kind: 'upstream-conflict'; because: ArrivalReason }
  /** `areSent`: upstream has the specimens all the same. */
  | { kind: 'collection-conflict'; because: CollectionReason; areSent: boolean }
  | { kind: 'registration-conflict'; because: RegistrationReason }
  /** Of nobody's in particular: the booking system answers, and takes nothing that the kiosk sends, or nothing of one kind. */
  | { kind: 'nothing-taken'; because: NotTakenReason; of?: OwedKind | undefined }
  /** Upstream changed the booking after the check-in. */
  | ({ kind: 'changed-after-check-in' } & ChangeAfterCheckIn)
  /** How many came and how many there were, of which day; not in tasks from before these were kept. */
  | {
      kind: 'list-held';
      because: 'shrank';
      clinicDay?: string | undefined;
      before?: number | undefined;
      pulled?: number | undefined;
    }
  /** Labels that waited for their printer when the kiosk stopped, and are not printed by themselves any more. */
  | { kind: 'labels-waited-while-off' }
  /** Registered without an NHS number: no label of the visit is printed. */
  | { kind: 'label-by-hand'; tests: readonly string[] }
  /** Registered without a booking, and the list has one by now: the patient must not be bled twice (S4). */
  | { kind: 'walk-in-also-booked'; bookingId: string }
  /** Registered here, and the details cannot be read back. */
  | { kind: 'walk-in-lost' }
  /** The computer's clock was set, or stood still, by so many minutes; back when negative. */
  | { kind: 'clock-jumped'; minutes: number }
  /** The disk of this kiosk: full, failing, or the ledger on it was restored without its newest acts. */
  | { kind: 'store-trouble'; because: 'disk-full' | 'disk-error' | 'restored' }
  /** Labels and collections of that clinic day do not add up. */
  | { kind: 'close-of-day'; clinicDay: string; leftOver: number; collectedWithoutLabel: number }
>;

/** What a person may answer. A paper that may have printed: it is there / not there / spoiled; an event that upstream did not take: try again, or done; everything else: done. */
export type StaffTaskAnswer = 'it-is-there' | 'it-is-not-there' | 'it-is-spoiled' | 'done' | 'try-again';

export interface StaffTask {
  readonly id: string;
  readonly bookingId: string | null;
  readonly matter: StaffTaskMatter;
  readonly openedAt: string;
}

const isNoMatterOfBlood: readonly string[] = ['refused-by-server', 'no-transactions', 'not-taken'];

/** Whether staff are to read it before any blood is taken: whether to take it, of whom or for which tests may have changed. */
export function isBeforeBlood(matter: StaffTaskMatter): boolean {
  switch (matter.kind) {
    case 'changed-after-check-in':
    case 'walk-in-also-booked':
      return true;
    case 'upstream-conflict':
      return !isNoMatterOfBlood.includes(matter.because);
    case 'registration-conflict':
      return matter.because === 'other-date-of-birth' || matter.because === 'booked-already';
    default:
      return false;
  }
}
