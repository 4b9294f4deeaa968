/** Which name, date of birth and NHS number of a FHIR Patient the clinic goes by. */
import { describe, expect, test } from 'vitest';
import { fhirSchemas } from '../../../offline-store/sync/fhir-resources.ts';
import { patientOf } from '../../../offline-store/sync/patient-from-fhir.ts';
import { nhsIdentifier, patient, verificationUrl } from './fhir-examples.ts';

const read = (over: Readonly<Record<string, unknown>>) =>
  patientOf(fhirSchemas.Patient.parse(patient('p1', over)), '2026-11-24');

describe('the name on the label', () => {
  test.each([
    [
      'the official one, before the usual one',
      [
        { use: 'usual', family: 'Okonkwo', given: ['Fee'] },
        { use: 'official', family: 'Marchetti', given: ['Ffion'] },
      ],
      'Marchetti|Ffion',
    ],
    [
      'the usual one, where there is no official one',
      [
        { use: 'nickname', given: ['Fee'] },
        { use: 'usual', family: 'Okonkwo', given: ['Ffion'] },
      ],
      'Okonkwo|Ffion',
    ],
    [
      'never one that is over',
      [
        { use: 'official', family: 'Before', given: ['Ffion'], period: { end: '2026-11-23' } },
        { use: 'usual', family: 'Now', given: ['Ffion'] },
      ],
      'Now|Ffion',
    ],
    [
      'never one that has not begun',
      [
        { use: 'official', family: 'Later', given: ['Ffion'], period: { start: '2026-11-25' } },
        { use: 'official', family: 'Now', given: ['Ffion'], period: { start: '2020', end: '2026' } },
      ],
      'Now|Ffion',
    ],
    [
      'of two official ones, the one that began last',
      [
        { use: 'official', family: 'First', period: { start: '2001-01-01' } },
        { use: 'official', family: 'Second', period: { start: '2019-05-01' } },
      ],
      'Second|',
    ],
    [
      'never a maiden or old name',
      [
        { use: 'maiden', family: 'Before' },
        { use: 'old', family: 'Long Before' },
      ],
      '|',
    ],
    ['one name only', [{ use: 'official', given: ['Sukarnawati'] }], '|Sukarnawati'],
    ['a text that nobody took apart', [{ text: 'Ffion Marchetti' }], 'Ffion Marchetti|'],
    [
      'given names with a gap, as FHIR writes an extension',
      [{ family: 'Ap Rhys', given: ['Io', null, ' '] }],
      'Ap Rhys|Io',
    ],
    ['none at all', [], '|'],
  ])('is %s', (_which, name, expected) => {
    const { family, given } = read({ name }).name;
    expect(`${family}|${given}`).toBe(expected);
  });
});

test.each([
  ['1980-01-18', '1980-01-18'],
  ['1980-01', null],
  ['1980', null],
  ['1980-02-30', null],
  ['18/01/1980', null],
  [undefined, null],
])('a date of birth written %s confirms as %s', (birthDate, expected) => {
  expect(read({ birthDate }).dateOfBirth).toBe(expected);
});

describe('the NHS number', () => {
  const numberOf = (identifier: readonly unknown[]) => {
    const { nhsNumber, nhsNumberStatus } = read({ identifier });
    return [nhsNumber, nhsNumberStatus];
  };

  test('is known by its system, whatever stands beside it', () => {
    const others = [{ system: 'https://pas.example/mrn', value: '9990000026' }, { value: '9990000034' }];
    expect(numberOf([...others, nhsIdentifier('999 000 0018', '02')])).toEqual(['9990000018', '02']);
  });

  test('with a wrong check digit is none, so that the patient is found by reference only', () => {
    expect(numberOf([nhsIdentifier('9990000019')])).toEqual([null, null]);
  });

  test('is none when there are two different ones: nobody can tell which is right', () => {
    expect(numberOf([nhsIdentifier('9990000018'), nhsIdentifier('9990000026')])).toEqual([null, null]);
    expect(numberOf([nhsIdentifier('9990000018'), nhsIdentifier('9990000018')])).toEqual(['9990000018', '01']);
  });

  test('is not one that the patient once had', () => {
    const before = { ...nhsIdentifier('9990000026'), use: 'old' };
    const over = { ...nhsIdentifier('9990000034'), period: { end: '2020-01-01' } };
    expect(numberOf([before, over, nhsIdentifier('9990000018')])).toEqual(['9990000018', '01']);
  });

  test('has a status by the extension and its code, whatever the code system is called', () => {
    const coding = [{ system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus', code: '03' }];
    const extension = [{ url: verificationUrl, valueCodeableConcept: { coding } }];
    expect(numberOf([{ ...nhsIdentifier('9990000018'), extension }])).toEqual(['9990000018', '03']);
    expect(numberOf([{ ...nhsIdentifier('9990000018'), extension: [] }])).toEqual(['9990000018', null]);
    expect(numberOf([nhsIdentifier('9990000018', 'verified')])).toEqual(['9990000018', null]);
  });
});
