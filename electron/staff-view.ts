/** What the staff window shows: the day list joined with the ledger, so that a fresh pull never un-checks anybody. */
import { arrivalWindow } from '../clinic/arrival-window.ts';
import type { Booking } from '../clinic/booking.ts';
import { clinicDayOf, localTime } from '../clinic/clinic-day.ts';
import type { ClinicRules } from '../clinic/clinic-rules.ts';
import { formatDateOfBirth } from '../clinic/date-of-birth.ts';
import { formatName } from '../clinic/name.ts';
import { formatNhsNumber } from '../clinic/nhs-number.ts';
import { reprintSet } from '../clinic/paper-acts.ts';
import { countPapers } from '../clinic/paper-life.ts';
import { similarPatients } from '../clinic/patient-identity.ts';
import type { StaffTask, StaffTaskAnswer, StaffTaskMatter } from '../clinic/staff-task.ts';
import { testName } from '../clinic/test-catalogue.ts';
import type { Paper, Visit } from '../clinic/visit.ts';
import { isWalkInId } from '../clinic/walk-in.ts';
import type { Ledger, Store } from '../offline-store/store.ts';
import { collectionView, takenOf } from './collection-acts.ts';
import { paperToScan } from './label-scan.ts';
import { answersAboutEvent } from './outbox-acts.ts';
import { labelsOf, mayVoidSet, paperLines, unconfirmedSets } from './paper-lines.ts';
import type { DayListRow, StationStatus, TaskLine, VisitDetail, VisitState } from './staff-api.ts';

export interface StaffViewOptions {
  readonly store: Store;
  readonly rules: ClinicRules;
  readonly timeZone: string;
  readonly nowMs: () => number;
  /** The printer that prints a kind of paper, by name, to say where to look. */
  readonly printerFor: (kind: Paper['kind']) => string;
  /** How the printers are by now. */
  readonly status: () => Pick<StationStatus, 'printers'>;
}

interface StaffViews {
  rows(): readonly DayListRow[];
  visit(bookingId: string): VisitDetail | null;
  tasks(): readonly TaskLine[];
}

/** Compared once for each list: thousands of people are not compared anew for every change, nor for paper. */
const similarInList = new WeakMap<readonly Booking[], ReadonlySet<string>>();

function similarOf(bookings: readonly Booking[]): ReadonlySet<string> {
  const known = similarInList.get(bookings) ?? similarPatients(bookings);
  similarInList.set(bookings, known);
  return known;
}

export function staffViews(options: StaffViewOptions): StaffViews {
  const { store } = options;

  function today() {
    const bookings = store.cache.bookings();
    return { bookings, similar: similarOf(bookings) };
  }

  const row = (booking: Booking, unconfirmed: ReadonlySet<string | null>) =>
    rowOf(
      booking,
      { hasSimilarName: today().similar.has(booking.id), isUnconfirmed: unconfirmed.has(booking.id) },
      options,
    );

  return {
    rows() {
      const unconfirmed = unconfirmedSets(store.ledger);
      return today().bookings.map((booking) => row(booking, unconfirmed));
    },
    tasks: () => store.ledger.openTasks().map((task) => taskLine(task, options)),
    visit(bookingId) {
      const booking = store.cache.booking(bookingId);
      return booking === null ? null : visitDetail(booking, row(booking, unconfirmedSets(store.ledger)), options);
    },
  };
}

/** A booking that was moved from another day may have been checked in there: that ticket and those labels are not of today. */
function visitOfThisDay({ id, startsAt }: Booking, { store, timeZone }: StaffViewOptions): Visit | null {
  const visit = store.ledger.visit(id);
  return visit?.clinicDay === clinicDayOf(Date.parse(startsAt), timeZone) ? visit : null;
}

function rowOf(
  booking: Booking,
  { hasSimilarName, isUnconfirmed }: { readonly hasSimilarName: boolean; readonly isUnconfirmed: boolean },
  options: StaffViewOptions,
): DayListRow {
  const { patient } = booking;
  const visit = visitOfThisDay(booking, options);
  return {
    bookingId: booking.id,
    startsAt: localTime(booking.startsAt, options.timeZone),
    name: formatName(patient.name),
    dateOfBirth: patient.dateOfBirth === null ? '' : formatDateOfBirth(patient.dateOfBirth),
    nhsNumber: patient.nhsNumber === null ? '' : formatNhsNumber(patient.nhsNumber),
    state: visit === null ? stateOf(booking, options) : 'checked-in',
    ticketNumber: visit?.ticketNumber ?? null,
    hasSimilarName,
    taken: takenOf(visit, options.store.ledger),
    labels: visit === null ? 'none' : labelsOf(options.store.ledger.papers(booking.id), isUnconfirmed),
  };
}

function stateOf(booking: Booking, { rules, nowMs, timeZone }: StaffViewOptions): VisitState {
  switch (booking.status) {
    case 'booked':
      return arrivalWindow(booking, nowMs(), { ...rules, timeZone }) === 'too-late' ? 'late' : 'expected';
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

function visitDetail(booking: Booking, row: DayListRow, options: StaffViewOptions): VisitDetail {
  const { ledger } = options.store;
  const visit = visitOfThisDay(booking, options);
  const progress = visit === null ? [] : ledger.progress(booking.id);
  const papers = progress.map(({ paper }) => paper);
  const arrival = ledger.outboxOf(booking.id).find(({ kind }) => kind === 'arrived' || kind === 'walk-in');
  return {
    row,
    arrivedAt: visit === null ? null : localTime(visit.arrivedAt, options.timeZone),
    visitCode: visit?.visitCode ?? null,
    tests: booking.requests.filter((request) => request.status === 'active').map(({ id }) => requestName(id, booking)),
    papers: visit === null ? [] : paperLines(progress, visit, options),
    labelCount: visit === null ? null : countPapers(papers.filter(({ kind }) => kind === 'specimen-label')),
    voidSet: mayVoidSet(papers),
    mayReprintSet: reprintSet(papers).ok,
    heldBack: visit?.heldBack.map((held) => ({ ...held, tests: held.tests.map(testName) })) ?? [],
    collection: visit === null ? null : collectionView(visit, ledger, options.timeZone),
    tasks: ledger
      .openTasks()
      .filter((task) => task.bookingId === booking.id || isRegistered(task, booking))
      .map((task) => taskLine(task, options)),
    mayCheckIn:
      visit === null && (row.state === 'expected' || row.state === 'late') && !isRegisteredHere(booking, ledger),
    arrivalSent: arrivalSentOf(arrival?.state),
  };
}

/** Nobody is bled twice: where the patient was registered already, what staff say to that task comes first (S4). */
function isRegisteredHere(booking: Booking, ledger: Pick<Ledger, 'openTasks'>): boolean {
  return ledger.openTasks().some((task) => isRegistered(task, booking));
}

function isRegistered({ matter }: StaffTask, { id }: Booking): boolean {
  return matter.kind === 'walk-in-also-booked' && matter.bookingId === id;
}

function arrivalSentOf(state: string | undefined): VisitDetail['arrivalSent'] {
  if (state === undefined) return 'not-due';
  if (state === 'pending') return 'waiting';
  return state === 'applied' || state === 'merged' ? 'sent' : 'needs-staff';
}

function taskLine(task: StaffTask, { store, timeZone, nowMs, printerFor }: StaffViewOptions): TaskLine {
  const booking = task.bookingId === null ? null : store.cache.booking(task.bookingId);
  const visit = task.bookingId === null ? null : store.ledger.visit(task.bookingId);
  const paper = 'paperId' in task.matter ? store.ledger.paper(task.matter.paperId) : null;
  const specimen = visit?.specimens.find((one) => one.id === paper?.specimenId);
  return {
    taskId: task.id,
    matter: withTestNames(task.matter, booking),
    bookingId: task.bookingId,
    name: booking === null ? null : formatName(booking.patient.name),
    ticketNumber: visit?.ticketNumber ?? null,
    openedAt: localTime(task.openedAt, timeZone),
    otherDay: visit === null || visit.clinicDay === clinicDayOf(nowMs(), timeZone) ? null : visit.clinicDay,
    paper:
      paper === null
        ? null
        : {
            // Where it was sent, even if the settings say another one by now.
            printer: store.ledger.lastPrinter(paper.id) ?? printerFor(paper.kind),
            kind: paper.kind,
            number: specimen?.number ?? null,
            count: visit?.specimens.length ?? null,
            copy: paper.copy,
            isContinuation: isContinuation(paper, store.ledger),
          },
    answers: answersTo(task, store.ledger),
    mayScan: paperToScan(task, store.ledger) !== null,
  };
}

function requestName(id: string, booking: Booking | null): string {
  const code = booking?.requests.find((request) => request.id === id)?.codes[0];
  return code?.display ?? code?.code ?? id;
}

function isContinuation(paper: Paper, ledger: Pick<Ledger, 'progress'>): boolean {
  return ledger.progress(paper.bookingId).some((one) => one.paper.id === paper.id && one.continues !== null);
}

function withTestNames(matter: StaffTaskMatter, booking: Booking | null): StaffTaskMatter {
  if (matter.kind === 'transfusion-by-hand' || matter.kind === 'label-by-hand') {
    return { ...matter, tests: matter.tests.map(testName) };
  }
  if (matter.kind === 'changed-after-check-in' && matter.what === 'tests-added') {
    return { ...matter, tests: matter.tests.map((id) => requestName(id, booking)) };
  }
  if (matter.kind !== 'visit') return matter;
  const { problem } = matter;
  if (problem.kind === 'unmapped-test') return { ...matter, problem: { ...problem, code: asOnForm(problem, booking) } };
  return 'tests' in problem ? { ...matter, problem: { ...problem, tests: problem.tests.map(testName) } } : matter;
}

/** What a paper form calls a test that no table has stands with the patient's details, not in the ledger. */
function asOnForm({ code, requestId }: { code: string; requestId: string }, booking: Booking | null): string {
  if (booking === null || !isWalkInId(booking.id)) return code;
  return booking.requests.find(({ id }) => id === requestId)?.codes[0]?.display ?? code;
}

/** The answers that end a task of this kind; the staff desk refuses any other. What a scan can show is not just said. */
export function answersTo(task: StaffTask, ledger: Pick<Ledger, 'paper'>): readonly StaffTaskAnswer[] {
  switch (task.matter.kind) {
    case 'paper-uncertain':
      return answersAboutPaper;
    case 'paper-sent':
      return paperToScan(task, ledger) === null ? answersAboutPaper : ['it-is-not-there', 'it-is-spoiled'];
    default:
      return answersAboutEvent(task.matter) ?? ['done'];
  }
}

const answersAboutPaper: readonly StaffTaskAnswer[] = ['it-is-there', 'it-is-not-there', 'it-is-spoiled'];
