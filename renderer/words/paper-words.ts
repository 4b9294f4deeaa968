/** What staff read about labels and tickets: what became of each, and the questions before one is printed again, void or spoiled. */
import type { PaperCount } from '../../clinic/paper-life.ts';
import type { HandlingFlag } from '../../clinic/specimen.ts';
import type { PaperKind, PaperState } from '../../clinic/visit.ts';
import type { ReprintReason, SpoilReason, VoidReason } from '../../electron/staff-api.ts';
import { count, number } from './staff-words.ts';

export const handlingWords: Readonly<Record<HandlingFlag, string>> = {
  'own-tube': 'Own tube',
  ice: 'On ice',
  'keep-warm': 'Keep warm',
  'protect-from-light': 'Protect from light',
  'record-time': 'Write the time',
  fasting: 'Fasting',
  'phone-laboratory': 'Phone the laboratory first',
  timed: 'Timed',
};

export const paperWords = {
  kinds: {
    'header-label': 'Header label',
    'specimen-label': 'Label',
    'queue-ticket': 'Queue ticket',
  } satisfies Record<PaperKind, string>,
  headerOfRest: 'Header label for the rest of the set',
  specimen: (position: number, of: number) => `Label ${number(position)} of ${number(of)}`,
  copy: { label: (copy: number) => `REPRINT ${copy}`, ticket: (copy: number) => `DUPLICATE ${copy}` },
  states: {
    waiting: 'Waiting to print',
    sending: 'Printing',
    printed: 'Printed',
    sent: 'Sent: not confirmed',
    uncertain: 'May have printed: look',
    refused: 'Not printed: see the task',
    voided: 'Void',
    spoiled: 'Spoiled',
  } satisfies Record<PaperState, string>,
  /** Of one that came out. */
  doNotUse: 'Do not use it. If you have it, put it in the confidential waste.',
  olderCopies: 'Older copies',
  picture: (name: string) => `Picture of ${name}`,
  pictureLoading: 'Picture is being made',
  pictureNotThere: 'No picture can be made',
} as const;

/** What is asked before an act with papers: what it does, and why it is done. */
export interface ReasonQuestion<Reason extends string> {
  readonly heading: string;
  readonly consequence: string;
  readonly reasonHeading: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly reasonMissing: string;
  readonly confirm: string;
}

const reprintReasonWords: Readonly<Record<ReprintReason, string>> = {
  'did-not-print': 'It did not print',
  damaged: 'It is damaged or cannot be read',
  lost: 'It is lost',
  'spoiled-tube': 'The tube was spoiled',
  'needed-after-all': 'It was void or spoiled, and is needed after all',
  'wrong-details-corrected': 'Its details were wrong and have been corrected',
};
const reprintQuestion = {
  reasonHeading: 'Why is it printed again?',
  reasons: reprintReasonWords,
  reasonMissing: 'Choose why it is printed again',
  confirm: 'Print it again',
} as const;

export const reprintWords = {
  button: 'Reprint',
  buttonFor: (name: string) => `Reprint ${name}`,
  label: (name: string): ReasonQuestion<ReprintReason> => ({
    ...reprintQuestion,
    heading: `Reprint: ${name}`,
    consequence: 'The one before becomes void. If you have it, put it in the confidential waste now.',
  }),
  ticket: (name: string): ReasonQuestion<ReprintReason> => ({
    ...reprintQuestion,
    heading: `Reprint: ${name}`,
    consequence: 'The new ticket says DUPLICATE. The one before stays good: the patient may have it.',
  }),
  setButton: 'Reprint the set',
  set: (): ReasonQuestion<ReprintReason> => ({
    ...reprintQuestion,
    heading: 'Reprint the set',
    consequence: 'The header label and every label of this visit print again, each with REPRINT and its number.',
    confirm: 'Print the set again',
  }),
} as const;

export const voidWords = {
  button: 'Void the set',
  whileBeingPrinted: 'A label of this set is being printed. Wait until it is out before you void the set.',
  whilePrinterIsStopped:
    'A printer stopped with a label of this set. Before you void the set, say below that you do not wait.',
  question: (labels: PaperCount): ReasonQuestion<VoidReason> => ({
    heading: 'Void the set',
    consequence: voidConsequence(labels),
    reasonHeading: 'Why is the set void?',
    reasons: {
      'patient-left': 'The patient left',
      'wrong-patient': 'The wrong patient was checked in',
      'not-needed': 'The blood test is not needed',
      'labels-damaged': 'The labels are damaged',
      'labels-lost': 'The labels are lost',
    },
    reasonMissing: 'Choose why the set is void',
    confirm: 'Void the set',
  }),
} as const;

function voidConsequence({ notThere }: PaperCount): string {
  const stop = notThere === 0 ? '' : ` ${count(notThere, 'label', 'labels')} will not be printed.`;
  return `No label of this visit may be used any more.${stop} The check-in stays as it is.`;
}

export const spoilWords = {
  button: 'Mark as spoiled',
  buttonFor: (name: string) => `Mark as spoiled: ${name}`,
  question: (name: string): ReasonQuestion<SpoilReason> => ({
    heading: `Spoiled: ${name}`,
    consequence: 'Nobody may use it any more. No new one prints by itself: press Reprint when you need one.',
    reasonHeading: 'What is wrong with it?',
    reasons: {
      'not-readable': 'It is faint or smeared',
      'not-whole': 'A part of it is missing',
      torn: 'It is torn or creased',
      'stuck-wrongly': 'It was stuck on the wrong thing',
    },
    reasonMissing: 'Choose what is wrong with it',
    confirm: 'It is spoiled',
  }),
} as const;

export const stopWaitingWords = {
  button: 'Do not wait',
  buttonFor: (name: string) => `Do not wait for ${name}`,
  why: 'The printer stopped before it said that this is out. If you cannot wait for the printer, look in its tray yourself.',
} as const;

/** `3 labels (1 not confirmed), 1 void`: those that may be used or may come to be, then those that nobody may use. */
export function labelCountWords({ live, mayBeLive, notThere, voided, spoiled }: PaperCount): string {
  const current = live + mayBeLive + notThere;
  const open = counted([mayBeLive, 'not confirmed'], [notThere, 'not printed']);
  const dead = counted([voided, 'void'], [spoiled, 'spoiled']);
  const labels = current === 0 ? 'No labels' : count(current, 'label', 'labels');
  return [open.length === 0 ? labels : `${labels} (${open.join(', ')})`, ...dead].join(', ');
}

function counted(...papers: readonly (readonly [number, string])[]): readonly string[] {
  return papers.flatMap(([many, what]) => (many === 0 ? [] : [`${number(many)} ${what}`]));
}
