/** What staff read when they register a patient without a booking, record that blood was taken, and look at what is not yet sent. */
import { unreachable } from '../../clinic/assert.ts';
import type { DateOfBirthProblem } from '../../clinic/date-of-birth.ts';
import { printListProblemInWords } from '../../clinic/list-on-paper.ts';
import type { NhsNumberProblem } from '../../clinic/nhs-number.ts';
import type { WalkInProblem } from '../../clinic/walk-in-form.ts';
import type { StaffScreen } from '../../electron/staff-api.ts';
import { count, dayInWords, number, ticket } from './staff-words.ts';

export type WalkInView = Extract<StaffScreen, { screen: 'walk-in' }>['walkIn'];
export type NotSentView = Extract<StaffScreen, { screen: 'not-sent' }>['notSent'];

export const walkInWords = {
  link: 'Register a patient without a booking',
  heading: 'Register a patient without a booking',
  lead: 'Copy the paper form. Nothing prints before you have read it back with the patient. For people with one name only, fill in one of the two names.',
  family: 'Family name',
  given: 'Given names',
  dateOfBirth: 'Date of birth',
  dateOfBirthHint: 'For example, 18 1 1980',
  day: 'Day',
  month: 'Month',
  year: 'Year',
  nhsNumber: 'NHS number',
  nhsNumberHint: '10 digits',
  notKnown: 'The NHS number is not known',
  notKnownThen: 'The patient gets a ticket, and no label prints: every tube is labelled by hand at the chair.',
  tests: 'Tests',
  findTest: 'Find a test',
  findTestHint: 'By name or code. Press Enter to add the first one found.',
  addTest: (name: string) => `Add ${name}`,
  addWords: (words: string) => `Add “${words}” as the form says it`,
  addWordsThen: 'The kiosk does not know it: its tube is labelled by hand.',
  noneFound: 'No test is called that.',
  removeTest: (name: string) => `Remove ${name}`,
  remove: 'Remove',
  asOnForm: 'as the form says it',
  noTests: 'No test yet.',
  requisition: "The form's order number (if it has one)",
  requisitionHint: 'Scan its barcode, or type the number',
  next: 'Continue',
  problemsHeading: 'There is a problem',
  known: {
    'nhs-number': "This NHS number is on today's list. Use that booking; do not register the patient again.",
    'order-number': "This order is on today's list. Use that booking; do not register the patient again.",
  },
  openKnown: (name: string) => `Open ${name}`,
  wrongPerson: 'If that is another person, check the number with the patient and with the form.',
} as const;

export const readBackWords = {
  heading: 'Read this back with the patient',
  lead: 'Ask the patient to say their full name and date of birth. Compare with the form and with what stands here.',
  name: 'Name',
  dateOfBirth: 'Date of birth',
  nhsNumber: 'NHS number',
  notKnown: 'Not known: no label prints',
  tests: 'Tests',
  toPerson: 'the kiosk does not know this test: label its tube by hand',
  requisition: 'Order number',
  none: 'None',
  similar: (people: number) =>
    people === 1
      ? "Somebody on today's list could be the same person"
      : `${number(people)} people on today's list could be the same person`,
  similarMore: (more: number) => `and ${count(more, 'more person', 'more people')}`,
  born: (dateOfBirth: string) => `born ${dateOfBirth}`,
  ticket: (ticketNumber: number) => `ticket ${ticket(ticketNumber)}`,
  noDateOfBirth: 'no date of birth',
  noNumber: 'no NHS number',
  isOff: 'booking cancelled, or not coming',
  isSomebodyElse: 'I have looked at each: this patient is somebody else, or that booking was cancelled',
  confirmed: 'The patient said this name and date of birth, and the tests are those of the form',
  register: 'Register and print',
  change: 'Change',
  problems: {
    'not-confirmed': 'Confirm name, date of birth and tests first',
    'similar-not-checked': 'Look at each person with a similar name or the same date of birth first',
    'not-stored':
      'The patient was not registered. Try again. If it happens again, tell site IT and write labels by hand.',
  },
} as const;

const nameProblems = {
  empty: 'Enter a family name or a given name',
  'too-long': 'A name may have 80 letters at most: leave titles out',
  'control-characters': 'The name has signs that cannot be seen: type it again',
} as const;

const dateProblems: Readonly<Record<DateOfBirthProblem, string>> = {
  empty: 'Enter the date of birth',
  incomplete: 'The date of birth needs a day, a month and a year',
  'not-a-date': 'The date of birth must be a real date with a year of 4 digits',
  'in-the-future': 'The date of birth must be in the past',
  'too-long-ago': 'The date of birth is too long ago: check the year',
};

const numberProblems: Readonly<
  Record<NhsNumberProblem | Extract<WalkInProblem, { field: 'nhs-number' }>['because'], string>
> = {
  empty: 'Enter the NHS number, or tick that it is not known',
  letters: 'An NHS number has digits only',
  'too-short': 'An NHS number has 10 digits: some are missing',
  'too-long': 'An NHS number has 10 digits: there are too many',
  'national-insurance-number': 'That is a National Insurance number, not an NHS number',
  'wrong-check-digit': 'That is not an NHS number: one of the digits is wrong',
  'test-number': 'Numbers that begin with 999 are for tests only',
  'given-and-not-known': 'Take the NHS number out, or take the tick away that says it is not known',
};

export function walkInProblem(problem: WalkInProblem): string {
  switch (problem.field) {
    case 'family':
    case 'given':
      return nameProblems[problem.because];
    case 'date-of-birth':
      return dateProblems[problem.because];
    case 'nhs-number':
      return numberProblems[problem.because];
    case 'tests':
      return testsProblems[problem.because];
    case 'requisition':
      return requisitionProblems[problem.because];
    default:
      return unreachable(problem);
  }
}

const testsProblems = {
  none: 'Add at least one test',
  'too-many': 'These are too many tests for one form: register it in two parts',
  'not-understood': 'One of the tests is not known here any more: remove it and add it again',
} as const;

const requisitionProblems = {
  'not-an-order-number': 'An order number has 4 to 40 letters, digits, hyphens or slashes',
  'is-the-nhs-number': 'That is the NHS number. Leave the order number empty if the form has none',
} as const;

export const notSentWords = {
  link: 'Not yet in the booking system',
  heading: 'Not yet in the booking system',
  lead: 'What happened here, in order of time, that the booking system is not known to have.',
  empty: 'Everything is in the booking system.',
  print: 'Print this list',
  noPrinter: 'The settings of this kiosk have no office printer, so this list cannot be printed here.',
  told: (told: Exclude<NotSentView['told'], null>) =>
    told === 'printed' ? 'The list was given to the office printer. Look at the paper.' : printListProblemInWords[told],
  columns: {
    at: 'When',
    what: 'What',
    ticket: 'Ticket',
    name: 'Patient',
    specimens: 'Specimens',
    by: 'By',
    because: 'Why not sent',
  },
  what: { 'checked-in': 'Checked in', registered: 'Registered', collected: 'Blood taken' },
  because: {
    waiting: 'Waits to be sent',
    offline: 'Booking system away',
    conflict: 'See the task',
    'set-aside': 'See the task',
  },
  nameForgotten: 'no longer known here',
  when: (at: string, day: string | null) => (day === null ? at : `${dayInWords(day)}, ${at}`),
  by: (who: string) => (who === 'patient' ? 'the patient' : who === 'staff' ? 'staff' : who),
} as const;
