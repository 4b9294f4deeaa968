/** What is asked of staff: one sentence for each task that says where to look and what to do, and the words on the answers. */
import { unreachable } from '../../clinic/assert.ts';
import type { PaperRefusal, StaffTaskAnswer } from '../../clinic/staff-task.ts';
import { tubes } from '../../clinic/tube.ts';
import type { PaperKind, VisitProblem } from '../../clinic/visit.ts';
import type { StaffNotice, TaskLine } from '../../electron/staff-api.ts';
import { changedSentence, heldSentence } from './changed-words.ts';
import { count, dayInWords, list, number, ticket } from './staff-words.ts';
import { clockJumpedSentence, closeOfDaySentence, nothingTakenSentence } from './station-task-words.ts';
import { storeTroubleWords } from './store-words.ts';
import { writeBackSentence } from './write-back-words.ts';

export const tasksWords = {
  heading: 'Tasks',
  empty: 'There is nothing to do.',
  openVisit: 'Open the visit',
  opened: (at: string, otherDay: string | null) =>
    otherDay === null ? `Since ${at}` : `For a visit on ${dayInWords(otherDay)}`,
} as const;

export const answerWords: Readonly<Record<StaffTaskAnswer, string>> = {
  'it-is-there': 'It is there',
  'it-is-not-there': 'It is not there',
  'it-is-spoiled': 'It is spoiled',
  done: 'Done',
  'try-again': 'Try again',
};

/** What happens after each answer about a paper; before it is pressed. */
export function answersThen({ matter, paper, otherDay }: TaskLine): string | null {
  const isAboutPaper = matter.kind === 'paper-uncertain' || matter.kind === 'paper-sent';
  if (!isAboutPaper || paper === null) return null;
  if (otherDay !== null) return otherDayThen[paper.kind];
  if (paper.kind === 'queue-ticket') {
    return 'If it is not there, a new one prints with DUPLICATE on it. If it is spoiled, throw it away and reprint it from the visit.';
  }
  return matter.kind === 'paper-sent'
    ? 'This printer cannot say what it printed. If the label is not there, a new one prints with REPRINT on it.'
    : 'If it is not there, a new one prints with REPRINT on it. If the old one turns up later, put it in the confidential waste.';
}

/** Nothing of another day is printed. */
const otherDayThen: Readonly<Record<PaperKind, string>> = {
  'specimen-label':
    'Nothing is printed for another day. If you find it, put it in the confidential waste. Make sure that its tube has a label.',
  'header-label': 'Nothing is printed for another day. If you find it, put it in the confidential waste.',
  'queue-ticket': 'Nothing is printed for another day. If you find it, throw it away.',
};

const ofTicket = (ticketNumber: number | null) =>
  ticketNumber === null ? 'of this task' : `of ticket ${ticket(ticketNumber)}`;

export const scanWords = {
  field: (ticketNumber: number | null) =>
    `Label ${ofTicket(ticketNumber)}: scan it here, or type the number under its barcode`,
  button: 'Check',
  buttonFor: (ticketNumber: number | null) => `Check the label ${ofTicket(ticketNumber)}`,
  missing: 'Scan the label, or type the number under its barcode',
  chooseTask: 'Press the scan field of the ticket that you have in hand, then scan its label again.',
} as const;

/** What came of an act. The last sentence says what to do. */
export function noticeSentence(notice: StaffNotice): string {
  switch (notice.kind) {
    case 'destroy':
      return destroySentence(notice);
    case 'task-is-over':
      return 'That was answered already. Nothing was changed.';
    case 'label-is-there':
      return `Label ${number(notice.number)} of ${number(notice.count)} for ticket ${ticket(notice.ticketNumber)} is there.`;
    case 'other-label-of-set':
      return `That is label ${number(notice.number)} of ticket ${ticket(notice.ticketNumber)}. Scan label ${number(notice.wanted)} too.`;
    case 'label-of-another-ticket':
      return `Stop. That label is not of ticket ${ticket(notice.ticketNumber)}: it is of ${
        notice.found === null ? 'another day' : `ticket ${ticket(notice.found)}`
      }. Nothing was changed. Check every label that lies with it.`;
    case 'not-a-label-of-ours':
      return `That is not a label of this kiosk. Scan the label for ticket ${ticket(notice.ticketNumber)}.`;
    default:
      return unreachable(notice);
  }
}

function destroySentence({ labels, perhaps, withHeader }: Extract<StaffNotice, { kind: 'destroy' }>): string {
  const sure = `Put ${count(labels, 'label', 'labels')} in the confidential waste.`;
  const look = `Look in the tray for ${count(perhaps, 'label', 'labels')} that may have come out. Put what you find in the confidential waste.`;
  if (labels === 0 && perhaps === 0) return 'None of these labels was printed. There is nothing to throw away.';
  const sentences = [
    labels === 0 ? [] : sure,
    perhaps === 0 ? [] : look,
    withHeader ? 'The header label is one of them.' : [],
  ];
  return sentences.flat().join(' ');
}

const refusals: Readonly<Record<PaperRefusal, string>> = {
  'name-not-printable': 'the name has signs that the printer does not have',
  'name-too-long': 'the name is too long for the label',
  'no-name': 'the booking has no name',
  'no-date-of-birth': 'the booking has no date of birth',
  'no-nhs-number': 'the NHS number on the booking is not right',
  'barcode-too-wide': 'the specimen number is too long for the label',
  'identifier-not-printable': 'the specimen number has signs that a barcode cannot hold',
  'text-too-wide': 'something is too long for the label',
  'text-not-printable': 'something on it has signs that the printer does not have',
  'proof-failed': 'its barcode could not be read back',
  'not-proved': 'this kiosk could not check it; if that happens to more labels, site IT should restart the kiosk',
  'no-longer-known': "the patient's details are no longer in this kiosk",
  'patient-changed': "the booking system has changed the patient's details since check-in",
  'another-day': 'its clinic day had ended',
  'not-composed': 'of a fault that site IT should hear of',
  restored: 'the records of this kiosk were restored, and it may have been printed before that',
};

const refusedThen: Readonly<Record<PaperKind, string>> = {
  'specimen-label': 'Write it by hand at the chair.',
  'header-label': 'Keep the labels of this visit together by their visit code.',
  'queue-ticket': 'Tell the patient the ticket number.',
};

function thenDo({ paper }: TaskLine, because: PaperRefusal): string {
  if (because === 'restored') return 'Look for it at the chair first. If it is not there, reprint it from the visit.';
  if (because === 'another-day') return 'Make sure that the tube was labelled by hand.';
  if (because === 'patient-changed')
    return 'Ask at the chair who it is. If the details are right now, reprint it from the visit as corrected.';
  return refusedThen[paper?.kind ?? 'specimen-label'];
}

/** `label 2 of 3 for ticket 7`, and the words that a copy of it bears. */
function paperName({ paper, ticketNumber, otherDay }: TaskLine): string {
  const day = otherDay === null ? '' : ` of ${dayInWords(otherDay)}`;
  const whose = ticketNumber === null ? '' : ` for ticket ${ticket(ticketNumber)}${day}`;
  if (paper === null) return `a paper${whose}`;
  if (paper.kind === 'queue-ticket') return `${ticketName(ticketNumber)}${day}${saying('DUPLICATE', paper.copy)}`;
  return `${labelName(paper)}${whose}${paper.isContinuation ? '' : saying('REPRINT', paper.copy)}`;
}

function ticketName(ticketNumber: number | null): string {
  return ticketNumber === null ? 'a ticket' : `ticket ${ticket(ticketNumber)}`;
}

function labelName({ kind, number: position, count, isContinuation }: NonNullable<TaskLine['paper']>): string {
  if (kind === 'header-label') return isContinuation ? 'the header label of the rest' : 'the header label';
  return position === null || count === null ? 'a label' : `label ${number(position)} of ${number(count)}`;
}

function saying(word: 'REPRINT' | 'DUPLICATE', copy: number): string {
  return copy === 0 ? '' : ` (${word} ${number(copy)})`;
}

function lookFor(task: TaskLine): string {
  if (task.paper === null) return `Look at the printer: is ${paperName(task)} there, and whole?`;
  return `Look in the tray of ${task.paper.printer}: is ${paperName(task)} there, and whole?`;
}

/** The first label of a set that was only sent: scanned, or, where a barcode cannot tell it from older copies, looked for. */
function scanFor(task: TaskLine): string {
  const { paper, ticketNumber } = task;
  if (!task.mayScan || paper === null) return lookFor(task);
  const whose = ticketNumber === null ? '' : ` of ticket ${ticket(ticketNumber)}`;
  const which = paper.number === null || paper.number === 1 ? 'the first label' : `label ${number(paper.number)}`;
  return `Scan ${which}${whose} (${paper.printer}).`;
}

function problemSentence(problem: VisitProblem): string {
  switch (problem.kind) {
    case 'unmapped-test':
      return `The kiosk does not know which tube the test ${problem.code} needs. Ask the laboratory, and label that tube by hand.`;
    case 'unknown-container':
      return 'The order asks for a tube that the kiosk does not know. Ask the laboratory, and label that tube by hand.';
    case 'no-identifier':
      return `There is no specimen number left for the ${tubes[problem.tube].name} tube (${list(problem.tests)}). Label it by hand, and tell site IT.`;
    case 'identifier-in-use':
      return `The specimen number ${problem.identifier} is on another tube already. Ask the laboratory for a new one for the ${tubes[problem.tube].name} tube (${list(problem.tests)}).`;
    case 'identifier-not-printable':
      return `The specimen number of the ${tubes[problem.tube].name} tube (${list(problem.tests)}) cannot be a barcode. Label it by hand.`;
    case 'hospital-only':
      return `${list(problem.tests)}: only taken at the hospital. Tell the patient where to go.`;
    case 'no-tests':
      return 'No tests are ordered. Ask the patient who sent them, and call the surgery or ward.';
    default:
      return unreachable(problem);
  }
}

/** One or two sentences: what happened, and what to do. */
export function taskSentence(task: TaskLine): string {
  const { matter } = task;
  switch (matter.kind) {
    case 'visit':
      return problemSentence(matter.problem);
    case 'transfusion-by-hand':
      return `Transfusion tests: ${list(matter.tests)}. Label these tubes by hand, at the chair, after the blood is taken.`;
    case 'paper-uncertain':
      return lookFor(task);
    case 'paper-sent':
      return scanFor(task);
    case 'paper-refused':
      return `The kiosk did not print ${paperName(task)}, because ${refusals[matter.because]}. ${thenDo(task, matter.because)}`;
    case 'upstream-conflict':
    case 'collection-conflict':
    case 'registration-conflict':
      return writeBackSentence(matter);
    case 'nothing-taken':
      return nothingTakenSentence(matter);
    case 'changed-after-check-in':
      return changedSentence(matter);
    case 'clock-jumped':
      return clockJumpedSentence(matter.minutes);
    case 'close-of-day':
      return closeOfDaySentence(matter);
    case 'store-trouble':
      return storeTroubleWords[matter.because];
    case 'list-held':
      return heldSentence(matter);
    case 'labels-waited-while-off':
      return 'Labels of this visit waited for their printer when the kiosk stopped, and were not printed. If they are still needed, reprint them from the visit.';
    case 'label-by-hand':
      return `The patient was registered without an NHS number, so no label prints. Label these tubes by hand, at the chair, after the blood is taken: ${list(matter.tests)}.`;
    case 'walk-in-also-booked':
      return "The patient was registered here without a booking, and today's list has a booking for the same person by now. Compare the tests of both, take the blood once, and tell the booking system which one to keep.";
    case 'walk-in-lost':
      return 'The details of a patient who was registered here can no longer be read. Keep the paper form with the ticket, and enter the patient in the booking system from it.';
    default:
      return unreachable(matter);
  }
}
