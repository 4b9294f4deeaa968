/** Views of a patient without a booking, of blood that was taken, and of what is not yet sent. Nobody here exists. */
import { emptyWalkInForm } from '../../clinic/walk-in-form.ts';
import { testChoices } from '../../clinic/walk-in-tests.ts';
import type { StaffScreen, VisitDetail } from '../../electron/staff-api.ts';

type WalkInView = Extract<StaffScreen, { screen: 'walk-in' }>['walkIn'];
type ReadBackView = Extract<WalkInView, { step: 'read-back' }>;
type NotSentView = Extract<StaffScreen, { screen: 'not-sent' }>['notSent'];

const listed = {
  bookingId: 'booking-9',
  startsAt: '10:00',
  name: 'HOLLYHOCK, Winifred',
  dateOfBirth: '09-Mar-1961',
  nhsNumber: '999 000 0026',
  ticketNumber: 12,
  isOff: false,
};
const longName = 'FEATHERSTONEHAUGH-CHOLMONDELEY-WRIOTHESLEY-MARJORIBANKS, Wilhelmina Bartholomewina Anastasia Zoë';

export const walkInForm: Extract<WalkInView, { step: 'form' }> = {
  step: 'form',
  form: emptyWalkInForm,
  problems: [],
  known: null,
  offered: testChoices({}).map(({ key, name, alsoFoundBy }) => ({ key, name, alsoFoundBy })),
  limits: { tests: 40, testWords: 80, requisition: 40 },
};

export const walkInProblems: WalkInView = {
  ...walkInForm,
  form: { ...emptyWalkInForm, family: 'Hollyhock', day: '31', month: '2', year: '1961', nhsNumber: '999 000 0019' },
  problems: [
    { field: 'date-of-birth', because: 'not-a-date' },
    { field: 'nhs-number', because: 'wrong-check-digit' },
    { field: 'tests', because: 'none' },
    { field: 'requisition', because: 'not-an-order-number' },
  ],
};

export const walkInKnown: WalkInView = {
  ...walkInForm,
  form: {
    ...emptyWalkInForm,
    family: 'Hollyhock',
    given: 'Winifred',
    nhsNumber: '999 000 0026',
    tests: ['fbc', 'ue', 'lft', 'hba1c', 'glucose', 'urate', 'crp', 'words:Vitamin Q (as Dr Snapdragon wrote it)'],
  },
  known: { by: 'nhs-number', patients: [listed] },
};

export const walkInReadBack: ReadBackView = {
  step: 'read-back',
  name: 'HOLLYHOCK, Wilhelmina',
  dateOfBirth: '09-Mar-1961',
  nhsNumber: '999 000 0077',
  tests: [
    { name: 'Full blood count', isKnown: true },
    { name: 'Vitamin Q', isKnown: false },
  ],
  requisition: 'T7654321',
  similar: [],
  similarCount: 0,
  problem: null,
};

export const walkInSimilar: ReadBackView = {
  ...walkInReadBack,
  name: longName,
  nhsNumber: null,
  requisition: null,
  tests: [
    'Full blood count',
    'Urea and electrolytes',
    'Liver function tests',
    'HbA1c',
    'Glucose',
    'TSH',
    'CRP',
    'ESR',
  ].map((name) => ({ name, isKnown: true })),
  similar: [listed, { ...listed, bookingId: 'booking-10', name: longName, ticketNumber: null, nhsNumber: '' }],
  similarCount: 12,
  problem: 'similar-not-checked',
};

export const collection: NonNullable<VisitDetail['collection']> = {
  mayRecord: true,
  tubes: [
    {
      specimenId: 'v-1',
      number: 1,
      tube: 'SST',
      tests: ['Urea and electrolytes', 'Liver function tests'],
      identifier: 'TR26-000187',
      hasGoodLabel: true,
      taken: null,
    },
    {
      specimenId: 'v-2',
      number: 2,
      tube: 'EDTA',
      tests: ['Full blood count', 'HbA1c'],
      identifier: 'TR26-000188',
      hasGoodLabel: true,
      taken: null,
    },
    {
      specimenId: 'v-3',
      number: 3,
      tube: 'FLUOR',
      tests: ['Glucose'],
      identifier: 'TR26-000189',
      hasGoodLabel: false,
      taken: null,
    },
  ],
};

/** The first two, a while ago. */
export const collectedInPart: NonNullable<VisitDetail['collection']> = {
  ...collection,
  tubes: collection.tubes.map((tube) =>
    tube.number < 3 ? { ...tube, taken: { at: '09:52', by: 'Robin Fennel' } } : tube,
  ),
};

export const notSent: NotSentView = {
  isBusy: false,
  hasDocumentPrinter: true,
  told: null,
  lines: [
    {
      what: 'collected',
      bookingId: 'booking-1',
      at: '16:40',
      day: '2026-11-23',
      ticketNumber: 61,
      name: null,
      specimens: ['TR26-000101'],
      by: 'Robin Fennel',
      because: 'set-aside',
    },
    {
      what: 'checked-in',
      bookingId: 'booking-7',
      at: '09:32',
      day: null,
      ticketNumber: 7,
      name: 'THISTLEDOWN, Marigold',
      specimens: ['TR26-000187', 'TR26-000188', 'TR26-000189'],
      by: 'patient',
      because: 'offline',
    },
    {
      what: 'registered',
      bookingId: 'walk-in-1',
      at: '09:41',
      day: null,
      ticketNumber: 9,
      name: longName,
      specimens: ['TR26-000190'],
      by: 'Robin Fennel',
      because: 'conflict',
    },
    {
      what: 'collected',
      bookingId: 'booking-7',
      at: '09:52',
      day: null,
      ticketNumber: 7,
      name: 'THISTLEDOWN, Marigold',
      specimens: ['TR26-000187', 'TR26-000188'],
      by: 'Robin Fennel',
      because: 'waiting',
    },
  ],
};
