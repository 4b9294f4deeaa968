/**
 * The rows of the day list: each booking joined with what the ledger knows of it, so that a fresh pull never un-checks anybody.
 *
 * While staff have the list open, every change of anything asks for all of thousands of rows. So what a booking alone says is
 * written out once for it, people are compared once for a list of the same people, and the ledger is asked only about those who
 * are in it.
 */
import { isDeepStrictEqual } from 'node:util';
import { arrivalWindow } from '../../clinic/arrival-window.ts';
import { appointmentIdOf, type Booking } from '../../clinic/booking.ts';
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import { formatDateOfBirth } from '../../clinic/date-of-birth.ts';
import { formatName } from '../../clinic/name.ts';
import { formatNhsNumber } from '../../clinic/nhs-number.ts';
import { similarPeople } from '../../clinic/patient-identity.ts';
import type { Visit } from '../../clinic/visit.ts';
import type { Store } from '../../offline-store/store.ts';
import type { DayListRow, VisitState } from '../staff-api.ts';
import { toReadBeforeBlood } from '../visit-changes.ts';
import { takenOf } from './collection-acts.ts';
import { asCheckedIn, type ShownBooking, shownAs } from './given-away.ts';
import { labelsOf, unconfirmedSets } from './paper-lines.ts';

interface DayListRowsOptions {
  readonly store: Store;
  readonly rules: ClinicRules;
  readonly timeZone: string;
  readonly nowMs: () => number;
}

export interface DayListRows {
  all(): readonly DayListRow[];
  /** By the id of its row. */
  find(id: string): (ShownBooking & { readonly row: DayListRow }) | null;
  /** The id of the row of whoever was checked in with a booking today, or has it. */
  idOf(bookingId: string): string;
}

/** What stands in a row whatever is done here. */
type Printed = Pick<DayListRow, 'bookingId' | 'startsAt' | 'name' | 'dateOfBirth' | 'nhsNumber'>;

interface Surroundings {
  readonly nowMs: number;
  /** By the ids of their records. */
  readonly similar: ReadonlySet<string>;
  readonly unconfirmed: ReadonlySet<string | null>;
  readonly toRead: ReadonlySet<string>;
}

export function dayListRows({ store, rules, timeZone, nowMs }: DayListRowsOptions): DayListRows {
  const { cache, ledger } = store;
  const similarOf = similarNames();
  const arrivalRules = { ...rules, timeZone };
  /** Forgotten together with the booking. */
  const printed = new WeakMap<Booking, Printed>();
  const ticketed = new WeakMap<Booking, Visit>();

  function printedOf(booking: Booking): Printed {
    const known = printed.get(booking);
    if (known !== undefined) return known;
    const { id: bookingId, startsAt, patient } = booking;
    const row: Printed = {
      bookingId,
      startsAt: localTime(startsAt, timeZone),
      name: formatName(patient.name),
      dateOfBirth: patient.dateOfBirth === null ? '' : formatDateOfBirth(patient.dateOfBirth),
      nhsNumber: patient.nhsNumber === null ? '' : formatNhsNumber(patient.nhsNumber),
    };
    printed.set(booking, row);
    return row;
  }

  const surroundings = (): Surroundings => ({
    nowMs: nowMs(),
    similar: similarOf(cache.bookings()),
    unconfirmed: unconfirmedSets(ledger),
    toRead: toReadBeforeBlood(ledger),
  });

  /** A booking that was moved from another day may have been checked in there: that ticket and those labels are not of today. */
  function visitOf({ id, startsAt }: Booking): Visit | null {
    const visit = ledger.visit(id);
    return visit?.clinicDay === clinicDayOf(Date.parse(startsAt), timeZone) ? visit : null;
  }

  /**
   * Of somebody who is in the ledger. Ticket and tubes of a visit stay as they are; only another day's makes room for another. For
   * whom it is may be settled by a reprint, where the booking is somebody else's.
   */
  function shownVisitOf(booking: Booking): readonly ShownBooking[] {
    const known = ticketed.get(booking);
    if (known !== undefined) return [{ booking, visit: known, isTaken: false }];
    const visit = visitOf(booking);
    const shown = shownAs(booking, visit, store);
    if (visit !== null && shown.length === 1) ticketed.set(booking, visit);
    return shown;
  }

  function rowOf({ booking, visit, isTaken }: ShownBooking, around: Surroundings): DayListRow {
    return {
      ...printedOf(booking),
      state: visit === null ? stateOf(booking, around.nowMs) : 'checked-in',
      ticketNumber: visit?.ticketNumber ?? null,
      hasSimilarName: around.similar.has(booking.patient.id),
      taken: takenOf(visit, ledger),
      labels: visit === null ? (isTaken ? 'needs-staff' : 'none') : labelsOfVisit(visit, around),
    };
  }

  function labelsOfVisit({ bookingId }: Visit, { unconfirmed, toRead }: Surroundings): DayListRow['labels'] {
    return toRead.has(bookingId) ? 'needs-staff' : labelsOf(ledger.papers(bookingId), unconfirmed.has(bookingId));
  }

  function stateOf(booking: Booking, atMs: number): VisitState {
    switch (booking.status) {
      case 'booked':
        return arrivalWindow(booking, atMs, arrivalRules) === 'too-late' ? 'late' : 'expected';
      case 'arrived':
      case 'fulfilled':
        return 'done-elsewhere';
      case 'cancelled':
      case 'entered-in-error':
        return 'cancelled';
      case 'no-show':
      case 'not-booked':
        return 'not-coming';
    }
  }

  return {
    all() {
      const around = surroundings();
      const bookings = cache.bookings();
      const here = new Set(ledger.checkedIn(bookings.map(({ id }) => id)));
      return bookings.flatMap((booking) =>
        here.has(booking.id)
          ? shownVisitOf(booking).map((one) => rowOf(one, around))
          : rowOf({ booking, visit: null, isTaken: false }, around),
      );
    },
    idOf(bookingId) {
      const booking = cache.booking(bookingId);
      const visit = booking === null ? null : visitOf(booking);
      return booking === null || visit === null ? bookingId : asCheckedIn(booking, visit, store).id;
    },
    find(id) {
      const booking = cache.booking(appointmentIdOf(id));
      const shown = booking === null ? [] : shownAs(booking, visitOf(booking), store);
      const found = shown.find((one) => one.booking.id === id);
      return found === undefined ? null : { ...found, row: rowOf(found, surroundings()) };
    },
  };
}

/** Forgotten together with the list. */
const similarInList = new WeakMap<readonly Booking[], ReadonlySet<string>>();

/** Whose names or numbers are like somebody else's. Our own write upstream makes another list of the same people. */
function similarNames(): (bookings: readonly Booking[]) => ReadonlySet<string> {
  let before: readonly Booking[] = [];
  return (bookings) => {
    const known =
      similarInList.get(bookings) ?? (haveSamePeople(bookings, before) ? similarInList.get(before) : undefined);
    const similar = known ?? similarPeople(bookings.flatMap(peopleOf));
    similarInList.set(bookings, similar);
    before = bookings;
    return similar;
  };
}

/** Whose a booking was before may be in the waiting room, and be taken for whoever has it now (S1). */
const peopleOf = ({ patient, earlierPatients = [] }: Booking) => [...earlierPatients, patient];

function haveSamePeople(bookings: readonly Booking[], before: readonly Booking[]): boolean {
  const isSame = (one: Booking, other: Booking | undefined) =>
    one.id === other?.id &&
    (one.patient === other.patient || isDeepStrictEqual(one.patient, other.patient)) &&
    isDeepStrictEqual(one.earlierPatients, other.earlierPatients);
  return bookings.length === before.length && bookings.every((booking, at) => isSame(booking, before[at]));
}
