/** What staff do when the booking system changed something after a patient checked in. */
import { unreachable } from '../../clinic/assert.ts';
import type { ChangeAfterCheckIn, RevokedTube, StaffTaskMatter } from '../../clinic/staff-task.ts';
import { tubes as tubeNames } from '../../clinic/tube.ts';
import { count, list, number } from './staff-words.ts';

export function changedSentence(change: ChangeAfterCheckIn): string {
  switch (change.what) {
    case 'patient':
      return "The booking system changed the patient's details after check-in. Ask at the chair who it is, put labels with other details in the confidential waste, and reprint them from the visit as corrected.";
    case 'another-record':
      return 'After check-in the booking system gave the booking to another patient record, or took the record out of use. Take no blood before you know who the patient is: ask at the chair, and compare name, date of birth and NHS number with the booking system. Put labels with other details in the confidential waste.';
    case 'merged':
      return "The patient's record was merged into another one after check-in. The details on the labels are the same. Ask at the chair who it is, as always.";
    case 'order':
      return 'The order was changed after check-in. Compare the tests of the visit with its labels before the blood is taken.';
    case 'tests-added':
      return `Ordered after check-in, and on no label yet: ${list(change.tests)}. Find out at the chair which tubes that needs, and label those by hand.`;
    case 'tests-revoked':
      return revokedSentence(change.tubes);
    default:
      return unreachable(change);
  }
}

function revokedSentence(tubes: readonly RevokedTube[]): string {
  const unwanted = tubes.filter(({ isNeeded }) => !isNeeded);
  const shared = tubes.filter(({ isNeeded }) => isNeeded);
  const sentences = [
    unwanted.length === 0
      ? []
      : `Do not fill ${tubeList(unwanted)}, and put ${unwanted.length === 1 ? 'its label' : 'their labels'} in the confidential waste.`,
    shared.length === 0 ? [] : `Still needed for other tests: ${tubeList(shared)}.`,
    tubes.length === 0 ? 'Compare the tests of the visit with the tubes before the blood is taken.' : [],
  ];
  return ['A test was revoked after check-in.', ...sentences.flat()].join(' ');
}

/** `tube 2 (EDTA)`; the number is the one on the label. */
function tubeList(tubes: readonly RevokedTube[]): string {
  return list(tubes.map(({ number: at, tube }) => `tube ${number(at)} (${tubeNames[tube].name})`));
}

export function heldSentence({ before, pulled }: Extract<StaffTaskMatter, { kind: 'list-held' }>): string {
  const what =
    before === undefined || pulled === undefined
      ? 'The new list is much shorter than the one before'
      : `The new list has ${count(pulled, 'booking', 'bookings')} where there were ${number(before)}`;
  return `${what}, so it is not used. Check the booking system. If the short list is right, press Done.`;
}
