/** What is asked of staff about the kiosk itself and about a whole day, and what its clock needs: no patient is meant. */
import { unreachable } from '../../clinic/assert.ts';
import type { ClockTrouble } from '../../clinic/clock-watch.ts';
import type { NotTakenReason, OwedKind } from '../../clinic/not-taken.ts';
import type { StaffTaskMatter } from '../../clinic/staff-task.ts';
import { count, dayInWords } from './staff-words.ts';

export function clockJumpedSentence(minutes: number): string {
  const by = count(Math.abs(minutes), 'minute', 'minutes');
  const went = minutes > 0 ? `went forward by ${by}` : `went back by ${by}`;
  return `The clock of this computer ${went} all at once. Compare it with another clock. Times that this kiosk wrote before may be wrong. Tell site IT if nobody set it.`;
}

export function closeOfDaySentence(matter: Extract<StaffTaskMatter, { kind: 'close-of-day' }>): string {
  const { clinicDay, leftOver, collectedWithoutLabel } = matter;
  const sentences = [
    `At the end of ${dayInWords(clinicDay)} the labels and the collections do not add up.`,
    leftOver === 0
      ? []
      : `${count(leftOver, 'label', 'labels')} of sets that were used ${leftOver === 1 ? 'has' : 'have'} no collection: find out whether the blood was taken, and put labels that are left in the confidential waste.`,
    collectedWithoutLabel === 0
      ? []
      : `${count(collectedWithoutLabel, 'tube', 'tubes')} ${collectedWithoutLabel === 1 ? 'was' : 'were'} collected whose label is void or was never printed: make sure that the laboratory knows whose.`,
  ];
  return sentences.flat().join(' ');
}

const ofKind: Readonly<Record<OwedKind, string>> = {
  arrived: 'arrivals',
  collected: 'records of blood that was taken',
  'walk-in': 'registrations',
};

const nothingTaken: Readonly<Record<NotTakenReason, (of: OwedKind | undefined) => string>> = {
  refused: (of) =>
    `For more than an hour the booking system has taken ${of === undefined ? 'nothing that this kiosk sends' : `none of the ${ofKind[of]} that this kiosk sends`}.`,
  'refused-for-good': (of) =>
    `The booking system refuses ${of === undefined ? 'what this kiosk sends' : `the ${ofKind[of]}`}, one after the other.`,
  'search-ignored': () =>
    'The booking system does not search by identifier as this kiosk asks it to. So that nothing is there twice, the kiosk does not send it.',
  unanswered: (of) =>
    `For more than an hour the booking system has given its list, and has not answered ${of === undefined ? 'what this kiosk sends' : `the ${ofKind[of]} that this kiosk sends`}.`,
};

/** What the laboratory has to be told by hand. */
const formsToo = 'The booking system does not have these specimens: send the request forms with the tubes. ';

export function nothingTakenSentence({ because, of }: Extract<StaffTaskMatter, { kind: 'nothing-taken' }>): string {
  return `${nothingTaken[because](of)} ${of === 'collected' ? formsToo : ''}Tell site IT. Patients check in as always, and nothing is lost: see "Not yet in the booking system". The kiosk keeps trying, and this task goes away by itself once it works.`;
}

/** What is wrong with the computer's clock, and what staff can do. */
export function clockSentence(trouble: ClockTrouble): string {
  switch (trouble.kind) {
    case 'absurd':
      return 'The date of this computer cannot be right. Nobody can check in, and no list is fetched, until it is set. Tell site IT.';
    case 'differs':
      return `The clock of this computer is ${minutes(trouble.skewMs)} ${trouble.skewMs > 0 ? 'behind' : 'ahead of'} the booking system's. Patients cannot check themselves in until somebody compares it with another clock and confirms it, or it is set.`;
    case 'jumped':
      return `The clock of this computer was set ${trouble.byMs > 0 ? 'forward' : 'back'} by ${minutes(trouble.byMs)}. This kiosk goes on with the time from before. Compare it with another clock, and confirm it if the computer is right.`;
    default:
      return unreachable(trouble);
  }
}

const msPerMinute = 60_000;
const minutes = (ms: number) => count(Math.round(Math.abs(ms) / msPerMinute), 'minute', 'minutes');
