/**
 * The desk at which staff register a patient who is not on the list, from the paper form: the form, what is read back with the
 * patient, and the registration, which is an ordinary visit from then on. What was typed is kept only while the page is open.
 */
import { unreachable } from '../../clinic/assert.ts';
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import type { Clock } from '../../clinic/clock.ts';
import { formatDateOfBirth } from '../../clinic/date-of-birth.ts';
import { formatName } from '../../clinic/name.ts';
import { formatNhsNumber } from '../../clinic/nhs-number.ts';
import type { Result } from '../../clinic/result.ts';
import { bookingOfWalkIn, type WalkIn, walkInIdPrefix } from '../../clinic/walk-in.ts';
import { emptyWalkInForm, readWalkInForm, type WalkInDetails, type WalkInForm } from '../../clinic/walk-in-form.ts';
import { isLive, type WhoElse, whoElse } from '../../clinic/walk-in-others.ts';
import { testChoices } from '../../clinic/walk-in-tests.ts';
import { type ArrivalDependencies, recordArrival } from '../arrival.ts';
import { isoOf } from '../days/clock.ts';
import type { StaffMember } from '../staff/staff-session.ts';
import { isOfVisit } from '../visit-marks.ts';
import { type ListedPatient, type WalkInAction, type WalkInView, walkInLimits } from '../walk-in-api.ts';

/** More than these are counted, not shown: nobody compares fifty people. */
const similarShownMax = 10;

export interface WalkInDeskOptions extends ArrivalDependencies {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly siteId: string;
  readonly training: boolean;
}

interface WalkInDesk {
  view(): WalkInView;
  /** The booking whose visit is to be shown next; null: this page stays. */
  act(member: StaffMember, action: WalkInAction): string | null;
  forget(): void;
}

interface ReadBack {
  readonly details: WalkInDetails;
  readonly others: WhoElse;
  readonly problem: Extract<WalkInView, { step: 'read-back' }>['problem'];
}

export function openWalkInDesk(options: WalkInDeskOptions): WalkInDesk {
  const { store, clock, timeZone } = options;
  const choices = testChoices(options.rules.tests);
  const offered = choices.map(({ key, name, alsoFoundBy }) => ({ key, name, alsoFoundBy }));
  let form: WalkInForm = emptyWalkInForm;
  let problems: Extract<WalkInView, { step: 'form' }>['problems'] = [];
  let known: Extract<WhoElse, { kind: 'known' }> | null = null;
  let readBack: ReadBack | null = null;

  const today = () => clinicDayOf(clock.nowMs(), timeZone);

  function forget(): void {
    form = emptyWalkInForm;
    backToForm();
  }

  function backToForm(): void {
    problems = [];
    known = null;
    readBack = null;
  }

  /** Asked anew each time: a pull or another registration may have brought the patient meanwhile. */
  function read(): Result<WalkInDetails, unknown> {
    backToForm();
    const details = readWalkInForm(form, { today: today(), training: options.training, choices });
    if (!details.ok) {
      problems = details.problem;
      return details;
    }
    const others = whoElse(details.value, store.cache.bookings());
    if (others.kind === 'known') known = others;
    else readBack = { details: details.value, others, problem: null };
    return details;
  }

  function register(member: StaffMember, said: Extract<WalkInAction, { kind: 'register-walk-in' }>): string | null {
    const shown = readBack;
    if (shown === null) return null;
    read();
    // Narrowed anew: reading the form again may have found the patient on the list.
    const now: ReadBack | null = readBack;
    if (now === null) return null;
    const problem = problemOf(now, shown, said);
    if (problem !== null) return refused(now, problem);
    const walkIn = walkInOf(now.details, member);
    const booking = bookingOfWalkIn(walkIn);
    const arrival = { booking, walkIn, foundBy: 'staff' as const, who: member.staffId, clinicDay: walkIn.clinicDay };
    const outcome = recordArrival({ ...arrival, arrivedAt: walkIn.registeredAt }, options);
    if (outcome !== 'recorded') return refused(now, 'not-stored');
    forget();
    return walkIn.bookingId;
  }

  function refused(now: ReadBack, problem: ReadBack['problem']): null {
    readBack = { ...now, problem };
    return null;
  }

  function walkInOf({ patient, tests, requisition }: WalkInDetails, { staffId }: StaffMember): WalkIn {
    return {
      bookingId: `${walkInIdPrefix}${options.newId()}`,
      clinicDay: today(),
      siteId: options.siteId,
      patient,
      tests,
      requisition,
      registeredAt: isoOf(clock.nowMs()),
      registeredBy: staffId,
    };
  }

  const listed = (bookingIds: readonly string[]): readonly ListedPatient[] =>
    bookingIds.slice(0, similarShownMax).flatMap((id) => {
      const booking = store.cache.booking(id);
      return booking === null ? [] : [listedPatient(booking, options)];
    });

  return {
    view() {
      if (readBack !== null) return readBackView(readBack, listed);
      const shown = known === null ? null : { by: known.by, patients: listed(known.bookingIds) };
      return { step: 'form', form, problems, known: shown, offered, limits: walkInLimits };
    },
    act(member, action) {
      switch (action.kind) {
        case 'open-walk-in':
          forget();
          return null;
        case 'read-walk-in':
          form = action.form;
          read();
          return null;
        case 'change-walk-in':
          backToForm();
          return null;
        case 'register-walk-in':
          return register(member, action);
        default:
          return unreachable(action);
      }
    },
    forget,
  };
}

/** Who came up since the page was shown has been looked at by nobody. */
function problemOf(
  now: ReadBack,
  shown: ReadBack,
  said: { readonly isConfirmed: boolean; readonly isSomebodyElse: boolean },
): ReadBack['problem'] {
  const before = shown.others.kind === 'similar' ? shown.others.bookingIds : [];
  const similar = now.others.kind === 'similar' ? now.others.bookingIds : [];
  const isEachSeen = similar.every((id) => before.includes(id));
  if (similar.length > 0 && !(said.isSomebodyElse && isEachSeen)) return 'similar-not-checked';
  return said.isConfirmed ? null : 'not-confirmed';
}

function readBackView(
  { details, others, problem }: ReadBack,
  listed: (bookingIds: readonly string[]) => readonly ListedPatient[],
): WalkInView {
  const { patient, tests, requisition } = details;
  const similar = others.kind === 'similar' ? others.bookingIds : [];
  return {
    step: 'read-back',
    name: formatName(patient),
    dateOfBirth: formatDateOfBirth(patient.dateOfBirth),
    nhsNumber: patient.nhsNumber === null ? null : formatNhsNumber(patient.nhsNumber),
    tests: tests.map(({ name, code }) => ({ name, isKnown: code !== null })),
    requisition,
    similar: listed(similar),
    similarCount: similar.length,
    problem,
  };
}

function listedPatient(booking: Booking, { store, timeZone }: WalkInDeskOptions): ListedPatient {
  const { id, startsAt, status, patient } = booking;
  const visit = store.ledger.visit(id);
  return {
    bookingId: id,
    startsAt: localTime(startsAt, timeZone),
    name: formatName(patient.name),
    dateOfBirth: patient.dateOfBirth === null ? '' : formatDateOfBirth(patient.dateOfBirth),
    nhsNumber: patient.nhsNumber === null ? '' : formatNhsNumber(patient.nhsNumber),
    // That of somebody else who was checked in with the booking is not theirs (S1).
    ticketNumber: visit !== null && isOfVisit(visit, booking, store) ? visit.ticketNumber : null,
    isOff: !isLive(status),
  };
}
