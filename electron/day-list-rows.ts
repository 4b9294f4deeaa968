/**
 * The rows of the day list: each booking joined with what the ledger knows of it, so that a fresh pull never un-checks anybody.
 *
 * While staff have the list open, every change of anything asks for all of thousands of rows. So what a booking alone says is
 * written out once for it, people are compared once for a list of the same people, and the ledger is asked only about those who
 * are in it.
 */
import { isDeepStrictEqual } from 'node:util';
import { arrivalWindow } from '../clinic/arrival-window.ts';
import type { Booking } from '../clinic/booking.ts';
import { clinicDayOf, localTime } from '../clinic/clinic-day.ts';
import type { ClinicRules } from '../clinic/clinic-rules.ts';
import { formatDateOfBirth } from '../clinic/date-of-birth.ts';
import { formatName } from '../clinic/name.ts';
import { formatNhsNumber } from '../clinic/nhs-number.ts';
import { similarPatients } from '../clinic/patient-identity.ts';
import type { Visit } from '../clinic/visit.ts';
import type { Store } from '../offline-store/store.ts';
import { takenOf } from './collection-acts.ts';
import { labelsOf, unconfirmedSets } from './paper-lines.ts';
import type { DayListRow, VisitState } from './staff-api.ts';
import { toReadBeforeBlood } from './visit-changes.ts';
import { isOfVisit } from './visit-marks.ts';

interface DayListRowsOptions {
  readonly store: Store;
  readonly rules: ClinicRules;
  readonly timeZone: string;
  readonly nowMs: () => number;
}

export interface DayListRows {
  all(): readonly DayListRow[];
  of(booking: Booking): DayListRow;
  /** A booking that was moved from another day may have been checked in there: that ticket and those labels are not of today. */
  visitOf(booking: Booking): Visit | null;
}

/** What stands in a row whatever is done here. */
type Printed = Pick<DayListRow, 'bookingId' | 'startsAt' | 'name' | 'dateOfBirth' | 'nhsNumber'>;

interface Surroundings {
  readonly nowMs: number;
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
  const theirs = new WeakMap<Booking, boolean>();

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

  function visitOf({ id, startsAt }: Booking): Visit | null {
    const visit = ledger.visit(id);
    return visit?.clinicDay === clinicDayOf(Date.parse(startsAt), timeZone) ? visit : null;
  }

  /** Of somebody who is in the ledger. Ticket and tubes of a visit stay as they are; only another day's makes room for another. */
  function knownVisitOf(booking: Booking): Visit | null {
    const visit = ticketed.get(booking) ?? visitOf(booking);
    if (visit !== null) ticketed.set(booking, visit);
    return visit;
  }

  function rowOf(booking: Booking, visit: Visit | null, around: Surroundings): DayListRow {
    const { id } = booking;
    return {
      ...printedOf(booking),
      state: visit === null ? stateOf(booking, around.nowMs) : 'checked-in',
      ticketNumber: visit?.ticketNumber ?? null,
      hasSimilarName: around.similar.has(id),
      taken: takenOf(visit, ledger),
      labels: visit === null ? 'none' : labelsOfVisit(booking, visit, around),
    };
  }

  /** Those of somebody else who had the booking before are no matter of the name in this row (S1). */
  function labelsOfVisit(booking: Booking, visit: Visit, { unconfirmed, toRead }: Surroundings): DayListRow['labels'] {
    const isTheirs = theirs.get(booking) ?? isOfVisit(visit, booking, store);
    theirs.set(booking, isTheirs);
    return isTheirs && !toRead.has(booking.id)
      ? labelsOf(ledger.papers(booking.id), unconfirmed.has(booking.id))
      : 'needs-staff';
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
      return bookings.map((booking) => rowOf(booking, here.has(booking.id) ? knownVisitOf(booking) : null, around));
    },
    of: (booking) => rowOf(booking, visitOf(booking), surroundings()),
    visitOf,
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
    const similar = known ?? similarPatients(bookings);
    similarInList.set(bookings, similar);
    before = bookings;
    return similar;
  };
}

function haveSamePeople(bookings: readonly Booking[], before: readonly Booking[]): boolean {
  const isSame = ({ id, patient }: Booking, other: Booking | undefined) =>
    id === other?.id && (patient === other.patient || isDeepStrictEqual(patient, other.patient));
  return bookings.length === before.length && bookings.every((booking, at) => isSame(booking, before[at]));
}
