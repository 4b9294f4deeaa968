/** What is asked of staff about the kiosk itself and about a whole day: no patient is meant. */
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
