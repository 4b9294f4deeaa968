/**
 * The staff's desk: who is signed in, which screen they have open, and the acts they sign for.
 *
 * Each act and its audit entry are one transaction (S14). Nothing here works without somebody signed in.
 */
import { unreachable } from '../../clinic/assert.ts';
import { localTime } from '../../clinic/clinic-day.ts';
import type { Clock } from '../../clinic/clock.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { StaffTask, StaffTaskAnswer } from '../../clinic/staff-task.ts';
import type { Paper } from '../../clinic/visit.ts';
import type { ArrivalDependencies } from '../arrival.ts';
import { isOutageAction, type OutageSurroundings, openOutageDesk } from '../outage/outage-desk.ts';
import {
  isWalkInPageAction,
  openWalkInPages,
  type WalkInPageAction,
  type WalkInPagesOptions,
} from '../outage/walk-in-pages.ts';
import type { OutageAction } from '../outage-api.ts';
import type { StaffAction, StaffNotice, StaffScreen, StaffView, StationStatus } from '../staff-api.ts';
import { checkInAtReception } from './check-in-at-reception.ts';
import { recordBloodTaken } from './collection-acts.ts';
import { scanLabel } from './label-scan.ts';
import { paperActs, type Told } from './paper-acts.ts';
import { hasLeft, type StaffPage, visitPage } from './staff-pages.ts';
import { openStaffSession, type StaffMember } from './staff-session.ts';
import { answersTo, type StaffViewOptions, staffViews } from './staff-view.ts';

interface StaffDeskOptions extends ArrivalDependencies, StaffViewOptions, Omit<WalkInPagesOptions, 'onChange'> {
  readonly clock: Clock;
  readonly signOutAfterSeconds: number;
  readonly status: () => StationStatus;
  readonly pullNow: () => void;
  readonly confirmTime: (staffId: string) => void;
  readonly outage: OutageSurroundings;
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

type Performed = Exclude<StaffAction, OutageAction | WalkInPageAction | { kind: 'sign-in' }>;

export function openStaffDesk(options: StaffDeskOptions): StaffDesk {
  const { store, log } = options;
  const views = staffViews(options);
  const acts = paperActs(options);
  const listeners = new Set<(view: StaffView) => void>();
  let page: StaffPage = { page: 'day-list' };
  let refusedSignIn: Extract<StaffScreen, { screen: 'sign-in' }> = signInScreen;

  const session = openStaffSession({ ...options, onSignedOut: forget });
  const outage = openOutageDesk({ ...options, ...options.outage, confirm: session.confirm, onChange: show });
  const walkIns = openWalkInPages({ ...options, onChange: show });

  function forget(): void {
    page = { page: 'day-list' };
    outage.forget();
    walkIns.forget();
    refusedSignIn = signInScreen;
    show();
  }

  function view(): StaffView {
    const member = session.current();
    return {
      staffName: member?.name ?? null,
      // Printers need somebody also while nobody is signed in. It names no patient.
      status: options.status(),
      content: member === null ? refusedSignIn : screenOf(page),
    };
  }

  function screenOf(open: StaffPage): StaffScreen {
    if (open.page === 'tasks') return { screen: 'tasks', tasks: views.tasks(), notice: open.notice };
    if (open.page === 'outage') return { screen: 'outage', outage: outage.view() };
    if (open.page === 'walk-in' || open.page === 'not-sent') return walkIns.screen(open.page);
    if (open.page === 'day-list') return { screen: 'day-list', rows: views.rows() };
    // Whoever is on the screen stays there when upstream gives the booking to somebody else meanwhile, or leaves it.
    const id = open.ofHolder ? open.bookingId : views.idOfRow(open.bookingId);
    const visit = hasLeft(open, store) ? null : views.visit(id);
    if (visit === null) return { screen: 'day-list', rows: views.rows() };
    return { screen: 'visit', visit, problem: open.problem, notice: open.notice };
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
    } else refusedSignIn = { screen: 'sign-in', problem: problem.problem, lockedUntil: null };
  }

  /** A signed-in person's act. Each case ends with the page that they should see next. */
  function perform(member: StaffMember, action: Performed): StaffPage {
    log.event('staff-act', { act: action.kind });
    const bookingId = 'bookingId' in action ? (views.bookingIdOf(action.bookingId) ?? action.bookingId) : '';
    switch (action.kind) {
      case 'sign-out':
        session.signOut();
        return { page: 'day-list' };
      case 'open-day-list':
        return { page: 'day-list' };
      case 'open-tasks':
        return { page: 'tasks', notice: null };
      case 'open-visit':
        return openVisit(member, action.bookingId, null) ?? { page: 'day-list' };
      case 'check-in':
        if (page.page === 'visit' && hasLeft(page, store)) return { page: 'day-list' };
        return visitPage(bookingId, checkIn(member, action.bookingId) ? ok(null) : refuse('not-possible-now'));
      case 'record-collection':
        return visitPage(bookingId, recordBloodTaken(member.staffId, bookingId, action, options));
      case 'reprint':
        return withPaper(action.paperId, (paper) => acts.reprint(member.staffId, paper, action.reason));
      case 'spoil':
        return withPaper(action.paperId, (paper) => acts.spoil(member.staffId, paper, action.reason));
      case 'reprint-set':
        return visitPage(bookingId, acts.reprintSet(member.staffId, bookingId, action.reason));
      case 'stop-waiting':
        return withPaper(action.paperId, (paper) => acts.stopWaiting(member.staffId, paper));
      case 'void-set':
        return visitPage(bookingId, acts.voidSet(member.staffId, bookingId, action.reason));
      case 'end-task':
        return withTask(action.taskId, (task) => endTask(member, task, action.answer));
      case 'scan-label':
        return withTask(action.taskId, (task) =>
          onThisPage(
            scanLabel({ staffId: member.staffId, task, code: action.code }, { store, rules: options.rules, acts }) ??
              taskIsOver,
          ),
        );
      case 'pull-now':
        store.ledger.write((writes) =>
          writes.audit({ who: member.staffId, act: 'pull-now', bookingId: null, details: {} }),
        );
        options.pullNow();
        return page;
      case 'confirm-time':
        options.confirmTime(member.staffId);
        return page;
      case 'still-here':
        return page;
      default:
        return unreachable(action);
    }
  }

  /** Null: what the trail says was looked at is a booking of the list, and not whatever a window sent. */
  function openVisit({ staffId }: StaffMember, rowId: string, notice: StaffNotice | null): StaffPage | null {
    const bookingId = views.bookingIdOf(rowId);
    if (bookingId === null) return null;
    store.ledger.write((writes) => writes.audit({ who: staffId, act: 'open-visit', bookingId, details: {} }));
    const openedFor = store.cache.booking(bookingId)?.patient.id ?? null;
    return { ...visitPage(bookingId, ok(notice)), ofHolder: views.idOfRow(bookingId) !== rowId, openedFor };
  }

  function checkIn({ staffId }: StaffMember, bookingId: string): boolean {
    return views.visit(bookingId)?.checkIn === 'possible' && checkInAtReception(staffId, bookingId, options);
  }

  /** Who was registered is a visit like any; the page that follows shows it, also to whoever pressed twice. */
  async function walkInAct(member: StaffMember, action: WalkInPageAction): Promise<StaffView> {
    if (action.kind === 'register-walk-in' && page.page !== 'walk-in') return show();
    const { next, done } = walkIns.act(member, action);
    page = typeof next === 'string' ? visitPage(next, ok(null)) : next;
    await done;
    return show();
  }

  function withPaper(paperId: string, act: (paper: Paper) => Told): StaffPage {
    const paper = store.ledger.paper(paperId);
    return paper === null ? page : visitPage(paper.bookingId, act(paper));
  }

  /** Somebody else may have ended it, or its day: that is told, and not passed over. */
  function withTask(taskId: string, answer: (task: StaffTask) => StaffPage): StaffPage {
    const task = store.ledger.openTasks().find(({ id }) => id === taskId);
    return task === undefined ? onThisPage(taskIsOver) : answer(task);
  }

  /** The page that shows the task stays, and tells what came of the answer. */
  function onThisPage(notice: StaffNotice | null): StaffPage {
    if (page.page === 'tasks') return { ...page, notice };
    return page.page === 'visit' ? { ...page, notice, problem: null } : page;
  }

  /** Whoever has a spoiled label in hand wants another one next: that is asked for at its visit. */
  function endTask(member: StaffMember, task: StaffTask, answer: StaffTaskAnswer): StaffPage {
    if (!answersTo(task, store.ledger).includes(answer)) return onThisPage(taskIsOver);
    const notice = acts.endTask(member.staffId, task, answer);
    if (answer !== 'it-is-spoiled' || page.page !== 'tasks' || task.bookingId === null) return onThisPage(notice);
    return openVisit(member, views.idOfRow(task.bookingId), notice) ?? onThisPage(notice);
  }

  async function act(action: StaffAction): Promise<StaffView> {
    if (action.kind === 'sign-in') await signIn(action.badge, action.pin);
    else session.touch();
    const member = session.current();
    if (member === null || action.kind === 'sign-in') return show();
    if (isOutageAction(action)) {
      page = { page: 'outage' };
      await outage.act(member, action);
      return show();
    }
    if (isWalkInPageAction(action)) return walkInAct(member, action);
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
    // Without a window there is nobody to show it to.
    refresh: () => void (listeners.size > 0 ? show() : undefined),
    close() {
      session.close();
      listeners.clear();
    },
  };
}

const taskIsOver: StaffNotice = { kind: 'task-is-over' };
const signInScreen = { screen: 'sign-in', problem: null, lockedUntil: null } as const;
