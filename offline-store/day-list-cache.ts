/**
 * The day list as the other rooms see it: read by screens and desks, replaced whole by a pull or a file, changed row by row by a
 * quick look. Its tables are under `cache/`.
 */
import type { Booking } from '../clinic/booking.ts';
import type { NhsNumber } from '../clinic/nhs-number.ts';
import type { PullPages } from './pull-under-way.ts';

/**
 * `gone`: upstream has it no more, and it stays on the list because the patient was checked in here. `not-shown`: it stays because
 * upstream does not let the kiosk look what became of it.
 */
export const setAsideReasons = [
  'other-site',
  'other-day',
  'no-patient',
  'patient-not-in-use',
  'not-understood',
  'superseded-duplicate',
  'gone',
  'not-shown',
] as const;
type SetAsideReason = (typeof setAsideReasons)[number];

/** How old the day list is, and for which day and site it is (S10). */
export interface DayListAge {
  readonly clinicDay: string;
  readonly siteId: string;
  /** When the last whole pull asked for its first page, by our clock: nothing of the list is older. */
  readonly pulledAt: string;
  /** Something of the list could not be read back and is not shown (`Cache.isDamaged`). */
  readonly isDamaged?: boolean;
}

/** Something that upstream sent and that cannot be a booking here; shown to staff as a count and a reason, with the upstream's id only. */
export interface SetAside {
  readonly appointmentId: string;
  readonly why: SetAsideReason;
}

/** A day list that is being written beside the one in use, in short transactions, so that a long pull blocks nobody. */
export interface DayListImport {
  /** A few hundred at a time; a booking that comes twice stands as it came last. */
  add(bookings: readonly Booking[]): void;
  /**
   * Puts the new list in the place of the old one, all at once. False, and nothing changed, when another import was begun
   * or the clinic day ended meanwhile. `pulledAt`: when the pull finished, if later than it was begun.
   */
  finish(setAside: readonly SetAside[], pulledAt?: string): boolean;
  abandon(): void;
}

export interface Cache {
  /** Replaces the day list of one clinic day in one transaction. Blocks for the whole of it: see `beginDayList`. */
  replaceDayList(age: DayListAge, bookings: readonly Booking[], setAside: readonly SetAside[]): void;
  /** The same, in steps. A list for another clinic day forgets the one before at once (S10). */
  beginDayList(age: DayListAge): DayListImport;
  /**
   * A pull brought the very list that is in use, but for some that say something else by now or are new: they are written together
   * with its age. False, and nothing changed, when it is not that list.
   */
  confirmDayList(age: DayListAge, setAside: readonly SetAside[], changed?: readonly Booking[]): boolean;
  age(): DayListAge | null;
  setAside(): readonly SetAside[];
  booking(bookingId: string): Booking | null;
  /** All bookings of the list and today's walk-ins, by start. */
  bookings(): readonly Booking[];
  /** The bookings of the list alone, as upstream has them: for a pull. */
  listed(): readonly Booking[];
  findByNhsNumber(nhsNumber: NhsNumber): readonly Booking[];
  /** By a booking reference or an order number, exactly as scanned. */
  findByCode(code: string): readonly Booking[];
  /** Remembers the version that upstream gave after our own write. */
  noteVersion(bookingId: string, version: string): void;
  /** Some bookings of the list in use as they are now, or new ones; its age stays. False, and nothing changed, when it is another list. */
  changeBookings(list: Pick<DayListAge, 'clinicDay' | 'siteId'>, changed: readonly Booking[]): boolean;
  /** Something of the list could not be read back and is not shown: pull again. Until the next whole list. */
  isDamaged(): boolean;
  readonly pullPages: PullPages;
}
