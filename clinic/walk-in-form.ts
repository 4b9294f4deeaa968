/**
 * What staff type from the paper form of a patient who is not on the day list, read: either details that may be registered,
 * or every problem, by field.
 *
 * Names are taken as they are written, in any script; whether a printer can print them is the label's question. A number that
 * passes its check is well formed, not proof of identity: staff read everything back with the patient.
 */
import { assert } from './assert.ts';
import { type DateOfBirthProblem, parseDateOfBirth } from './date-of-birth.ts';
import { isTestNumber, type NhsNumber, type NhsNumberProblem, parseNhsNumber } from './nhs-number.ts';
import { ok, type Result, refuse } from './result.ts';
import type { WalkInPatient, WalkInTest } from './walk-in.ts';
import type { TestChoice } from './walk-in-tests.ts';

/** As typed. */
export interface WalkInForm {
  readonly family: string;
  readonly given: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly nhsNumber: string;
  readonly isNumberNotKnown: boolean;
  /** Keys of choices, or `words:` and what the form says. */
  readonly tests: readonly string[];
  readonly requisition: string;
}

export const emptyWalkInForm: WalkInForm = {
  family: '',
  given: '',
  day: '',
  month: '',
  year: '',
  nhsNumber: '',
  isNumberNotKnown: false,
  tests: [],
  requisition: '',
};

export const nameCharactersMax = 80;
export const testsMax = 40;
export const testWordsCharactersMax = 80;
export const requisitionCharactersMax = 40;

type NameProblem = 'empty' | 'too-long' | 'control-characters';
type TestsProblem = 'none' | 'too-many' | 'not-understood';
/** `is-the-nhs-number`: typed into the wrong field, it would be printed as a specimen's number. */
type RequisitionProblem = 'not-an-order-number' | 'is-the-nhs-number';

/** A problem belongs to one field, so that each has its own words. */
export type WalkInProblem = Readonly<
  | { field: 'family' | 'given'; because: NameProblem }
  | { field: 'date-of-birth'; because: DateOfBirthProblem }
  | { field: 'nhs-number'; because: NhsNumberProblem | 'test-number' | 'given-and-not-known' }
  | { field: 'tests'; because: TestsProblem }
  | { field: 'requisition'; because: RequisitionProblem }
>;

export interface WalkInDetails {
  readonly patient: WalkInPatient;
  readonly tests: readonly WalkInTest[];
  readonly requisition: string | null;
}

interface FormRules {
  /** YYYY-MM-DD, local day of the clinic. */
  readonly today: string;
  /** Lets the test range of NHS numbers in; never on where patients are. */
  readonly training: boolean;
  readonly choices: readonly TestChoice[];
}

export const wordsOfForm = 'words:';
/** Told apart from any order number of a form by staff; capitals and digits only, as barcodes have them. */
const requisitionPattern = new RegExp(`^[A-Z0-9/-]{4,${requisitionCharactersMax}}$`);
/** Characters that are not seen and change how others are shown, or end a line. Joiners within names are letters' business. */
const hiddenCharacters = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

export function readWalkInForm(
  form: WalkInForm,
  rules: FormRules,
): Result<WalkInDetails, readonly [WalkInProblem, ...WalkInProblem[]]> {
  const family = nameFrom(form.family);
  const given = nameFrom(form.given);
  const dateOfBirth = parseDateOfBirth(form, rules.today);
  const nhsNumber = numberFrom(form, rules);
  const tests = testsFrom(form.tests, rules.choices);
  const requisition = requisitionFrom(form.requisition, nhsNumber.ok ? nhsNumber.value : null);
  const [first, ...others] = [
    ...problemsOfNames(family, given),
    ...(dateOfBirth.ok ? [] : [{ field: 'date-of-birth', because: dateOfBirth.problem } as const]),
    ...(nhsNumber.ok ? [] : [{ field: 'nhs-number', because: nhsNumber.problem } as const]),
    ...(tests.ok ? [] : [{ field: 'tests', because: tests.problem } as const]),
    ...(requisition.ok ? [] : [{ field: 'requisition', because: requisition.problem } as const]),
  ];
  if (first !== undefined) return refuse([first, ...others]);
  assert(family.ok && given.ok && dateOfBirth.ok && nhsNumber.ok, 'a form without problems has who it is');
  assert(tests.ok && requisition.ok, 'a form without problems has what is ordered');
  const patient = {
    family: family.value,
    given: given.value,
    dateOfBirth: dateOfBirth.value,
    nhsNumber: nhsNumber.value,
  };
  return ok({ patient, tests: tests.value, requisition: requisition.value });
}

function nameFrom(text: string): Result<string, NameProblem> {
  if (hiddenCharacters.test(text.replaceAll(/[\r\n\t]/g, ' '))) return refuse('control-characters');
  const name = text.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  return Array.from(name).length > nameCharactersMax ? refuse('too-long') : ok(name);
}

/** People with one name only have it in either field. */
function problemsOfNames(
  family: Result<string, NameProblem>,
  given: Result<string, NameProblem>,
): readonly WalkInProblem[] {
  const problems: WalkInProblem[] = [];
  if (!family.ok) problems.push({ field: 'family', because: family.problem });
  if (!given.ok) problems.push({ field: 'given', because: given.problem });
  const hasNone = family.ok && given.ok && family.value === '' && given.value === '';
  return hasNone ? [{ field: 'family', because: 'empty' }] : problems;
}

type NumberProblem = Extract<WalkInProblem, { field: 'nhs-number' }>['because'];

function numberFrom(form: WalkInForm, { training }: FormRules): Result<NhsNumber | null, NumberProblem> {
  if (form.isNumberNotKnown) return form.nhsNumber.trim() === '' ? ok(null) : refuse('given-and-not-known');
  const number = parseNhsNumber(form.nhsNumber);
  if (!number.ok) return number;
  return isTestNumber(number.value) && !training ? refuse('test-number') : number;
}

function testsFrom(
  keys: readonly string[],
  choices: readonly TestChoice[],
): Result<readonly WalkInTest[], TestsProblem> {
  const unique = [...new Set(keys)];
  if (unique.length === 0) return refuse('none');
  if (unique.length > testsMax) return refuse('too-many');
  const tests = unique.flatMap((key) => testFrom(key, choices) ?? []);
  return tests.length === unique.length ? ok(tests) : refuse('not-understood');
}

/** What the form says and no table has goes to a person as it stands there (S12). */
function testFrom(key: string, choices: readonly TestChoice[]): WalkInTest | null {
  if (!key.startsWith(wordsOfForm)) return choices.find((choice) => choice.key === key)?.test ?? null;
  const words = nameFrom(key.slice(wordsOfForm.length));
  const isUsable = words.ok && words.value !== '' && Array.from(words.value).length <= testWordsCharactersMax;
  return isUsable ? { code: null, system: null, name: words.value } : null;
}

function requisitionFrom(text: string, nhsNumber: NhsNumber | null): Result<string | null, RequisitionProblem> {
  const number = text.trim().toUpperCase();
  if (number === '') return ok(null);
  if (!requisitionPattern.test(number)) return refuse('not-an-order-number');
  const digits = number.replaceAll(/[/-]/g, '');
  return nhsNumber !== null && digits === nhsNumber ? refuse('is-the-nhs-number') : ok(number);
}
