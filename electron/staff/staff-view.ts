/** What the staff window shows: the day list (day-list-rows.ts), one visit of it, and the tasks. */
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import { formatName } from '../../clinic/name.ts';
import { reprintSet } from '../../clinic/paper-acts.ts';
import { countPapers } from '../../clinic/paper-life.ts';
import type { StaffTask, StaffTaskAnswer, StaffTaskMatter } from '../../clinic/staff-task.ts';
import { testName } from '../../clinic/test-catalogue.ts';
import type { Paper, Visit } from '../../clinic/visit.ts';
import { isWalkInId } from '../../clinic/walk-in.ts';
import type { Ledger, Store } from '../../offline-store/store.ts';
import type { DayListRow, PaperLine, StationStatus, TaskLine, VisitDetail } from '../staff-api.ts';
import { checkInHere, isRegistered } from './check-in-at-reception.ts';
import { collectionView } from './collection-acts.ts';
import { type DayListRows, dayListRows } from './day-list-rows.ts';
import { asCheckedIn, visitUnderAnother } from './given-away.ts';
import { paperToScan } from './label-scan.ts';
import { answersAboutEvent } from './outbox-acts.ts';
import { mayVoidSet, paperLines } from './paper-lines.ts';

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
  /** By the id of its row. */
  visit(id: string): VisitDetail | null;
  /** What the ledger calls the visit of a row, and the booking where there is none; null: no row has this id. */
  bookingIdOf(id: string): string | null;
  /** The row of whoever was checked in with a booking, or has it. */
  idOfRow(bookingId: string): string;
  tasks(): readonly TaskLine[];
}

export function staffViews(options: StaffViewOptions): StaffViews {
  const { store } = options;
  const dayList = dayListRows(options);
  return {
    rows: dayList.all,
    tasks: () => store.ledger.openTasks().map((task) => taskLine(task, options)),
    visit(id) {
      const found = dayList.find(id);
      return found === null ? null : visitDetail(found, options);
    },
    bookingIdOf(id) {
      const found = dayList.find(id);
      return found === null ? null : (found.visit?.bookingId ?? found.booking.id);
    },
    idOfRow: dayList.idOf,
  };
}

type Found = NonNullable<ReturnType<DayListRows['find']>>;

function visitDetail({ booking, visit, isTaken, row }: Found, options: StaffViewOptions): VisitDetail {
  const { ledger } = options.store;
  const bookingId = visit?.bookingId ?? booking.id;
  const progress = visit === null ? [] : ledger.progress(bookingId);
  const papers = progress.map(({ paper }) => paper);
  // No label bears a name that the booking has no more: such a tube is labelled by hand.
  const isGivenAway = visit !== null && visit.bookingId !== booking.id;
  const withoutReprint = (line: PaperLine) =>
    isGivenAway && line.kind === 'specimen-label' ? { ...line, mayReprint: false } : line;
  const arrival = isTaken
    ? undefined
    : ledger.outboxOf(bookingId).find(({ kind }) => kind === 'arrived' || kind === 'walk-in');
  return {
    row,
    arrivedAt: visit === null ? null : localTime(visit.arrivedAt, options.timeZone),
    visitCode: visit?.visitCode ?? null,
    tests: testsOf(booking, visit),
    papers: visit === null ? [] : paperLines(progress, visit, options).map(withoutReprint),
    labelCount: visit === null ? null : countPapers(papers.filter(({ kind }) => kind === 'specimen-label')),
    voidSet: mayVoidSet(papers),
    mayReprintSet: !isGivenAway && reprintSet(papers).ok,
    heldBack: visit?.heldBack.map((held) => ({ ...held, tests: held.tests.map(testName) })) ?? [],
    collection: visit === null ? null : collectionView(visit, ledger, options.timeZone),
    tasks: ledger
      .openTasks()
      .filter((task) => (task.bookingId === bookingId && mayConcern(task, isTaken)) || isRegistered(task, booking))
      .map((task) => taskLine(task, options)),
    checkIn: checkInHere({ booking, visit, isTaken, row }, options),
    hereAsTicket: visit === null ? ticketUnderAnother(booking, options) : null,
    arrivalSent: arrivalSentOf(arrival?.state),
  };
}

function ticketUnderAnother(booking: Booking, { store, nowMs, timeZone }: StaffViewOptions): number | null {
  return visitUnderAnother(booking, clinicDayOf(nowMs(), timeZone), store)?.ticketNumber ?? null;
}

/** What is ordered; of whoever has the booking no more, what was ordered when they checked in. */
function testsOf(booking: Booking, visit: Visit | null): readonly string[] {
  if (visit !== null && visit.bookingId !== booking.id) {
    return [...new Set(visit.specimens.flatMap(({ tests }) => tests))].map(testName);
  }
  return booking.requests.filter((request) => request.status === 'active').map(({ id }) => requestName(id, booking));
}

/** Whoever has the booking now reads why nothing is done with it, and nothing else of somebody else's visit. */
function mayConcern({ matter }: StaffTask, isTaken: boolean): boolean {
  return !isTaken || (matter.kind === 'changed-after-check-in' && matter.what === 'another-record');
}

function arrivalSentOf(state: string | undefined): VisitDetail['arrivalSent'] {
  if (state === undefined) return 'not-due';
  if (state === 'pending') return 'waiting';
  return state === 'applied' || state === 'merged' ? 'sent' : 'needs-staff';
}

function taskLine(task: StaffTask, { store, timeZone, nowMs, printerFor }: StaffViewOptions): TaskLine {
  const booking = task.bookingId === null ? null : store.cache.booking(task.bookingId);
  const visit = task.bookingId === null ? null : store.ledger.visit(task.bookingId);
  // The papers of the visit bear this name, whoever has the booking by now (S1).
  const shown = booking === null || visit === null ? booking : asCheckedIn(booking, visit, store);
  const otherDay = visit === null || visit.clinicDay === clinicDayOf(nowMs(), timeZone) ? null : visit.clinicDay;
  const paper = 'paperId' in task.matter ? store.ledger.paper(task.matter.paperId) : null;
  const specimen = visit?.specimens.find((one) => one.id === paper?.specimenId);
  return {
    taskId: task.id,
    matter: withTestNames(task.matter, booking),
    // There is no row of another day's visit under a name that the list has no more.
    bookingId: otherDay !== null && shown !== booking ? null : (shown?.id ?? task.bookingId),
    name: shown === null ? null : formatName(shown.patient.name),
    ticketNumber: visit?.ticketNumber ?? null,
    openedAt: localTime(task.openedAt, timeZone),
    otherDay,
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
