/** Every sentence of the page "If the booking system is away". Each says what is so, and what to do. */
import { unreachable } from '../../clinic/assert.ts';
import { importRefusalInWords } from '../../clinic/list-import.ts';
import { printListProblemInWords } from '../../clinic/list-on-paper.ts';
import type {
  DowntimePackStatus,
  ImportFile,
  OutageTold,
  PackProblem,
  StationStatus,
} from '../../electron/staff-api.ts';
import { count, number } from './staff-words.ts';

type ListState = StationStatus['list']['state'];

export const outageWords = {
  heading: 'If the booking system is away',
  listHeading: 'The list in this kiosk',
  list: {
    good: (asOf: string) => `Today's list is here, as it was at ${asOf}. Patients can check in as usual.`,
    ageing: (asOf: string) =>
      `Today's list is here, as it was at ${asOf}. Patients can check in. What was booked, moved or cancelled since then is not on it.`,
    none: () =>
      'There is no list that may be used, and patients cannot check themselves in. Load a list from a file, or work from the list on paper.',
    yesterday: () =>
      "There is no list of today, and yesterday's is never used. Load today's list from a file, or work from the list on paper.",
  } satisfies Record<ListState, (asOf: string) => string>,
  bookings: (bookings: number) => `It has ${count(bookings, 'booking', 'bookings')}.`,

  printHeading: 'The list on paper',
  print: 'Print the list',
  printThen: 'It comes out of the office printer, with the names of all patients of today. Fetch it at once.',
  noPrinter: 'This kiosk has no office printer. Open the downtime pack at another computer and print it there.',
  nothingToPrint: 'There is no list of today that may be used, so there is nothing to print.',

  loadHeading: 'A list from a file',
  noFolder: 'This kiosk is not set up to load a list from a file. Site IT can do it at the command line.',
  folderGone: 'There is no stick, or it cannot be read. Put it in, then look again.',
  noFiles: 'There is no list on the stick.',
  lookAgain: 'Look again',
  file: ({ kilobytes, changedAt, isSigned }: ImportFile) =>
    `${number(kilobytes)} kB, saved at ${changedAt}. ${isSigned ? 'It has a signature.' : 'A second person must confirm it.'}`,
  load: 'Load',
  loadFile: (name: string) => `Load ${name}`,

  packHeading: 'The downtime pack',
  noPack: 'This kiosk writes no downtime pack. Site IT can set one up.',
  packAt: 'Where it is',
  pack: ({ writtenAt, listAsOf }: DowntimePackStatus) => {
    if (writtenAt === null) return 'There is no pack of today yet. It is written as soon as there is a list.';
    return listAsOf === null
      ? `Last written at ${writtenAt}. How old the list in it is, stands on its pages.`
      : `Last written at ${writtenAt}, with the list as it was at ${listAsOf}.`;
  },
  packThen: 'Open the PDF at another computer with the passphrase that your lead has, and print it.',
  packProblem: {
    'folder-gone': 'Its folder is not there. Site IT: look whether the share or the disk is connected.',
    'folder-full': 'Its folder is full. Site IT: make room there.',
    'folder-slow':
      'Its folder does not answer. Patients are not held up by it. Site IT: look at the share or the disk.',
    'not-written': 'It could not be written. Site IT: look whether the kiosk may write into its folder.',
    'list-damaged': 'Part of the list in this kiosk was lost, so no new pack is written until a whole list comes.',
    'passphrase-missing':
      'Its passphrase is missing, so nothing is written. Site IT: look at store.downtimePack in the settings.',
    'passphrase-short':
      'Its passphrase is too short, so nothing is written. Site IT: it needs twelve characters or more.',
    'passphrase-odd':
      'Its passphrase has signs that not every PDF reader takes, so nothing is written. Site IT: doctor says which may be in it.',
  } satisfies Record<PackProblem, string>,

  moreHeading: 'What else you can do',
} as const;

export const confirmImportWords = {
  heading: (file: string) => `Load ${file}?`,
  consequence:
    'It takes the place of the list in this kiosk. Nobody is taken off the list. When the booking system is back, its list takes over.',
  held: (found: number, before: number) =>
    `The file has only ${count(found, 'booking', 'bookings')}; the list in use has ${number(before)}. Load it only if you both know why.`,
  signed: 'The site has signed this file, so nobody else has to confirm it.',
  second: (name: string) => `A second person must confirm it with badge and PIN, and not ${name}.`,
  badge: "Second person's badge",
  badgeHint: 'Scan the badge, or type its number',
  badgeMissing: "Scan the second person's badge, or type its number",
  pin: "Second person's PIN",
  pinMissing: "Enter the second person's PIN",
  confirm: 'Load this list',
} as const;

type SecondTold = Extract<OutageTold, { kind: 'second-refused' | 'second-locked' }>;

export function secondPersonSentence(told: SecondTold): string {
  if (told.kind === 'second-locked') return `Too many tries. This badge is locked until ${told.until}.`;
  return secondRefusedInWords[told.because];
}

const secondRefusedInWords = {
  'not-recognised': 'The badge or the PIN is not right. Try again.',
  'not-checked': 'The badge and the PIN could not be checked just now. Try again.',
  'same-person': 'That is your own badge, or another one in your name. Somebody else must confirm the list.',
} as const;

/** What came of printing or loading. The last sentence says what to do. */
export function outageSentence(told: Exclude<OutageTold, SecondTold>): string {
  switch (told.kind) {
    case 'list-printed':
      return 'The office printer has taken the list. Fetch it, and look whether every page is there.';
    case 'list-not-printed':
      return printListProblemInWords[told.because];
    case 'list-loaded':
      return loadedSentence(told);
    case 'list-refused':
      // Times are the clinic's own by now.
      return `${told.file} was not loaded. ${importRefusalInWords(told.because, (time) => time)}${
        told.because.kind === 'held' ? ' If you both know why, load it again.' : ''
      }`;
    default:
      return unreachable(told);
  }
}

function loadedSentence({ bookings, kept, setAside, asOf }: Extract<OutageTold, { kind: 'list-loaded' }>): string {
  const sentences = [
    `The list is loaded: ${count(bookings, 'booking', 'bookings')}, as it was at ${asOf}.`,
    kept === 0
      ? ''
      : `${count(kept, 'booking', 'bookings')} of the list before ${kept === 1 ? 'is' : 'are'} not in the file, and ${kept === 1 ? 'stays' : 'stay'} on the list.`,
    setAside === 0
      ? ''
      : `${count(setAside, 'booking', 'bookings')} in the file could not be used. Those patients need reception.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
