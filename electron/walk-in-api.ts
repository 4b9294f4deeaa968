/**
 * What the staff window's contract (staff-api.ts) has for a patient who is not on the list, for the record that blood was taken,
 * and for the list of what is not yet upstream.
 */
import { z } from 'zod';
import type { PrintListProblem } from '../clinic/list-on-paper.ts';
import {
  requisitionCharactersMax,
  testsMax,
  testWordsCharactersMax,
  type WalkInForm,
  type WalkInProblem,
} from '../clinic/walk-in-form.ts';

/** Longer than a field may be, so that too much is a problem in words and not a broken call. */
const textCharactersMax = 400;
const typed = z.string().max(textCharactersMax);
const id = z.string().min(1).max(200);

const Form: z.ZodType<WalkInForm> = z.object({
  family: typed,
  given: typed,
  day: typed,
  month: typed,
  year: typed,
  nhsNumber: typed,
  isNumberNotKnown: z.boolean(),
  tests: z.array(typed).max(2 * testsMax),
  requisition: typed,
});

const walkInActions = [
  z.object({ kind: z.literal('open-walk-in') }),
  z.object({ kind: z.literal('read-walk-in'), form: Form }),
  z.object({ kind: z.literal('change-walk-in') }),
  /** What was read back is right; `isSomebodyElse`: staff looked at those of a similar name. */
  z.object({ kind: z.literal('register-walk-in'), isConfirmed: z.boolean(), isSomebodyElse: z.boolean() }),
] as const;
export type WalkInAction = z.infer<(typeof walkInActions)[number]>;

const collectionActions = [
  z.object({
    kind: z.literal('record-collection'),
    bookingId: id,
    specimenIds: z.array(id).max(99),
    isIdentityConfirmed: z.boolean(),
    isLabelledByHand: z.boolean(),
  }),
] as const;

const notSentActions = [
  z.object({ kind: z.literal('open-not-sent') }),
  z.object({ kind: z.literal('print-not-sent') }),
] as const;
export type NotSentAction = z.infer<(typeof notSentActions)[number]>;

export const walkInPageActions = [...walkInActions, ...collectionActions, ...notSentActions] as const;

/** One of today's list, as far as staff need it to tell two people apart. */
export interface ListedPatient {
  readonly bookingId: string;
  readonly startsAt: string;
  readonly name: string;
  readonly dateOfBirth: string;
  readonly nhsNumber: string;
  readonly ticketNumber: number | null;
  /** Cancelled, or not to come: the patient may be here with a new form. */
  readonly isOff: boolean;
}

interface OfferedTest {
  readonly key: string;
  readonly name: string;
  readonly alsoFoundBy: readonly string[];
}

export type WalkInView = Readonly<
  | {
      step: 'form';
      form: WalkInForm;
      problems: readonly WalkInProblem[];
      /** Already on today's list: that booking is used. */
      known: { by: 'nhs-number' | 'order-number'; patients: readonly ListedPatient[] } | null;
      offered: readonly OfferedTest[];
      limits: { tests: number; testWords: number; requisition: number };
    }
  | {
      step: 'read-back';
      name: string;
      dateOfBirth: string;
      /** Grouped 3 3 4; null: not known, and no label prints. */
      nhsNumber: string | null;
      tests: readonly { name: string; isKnown: boolean }[];
      requisition: string | null;
      similar: readonly ListedPatient[];
      similarCount: number;
      problem: 'not-confirmed' | 'similar-not-checked' | 'not-stored' | null;
    }
>;

export const walkInLimits = {
  tests: testsMax,
  testWords: testWordsCharactersMax,
  requisition: requisitionCharactersMax,
} as const;

/** One tube of a visit, for the record that its blood was taken. */
export interface TubeLine {
  readonly specimenId: string;
  readonly number: number;
  readonly tube: string;
  readonly tests: readonly string[];
  readonly identifier: string;
  readonly hasGoodLabel: boolean;
  /** Local HH:MM, and the name of the person; null: not recorded as taken. */
  readonly taken: { readonly at: string; readonly by: string } | null;
}

export interface CollectionView {
  readonly tubes: readonly TubeLine[];
  readonly mayRecord: boolean;
}

/** Why it is not upstream: `waiting`, `offline`: it goes by itself; the others need a person. */
export type NotSentBecause = 'waiting' | 'offline' | 'conflict' | 'set-aside';

export interface NotSentLine {
  readonly what: 'checked-in' | 'registered' | 'collected';
  readonly bookingId: string;
  /** Local HH:MM, and the day when it is another one. */
  readonly at: string;
  readonly day: string | null;
  readonly ticketNumber: number | null;
  /** Null: no longer known here. */
  readonly name: string | null;
  readonly specimens: readonly string[];
  readonly by: string;
  readonly because: NotSentBecause;
}

export interface NotSentView {
  readonly lines: readonly NotSentLine[];
  readonly isBusy: boolean;
  readonly hasDocumentPrinter: boolean;
  readonly told: 'printed' | Exclude<PrintListProblem, 'no-list'> | null;
}

const walkInKinds: readonly string[] = ['open-walk-in', 'read-walk-in', 'change-walk-in', 'register-walk-in'];

export function isWalkInAction<Other extends { readonly kind: string }>(
  action: Other | WalkInAction,
): action is WalkInAction {
  return walkInKinds.includes(action.kind);
}

export function isNotSentAction<Other extends { readonly kind: string }>(
  action: Other | NotSentAction,
): action is NotSentAction {
  return action.kind === 'open-not-sent' || action.kind === 'print-not-sent';
}
