/** A part of the contract of the staff window (staff-api.ts): a row of the day list, and whether its patient may be checked in. */

export type VisitState = 'expected' | 'checked-in' | 'late' | 'cancelled' | 'not-coming' | 'done-elsewhere';

export interface DayListRow {
  readonly bookingId: string;
  /** Local HH:MM. */
  readonly startsAt: string;
  /** `SMITH, Jonathan`; empty: no longer known here. */
  readonly name: string;
  /** `18-Jan-1980`. */
  readonly dateOfBirth: string;
  /** Grouped 3 3 4, or empty. */
  readonly nhsNumber: string;
  readonly state: VisitState;
  readonly ticketNumber: number | null;
  /** Another patient of today has a similar name or the same date of birth. */
  readonly hasSimilarName: boolean;
  readonly labels: 'none' | 'waiting' | 'printed' | 'to-confirm' | 'void' | 'needs-staff';
  /** Of which tubes it is recorded that the blood was taken. */
  readonly taken: 'none' | 'some' | 'all';
}

/**
 * Why staff cannot check a patient in: what the booking system says of the booking; somebody else was checked in with it (S1);
 * the patient was registered here, and staff have not yet said what is to come of both (S4); the list is not of today (S10);
 * nothing can be stored (S3).
 */
export type NoCheckIn =
  | Exclude<VisitState, 'expected' | 'late' | 'checked-in'>
  | 'given-away'
  | 'registered-here'
  | 'not-todays-list'
  | 'nothing-stored';

/** `done`: checked in today. */
export type CheckInHere = 'possible' | 'done' | NoCheckIn;
