/** Which page of the staff window is open, and whose it is. */
import type { Result } from '../clinic/result.ts';
import type { StaffNotice, VisitActProblem } from './staff-api.ts';
import type { WalkInPage } from './walk-in-pages.ts';

export type StaffPage = Readonly<
  | { page: 'day-list' }
  | { page: 'outage' }
  | WalkInPage
  | { page: 'tasks'; notice: StaffNotice | null }
  /** `ofHolder`: of whoever has the booking now, where somebody else was checked in with it. */
  | { page: 'visit'; bookingId: string; ofHolder: boolean; problem: VisitActProblem | null; notice: StaffNotice | null }
>;

/** Of whoever was checked in with the booking, or has it where nobody was. */
export function visitPage(bookingId: string, told: Result<StaffNotice | null, VisitActProblem>) {
  const of = { page: 'visit', bookingId, ofHolder: false } as const;
  return told.ok ? { ...of, problem: null, notice: told.value } : { ...of, problem: told.problem, notice: null };
}
