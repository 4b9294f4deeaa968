/**
 * NHS numbers: ten digits, the last a modulus 11 check digit (NHS Data Dictionary).
 *
 * A number that passes is well formed, not proof of identity: the check digit catches a mistyped
 * digit, never a mistaken patient. Kept as text, because some begin with 0.
 */
import { ok, type Result, refuse } from './result.ts';

export type NhsNumber = string & { readonly brand: 'NhsNumber' };
export type NhsNumberProblem =
  | 'empty'
  | 'letters'
  | 'too-short'
  | 'too-long'
  | 'national-insurance-number'
  | 'wrong-check-digit';

const digitsInNumber = 10;
/** Spaces of every kind, hyphens and dashes: people type and paste all of them between the groups. */
const separators = /[\s\u00AD\u2010-\u2015\u2212-]/gu;
const nationalInsuranceNumber = /^[A-Z]{2}[0-9]{6}[A-D]?$/i;
/** The ten numbers of one repeated digit pass modulus 11 but are never issued; a leant-on key makes them. */
const oneRepeatedDigit = /^([0-9])\1{9}$/;

/** Reads what a person typed or a code said. Anything that is neither digit nor separator is `letters`, never dropped silently. */
export function parseNhsNumber(text: string): Result<NhsNumber, NhsNumberProblem> {
  const digits = text.replaceAll(separators, '');
  if (digits === '') return refuse('empty');
  if (nationalInsuranceNumber.test(digits)) return refuse('national-insurance-number');
  if (!/^[0-9]+$/.test(digits)) return refuse('letters');
  if (digits.length < digitsInNumber) return refuse('too-short');
  if (digits.length > digitsInNumber) return refuse('too-long');
  const isRight = checkDigitOf(digits.slice(0, -1)) === Number(digits.at(-1));
  if (!isRight || oneRepeatedDigit.test(digits)) return refuse('wrong-check-digit');
  // True: ten digits with the right check digit is what the brand says.
  return ok(digits as NhsNumber);
}

/** The tenth digit of nine, or null where modulus 11 gives none: such numbers are never issued. */
export function checkDigitOf(nineDigits: string): number | null {
  const sum = Array.from(nineDigits).reduce((total, digit, at) => total + Number(digit) * (digitsInNumber - at), 0);
  const digit = (11 - (sum % 11)) % 11;
  return digit === 10 ? null : digit;
}

/** Grouped 3 3 4 by single spaces, as it is shown and printed everywhere. */
export function formatNhsNumber(nhsNumber: NhsNumber): string {
  return `${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${nhsNumber.slice(6)}`;
}

/** The 999 range is never issued to a person: for tests and training only. */
export function isTestNumber(nhsNumber: NhsNumber): boolean {
  return nhsNumber.startsWith('999');
}
