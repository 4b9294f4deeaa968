/** What is asked of staff when the booking system did not take an arrival, blood that was taken, or a registration, as it is. */
import type { StaffTaskMatter } from '../../clinic/staff-task.ts';

type Conflict = Extract<
  StaffTaskMatter,
  { kind: 'upstream-conflict' | 'collection-conflict' | 'registration-conflict' }
>;
type Because<Kind extends Conflict['kind']> = Extract<Conflict, { kind: Kind }>['because'];

const setting =
  'The booking system does not take what the kiosk sends. Tell site IT to look at the setting upstream.writeBack. When it is put right, press Try again.';

const keepsTrying = 'The kiosk keeps trying, and this task goes away by itself once it works.';
const orByHand = (what: string) => `If you do not want to wait, ${what}, then press Done.`;
const mended = 'If site IT has mended something, press Try again.';

const arrival: Readonly<Record<Because<'upstream-conflict'>, string>> = {
  cancelled:
    'The booking was cancelled in the booking system, but the patient has checked in here. Find out whether the blood test goes ahead, then change the booking there.',
  moved:
    'The booking was moved to another time or place in the booking system, but the patient has checked in here. Change the booking there.',
  deleted:
    'The booking is no longer in the booking system, but the patient has checked in here. Book the patient in again there.',
  changed:
    'Somebody changed the booking while the patient checked in here. Look at it in the booking system and mark the arrival there.',
  'other-patient':
    'Stop. The booking system gives this booking to another patient record than the one that checked in here. Ask at the chair who it is, look at the booking there, and mark the arrival of the right patient.',
  'refused-by-server':
    'The booking system did not take the arrival. Mark the patient as arrived there, then press Done. If site IT has mended something, press Try again.',
  'no-transactions': setting,
  'not-taken': `For more than an hour the booking system has not taken this arrival. ${keepsTrying} ${orByHand('mark the patient as arrived there')} ${mended}`,
};

const collection: Readonly<Record<Because<'collection-conflict'>, string>> = {
  cancelled: 'The blood was taken, and the booking was cancelled in the booking system. Change the booking there.',
  moved:
    'The blood was taken, and the booking was moved to another time or place in the booking system. Change the booking there.',
  deleted: 'The blood was taken, and the booking is no longer in the booking system. Book the visit there.',
  changed:
    'The blood was taken, and somebody changed the booking in the booking system. Look at it there and mark it as done.',
  'other-patient':
    'Stop. The blood was taken, and the booking system names more than one patient record for it. Find out whose it is before the tubes leave the clinic.',
  'order-revoked':
    'The blood was taken, and a test was cancelled in the booking system. Ask the requester, and tell the laboratory which tests are wanted.',
  'not-registered':
    'The blood was taken from a patient whose registration the booking system has not taken from the kiosk. Register the patient and mark the blood as taken there, then press Done. If the registration has gone through since, press Try again.',
  'refused-by-server':
    'The booking system did not take that the blood was taken. Mark it there, then press Done. If site IT has mended something, press Try again.',
  'no-transactions': setting,
  'not-taken': `The blood was taken, and for more than an hour the booking system has not taken the record of it. ${keepsTrying} ${orByHand('mark it there')} ${mended}`,
};

const registration: Readonly<Record<Because<'registration-conflict'>, string>> = {
  'no-nhs-number':
    'A patient without an NHS number was registered here, so the booking system was not told. Register the patient there, then press Done.',
  'patient-not-found':
    'The booking system knows nobody with the NHS number of this patient, who was registered here. Check the number on the form. Register the patient there, and press Try again.',
  'several-patients':
    'The booking system has several patients with the NHS number of this patient, who was registered here. Book the visit there for the right one, then press Done.',
  'other-date-of-birth':
    'Stop. The booking system has another date of birth for the NHS number of this patient, who was registered here. Check who it is before the tubes leave the clinic. Then put it right there, and press Try again.',
  'booked-already':
    'This patient was registered here, and has a booking here today in the booking system. Mark the arrival on that booking, then press Done.',
  'details-lost':
    'The kiosk can no longer read the details of a patient who was registered here. Register the patient in the booking system from the paper form, then press Done.',
  'refused-by-server':
    'The booking system did not take the registration of this patient. Register the patient there, then press Done. If site IT has mended something, press Try again.',
  'no-transactions': setting,
  'not-taken': `For more than an hour the booking system has not taken the registration of this patient. ${keepsTrying} ${orByHand('register the patient there')} ${mended}`,
};

/** What the laboratory has to be told by hand: after the sentence about the booking. */
const notSent = ' The booking system does not have the specimens: send the request form with the tubes.';

export function writeBackSentence(matter: Conflict): string {
  switch (matter.kind) {
    case 'upstream-conflict':
      return arrival[matter.because];
    case 'collection-conflict':
      return `${collection[matter.because]}${matter.areSent ? '' : notSent}`;
    case 'registration-conflict':
      return registration[matter.because];
  }
}
