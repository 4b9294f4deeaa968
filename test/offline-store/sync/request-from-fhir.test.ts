/** The order says which tubes; what cannot be read stays visible, so that a person is asked. */
import { describe, expect, test } from 'vitest';
import { resourceOf } from '../../../offline-store/sync/fhir-resources.ts';
import { requestOf } from '../../../offline-store/sync/request-from-fhir.ts';
import { collectResources } from '../../../offline-store/sync/upstream-resources.ts';
import { testNumber } from '../../clinic/examples.ts';
import { type Json, nhsNumberSystem, request, specimen } from './fhir-examples.ts';

const reading = {
  baseUrl: 'https://fhir.example/r4/',
  containerCodes: { 'https://lab.example/containers|LAV4': 'EDTA', '|GOLD': 'SST' } as const,
};

const nhsNumber = testNumber(1);

function read(resources: readonly Json[], patient: Parameters<typeof requestOf>[1] = { id: 'p1', nhsNumber }) {
  const collection = collectResources();
  for (const json of resources) {
    const resource = resourceOf(json);
    if (resource !== null) collection.add(resource);
  }
  return requestOf('r1', patient, collection, reading);
}

test.each([
  ['active', 'active'],
  ['draft', 'active'],
  ['on-hold', 'active'],
  ['unknown', 'active'],
  ['revoked', 'revoked'],
  ['entered-in-error', 'revoked'],
  ['completed', 'completed'],
])('a request that is %s is %s here', (status, expected) => {
  expect(read([request('r1', { status })]).status).toBe(expected);
});

test('S12: a request that the server does not show, or that cannot be read, goes to a person', () => {
  const silent = { id: 'r1', status: 'active', requisition: null, orderNumbers: [], codes: [], specimens: [] };
  expect(read([])).toEqual(silent);
  expect(read([request('r1', { status: 'bananas' })])).toEqual(silent);
});

describe('codes are carried through, known here or not', () => {
  test('SNOMED CT first, local codes after it', () => {
    const coding = [
      { system: 'https://lab.example/tests', code: 'FBC' },
      { code: 'ZZ-UNHEARD-OF', display: 'Something new' },
      { system: 'http://snomed.info/sct', code: '26604007' },
    ];
    expect(read([request('r1', { code: { coding, text: 'Blood count' } })]).codes).toEqual([
      { system: 'http://snomed.info/sct', code: '26604007', display: 'Blood count' },
      { system: 'https://lab.example/tests', code: 'FBC', display: 'Blood count' },
      { system: null, code: 'ZZ-UNHEARD-OF', display: 'Something new' },
    ]);
  });

  test('a test that is only a text keeps its text', () => {
    expect(read([request('r1', { code: { text: 'Copper studies' } })]).codes).toEqual([
      { system: null, code: 'Copper studies', display: 'Copper studies' },
    ]);
  });
});

describe('specimens that the order names', () => {
  const withSpecimen = (over: Readonly<Record<string, unknown>>) =>
    read([request('r1', { specimen: [{ reference: 'Specimen/s1' }] }), specimen('s1', over)]).specimens;

  test.each([
    ['a known container', [{ system: 'https://lab.example/containers', code: 'LAV4' }], 'EDTA'],
    ['a known container without code system', [{ code: 'GOLD' }], 'SST'],
    ['a second coding that is known', [{ system: 'x', code: 'y' }, { code: 'GOLD' }], 'SST'],
    ['an unknown container', [{ system: 'https://lab.example/containers', code: 'NEW' }], 'unknown'],
    ['the right code of another system', [{ system: 'https://other.example', code: 'LAV4' }], 'unknown'],
    ['a container that is only a text', [], 'unknown'],
  ])('%s', (_what, coding, expected) => {
    expect(withSpecimen({ container: [{ type: { coding, text: 'as it says' } }] })).toMatchObject([
      { container: expected },
    ]);
  });

  test('a specimen without container leaves the tube to the catalogue', () => {
    expect(withSpecimen({ identifier: [{ value: 'S-1' }] })).toEqual([
      { id: 's1', identifier: 'S-1', accession: null, container: null },
    ]);
  });

  test('the number on the tube serves where the specimen has none of its own', () => {
    expect(withSpecimen({ container: [{ identifier: [{ value: 'TUBE-9' }] }] })).toEqual([
      { id: 's1', identifier: 'TUBE-9', accession: null, container: null },
    ]);
  });

  test('a specimen in two tubes is two labels, and they never share a number', () => {
    const container = [{ identifier: [{ value: 'TUBE-1' }], type: { coding: [{ code: 'GOLD' }] } }, {}];
    expect(withSpecimen({ identifier: [{ value: 'S-1' }], accessionIdentifier: { value: 'B-1' }, container })).toEqual([
      { id: 's1/1', identifier: 'TUBE-1', accession: null, container: 'SST' },
      { id: 's1/2', identifier: null, accession: null, container: null },
    ]);
  });

  test('a specimen that the laboratory could not use is not offered again under its number', () => {
    expect(withSpecimen({ status: 'unsatisfactory' })).toEqual([]);
    expect(withSpecimen({ status: 'entered-in-error' })).toEqual([]);
  });

  test('S12: a specimen that the server does not show goes to a person', () => {
    const unreadable = { identifier: null, accession: null, container: 'unknown' };
    expect(read([request('r1', { specimen: [{ reference: 'Specimen/s9' }] })]).specimens).toEqual([
      { id: 's9', ...unreadable },
    ]);
    expect(withSpecimen({ container: 'not a list' })).toEqual([{ id: 's1', ...unreadable }]);
  });
});

describe('S1: whom an order and its specimen name', () => {
  const numbered = (value: string, system?: string) => ({ identifier: { system, value } });
  const nhs = (value: string) => numbered(value, nhsNumberSystem);
  const subjects: readonly [what: string, subject: object | undefined, isTheirs: boolean][] = [
    ['the record of the patient', { reference: 'Patient/p1' }, true],
    ['the same by its whole address', { reference: 'https://fhir.example/r4/Patient/p1' }, true],
    ['the record, and a number of the hospital beside it', { reference: 'Patient/p1', ...numbered('K123') }, true],
    ['nobody: it is whose the booking is', undefined, true],
    ['the NHS number of the patient alone', nhs(nhsNumber), true],
    ['the same, in groups', nhs(nhsNumber.replace(/^(...)(...)/, '$1 $2 ')), true],
    ['a record elsewhere, and the NHS number of the patient', { reference: '#theirs', ...nhs(nhsNumber) }, true],
    ['somebody else’s NHS number alone', nhs(testNumber(2)), false],
    ['a number with a wrong check digit', nhs('9990000019'), false],
    ['no number in its place', { identifier: { system: nhsNumberSystem } }, false],
    ['the digits of the patient’s number, of nobody knows which kind', numbered(nhsNumber), false],
    ['a number of the hospital', numbered('K123', 'https://trust.example/mrn'), false],
    ['a record on another server', { reference: 'https://other.example/r4/Patient/p1' }, false],
    ['a record inside the order', { reference: '#theirs' }, false],
    ['a group of people', { reference: 'Group/p1' }, false],
    ['somebody else’s record, whatever number stands beside it', { reference: 'Patient/p2', ...nhs(nhsNumber) }, false],
  ];

  test.each(subjects)('an order that names %s', (_what, subject, isTheirs) => {
    expect(read([request('r1', { subject, requisition: { value: 'T1' } })])).toMatchObject(
      isTheirs
        ? { codes: [{ code: '26604007' }], requisition: 'T1', orderNumbers: ['T1'] }
        : { codes: [], requisition: null, orderNumbers: [] },
    );
  });

  test.each(subjects)('a specimen of their order that names %s', (_what, subject, isTheirs) => {
    const order = request('r1', { specimen: [{ reference: 'Specimen/s1' }] });
    expect(read([order, specimen('s1', { subject, identifier: [{ value: 'S-1' }] })]).specimens).toEqual([
      isTheirs
        ? { id: 's1', identifier: 'S-1', accession: null, container: null }
        : { id: 's1', identifier: null, accession: null, container: 'unknown' },
    ]);
  });

  test('a patient without an NHS number: no number proves that an order is theirs', () => {
    const order = request('r1', { subject: nhs(nhsNumber) });
    expect(read([order], { id: 'p1', nhsNumber: null }).codes).toEqual([]);
  });
});
