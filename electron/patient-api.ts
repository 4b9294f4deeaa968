/**
 * The contract of the patient window: one view, and the actions that a patient may send.
 *
 * The renderer sends what was typed, touched or scanned; every fact comes from main. The view never holds anything
 * about anybody before the date of birth agreed (S2), and it cannot reach a staff method: another preload, another handler.
 */
import { z } from 'zod';
import type { ReceptionReason } from '../clinic/check-in.ts';
import type { DateOfBirthProblem } from '../clinic/date-of-birth.ts';
import type { NhsNumberProblem } from '../clinic/nhs-number.ts';
import type { Numbered, ViewSource } from './windows/numbered-views.ts';

export type { Numbered, ViewSource } from './windows/numbered-views.ts';

/** Longest text taken from a patient or a scanner; the rest was never meant for us. */
const textCharactersMax = 64;

export const PatientAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('type-number') }),
  z.object({ kind: z.literal('give-number'), text: z.string().max(textCharactersMax) }),
  /** From a keyboard-wedge scanner, read in the window. */
  z.object({ kind: z.literal('scan'), text: z.string().max(textCharactersMax) }),
  z.object({
    kind: z.literal('give-date-of-birth'),
    day: z.string().max(textCharactersMax),
    month: z.string().max(textCharactersMax),
    year: z.string().max(textCharactersMax),
  }),
  z.object({ kind: z.literal('start-again') }),
  /** Somebody is still there: touched, typed, or said so. */
  z.object({ kind: z.literal('still-here') }),
]);
export type PatientAction = z.infer<typeof PatientAction>;

export type PatientScreen = Readonly<
  | { screen: 'out-of-service'; problems: readonly string[] }
  | { screen: 'start' }
  | { screen: 'type-number'; problem: NhsNumberProblem | null }
  | { screen: 'date-of-birth'; triesLeft: number; problem: DateOfBirthProblem | 'no-match' | null }
  | { screen: 'one-moment' }
  | { screen: 'checked-in'; ticketNumber: number; waitAt: string; isRepeat: boolean }
  /** `startsAt` (local HH:MM) and `checkInFrom` only for `too-early`, after the date of birth agreed. */
  | { screen: 'see-reception'; reason: ReceptionReason; startsAt: string | null; checkInFrom: string | null }
>;

export interface PatientView {
  readonly siteName: string;
  readonly content: PatientScreen;
  /** The idle question is asked: "Are you still there?"; seconds until the wipe. */
  readonly stillThere: { readonly secondsLeft: number } | null;
  /** Changes whenever keystrokes must be forgotten: a new patient, a wipe, a new question. */
  readonly sitting: number;
}

export interface PatientApi {
  view(): Promise<PatientView>;
  /** Answers with the view that followed; an action that is not expected now changes nothing. */
  act(action: PatientAction): Promise<PatientView>;
}

/** What main accepts. A method without a schema, or a schema without a method, does not compile. */
export const patientApiInputs: {
  readonly [Method in keyof PatientApi]: z.ZodType<Parameters<PatientApi[Method]>[0]>;
} = {
  view: z.undefined(),
  act: PatientAction,
};

/** What the preload puts on `window.patientKiosk`: the contract, and main's pushes of whole views, all in one order. */
export type PatientBridge = ViewSource<Numbered<PatientView>, PatientAction>;
