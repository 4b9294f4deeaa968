/** The paper form as staff type it: what may be registered, and every problem by its field. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookingOfWalkIn } from '../../clinic/walk-in.ts';
import {
  emptyWalkInForm,
  nameCharactersMax,
  readWalkInForm,
  type WalkInForm,
  type WalkInProblem,
} from '../../clinic/walk-in-form.ts';
import { searchOffered } from '../../clinic/walk-in-search.ts';
import { testChoices } from '../../clinic/walk-in-tests.ts';
import { testNumber } from './examples.ts';

const rules = { today: '2026-11-23', training: true, choices: testChoices({}) };
const whole: WalkInForm = {
  ...emptyWalkInForm,
  family: 'Hollyhock',
  given: 'Wilhelmina',
  day: '9',
  month: '3',
  year: '1961',
  nhsNumber: testNumber(7),
  tests: ['fbc', 'words:Vitamin Q'],
  requisition: 't7654321',
};
const read = (changes: Partial<WalkInForm>, other: Partial<typeof rules> = {}) =>
  readWalkInForm({ ...whole, ...changes }, { ...rules, ...other });
const problems = (changes: Partial<WalkInForm>, other: Partial<typeof rules> = {}): readonly WalkInProblem[] => {
  const form = read(changes, other);
  return form.ok ? [] : form.problem;
};

test('a whole form is read: names as written, the date, the number, each test by the catalogue or in the words of the form', () => {
  expect(read({ given: '  Zoë   Anne ' })).toEqual({
    ok: true,
    value: {
      patient: { family: 'Hollyhock', given: 'Zoë Anne', dateOfBirth: '1961-03-09', nhsNumber: testNumber(7) },
      tests: [
        { code: 'fbc', system: null, name: 'Full blood count' },
        { code: null, system: null, name: 'Vitamin Q' },
      ],
      requisition: 'T7654321',
    },
  });
});

test('an empty form has every problem at once, each with its field', () => {
  const none = readWalkInForm(emptyWalkInForm, rules);
  expect(none).toEqual({
    ok: false,
    problem: [
      { field: 'family', because: 'empty' },
      { field: 'date-of-birth', because: 'empty' },
      { field: 'nhs-number', because: 'empty' },
      { field: 'tests', because: 'none' },
    ],
  });
});

test.each<[string, Partial<WalkInForm>, WalkInProblem]>([
  ['no name at all', { family: ' ', given: '' }, { field: 'family', because: 'empty' }],
  ['a name that ends the line', { family: 'Holly\u0000hock' }, { field: 'family', because: 'control-characters' }],
  ['a name that turns the text round', { given: 'A\u202Eb' }, { field: 'given', because: 'control-characters' }],
  ['a name of 81 letters', { given: 'n'.repeat(81) }, { field: 'given', because: 'too-long' }],
  ['the 31st of February', { day: '31', month: '2' }, { field: 'date-of-birth', because: 'not-a-date' }],
  ['a day to come', { year: '2027' }, { field: 'date-of-birth', because: 'in-the-future' }],
  ['121 years old', { year: '1905' }, { field: 'date-of-birth', because: 'too-long-ago' }],
  ['a year of two digits', { year: '61' }, { field: 'date-of-birth', because: 'not-a-date' }],
  ['a mistyped digit', { nhsNumber: '999 000 0019' }, { field: 'nhs-number', because: 'wrong-check-digit' }],
  [
    'a number, and said to be not known',
    { isNumberNotKnown: true },
    { field: 'nhs-number', because: 'given-and-not-known' },
  ],
  ['no test', { tests: [] }, { field: 'tests', because: 'none' }],
  ['a test that nobody offered', { tests: ['fbc', 'nonsense'] }, { field: 'tests', because: 'not-understood' }],
  ['a test of no words', { tests: ['words:  '] }, { field: 'tests', because: 'not-understood' }],
  [
    'an order number with a caret',
    { requisition: '^XA1234' },
    { field: 'requisition', because: 'not-an-order-number' },
  ],
  [
    'the NHS number as order number, which would be printed as a specimen number',
    { requisition: `${testNumber(7).slice(0, 3)}-${testNumber(7).slice(3)}` },
    { field: 'requisition', because: 'is-the-nhs-number' },
  ],
])('%s is refused by its field', (_what, changes, problem) => {
  expect(problems(changes)).toEqual([problem]);
});

test('the test range of numbers is refused where patients are', () => {
  expect(problems({}, { training: false })).toEqual([{ field: 'nhs-number', because: 'test-number' }]);
});

test('a number that is not known is no problem, and one name alone is none', () => {
  const form = read({ isNumberNotKnown: true, nhsNumber: ' ', given: '' });
  expect(form).toMatchObject({ ok: true, value: { patient: { given: '', nhsNumber: null } } });
});

test.each([
  'N'.repeat(nameCharactersMax),
  '😀'.repeat(nameCharactersMax),
  'عبد الرحمن',
  '<script>alert(1)</script>',
  "Robert'); DROP TABLE check_ins;--",
  '^XA^FO10,10^FDx^FS^XZ',
])('a name as it is written is kept, whatever it looks like: %s', (family) => {
  const form = read({ family });
  expect(form).toMatchObject({ ok: true, value: { patient: { family } } });
});

test('whatever is typed, there is an answer and never a fault', () => {
  const text = fc.string({ unit: 'binary', maxLength: 120 });
  const form = fc.record({
    family: text,
    given: text,
    day: text,
    month: text,
    year: text,
    nhsNumber: text,
    isNumberNotKnown: fc.boolean(),
    tests: fc.array(text, { maxLength: 50 }),
    requisition: text,
  });
  fc.assert(fc.property(form, (typed) => typeof readWalkInForm(typed, rules).ok === 'boolean'));
});

test('S12: a test that no table has is a request by its place on the form, so that its words stay out of the ledger', () => {
  const form = read({});
  const details = form.ok ? form.value : null;
  const made = bookingOfWalkIn({
    bookingId: 'walk-in-1',
    clinicDay: '2026-11-23',
    siteId: 'site-1',
    patient: details?.patient ?? { family: '', given: '', dateOfBirth: '', nhsNumber: null },
    tests: details?.tests ?? [],
    requisition: 'T7654321',
    registeredAt: '2026-11-23T08:00:00Z',
    registeredBy: 'staff-1',
  });
  expect(made.requests.map(({ codes }) => codes[0]?.code)).toEqual(['fbc', 'walk-in-1-2']);
  expect(made.requests.every(({ requisition }) => requisition === 'T7654321')).toBe(true);
});

test('tests are found by their codes and by any part of their names, the exact one first', () => {
  const names = (sought: string) => searchOffered(testChoices({}), sought, 5).map(({ key }) => key);
  expect(names('FBC')[0]).toBe('fbc');
  expect(names('full blood')).toContain('fbc');
  expect(names('26604007')).toEqual(['fbc']);
  expect(names(' ')).toEqual([]);
  expect(names('zzzz')).toEqual([]);
});

test("S12: where the site has a row of its own, the catalogue's is not offered beside it", () => {
  const own = { name: 'Blood count', discipline: 'haematology', tube: 'SST' as const };
  const row = { ...own, tubeCount: 1, ownTube: false, collectionSite: 'any' as const, handling: [] };
  const choices = testChoices({ 'urn:lab|FBC': row, ZHB: 'hba1c' });
  expect(choices.map(({ key }) => key)).not.toContain('fbc');
  expect(choices.find(({ key }) => key === 'urn:lab|FBC')?.test).toEqual({
    code: 'FBC',
    system: 'urn:lab',
    name: 'Blood count',
  });
  expect(searchOffered(choices, 'ZHB', 3).map(({ key }) => key)).toEqual(['hba1c']);
});
