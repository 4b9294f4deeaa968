/**
 * The contract of the staff window: one view, and the actions that a signed-in person may send.
 *
 * Every act is signed for by the person who is signed in, in the same transaction as the act (S14).
 */
import { z } from 'zod';
import type { ClockTrouble } from '../clinic/clock-watch.ts';
import type { ClinicHours } from '../clinic/close-of-day.ts';
import type { CollectionProblem } from '../clinic/collection.ts';
import {
  type PaperActProblem,
  type ReprintReason,
  reprintReasons,
  type SpoilReason,
  spoilReasons,
  type VoidReason,
  voidReasons,
} from '../clinic/paper-acts.ts';
import type { PaperCount, PaperLife } from '../clinic/paper-life.ts';
import type { Result } from '../clinic/result.ts';
import type { HandlingFlag } from '../clinic/specimen.ts';
import type { StaffTaskAnswer, StaffTaskMatter } from '../clinic/staff-task.ts';
import type { HeldBackTube, PaperKind, PaperState } from '../clinic/visit.ts';
import type { CheckInHere, DayListRow } from './day-list-api.ts';
import {
  type DowntimePackStatus,
  type ImportFile,
  type OutageTold,
  type OutageView,
  outageActions,
  type PackProblem,
} from './outage-api.ts';
import type { PrinterLine } from './printers/printer-line.ts';
import { type CollectionView, type NotSentView, type WalkInView, walkInPageActions } from './walk-in-api.ts';
import type { Numbered, ViewSource } from './windows/numbered-views.ts';

export type { CheckInHere, DayListRow, NoCheckIn, VisitState } from './day-list-api.ts';
export type { InterruptedSet, PrinterLine } from './printers/printer-line.ts';

const textCharactersMax = 200;
const id = z.string().min(1).max(textCharactersMax);

export type {
  DowntimePackStatus,
  ImportFile,
  OutageTold,
  OutageView,
  PackProblem,
  PaperActProblem,
  ReprintReason,
  SpoilReason,
  VoidReason,
};
/** Why an act with a visit was not done. */
export type VisitActProblem = PaperActProblem | CollectionProblem;

export const StaffAction = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('sign-in'),
    badge: z.string().max(textCharactersMax),
    pin: z.string().max(textCharactersMax),
  }),
  z.object({ kind: z.literal('sign-out') }),
  z.object({ kind: z.literal('open-day-list') }),
  z.object({ kind: z.literal('open-tasks') }),
  z.object({ kind: z.literal('open-visit'), bookingId: id }),
  /** At reception, for a patient who could not check in alone; staff have confirmed who it is. */
  z.object({ kind: z.literal('check-in'), bookingId: id }),
  z.object({ kind: z.literal('reprint'), paperId: id, reason: z.enum(reprintReasons) }),
  z.object({ kind: z.literal('reprint-set'), bookingId: id, reason: z.enum(reprintReasons) }),
  z.object({ kind: z.literal('void-set'), bookingId: id, reason: z.enum(voidReasons) }),
  z.object({ kind: z.literal('spoil'), paperId: id, reason: z.enum(spoilReasons) }),
  /** Its printer stopped in the middle of it: a person looks instead. */
  z.object({ kind: z.literal('stop-waiting'), paperId: id }),
  /** What a scanner or a person typed to show that the label of this task is there. */
  z.object({ kind: z.literal('scan-label'), taskId: id, code: z.string().max(textCharactersMax) }),
  z.object({
    kind: z.literal('end-task'),
    taskId: id,
    answer: z.enum(['it-is-there', 'it-is-not-there', 'it-is-spoiled', 'done', 'try-again']),
  }),
  z.object({ kind: z.literal('pull-now') }),
  z.object({ kind: z.literal('confirm-time') }),
  ...outageActions,
  ...walkInPageActions,
  z.object({ kind: z.literal('still-here') }),
]);
export type StaffAction = z.infer<typeof StaffAction>;

/** What staff see at the top of every screen. */
export interface StationStatus {
  readonly siteName: string;
  /** Local HH:MM of the last whole pull, and whether it may be used (S10). */
  readonly list: Readonly<{
    state: 'good' | 'ageing' | 'none' | 'yesterday';
    asOf: string | null;
    ageMinutes: number | null;
  }>;
  readonly upstream: Readonly<{
    state: 'online' | 'offline' | 'not-tried';
    since: string | null;
    because: string | null;
  }>;
  readonly outboxWaiting: number;
  readonly setAside: number;
  readonly notShown: number;
  readonly printers: readonly PrinterLine[];
  readonly keyIsOnDiskOnly: boolean;
  /** Nothing can be stored: nobody checks in here until there is room. */
  readonly diskIsFull: boolean;
  /** Of the certificate by which the booking system knows this kiosk; null while there is time. */
  readonly certificateEndsInDays: number | null;
  readonly hours: ClinicHours;
  readonly clock: ClockTrouble | null;
  readonly openTasks: number;
}

export interface PaperLine {
  readonly paperId: string;
  readonly kind: PaperKind;
  readonly specimenNumber: number | null;
  /** As the label says it: `FLUOR`. */
  readonly tube: string | null;
  readonly tests: readonly string[];
  readonly identifier: string | null;
  readonly handling: readonly HandlingFlag[];
  readonly copy: number;
  readonly state: PaperState;
  readonly life: PaperLife;
  /** Void or spoiled, and somebody may have it in hand. */
  readonly isToDestroy: boolean;
  /** A header before the rest of a set that was interrupted; it says so instead of REPRINT. */
  readonly isContinuation: boolean;
  /** No other copy came after it. */
  readonly isNewest: boolean;
  readonly mayReprint: boolean;
  readonly maySpoil: boolean;
  /** Its printer stopped in the middle of it, and may never say what became of it. */
  readonly mayStopWaiting: boolean;
}

export interface TaskLine {
  readonly taskId: string;
  readonly matter: StaffTaskMatter;
  readonly bookingId: string | null;
  readonly name: string | null;
  readonly ticketNumber: number | null;
  /** Local HH:MM. */
  readonly openedAt: string;
  /** Its visit was on another day (YYYY-MM-DD): the ticket number may be somebody else's by now. */
  readonly otherDay: string | null;
  /** For a paper that may have printed: where to look and for what, `label 2 of 3`. */
  readonly paper: Readonly<{
    printer: string;
    kind: PaperKind;
    number: number | null;
    count: number | null;
    copy: number;
    isContinuation: boolean;
  }> | null;
  readonly answers: readonly StaffTaskAnswer[];
  /** A scan of this very label answers it too. */
  readonly mayScan: boolean;
}

export interface VisitDetail {
  readonly row: DayListRow;
  readonly arrivedAt: string | null;
  readonly visitCode: string | null;
  readonly tests: readonly string[];
  readonly papers: readonly PaperLine[];
  /** Of the labels of specimens, all copies; null before the check-in. */
  readonly labelCount: PaperCount | null;
  readonly voidSet: 'possible' | 'being-printed' | 'nothing-to-void';
  readonly mayReprintSet: boolean;
  readonly heldBack: readonly HeldBackTube[];
  /** Null before the check-in. */
  readonly collection: CollectionView | null;
  readonly tasks: readonly TaskLine[];
  readonly checkIn: CheckInHere;
  /** The patient is checked in by this ticket, with another booking that is not theirs any more; else null. */
  readonly hereAsTicket: number | null;
  readonly arrivalSent: 'not-due' | 'waiting' | 'sent' | 'needs-staff';
}

/** What came of an act, where that is more than the screen shows by itself. */
export type StaffNotice = Readonly<
  /** So many labels came out and are void or spoiled now, of `perhaps` nobody knows; the header is counted among them. */
  | { kind: 'destroy'; labels: number; perhaps: number; withHeader: boolean }
  /** Somebody else answered, or nothing is asked any more: nothing was changed. */
  | { kind: 'task-is-over' }
  | { kind: 'label-is-there'; number: number; count: number; ticketNumber: number }
  | { kind: 'other-label-of-set'; number: number; wanted: number; ticketNumber: number }
  /** An alarm: two sets may be mixed up. `found` is null for a label of another day. */
  | { kind: 'label-of-another-ticket'; ticketNumber: number; found: number | null }
  | { kind: 'not-a-label-of-ours'; ticketNumber: number }
>;

export type StaffScreen = Readonly<
  | { screen: 'out-of-service'; problems: readonly string[] }
  | { screen: 'sign-in'; problem: 'not-recognised' | 'not-checked' | 'locked' | null; lockedUntil: string | null }
  | { screen: 'day-list'; rows: readonly DayListRow[] }
  | { screen: 'tasks'; tasks: readonly TaskLine[]; notice: StaffNotice | null }
  | { screen: 'outage'; outage: OutageView }
  | { screen: 'walk-in'; walkIn: WalkInView }
  | { screen: 'not-sent'; notSent: NotSentView }
  | { screen: 'visit'; visit: VisitDetail; problem: VisitActProblem | null; notice: StaffNotice | null }
>;

export interface StaffView {
  readonly staffName: string | null;
  readonly status: StationStatus | null;
  readonly content: StaffScreen;
}

export interface StaffApi {
  view(): Promise<StaffView>;
  act(action: StaffAction): Promise<StaffView>;
  /** A PNG as a data URL, rendered from the paper's bytes; only while signed in. */
  picture(paperId: string): Promise<Result<string, 'not-known' | 'not-drawable'>>;
}

export const staffApiInputs: {
  readonly [Method in keyof StaffApi]: z.ZodType<Parameters<StaffApi[Method]>[0]>;
} = {
  view: z.undefined(),
  act: StaffAction,
  picture: id,
};

/** What the preload puts on `window.staffKiosk`. */
export type StaffBridge = ViewSource<Numbered<StaffView>, StaffAction> & Pick<StaffApi, 'picture'>;
