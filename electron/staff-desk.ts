/**
 * The staff's desk: who is signed in, which screen they have open, and the acts they sign for.
 *
 * Each act and its audit entry are one transaction (S14). Nothing here works without somebody signed in.
 */
import { unreachable } from '../clinic/assert.ts';
import { clinicDayOf, localTime } from '../clinic/clinic-day.ts';
import { listState } from '../clinic/day-list.ts';
import { type Result, refuse } from '../clinic/result.ts';
import type { StaffTaskAnswer } from '../clinic/staff-task.ts';
import type { Paper, PaperState } from '../clinic/visit.ts';
import type { LedgerWrites } from '../offline-store/store.ts';
import { type ArrivalDependencies, recordArrival } from './arrival.ts';
import { type Clock, isoOf } from './clock.ts';
import type { ReprintReason, StaffAction, StaffScreen, StaffView, StationStatus } from './staff-api.ts';
import { openStaffSession, type StaffMember } from './staff-session.ts';
import { answersTo, mayReprint, type StaffViewOptions, staffViews } from './staff-view.ts';
import { marksOf } from './visit-marks.ts';

interface StaffDeskOptions extends ArrivalDependencies, StaffViewOptions {
  readonly clock: Clock;
  readonly signOutAfterSeconds: number;
  readonly status: () => StationStatus;
  readonly pullNow: () => void;
  readonly picture: (paperId: string) => Promise<Result<string, 'not-known' | 'not-drawable'>>;
}

export interface StaffDesk {
  view(): StaffView;
  act(action: StaffAction): Promise<StaffView>;
  picture(paperId: string): Promise<Result<string, 'not-known' | 'not-drawable'>>;
  onView(listener: (view: StaffView) => void): () => void;
  /** Something outside changed: the list, a printer, a paper. */
  refresh(): void;
  close(): void;
}

type Page = Readonly<
  { page: 'day-list' } | { page: 'tasks' } | { page: 'visit'; bookingId: string; problem: 'not-possible-now' | null }
>;

/** A paper that was not there may still turn up, so its replacement says `REPRINT` and this one is void. */
const stateByAnswer: Readonly<Record<Exclude<StaffTaskAnswer, 'done'>, PaperState>> = {
  'it-is-there': 'printed',
  'it-is-not-there': 'voided',
  'it-is-spoiled': 'spoiled',
};

export function openStaffDesk(options: StaffDeskOptions): StaffDesk {
  const { store, clock, log } = options;
  const views = staffViews(options);
  const listeners = new Set<(view: StaffView) => void>();
  let page: Page = { page: 'day-list' };
  let refusedSignIn: Extract<StaffScreen, { screen: 'sign-in' }> = signInScreen;

  const session = openStaffSession({ ...options, onSignedOut: forget });

  function forget(): void {
    page = { page: 'day-list' };
    refusedSignIn = signInScreen;
    show();
  }

  function view(): StaffView {
    const member = session.current();
    return {
      staffName: member?.name ?? null,
      status: member === null ? null : options.status(),
      content: member === null ? refusedSignIn : screenOf(page),
    };
  }

  function screenOf(open: Page): StaffScreen {
    if (open.page === 'tasks') return { screen: 'tasks', tasks: views.tasks() };
    const visit = open.page === 'visit' ? views.visit(open.bookingId) : null;
    if (open.page === 'day-list' || visit === null) return { screen: 'day-list', rows: views.rows() };
    return { screen: 'visit', visit, problem: open.problem };
  }

  function show(): StaffView {
    const shown = view();
    for (const listener of listeners) listener(shown);
    return shown;
  }

  async function signIn(badge: string, pin: string): Promise<void> {
    const problem = await session.signIn(badge, pin);
    if (problem === null) refusedSignIn = signInScreen;
    else if (problem.problem === 'locked') {
      refusedSignIn = { screen: 'sign-in', problem: 'locked', lockedUntil: localTime(problem.until, options.timeZone) };
    } else refusedSignIn = { screen: 'sign-in', problem: 'not-recognised', lockedUntil: null };
  }

  /** A signed-in person's act. Each case ends with the page that they should see next. */
  function perform(member: StaffMember, action: Exclude<StaffAction, { kind: 'sign-in' }>): Page {
    log.event('staff-act', { act: action.kind });
    switch (action.kind) {
      case 'sign-out':
        session.signOut();
        return { page: 'day-list' };
      case 'open-day-list':
        return { page: 'day-list' };
      case 'open-tasks':
        return { page: 'tasks' };
      case 'open-visit':
        // What the trail says was looked at is a booking of the list, and not whatever a window sent.
        if (store.cache.booking(action.bookingId) === null) return { page: 'day-list' };
        store.ledger.write((writes) =>
          writes.audit({ who: member.staffId, act: 'open-visit', bookingId: action.bookingId, details: {} }),
        );
        return visitPage(action.bookingId, true);
      case 'check-in':
        return visitPage(action.bookingId, checkIn(member, action.bookingId));
      case 'reprint':
        return reprint(member, action.paperId, action.reason);
      case 'end-task':
        endTask(member, action.taskId, action.answer);
        return page;
      case 'pull-now':
        store.ledger.write((writes) =>
          writes.audit({ who: member.staffId, act: 'pull-now', bookingId: null, details: {} }),
        );
        options.pullNow();
        return page;
      case 'still-here':
        return page;
      default:
        return unreachable(action);
    }
  }

  function checkIn(member: StaffMember, bookingId: string): boolean {
    const booking = store.cache.booking(bookingId);
    if (booking === null || views.visit(bookingId)?.mayCheckIn !== true) return false;
    const nowMs = clock.nowMs();
    if (listState(store.cache.age(), nowMs, options.rules, options.timeZone) === 'yesterday') return false;
    const clinicDay = clinicDayOf(nowMs, options.timeZone);
    const arrival = { booking, foundBy: 'staff' as const, who: member.staffId, clinicDay, arrivedAt: isoOf(nowMs) };
    const outcome = recordArrival(arrival, options);
    return outcome === 'recorded' || outcome === 'was-checked-in';
  }

  /** A new copy, the one before void, the reason and the person in the audit trail: one transaction (S9, S14). */
  function reprint(member: StaffMember, paperId: string, reason: ReprintReason): Page {
    const paper = store.ledger.paper(paperId);
    if (paper === null) return page;
    if (!isNewest(paper) || !mayReprint(paper)) return visitPage(paper.bookingId, false);
    const corrected = reason === 'wrong-details-corrected' ? marksNow(paper.bookingId) : null;
    store.ledger.write((writes) => {
      if (corrected !== null) writes.setPatientMark(paper.bookingId, corrected.patientMark);
      writes.setPaperState(paper.id, 'voided');
      const copy = addCopy(writes, paper);
      const details = { voided: paper.id, printed: copy, copy: paper.copy + 1, reason };
      writes.audit({ who: member.staffId, act: 'reprint', bookingId: paper.bookingId, details });
    });
    return visitPage(paper.bookingId, true);
  }

  /** Of the details that this person has seen, and says are right now. */
  function marksNow(bookingId: string) {
    const [visit, booking] = [store.ledger.visit(bookingId), store.cache.booking(bookingId)];
    return visit === null || booking === null ? null : marksOf(store, visit.visitId, booking);
  }

  function addCopy(writes: LedgerWrites, { bookingId, kind, specimenId, copy }: Paper): string {
    const id = options.newId();
    writes.addPaper({ id, bookingId, kind, specimenId, copy: copy + 1 });
    return id;
  }

  const isNewest = (paper: Paper) =>
    !store.ledger
      .papers(paper.bookingId)
      .some((other) => other.kind === paper.kind && other.specimenId === paper.specimenId && other.copy > paper.copy);

  function endTask(member: StaffMember, taskId: string, answer: StaffTaskAnswer): void {
    const task = store.ledger.openTasks().find((one) => one.id === taskId);
    if (task === undefined || !answersTo(task).includes(answer)) return;
    const paper = task.matter.kind === 'paper-uncertain' ? store.ledger.paper(task.matter.paperId) : null;
    store.ledger.write((writes) => {
      if (paper !== null && answer !== 'done') writes.setPaperState(paper.id, stateByAnswer[answer]);
      if (paper !== null && answer === 'it-is-not-there') addCopy(writes, paper);
      writes.endTask(taskId, answer, member.staffId);
      writes.audit({ who: member.staffId, act: 'end-task', bookingId: task.bookingId, details: { taskId, answer } });
    });
  }

  async function act(action: StaffAction): Promise<StaffView> {
    if (action.kind === 'sign-in') await signIn(action.badge, action.pin);
    const member = session.current();
    if (member === null || action.kind === 'sign-in') return show();
    session.touch();
    page = perform(member, action);
    return show();
  }

  return {
    view,
    act,
    picture: (paperId) =>
      session.current() === null ? Promise.resolve(refuse('not-known')) : options.picture(paperId),
    onView(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () => void (session.current() === null ? undefined : show()),
    close() {
      session.close();
      listeners.clear();
    },
  };
}

const signInScreen = { screen: 'sign-in', problem: null, lockedUntil: null } as const;

function visitPage(bookingId: string, isDone: boolean): Page {
  return { page: 'visit', bookingId, problem: isDone ? null : 'not-possible-now' };
}
