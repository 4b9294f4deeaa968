/**
 * What a scanned code may be. It only ever finds (S1): the date of birth confirms.
 *
 * A 10-digit order number passes as an NHS number once in eleven times, so a plain code says both things that it may be,
 * and the caller looks for an exact reference of today's list first.
 */
import type { ClinicRules } from './clinic-rules.ts';
import { type NhsNumber, parseNhsNumber } from './nhs-number.ts';

type NotRecognisedBecause =
  | 'empty'
  | 'too-long'
  | 'control-characters'
  /** A GS1 code that is no patient's wristband: of staff (8017), of another issuer, or damaged. */
  | 'not-a-patient-wristband'
  | 'no-known-form';

type ScannedCode = Readonly<
  | { kind: 'gs1-wristband'; reference: null; nhsNumber: NhsNumber }
  /** At least one of the two is there. */
  | { kind: 'plain'; reference: string | null; nhsNumber: NhsNumber | null }
  | { kind: 'not-recognised'; because: NotRecognisedBecause }
>;

const plainCharactersMax = 64;
/** A wristband also carries names and hospital identifiers, which are not read. */
const wristbandCharactersMax = 300;

/** What the scanner says about the symbol: `]d2` GS1 DataMatrix, `]C0` Code 128, and so on. */
const symbologyIdentifier = /^\][A-Za-z][0-9A-Za-z]/;
const gs1Symbologies: readonly string[] = [']d2', ']C1', ']Q3', ']e0'];
/** FNC1 between GS1 elements, as scanners send it. */
const groupSeparator = '\u001D';
/** What scanners are set to send after the code. */
const terminators = /[\r\n\t]+$/;
const patientElement = /^8018([0-9]{7})([0-9]{10})([0-9])$/;
const staffElement = /^8017/;
const referencePattern = /^[A-Z0-9/-]{4,40}$/;

export function readScan(raw: string, rules: Pick<ClinicRules, 'wristbandPrefixes'>): ScannedCode {
  if (raw.length > wristbandCharactersMax) return notRecognised('too-long');
  const code = raw.replace(terminators, '');
  const symbology = symbologyIdentifier.exec(code)?.[0] ?? null;
  const data = symbology === null ? code : code.slice(symbology.length);
  if (data.trim() === '') return notRecognised('empty');
  const elements = data.split(groupSeparator);
  if (elements.some(hasControlCharacter)) return notRecognised('control-characters');
  const isGs1 = elements.length > 1 || (symbology !== null && gs1Symbologies.includes(symbology));
  const wristband = readWristband(elements, rules.wristbandPrefixes);
  if (wristband) return { kind: 'gs1-wristband', reference: null, nhsNumber: wristband };
  return isGs1 || staffElement.test(data) ? notRecognised('not-a-patient-wristband') : readPlain(data);
}

/**
 * Identity is taken from element 8018 alone, and only when its issuer is on the site's list and both check digits agree.
 * 8018 has a fixed length but is not in GS1's table of those, so a separator follows it.
 */
function readWristband(elements: readonly string[], prefixes: readonly string[]): NhsNumber | null {
  if (elements.some((element) => staffElement.test(element))) return null;
  const [found, ...others] = elements.filter((element) => element.startsWith('8018'));
  if (found === undefined || others.length > 0) return null;
  const [, prefix = '', inner = '', checkDigit = ''] = patientElement.exec(found) ?? [];
  if (!prefixes.includes(prefix) || gs1CheckDigit(prefix + inner) !== Number(checkDigit)) return null;
  const nhsNumber = parseNhsNumber(inner);
  return nhsNumber.ok ? nhsNumber.value : null;
}

function readPlain(data: string): ScannedCode {
  const text = data.trim();
  if (text.length > plainCharactersMax) return notRecognised('too-long');
  const nhsNumber = parseNhsNumber(text);
  const reference = referencePattern.test(text) ? text : null;
  if (reference === null && !nhsNumber.ok) return notRecognised('no-known-form');
  return { kind: 'plain', reference, nhsNumber: nhsNumber.ok ? nhsNumber.value : null };
}

/** GS1 modulus 10: weights 3 and 1 by turns, from the right. */
function gs1CheckDigit(digits: string): number {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function notRecognised(because: NotRecognisedBecause): ScannedCode {
  return { kind: 'not-recognised', because };
}
