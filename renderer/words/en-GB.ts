/**
 * English, for patients. NHS style: short sentences, what to do next, 12-hour times, no blame.
 *
 * What staff read is in staff-words.ts; it is not translated.
 */
import type { PatientWords } from './words.ts';

const language = 'en-GB';
/** Ticket numbers are called out and compared with paper: 1207, not 1,207. */
const numbers = new Intl.NumberFormat(language, { useGrouping: false });
const times = new Intl.DateTimeFormat(language, {
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h12',
  timeZone: 'UTC',
});

/** 9am, 9:40am, midday: NHS.UK's way of writing a time. */
function clockTime(hoursAndMinutes: string): string {
  if (hoursAndMinutes === '12:00') return 'midday';
  if (hoursAndMinutes === '00:00') return 'midnight';
  const parts = times.formatToParts(new Date(`1970-01-01T${hoursAndMinutes}:00Z`));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const minutes = part('minute') === '00' ? '' : `:${part('minute')}`;
  return `${part('hour')}${minutes}${part('dayPeriod').toLowerCase()}`;
}

const moreTimes = (count: number) => (count === 1 ? '1 more time' : `${numbers.format(count)} more times`);
const seconds = (count: number) => (count === 1 ? '1 second' : `${numbers.format(count)} seconds`);

const receptionCanHelp = 'Speak to reception. They can check you in.';

export const patientWords: PatientWords = {
  language,
  serviceName: 'Blood test check-in',
  title: (heading, hasProblem) => `${hasProblem ? 'Error: ' : ''}${heading} – Blood test check-in`,
  clockTime,
  number: (value) => numbers.format(value),
  needHelp: 'Need help? Ask at reception.',
  startAgain: 'Start again',
  finish: 'Finish',
  continue: 'Continue',
  thereIsAProblem: 'There is a problem',

  start: {
    heading: 'Check in for your blood test',
    scanHeading: 'With a letter or form',
    scan: 'Hold the barcode in front of the scanner.',
    scanThen: 'This screen will change when the barcode has been read.',
    typeHeading: 'Without a letter',
    type: 'You can use your NHS number.',
    typeButton: 'Type your NHS number',
  },

  typeNumber: {
    heading: 'What is your NHS number?',
    label: 'NHS number',
    hint: '10 numbers, like 999\u00a0123\u00a04567. It is on any letter from the NHS.',
    notKnown: 'I do not know my NHS number',
    notKnownThen: ['Go to reception. They can check you in.', 'You do not need your NHS number to have a blood test.'],
    problems: {
      empty: 'Enter your NHS number',
      letters: 'Your NHS number must only have numbers in it. Use the number 0, not the letter O.',
      'too-short': 'Your NHS number must be 10 numbers. Check if any numbers are missing.',
      'too-long': 'Your NHS number must be 10 numbers. Check if you have typed too many.',
      'national-insurance-number':
        'That looks like a National Insurance number. Your NHS number is 10 numbers, with no letters.',
      'wrong-check-digit': 'Check your NHS number. One or more of the numbers is not right.',
    },
  },

  dateOfBirth: {
    heading: 'What is your date of birth?',
    hint: 'For example, 15 3 1950',
    day: 'Day',
    month: 'Month',
    year: 'Year',
    problems: {
      empty: 'Enter your date of birth',
      incomplete: 'Your date of birth must have a day, a month and a year',
      'not-a-date': 'Your date of birth must be a real date. Check the day and the month.',
      'in-the-future': 'Your date of birth must be in the past. Check the year.',
      'too-long-ago': 'Check the year that you were born. It must be 4 numbers, like 1950.',
    },
    noMatch: (triesLeft) =>
      `We could not match the details you gave. Check your date of birth. You can try ${moreTimes(triesLeft)}.`,
  },

  pad: {
    name: 'Number keys',
    delete: 'Delete',
    soFar: (field, content) => `${field}: ${content}`,
    nothingYet: 'empty',
  },

  oneMoment: {
    heading: 'One moment',
    paragraphs: ['We are checking your details. This screen will change by itself.'],
  },

  checkedIn: {
    heading: 'You are checked in',
    headingAgain: 'You are already checked in',
    ticketNumberIs: 'Your ticket number is',
    waitHeading: 'Where to wait',
    nextHeading: 'What happens next',
    takeTicket: 'Take your ticket. If there is no ticket, remember your number.',
    again: 'You do not need to do anything else.',
    next: [
      'We will call your ticket number.',
      'Before your blood test, we will ask you to say your name and date of birth.',
    ],
  },

  seeReception: {
    notCheckedIn: 'You are not checked in yet.',
    reasons: {
      'could-not-match': {
        heading: 'Speak to reception',
        paragraphs: [
          'We could not check you in with the details you gave.',
          'This can happen for many reasons. Reception can help you.',
        ],
      },
      'too-early': {
        heading: 'You are early for your appointment',
        paragraphs: ['Come back to this screen nearer to the time of your appointment, or speak to reception.'],
      },
      'too-late': {
        heading: 'Speak to reception',
        paragraphs: ['The time of your appointment has passed.', 'Reception will tell you what you can do next.'],
      },
      'not-today': {
        heading: 'Speak to reception',
        paragraphs: [
          'Your appointment is not today.',
          'Check the date on your letter. Reception can help you if you are not sure.',
        ],
      },
      'code-not-recognised': {
        heading: 'We could not read that barcode',
        paragraphs: [
          'It may be for something else, or it may be damaged.',
          'Start again and use the barcode on your blood test letter, or type your NHS number.',
          'You can also speak to reception.',
        ],
      },
      'list-not-ready': {
        heading: 'Check in at reception',
        paragraphs: ['This screen is not ready to check people in yet.', receptionCanHelp],
      },
      resting: {
        heading: 'Check in at reception',
        paragraphs: ['This screen cannot check people in for the next few minutes.', receptionCanHelp],
      },
      closed: {
        heading: 'The blood test clinic is closed for today',
        paragraphs: [
          'If your appointment is still to come today, speak to reception.',
          'If not, your letter says how to book another one.',
        ],
      },
      'not-possible-now': {
        heading: 'Check in at reception',
        paragraphs: ['Something went wrong on this screen. It is not your fault.', receptionCanHelp],
      },
    },
    tooEarly: (startsAt, checkInFrom) => [
      `Your appointment is at ${clockTime(startsAt)}. You can check in from ${clockTime(checkInFrom)}.`,
      'Come back to this screen then. If you need help before that, speak to reception.',
    ],
  },

  outOfService: {
    heading: 'This screen is not working',
    paragraphs: ['Check in at reception.'],
    forSiteIt: 'For site IT',
  },

  stillThere: {
    heading: 'Do you need more time?',
    willClear: (count) => `To keep your details private, this screen will clear in ${seconds(count)}.`,
    yes: 'Yes, I need more time',
    no: 'No, start again',
  },
};
