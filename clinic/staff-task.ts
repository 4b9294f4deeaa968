/**
 * A task for staff: something that the kiosk must not decide. It names no patient; the screen joins it with the day list.
 */
import type { VisitProblem } from './visit.ts';

export type StaffTaskMatter = Readonly<
  | { kind: 'visit'; problem: VisitProblem }
  | { kind: 'transfusion-by-hand'; tests: readonly string[] }
  | { kind: 'paper-uncertain'; paperId: string }
  | { kind: 'paper-refused'; paperId: string; because: string }
  | { kind: 'upstream-conflict'; because: 'cancelled' | 'moved' | 'deleted' | 'changed' | 'refused-by-server' }
  | { kind: 'list-held'; because: 'shrank' }
>;

/** What a person may answer. A paper that may have printed: it is there / not there / spoiled; everything else: done. */
export type StaffTaskAnswer = 'it-is-there' | 'it-is-not-there' | 'it-is-spoiled' | 'done';

export interface StaffTask {
  readonly id: string;
  readonly bookingId: string | null;
  readonly matter: StaffTaskMatter;
  readonly openedAt: string;
}
