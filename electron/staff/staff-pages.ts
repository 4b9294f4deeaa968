/** Which page of the staff window is open, and whose it is. */
import type { Result } from '../../clinic/result.ts';
import type { Store } from '../../offline-store/store.ts';
import type { WalkInPage } from '../outage/walk-in-pages.ts';
import type { StaffNotice, VisitActProblem } from '../staff-api.ts';

export type StaffPage = Readonly<
  | { page: 'day-list' }
  | { page: 'outage' }
  | WalkInPage
  | { page: 'tasks'; notice: StaffNotice | null }
  | ({ page: 'visit'; problem: VisitActProblem | null; notice: StaffNotice | null } & OpenVisit)
>;

interface OpenVisit {
  readonly bookingId: string;
  /** Of whoever has the booking now, where somebody else was checked in with it. */
  readonly ofHolder: boolean;
  /** The record of whoever had the booking when somebody opened the page; null: it is the answer to an act. */
  readonly openedFor: string | null;
}

/** Of whoever was checked in with the booking, or has it where nobody was. */
export function visitPage(bookingId: string, told: Result<StaffNotice | null, VisitActProblem>) {
  const of = { page: 'visit', bookingId, ofHolder: false, openedFor: null } as const;
  return told.ok ? { ...of, problem: null, notice: told.value } : { ...of, problem: told.problem, notice: null };
}

/** Upstream gave the booking to somebody else than whose page this is, and nobody was checked in from it (S1). */
export function hasLeft({ bookingId, ofHolder, openedFor }: OpenVisit, { cache, ledger }: Store): boolean {
  const isCheckedIn = !ofHolder && ledger.visit(bookingId) !== null;
  return !isCheckedIn && openedFor !== null && cache.booking(bookingId)?.patient.id !== openedFor;
}
