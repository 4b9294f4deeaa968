/**
 * Every sentence of the staff window, in English: staff write labels and notes in English too.
 *
 * What is asked of staff about one task is in task-words.ts; what a printer needs is in clinic/printer-trouble.ts, because the
 * command line says it too. A new state or reason does not compile until it has words here.
 */

import type { HeldBackTube } from '../../clinic/visit.ts';
import type {
  DayListRow,
  InterruptedSet,
  NoCheckIn,
  PaperActProblem,
  StationStatus,
  VisitDetail,
  VisitState,
} from '../../electron/staff-api.ts';

const language = 'en-GB';
const numbers = new Intl.NumberFormat(language);
const plain = new Intl.NumberFormat(language, { useGrouping: false });
const lists = new Intl.ListFormat(language, { type: 'conjunction' });

export const number = (value: number) => numbers.format(value);
/** Called out, and compared with paper: never grouped. */
export const ticket = (value: number) => plain.format(value);
export const list = (items: readonly string[]) => lists.format(items);
const days = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' });
/** `24 November`, of a clinic day. */
export const dayInWords = (clinicDay: string) => days.format(new Date(`${clinicDay}T12:00:00Z`));
export const count = (value: number, one: string, many: string) => `${number(value)} ${value === 1 ? one : many}`;

export const frameWords = {
  busy: 'One moment. This can take half a minute.',
  serviceName: 'Blood test clinic',
  title: (heading: string) => `${heading} – Blood test clinic`,
  signedInAs: (name: string) => `Signed in: ${name}`,
  signOut: 'Sign out',
  dayList: "Today's list",
  tasks: (open: number) => (open === 0 ? 'Tasks' : `Tasks (${number(open)})`),
  outage: 'Outage',
  navigation: 'Screens',
  thereIsAProblem: 'There is a problem',
  cancel: 'Cancel',
  notDone: 'That could not be done. Nothing was changed. Try again, and tell site IT if it happens again.',
  outOfService: 'This kiosk is not working',
  outOfServiceThen: 'Check patients in by hand. Site IT can put this right:',
} as const;

export const signInWords = {
  heading: 'Sign in',
  badge: 'Badge',
  badgeHint: 'Scan your badge, or type its number',
  pin: 'PIN',
  signIn: 'Sign in',
  checking: 'Checking…',
  notRecognised: 'The badge or the PIN is not right. Try again.',
  notChecked: 'The badge and the PIN could not be checked just now. Try again.',
  locked: (until: string | null) =>
    until === null
      ? 'Too many tries. This badge is locked for now. Ask your lead for help.'
      : `Too many tries. This badge is locked until ${until}. Ask your lead if you need to sign in before then.`,
} as const;

export const statusWords = {
  heading: 'State of this kiosk',
  list: {
    good: 'List up to date',
    ageing: 'List is getting old',
    none: 'No list',
    yesterday: "Not today's list",
  } satisfies Record<StationStatus['list']['state'], string>,
  listAsOf: (asOf: string, ageMinutes: number | null) =>
    ageMinutes === null ? `from ${asOf}` : `from ${asOf}, ${count(ageMinutes, 'minute', 'minutes')} old`,
  listThen: {
    good: null,
    ageing: null,
    none: 'Patients cannot check themselves in until a list has come.',
    yesterday: "Patients cannot check themselves in until today's list has come.",
  } satisfies Record<StationStatus['list']['state'], string | null>,
  upstream: {
    online: 'Online',
    offline: 'Working offline',
    'not-tried': 'Not connected yet',
  } satisfies Record<StationStatus['upstream']['state'], string>,
  since: (since: string) => `since ${since}`,
  because: (because: string) => `The booking system ${because}. What happens here is kept and sent when it is back.`,
  notSent: (because: string) =>
    `Something could not be sent: the booking system ${because}. It is tried again. Tell site IT if this stays.`,
  outbox: (waiting: number) =>
    waiting === 0 ? 'Nothing waiting to be sent' : `${count(waiting, 'message', 'messages')} waiting to be sent`,
  setAside: (rows: number) =>
    `${count(rows, 'booking', 'bookings')} from the booking system could not be used. Those patients need reception.`,
  notShown: (rows: number) =>
    `The booking system does not let this kiosk look at ${count(rows, 'booking', 'bookings')} of today's list (HTTP 403). ${rows === 1 ? 'It stays' : 'They stay'} on the list as last known. Tell site IT.`,
  keyIsOnDiskOnly:
    "The key of this kiosk's store is on its disk only. Site IT: use a credential file, or encrypt the disk.",
  certificateEnds(days: number): string {
    if (days < 0) {
      return 'The certificate of this kiosk has ended: the booking system does not let it in. Site IT: put a new one in place.';
    }
    const left = days === 1 ? '1 day' : `${days} days`;
    const ends = `The certificate by which the booking system knows this kiosk ends in ${left}.`;
    if (days <= 3) return `${ends} Tell site IT today: without a new one the kiosk works offline.`;
    return days <= 14 ? `${ends} Tell site IT this week.` : `${ends} Site IT: put a new one in place.`;
  },
  closed: 'Clinic closed',
  closedThen: 'The clinic is closed for today: patients can no longer check themselves in. Tasks can still be done.',
  confirmTime: 'The time of this computer is right',
  printerReady: 'Ready',
  printerNotReady: 'Not ready',
  allPrinters: (printers: number) => count(printers, 'printer', 'printers'),
  otherPrinters: (printers: number) => count(printers, 'other printer', 'other printers'),
  papersWaiting: (papers: number) => `${number(papers)} waiting`,
  interrupted: ({ ticketNumber, follow, count: all }: InterruptedSet) => {
    const labels = follow.length === 1 ? 'label' : 'labels';
    const thenFollow = follow.length === 1 ? 'follows' : 'follow';
    return `Ticket ${ticket(ticketNumber)} is interrupted: ${labels} ${list(follow.map(number))} of ${number(all)} ${thenFollow} when it is ready again.`;
  },
  pullNow: 'Get the list now',
} as const;

export const stateWords: Readonly<Record<VisitState, string>> = {
  expected: 'Expected',
  'checked-in': 'Checked in',
  late: 'Late',
  cancelled: 'Cancelled',
  'not-coming': 'Not coming',
  'done-elsewhere': 'Arrived elsewhere',
};

export const dayListWords = {
  heading: "Today's list",
  filter: 'Find a patient',
  filterHint: 'Name, NHS number or ticket number',
  show: 'Show',
  all: 'Everybody',
  needsStaff: 'Labels need you',
  columns: {
    time: 'Time',
    patient: 'Patient',
    nhsNumber: 'NHS number',
    state: 'State',
    ticket: 'Ticket',
    labels: 'Labels',
  },
  born: (dateOfBirth: string) => `born ${dateOfBirth}`,
  similarName: 'Similar name',
  noNhsNumber: 'none',
  nameForgotten: 'Name no longer known',
  labels: {
    none: '–',
    waiting: 'Waiting',
    printed: 'Printed',
    'to-confirm': 'Scan the first',
    void: 'Void',
    'needs-staff': 'Needs you',
  } satisfies Record<DayListRow['labels'], string>,
  shown: (shown: number, found: number) =>
    shown < found
      ? `Showing the first ${number(shown)} of ${number(found)} patients. Type more to find a patient.`
      : `${count(found, 'patient', 'patients')}`,
  empty: 'There are no bookings today.',
  noList: 'There is no list yet. Check patients in by hand until it comes.',
  notFound: "Nobody on today's list fits. Check the spelling, or show everybody.",
} as const;

export const checkInWords = {
  button: 'Check in at reception',
  hereAsTicket: (ticketNumber: number) =>
    `This patient is checked in already, as ticket ${ticket(ticketNumber)}, with a booking that the booking system gave to somebody else or called off since. Compare the tests of both. If they are for the same blood, go on with ticket ${ticket(ticketNumber)}, and do not check in again.`,
  heading: (name: string) => `Check in ${name}?`,
  ask: 'Ask the patient to say their full name and date of birth. Do not read them out.',
  confirmed: 'I have confirmed name and date of birth with the patient',
  confirmedMissing: 'Confirm name and date of birth with the patient first',
  confirm: 'Check in',
  closed:
    'The clinic is closed for today. You can go on: labels print as usual, and the day is counted again at midnight.',
} as const;

const ifHere =
  'If the patient is here all the same, call the booking office, or register the patient without a booking.';

/** Why there is no button: what is so, and what to do. */
export const noCheckInWords: Readonly<Record<NoCheckIn, string>> = {
  cancelled: `The booking system says that this booking is cancelled, so it cannot be checked in. ${ifHere}`,
  'not-coming': `The booking system does not expect anybody with this booking, so it cannot be checked in. ${ifHere}`,
  'done-elsewhere':
    'The booking system says that the patient has arrived already, so the booking cannot be checked in here. Ask where: ticket and labels come from there. If it is wrong, call the booking office to put it right.',
  'given-away':
    'Somebody else was checked in with this booking before the booking system gave it to this patient, so it cannot be checked in again. Call the booking office for another booking: it comes onto the list by itself.',
  'registered-here':
    'The patient was registered here without a booking, so this booking cannot be checked in before the task about it is done.',
  'not-todays-list':
    "This booking is not on a list of today, so it cannot be checked in. Get today's list, and check that the date of this computer is right.",
  'nothing-stored':
    'This kiosk cannot store anything at the moment, so the booking cannot be checked in here. Call site IT.',
};

/** Whenever its label might be released: nothing prints one after check-in. */
const byHand = 'Its label is not printed here: label by hand at the chair, after the blood is taken';

export const visitWords = {
  title: 'Visit',
  back: "Back to today's list",
  born: 'Born',
  nhsNumber: 'NHS number',
  noNhsNumber: 'None on the booking',
  noDateOfBirth: 'None on the booking',
  appointment: 'Appointment',
  arrived: 'Arrived',
  ticket: 'Ticket',
  visitCode: 'Visit code',
  none: '–',
  similarName: 'Somebody else today has a similar name or the same date of birth. Check every detail.',
  problems: {
    'not-possible-now':
      'That could not be done. Something changed in the meantime: look at this page again, then try once more.',
    'being-printed':
      'Nothing was voided, because a label of this set is being printed at this moment. Wait until it is out, then try again.',
    'another-day': 'Nothing was printed, and no label is void, because this visit was on another day.',
  } satisfies Record<PaperActProblem, string>,
  tests: 'Tests ordered',
  noTests: 'No tests are ordered on this booking.',
  heldBack: 'Not labelled at check-in',
  whyHeldBack: {
    transfusion: 'Transfusion: label by hand at the chair, after the blood is taken',
    'at-call': byHand,
    'at-chair': byHand,
    'never-here': byHand,
    'no-nhs-number': 'Registered without an NHS number: label by hand at the chair, after the blood is taken',
  } satisfies Record<HeldBackTube['why'], string>,
  papers: 'Labels and ticket',
  noPapers: 'Labels are printed when the patient checks in.',
  tasks: 'To do for this patient',
  arrivalSent: {
    'not-due': null,
    waiting: 'The arrival has not been sent to the booking system yet',
    sent: 'The arrival has been sent to the booking system',
    'needs-staff': 'The booking system did not take the arrival: see the task',
  } satisfies Record<VisitDetail['arrivalSent'], string | null>,
} as const;
