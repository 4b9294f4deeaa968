/** What staff read when they record that blood was taken. */
import type { VisitActProblem } from '../../electron/staff-api.ts';
import { count, number } from './staff-words.ts';

export const collectionWords = {
  heading: 'Blood taken',
  button: 'Record blood taken',
  none: 'Nothing is recorded as taken yet.',
  all: 'All tubes of this visit are recorded as taken.',
  some: (taken: number, tubes: number) => `${number(taken)} of ${count(tubes, 'tube', 'tubes')} recorded as taken.`,
  taken: (at: string, by: string) => `taken at ${at} by ${by}`,
  notTaken: 'not recorded as taken',
  tube: (position: number, of: number, code: string) => `${number(position)} of ${number(of)}, ${code}`,
  /** There is no way back here, on purpose: the event may be upstream already. */
  noUndo:
    'This cannot be undone here. If a tube was recorded in error, tell the laboratory its number and write it in the notes.',
  question: 'Record that the blood was taken',
  identity: 'The patient said their full name and date of birth, and they agree with the label on every tube',
  which: 'Which tubes were taken?',
  noGoodLabel: 'No good label of this kiosk: it is void, spoiled or never came out',
  byHand: 'I labelled the tubes without a good label by hand, at the chair',
  heldBack: (tubes: number) =>
    `${count(tubes, 'tube', 'tubes')} of this visit ${tubes === 1 ? 'was' : 'were'} not labelled here and cannot be recorded here.`,
  confirm: 'Record as taken',
  problems: {
    'identity-not-confirmed': 'Confirm who the patient is first',
    'nothing-chosen': 'Choose the tubes that were taken',
    'label-not-good':
      'A tube that you chose has no good label: take its tick away, or say that you labelled it by hand',
    'taken-already':
      'Nothing was recorded, because one of these tubes was recorded as taken in the meantime. Look again.',
    'not-of-this-visit': 'Nothing was recorded, because this visit is not of today or has changed. Look again.',
  },
  tags: { none: null, some: 'Part taken', all: 'Blood taken' },
} as const satisfies { readonly problems: Partial<Record<VisitActProblem, string>> } & Readonly<
  Record<string, unknown>
>;
