/**
 * Records an arrival: check-in, specimens, papers, message upstream, tasks and audit in one durable transaction.
 *
 * Nothing is told to anybody before this returns `recorded` (S3); a booking that is checked in already stays as it is (S4).
 */
import type { Booking } from '../clinic/booking.ts';
import type { ClinicRules } from '../clinic/clinic-rules.ts';
import { visitCodeFor } from '../clinic/queue.ts';
import type { StaffTaskMatter } from '../clinic/staff-task.ts';
import type { Visit, VisitPlan } from '../clinic/visit.ts';
import { planVisit } from '../clinic/visit-plan.ts';
import type { WalkIn } from '../clinic/walk-in.ts';
import type { LedgerWrites, NewPaper, ReservedRange, Store } from '../offline-store/store.ts';
import type { Log } from './log.ts';
import { tryWrite } from './try-write.ts';
import { marksOf } from './visit-marks.ts';

export interface ArrivalDependencies {
  readonly store: Store;
  readonly rules: ClinicRules;
  readonly reservedRange: ReservedRange | null;
  readonly newId: () => string;
  readonly log: Log;
}

export interface Arrival {
  readonly booking: Booking;
  readonly foundBy: Visit['foundBy'];
  /** The details of a patient whom no list has: stored with the check-in. */
  readonly walkIn?: WalkIn;
  /** `patient`, or the id of the person at the desk. */
  readonly who: string;
  readonly clinicDay: string;
  readonly arrivedAt: string;
}

/**
 * `was-here-another-day`: the booking was checked in, then moved to today under the same id; its ticket and labels are of that
 * day, and only reception checks in anew. `not-stored`: the disk refused. With either nobody is checked in, and the patient is sent to reception.
 */
type ArrivalOutcome = 'recorded' | 'was-checked-in' | 'was-here-another-day' | 'not-stored';

export function recordArrival(arrival: Arrival, dependencies: ArrivalDependencies): ArrivalOutcome {
  const { store, log } = dependencies;
  let toSay: (() => void)[] = [];
  // Said when it is stored, and once, however often the write is tried.
  const later: Log = { event: (name, fields) => void toSay.push(() => log.event(name, fields)) };
  const written = tryWrite(store, log, (writes) => {
    toSay = [];
    return writeArrival(arrival, { ...dependencies, log: later }, writes);
  });
  if (!written.ok) return written.problem;
  for (const say of toSay) say();
  return written.value;
}

function writeArrival(arrival: Arrival, dependencies: ArrivalDependencies, writes: LedgerWrites): ArrivalOutcome {
  const { booking, clinicDay } = arrival;
  const { ledger } = dependencies.store;
  const before = ledger.visit(booking.id);
  if (before?.clinicDay === clinicDay) return 'was-checked-in';
  // Moved from an earlier day: somebody at the desk looks what became of that visit.
  const isAtDesk = arrival.foundBy === 'staff' && before !== null && before.clinicDay < clinicDay;
  if (before !== null && !isAtDesk) return 'was-here-another-day';
  const visitId = dependencies.newId();
  const plan = planFor(arrival, visitId, dependencies, writes);
  const ticketNumber = ledger.nextTicketNumber(clinicDay);
  const visit: Visit = {
    bookingId: booking.id,
    visitId,
    clinicDay,
    ticketNumber,
    visitCode: visitCodeFor(clinicDay, ticketNumber),
    arrivedAt: arrival.arrivedAt,
    foundBy: arrival.foundBy,
    ...marksOf(dependencies.store, visitId, booking),
    specimens: plan.specimens,
    heldBack: plan.heldBack,
  };
  if (arrival.walkIn !== undefined) dependencies.store.walkIns.add(arrival.walkIn);
  if (!writes.checkIn(visit)) return 'was-checked-in';
  for (const paper of papersOf(visit, plan, dependencies.newId)) writes.addPaper(paper);
  for (const matter of mattersOf(plan)) writes.openTask(booking.id, matter);
  writes.addOutbox({
    eventId: dependencies.newId(),
    bookingId: booking.id,
    kind: arrival.walkIn === undefined ? 'arrived' : 'walk-in',
    occurredAt: arrival.arrivedAt,
  });
  const counts = { labels: plan.specimens.length, heldBack: plan.heldBack.length, problems: plan.problems.length };
  writes.audit({
    who: arrival.who,
    act: arrival.walkIn === undefined ? 'check-in' : 'register-walk-in',
    bookingId: booking.id,
    details: { ticketNumber, foundBy: arrival.foundBy, ...counts },
  });
  dependencies.log.event('checked-in', { ticketNumber, ...counts });
  return 'recorded';
}

function planFor(
  { booking, walkIn }: Arrival,
  visitId: string,
  { store, rules, reservedRange }: ArrivalDependencies,
  writes: LedgerWrites,
): VisitPlan {
  return planVisit({
    booking,
    visitId,
    rules,
    isUsed: (identifier) => store.ledger.isIdentifierUsed(identifier),
    takeReserved: (count) => (reservedRange === null ? [] : writes.takeReserved(reservedRange, count)),
    // S8: what a person typed, and nobody vouches for, is told apart by its NHS number or not at all.
    isUnlabelled: walkIn?.patient.nhsNumber === null,
  });
}

/** Header first, then the labels in the order of draw, then the ticket, which has a printer of its own. */
function papersOf(visit: Visit, plan: VisitPlan, newId: () => string): readonly NewPaper[] {
  const paper = (kind: NewPaper['kind'], specimenId: string | null): NewPaper => ({
    id: newId(),
    bookingId: visit.bookingId,
    kind,
    specimenId,
    copy: 0,
  });
  const hasSet = plan.specimens.length + plan.heldBack.length + plan.problems.length > 0;
  return [
    ...(hasSet ? [paper('header-label', null)] : []),
    ...plan.specimens.map((specimen) => paper('specimen-label', specimen.id)),
    paper('queue-ticket', null),
  ];
}

function mattersOf(plan: VisitPlan): readonly StaffTaskMatter[] {
  const transfusion = plan.heldBack.filter((tube) => tube.why === 'transfusion');
  const unlabelled = plan.heldBack.filter((tube) => tube.why === 'no-nhs-number').flatMap(({ tests }) => tests);
  return [
    ...plan.problems.map((problem): StaffTaskMatter => ({ kind: 'visit', problem })),
    ...transfusion.map((tube): StaffTaskMatter => ({ kind: 'transfusion-by-hand', tests: tube.tests })),
    ...(unlabelled.length === 0 ? [] : [{ kind: 'label-by-hand' as const, tests: [...new Set(unlabelled)] }]),
  ];
}
