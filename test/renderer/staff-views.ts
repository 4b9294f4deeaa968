/** One view for each thing that staff can see; tests and pictures are made from the same ones. Nobody here exists. */
import { notTakenReasons, owedKinds } from '../../clinic/not-taken.ts';
import type { ChangeAfterCheckIn } from '../../clinic/staff-task.ts';
import { arrivalReasons, collectionReasons, registrationReasons } from '../../clinic/write-back.ts';
import type {
  DayListRow,
  NoCheckIn,
  OutageView,
  PaperLine,
  StaffNotice,
  StaffScreen,
  StaffView,
  StationStatus,
  TaskLine,
  VisitDetail,
} from '../../electron/staff-api.ts';
import {
  collectedInPart,
  collection,
  notSent,
  walkInForm,
  walkInKnown,
  walkInProblems,
  walkInReadBack,
  walkInSimilar,
} from './walk-in-views.ts';

export const quietStatus: StationStatus = {
  siteName: 'Training Clinic',
  list: { state: 'good', asOf: '08:02', ageMinutes: 3 },
  upstream: { state: 'online', since: '07:58', because: null },
  outboxWaiting: 0,
  setAside: 0,
  notShown: 0,
  printers: [
    { name: 'LABELS-1', isReady: true, troubles: [], papersWaiting: 0 },
    { name: 'TICKETS-1', isReady: true, troubles: [], papersWaiting: 0 },
  ],
  keyIsOnDiskOnly: false,
  diskIsFull: false,
  certificateEndsInDays: null,
  hours: { closesAt: null, isClosed: false },
  clock: null,
  openTasks: 0,
};

export const troubledStatus: StationStatus = {
  ...quietStatus,
  list: { state: 'ageing', asOf: '09:29', ageMinutes: 96 },
  upstream: { state: 'offline', since: '09:30', because: 'cannot be reached (ECONNREFUSED)' },
  outboxWaiting: 61,
  setAside: 2,
  printers: [
    { name: 'LABELS-1', isReady: false, troubles: ['head-open', 'paper-out'], papersWaiting: 5 },
    { name: 'TICKETS-1', isReady: true, troubles: ['paper-near-end'], papersWaiting: 0 },
  ],
  keyIsOnDiskOnly: true,
  diskIsFull: true,
  certificateEndsInDays: 3,
  clock: { kind: 'differs', skewMs: -421_000 },
  openTasks: 3,
};

export function staffView(content: StaffScreen, rest: Partial<Omit<StaffView, 'content'>> = {}): StaffView {
  return { staffName: 'Robin Fennel', status: quietStatus, content, ...rest };
}

export const row: DayListRow = {
  bookingId: 'booking-7',
  startsAt: '09:40',
  name: 'THISTLEDOWN, Marigold',
  dateOfBirth: '18-Jan-1950',
  nhsNumber: '999 000 0018',
  state: 'checked-in',
  ticketNumber: 7,
  hasSimilarName: true,
  labels: 'printed',
  taken: 'none',
};

export const rows: readonly DayListRow[] = [
  row,
  {
    ...row,
    bookingId: 'booking-8',
    startsAt: '09:50',
    name: 'THISTLEDOWN, Margery',
    nhsNumber: '999 180 0018',
    state: 'expected',
    ticketNumber: null,
    labels: 'none',
  },
  {
    ...row,
    bookingId: 'booking-9',
    startsAt: '10:00',
    name: "O'BRACKEN-WOLD, Zoë",
    nhsNumber: '999 000 0026',
    state: 'checked-in',
    ticketNumber: 12,
    hasSimilarName: false,
    labels: 'needs-staff',
  },
  {
    ...row,
    bookingId: 'booking-10',
    startsAt: '10:10',
    name: 'QUILLFEATHER, Ambrose Bartholomew',
    nhsNumber: '',
    state: 'late',
    ticketNumber: null,
    hasSimilarName: false,
    labels: 'none',
  },
  {
    ...row,
    bookingId: 'booking-11',
    startsAt: '10:20',
    name: 'MONONYMA',
    nhsNumber: '999 000 0034',
    state: 'cancelled',
    ticketNumber: null,
    hasSimilarName: false,
    labels: 'none',
  },
  {
    ...row,
    bookingId: 'booking-12',
    startsAt: '10:30',
    name: 'PUDDLEWICK, Hortensia',
    nhsNumber: '999 000 0042',
    state: 'not-coming',
    ticketNumber: null,
    hasSimilarName: false,
    labels: 'none',
  },
  {
    ...row,
    bookingId: 'booking-13',
    startsAt: '10:40',
    name: 'SNAPDRAGON, Basil',
    nhsNumber: '999 000 0050',
    state: 'done-elsewhere',
    ticketNumber: null,
    hasSimilarName: false,
    labels: 'none',
  },
  {
    ...row,
    bookingId: 'booking-14',
    startsAt: '10:50',
    name: 'LARKSPUR, Ottoline',
    nhsNumber: '999 000 0069',
    state: 'checked-in',
    ticketNumber: 13,
    hasSimilarName: false,
    labels: 'waiting',
  },
  {
    ...row,
    bookingId: 'booking-15',
    startsAt: '11:00',
    name: 'WHORTLEBERRY, Peregrine',
    nhsNumber: '999 000 0077',
    ticketNumber: 14,
    hasSimilarName: false,
    labels: 'to-confirm',
  },
  {
    ...row,
    bookingId: 'booking-16',
    startsAt: '11:10',
    name: 'FEATHERSTONEHAUGH, Clementine',
    nhsNumber: '999 000 0085',
    ticketNumber: 15,
    hasSimilarName: false,
    labels: 'void',
  },
];

/** A big hospital's day. */
export const manyRows: readonly DayListRow[] = Array.from({ length: 3_000 }, (_, index) => ({
  ...row,
  bookingId: `many-${index}`,
  name: `FAMILY${index}, Given`,
  state: 'expected',
  ticketNumber: null,
  hasSimilarName: false,
  labels: 'none',
}));

const paper: PaperLine = {
  paperId: 'paper-2',
  kind: 'specimen-label',
  specimenNumber: 1,
  tube: 'SST',
  tests: ['U&E', 'LFT', 'Lipids'],
  identifier: 'TR26-000187',
  handling: [],
  copy: 0,
  state: 'printed',
  life: 'live',
  isToDestroy: false,
  isNewest: true,
  isContinuation: false,
  mayReprint: true,
  maySpoil: true,
  mayStopWaiting: false,
};
const dead = { life: 'dead', maySpoil: false } as const;
const header = { specimenNumber: null, tube: null, tests: [], identifier: null } as const;

export const papers: readonly PaperLine[] = [
  { ...paper, ...header, paperId: 'paper-1', kind: 'header-label' },
  paper,
  {
    ...paper,
    paperId: 'paper-3',
    specimenNumber: 2,
    tube: 'EDTA',
    tests: ['FBC', 'HbA1c'],
    identifier: 'TR26-000188',
    state: 'voided',
    ...dead,
    isToDestroy: true,
    isNewest: false,
    mayReprint: false,
  },
  {
    ...paper,
    paperId: 'paper-3-again-slow',
    specimenNumber: 2,
    tube: 'EDTA',
    tests: ['FBC', 'HbA1c'],
    identifier: 'TR26-000188',
    copy: 1,
    state: 'uncertain',
    life: 'may-be-live',
    mayReprint: false,
    maySpoil: false,
  },
  {
    ...paper,
    paperId: 'paper-4-broken',
    specimenNumber: 3,
    tube: 'FLUOR',
    tests: ['Glucose'],
    identifier: 'TR26-000189',
    handling: ['fasting', 'record-time'],
    state: 'refused',
    life: 'not-there',
    maySpoil: false,
  },
  {
    ...paper,
    ...header,
    paperId: 'paper-5',
    kind: 'queue-ticket',
    state: 'sent',
    life: 'may-be-live',
    maySpoil: false,
  },
];

const task: TaskLine = {
  taskId: 'task-1',
  matter: { kind: 'paper-uncertain', paperId: 'paper-3-again-slow' },
  bookingId: row.bookingId,
  name: row.name,
  ticketNumber: 7,
  openedAt: '09:44',
  otherDay: null,
  paper: { printer: 'LABELS-1', kind: 'specimen-label', number: 2, count: 3, copy: 0, isContinuation: false },
  answers: ['it-is-there', 'it-is-not-there', 'it-is-spoiled'],
  mayScan: false,
};
const plain = { ...task, paper: null, answers: ['done'] } as const;

const changesAfterCheckIn: readonly ChangeAfterCheckIn[] = [
  { what: 'patient' },
  { what: 'merged' },
  { what: 'another-record' },
  { what: 'order' },
  { what: 'tests-added', tests: ['Full blood count', 'HbA1c'] },
  {
    what: 'tests-revoked',
    tubes: [
      { number: 2, tube: 'EDTA', isNeeded: false },
      { number: 3, tube: 'SST', isNeeded: true },
    ],
  },
];

export const tasks: readonly TaskLine[] = [
  task,
  {
    ...plain,
    taskId: 'task-2',
    matter: { kind: 'paper-refused', paperId: 'paper-4-broken', because: 'name-too-long' },
    paper: { printer: 'LABELS-1', kind: 'specimen-label', number: 3, count: 3, copy: 0, isContinuation: false },
  },
  { ...plain, taskId: 'task-3', matter: { kind: 'transfusion-by-hand', tests: ['Group and save'] } },
  {
    ...plain,
    taskId: 'task-4',
    matter: { kind: 'visit', problem: { kind: 'unmapped-test', requestId: 'r1', code: 'ZZTOP' } },
  },
  { ...plain, taskId: 'task-5', matter: { kind: 'upstream-conflict', because: 'cancelled' } },
  ...arrivalReasons.map((because) => ({
    ...plain,
    taskId: `task-arrival-${because}`,
    matter: { kind: 'upstream-conflict', because } as const,
    answers: ['try-again', 'done'] as const,
  })),
  ...collectionReasons.map((because, index) => ({
    ...plain,
    taskId: `task-collection-${because}`,
    matter: { kind: 'collection-conflict', because, areSent: index % 2 === 0 } as const,
  })),
  ...registrationReasons.map((because) => ({
    ...plain,
    taskId: `task-registration-${because}`,
    matter: { kind: 'registration-conflict', because } as const,
    answers: ['try-again', 'done'] as const,
  })),
  ...changesAfterCheckIn.map((change, index) => ({
    ...plain,
    taskId: `task-changed-${index}`,
    matter: { kind: 'changed-after-check-in', ...change } as const,
  })),
  {
    ...plain,
    taskId: 'task-6',
    matter: { kind: 'list-held', because: 'shrank', clinicDay: '2026-11-24', before: 240, pulled: 12 },
    bookingId: null,
    name: null,
    ticketNumber: null,
  },
  ...notTakenReasons.map((because) => ({
    ...plain,
    taskId: `task-nothing-taken-${because}`,
    matter: { kind: 'nothing-taken', because } as const,
    bookingId: null,
    name: null,
    ticketNumber: null,
  })),
  ...owedKinds.flatMap((of) =>
    (['refused', 'refused-for-good', 'unanswered'] as const).map((because) => ({
      ...plain,
      taskId: `task-nothing-taken-${because}-${of}`,
      matter: { kind: 'nothing-taken', because, of } as const,
      bookingId: null,
      name: null,
      ticketNumber: null,
    })),
  ),
  { ...plain, taskId: 'task-waited', matter: { kind: 'labels-waited-while-off' } },
  { ...plain, taskId: 'task-by-hand', matter: { kind: 'label-by-hand', tests: ['Full blood count'] } },
  { ...plain, taskId: 'task-also', matter: { kind: 'walk-in-also-booked', bookingId: 'booking-9' } },
  { ...plain, taskId: 'task-lost', matter: { kind: 'walk-in-lost' }, name: null },
  ...(['disk-full', 'disk-error', 'restored'] as const).map((because) => ({
    ...plain,
    taskId: `task-${because}`,
    matter: { kind: 'store-trouble', because } as const,
    bookingId: null,
    name: null,
    ticketNumber: null,
  })),
  {
    ...plain,
    taskId: 'task-clock',
    matter: { kind: 'clock-jumped', minutes: -61 },
    bookingId: null,
    name: null,
    ticketNumber: null,
  },
  {
    ...plain,
    taskId: 'task-close',
    matter: { kind: 'close-of-day', clinicDay: '2026-11-23', leftOver: 1, collectedWithoutLabel: 2 },
    bookingId: null,
    name: null,
    ticketNumber: null,
  },
];

/** Of labels that a one-way connection took, for two tickets. */
export const scanTasks: readonly TaskLine[] = [
  {
    ...task,
    taskId: 'task-7',
    matter: { kind: 'paper-sent', paperId: 'paper-7' },
    paper: { printer: 'LABELS-1', kind: 'specimen-label', number: 1, count: 3, copy: 0, isContinuation: false },
    answers: ['it-is-not-there', 'it-is-spoiled'],
    mayScan: true,
  },
  {
    ...task,
    taskId: 'task-9',
    matter: { kind: 'paper-sent', paperId: 'paper-9' },
    name: "O'BRACKEN-WOLD, Zoë",
    ticketNumber: 9,
    paper: { printer: 'LABELS-1', kind: 'specimen-label', number: 1, count: 2, copy: 0, isContinuation: false },
    answers: ['it-is-not-there', 'it-is-spoiled'],
    mayScan: true,
  },
];

/** What came of an act: one of each kind. */
export const notices: readonly StaffNotice[] = [
  { kind: 'destroy', labels: 3, perhaps: 0, withHeader: true },
  { kind: 'destroy', labels: 1, perhaps: 2, withHeader: true },
  { kind: 'destroy', labels: 0, perhaps: 0, withHeader: false },
  { kind: 'task-is-over' },
  { kind: 'label-is-there', number: 1, count: 3, ticketNumber: 7 },
  { kind: 'other-label-of-set', number: 2, wanted: 1, ticketNumber: 7 },
  { kind: 'label-of-another-ticket', ticketNumber: 7, found: 9 },
  { kind: 'label-of-another-ticket', ticketNumber: 7, found: null },
  { kind: 'not-a-label-of-ours', ticketNumber: 7 },
];

export const visit: VisitDetail = {
  row,
  arrivedAt: '09:32',
  visitCode: 'K7',
  tests: ['Urea and electrolytes', 'Liver function tests', 'Full blood count', 'HbA1c', 'Glucose', 'Group and save'],
  papers,
  labelCount: { live: 1, mayBeLive: 1, notThere: 1, voided: 1, spoiled: 0, deadOut: 1, deadPerhapsOut: 0 },
  voidSet: 'possible',
  mayReprintSet: false,
  heldBack: [{ why: 'transfusion', tube: 'XM', tests: ['Group and save'] }],
  collection,
  tasks: tasks.slice(0, 3),
  checkIn: 'done',
  hereAsTicket: null,
  arrivalSent: 'waiting',
};

export const visitNotYetHere: VisitDetail = {
  ...visit,
  row: { ...row, state: 'late', ticketNumber: null, labels: 'none' },
  arrivedAt: null,
  visitCode: null,
  papers: [],
  labelCount: null,
  voidSet: 'nothing-to-void',
  mayReprintSet: false,
  heldBack: [],
  collection: null,
  tasks: [],
  checkIn: 'possible',
  arrivalSent: 'not-due',
};

const stateWithout: Readonly<Record<NoCheckIn, DayListRow['state']>> = {
  cancelled: 'cancelled',
  'not-coming': 'not-coming',
  'done-elsewhere': 'done-elsewhere',
  'given-away': 'expected',
  'registered-here': 'expected',
  'not-todays-list': 'late',
  'nothing-stored': 'late',
};
/** Nobody is checked in, for each reason. */
export const visitsWithoutCheckIn = Object.entries(stateWithout).map(([reason, state]): VisitDetail => {
  // Its keys are the reasons.
  const checkIn = reason as NoCheckIn;
  return { ...visitNotYetHere, row: { ...visitNotYetHere.row, state }, checkIn };
});

/** Its whole set was voided. */
export const visitVoid: VisitDetail = {
  ...visit,
  row: { ...row, labels: 'void' },
  papers: papers
    .filter(({ copy, specimenNumber }) => copy === 0 && specimenNumber !== 3)
    .map((line) =>
      line.kind === 'queue-ticket'
        ? line
        : { ...line, ...dead, state: 'voided', isToDestroy: true, isNewest: true, mayReprint: true },
    ),
  labelCount: { live: 0, mayBeLive: 0, notThere: 0, voided: 2, spoiled: 0, deadOut: 2, deadPerhapsOut: 0 },
  voidSet: 'nothing-to-void',
  mayReprintSet: true,
  tasks: [],
};

/** A bad morning: several printers, several troubles at once, the longest sentences. */
const illPrintersStatus: StationStatus = {
  ...quietStatus,
  printers: [
    { name: 'LABELS-1', isReady: false, troubles: ['wrong-serial', 'wrong-dots-per-mm'], papersWaiting: 5 },
    { name: 'LABELS-2', isReady: true, troubles: ['paper-near-end'], papersWaiting: 1 },
    { name: 'LABELS-BAY-3', isReady: false, troubles: ['head-open', 'paper-out', 'ribbon-out'], papersWaiting: 12 },
    { name: 'TICKETS-1', isReady: false, troubles: ['jammed'], papersWaiting: 0 },
    { name: 'TICKETS-2', isReady: true, troubles: [], papersWaiting: 0 },
    { name: 'TICKETS-3', isReady: true, troubles: [], papersWaiting: 0 },
  ],
};

const signedOut = { staffName: null, status: null };

export const outage: OutageView = {
  bookings: 240,
  isBusy: false,
  hasDocumentPrinter: true,
  files: [
    { name: 'riverside-today.json', kilobytes: 1_204, changedAt: '06:31', isSigned: true },
    { name: 'day-list-riverside-2026-11-24.daylist', kilobytes: 310, changedAt: '07:45', isSigned: false },
  ],
  isFolderThere: true,
  pack: { folder: '/mnt/downtime/kiosk-1', writtenAt: '09:15', listAsOf: '09:14', problem: null },
  told: null,
};

const outageBare: OutageView = {
  ...outage,
  bookings: 0,
  hasDocumentPrinter: false,
  files: null,
  isFolderThere: false,
  pack: null,
};

export const outageViews = {
  outage: staffView({ screen: 'outage', outage }, { status: troubledStatus }),
  'outage-not-set-up': staffView(
    { screen: 'outage', outage: outageBare },
    { status: { ...troubledStatus, list: { state: 'yesterday', asOf: '17:58', ageMinutes: 900 } } },
  ),
  'outage-no-stick': staffView({
    screen: 'outage',
    outage: { ...outage, files: [], isFolderThere: false, isBusy: true },
  }),
  'outage-loaded': staffView({
    screen: 'outage',
    outage: { ...outage, told: { kind: 'list-loaded', bookings: 240, kept: 2, setAside: 1, asOf: '06:30' } },
  }),
  'outage-refused': staffView({
    screen: 'outage',
    outage: {
      ...outage,
      pack: { folder: '/mnt/downtime/kiosk-1', writtenAt: '09:15', listAsOf: '09:14', problem: 'folder-gone' },
      told: { kind: 'list-refused', file: 'riverside-today.json', because: { kind: 'held', before: 240, found: 61 } },
    },
  }),
  'outage-not-printed': staffView({
    screen: 'outage',
    outage: { ...outage, told: { kind: 'list-not-printed', because: 'broke-off' } },
  }),
} as const satisfies Readonly<Record<string, StaffView>>;

export const staffViews: Readonly<Record<string, StaffView>> = {
  'sign-in': staffView({ screen: 'sign-in', problem: null, lockedUntil: null }, signedOut),
  'sign-in-refused': staffView({ screen: 'sign-in', problem: 'not-recognised', lockedUntil: null }, signedOut),
  'sign-in-not-checked': staffView({ screen: 'sign-in', problem: 'not-checked', lockedUntil: null }, signedOut),
  'sign-in-locked': staffView({ screen: 'sign-in', problem: 'locked', lockedUntil: '10:15' }, signedOut),
  'sign-in-printers-ill': staffView(
    { screen: 'sign-in', problem: null, lockedUntil: null },
    { staffName: null, status: troubledStatus },
  ),
  'day-list-printers-ill': staffView({ screen: 'day-list', rows }, { status: illPrintersStatus }),
  'day-list': staffView({ screen: 'day-list', rows }),
  'day-list-troubled': staffView({ screen: 'day-list', rows }, { status: troubledStatus }),
  'day-list-many': staffView({ screen: 'day-list', rows: manyRows }),
  'walk-in': staffView({ screen: 'walk-in', walkIn: walkInForm }),
  'walk-in-problems': staffView({ screen: 'walk-in', walkIn: walkInProblems }),
  'walk-in-known': staffView({ screen: 'walk-in', walkIn: walkInKnown }),
  'walk-in-read-back': staffView({ screen: 'walk-in', walkIn: walkInReadBack }),
  'walk-in-similar': staffView({ screen: 'walk-in', walkIn: walkInSimilar }),
  'not-sent': staffView({ screen: 'not-sent', notSent }),
  'not-sent-nothing': staffView({ screen: 'not-sent', notSent: { ...notSent, lines: [], hasDocumentPrinter: false } }),
  'visit-taken-in-part': staffView({
    screen: 'visit',
    visit: { ...visit, row: { ...row, taken: 'some' }, collection: collectedInPart },
    problem: null,
    notice: null,
  }),
  'day-list-empty': staffView({ screen: 'day-list', rows: [] }),
  'day-list-none': staffView(
    { screen: 'day-list', rows: [] },
    {
      status: {
        ...quietStatus,
        list: { state: 'none', asOf: null, ageMinutes: null },
        upstream: { state: 'not-tried', since: null, because: null },
      },
    },
  ),
  visit: staffView({ screen: 'visit', visit, problem: null, notice: null }),
  'visit-not-possible': staffView({ screen: 'visit', visit, problem: 'not-possible-now', notice: null }),
  'visit-being-printed': staffView({
    screen: 'visit',
    visit: { ...visit, voidSet: 'being-printed' },
    problem: 'being-printed',
    notice: null,
  }),
  'visit-to-scan': staffView({
    screen: 'visit',
    visit: {
      ...visit,
      row: { ...row, labels: 'to-confirm' },
      papers: papers
        .filter(({ isNewest }) => isNewest)
        .map((line) => ({ ...line, state: 'sent', life: 'may-be-live', copy: 0, mayReprint: true })),
      labelCount: { live: 0, mayBeLive: 3, notThere: 0, voided: 0, spoiled: 0, deadOut: 0, deadPerhapsOut: 0 },
      tasks: scanTasks.slice(0, 1),
    },
    problem: null,
    notice: { kind: 'other-label-of-set', number: 2, wanted: 1, ticketNumber: 7 },
  }),
  'visit-void': staffView({
    screen: 'visit',
    visit: visitVoid,
    problem: null,
    notice: { kind: 'destroy', labels: 3, perhaps: 0, withHeader: true },
  }),
  'visit-not-yet-here': staffView({ screen: 'visit', visit: visitNotYetHere, problem: null, notice: null }),
  'visit-here-as-ticket': staffView({
    screen: 'visit',
    visit: { ...visitNotYetHere, hereAsTicket: 7 },
    problem: null,
    notice: null,
  }),
  ...Object.fromEntries(
    visitsWithoutCheckIn.map((visit) => [
      `visit-no-check-in-${visit.checkIn}`,
      staffView({ screen: 'visit', visit, problem: null, notice: null }),
    ]),
  ),
  tasks: staffView({ screen: 'tasks', tasks, notice: null }, { status: { ...quietStatus, openTasks: tasks.length } }),
  ...outageViews,
  'tasks-none': staffView({ screen: 'tasks', tasks: [], notice: null }),
  'tasks-to-scan': staffView({ screen: 'tasks', tasks: [...scanTasks, ...tasks], notice: null }),
  ...Object.fromEntries(
    notices.map((notice, index) => [
      `tasks-notice-${index + 1}-${notice.kind}`,
      staffView({ screen: 'tasks', tasks: scanTasks, notice }),
    ]),
  ),
  'out-of-service': staffView({ screen: 'out-of-service', problems: ['site.odsCode: is missing'] }, signedOut),
};
