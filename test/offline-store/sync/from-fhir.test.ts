/** Each odd thing that a booking system sends has one defined place, and none of them costs the rest of the list. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Booking } from '../../../clinic/booking.ts';
import type { SetAside } from '../../../offline-store/day-list-cache.ts';
import { resourceOf } from '../../../offline-store/sync/fhir-resources.ts';
import { bookingOf, type Reading } from '../../../offline-store/sync/from-fhir.ts';
import {
  collectResources,
  missingResources,
  type ResourceCollection,
} from '../../../offline-store/sync/upstream-resources.ts';
import { appointment, type Json, location, patient, request, site, specimen } from './fhir-examples.ts';

const baseUrl = 'https://fhir.example/r4/';
const reading: Reading = {
  baseUrl,
  siteId: site,
  site: { siteLocationIds: [site] },
  clinicDay: '2026-11-24',
  fromMs: Date.parse('2026-11-24T00:00:00Z'),
  toMs: Date.parse('2026-11-25T00:00:00Z'),
  bookingReferenceSystems: [],
  containerCodes: { 'https://lab.example/containers|LAV4': 'EDTA', '|GOLD': 'SST' },
};

function collect(resources: readonly Json[]): ResourceCollection {
  const collection = collectResources();
  for (const json of resources) {
    const resource = resourceOf(json);
    if (resource !== null) collection.add(resource);
  }
  return collection;
}

function read(resources: readonly Json[], over: Partial<Reading> = {}) {
  const collection = collect(resources);
  const bookings: Booking[] = [];
  const setAside: SetAside[] = [...collection.setAside];
  for (const each of collection.appointments.values()) {
    const booking = bookingOf(each, collection, { ...reading, ...over });
    if (booking.ok) bookings.push(booking.value);
    else setAside.push(booking.problem);
  }
  return { bookings, setAside };
}

test('a booking carries all that check-in and labels need, and nothing else', () => {
  const { bookings, setAside } = read([
    appointment('a1', { requestIds: ['r1'], meta: { versionId: '3' } }),
    patient('p1'),
    request('r1', {
      identifier: [
        { type: { coding: [{ code: 'PLAC' }] }, value: 'PL-100' },
        { type: { coding: [{ code: 'FILL' }] }, value: 'FI-200' },
        { value: 'something else' },
      ],
      requisition: { value: 'T1234567' },
      specimen: [{ reference: 'Specimen/s1' }],
    }),
    specimen('s1', {
      identifier: [{ value: 'T1234567-EDTA' }],
      accessionIdentifier: { value: 'B26-77' },
      container: [{ type: { coding: [{ system: 'https://lab.example/containers', code: 'LAV4' }] } }],
    }),
  ]);
  expect(setAside).toEqual([]);
  expect(bookings).toEqual([
    {
      id: 'a1',
      version: '3',
      status: 'booked',
      siteId: site,
      startsAt: '2026-11-24T08:00:00.000Z',
      references: ['REF-a1'],
      patient: {
        id: 'p1',
        name: { family: 'Marchetti-Okonkwo', given: 'Ffion Wren' },
        dateOfBirth: '1980-01-18',
        nhsNumber: '9990000018',
        nhsNumberStatus: '01',
      },
      requests: [
        {
          id: 'r1',
          status: 'active',
          requisition: 'T1234567',
          orderNumbers: ['PL-100', 'FI-200', 'T1234567'],
          codes: [{ system: 'http://snomed.info/sct', code: '26604007', display: 'Full blood count' }],
          specimens: [{ id: 's1', identifier: 'T1234567-EDTA', accession: 'B26-77', container: 'EDTA' }],
        },
      ],
    },
  ]);
});

describe('each appointment that is not an ordinary booking has its place', () => {
  test.each<[string, Json, SetAside['why']]>([
    ['of another site', appointment('a1', { at: 'loc-elsewhere' }), 'other-site'],
    ['at no place', appointment('a1', { participant: [{ actor: { reference: 'Patient/p1' } }] }), 'other-site'],
    ['of the day before', appointment('a1', { start: '2026-11-23T23:59:59Z' }), 'other-day'],
    ['of the day after', appointment('a1', { start: '2026-11-25T00:00:00Z' }), 'other-day'],
    ['without patient', appointment('a1', { patientId: null }), 'no-patient'],
    ['whose patient the server does not have', appointment('a1', { patientId: 'p9' }), 'no-patient'],
    ['whose patient cannot be read', appointment('a1', { patientId: 'p-odd' }), 'not-understood'],
    ['without a start', appointment('a1', { start: undefined }), 'not-understood'],
    ['with a start that is no time', appointment('a1', { start: 'tomorrow' }), 'not-understood'],
    ['with a status that FHIR does not have', appointment('a1', { status: 'bananas' }), 'not-understood'],
    [
      'of two patients at once',
      appointment('a1', {
        participant: ['Patient/p1', 'Patient/p2', `Location/${site}`].map((reference) => ({ actor: { reference } })),
      }),
      'not-understood',
    ],
  ])('one %s is set aside, and the next one is kept', (_what, odd, why) => {
    const others = [patient('p1'), patient('p2'), patient('p-odd', { name: 'not a list' }), appointment('a2')];
    const { bookings, setAside } = read([odd, ...others]);
    expect(setAside).toEqual([{ appointmentId: 'a1', why }]);
    expect(bookings.map(({ id }) => id)).toEqual(['a2']);
  });

  test.each([
    ['booked', 'booked'],
    ['pending', 'booked'],
    ['arrived', 'arrived'],
    ['checked-in', 'arrived'],
    ['fulfilled', 'fulfilled'],
    ['cancelled', 'cancelled'],
    ['noshow', 'no-show'],
    ['entered-in-error', 'entered-in-error'],
    ['proposed', 'not-booked'],
    ['waitlist', 'not-booked'],
  ])('one that is %s is kept as %s', (status, expected) => {
    expect(read([appointment('a1', { status }), patient('p1')]).bookings).toMatchObject([
      { id: 'a1', status: expected },
    ]);
  });

  test('one without NHS number is kept and can be found by its reference', () => {
    const { bookings } = read([appointment('a1'), patient('p1', { identifier: [] })]);
    expect(bookings).toMatchObject([{ references: ['REF-a1'], patient: { nhsNumber: null, nhsNumberStatus: null } }]);
  });

  test('of a repeated id the newest version stands, whichever came first', () => {
    const old = appointment('a1', { meta: { versionId: '1', lastUpdated: '2026-11-24T06:00:00Z' } });
    const cancelled = { versionId: '2', lastUpdated: '2026-11-24T07:00:00+00:00' };
    const newer = appointment('a1', { status: 'cancelled', meta: cancelled });
    for (const order of [
      [old, newer],
      [newer, old],
    ]) {
      const { bookings, setAside } = read([...order, patient('p1')]);
      expect(bookings).toMatchObject([{ id: 'a1', version: '2', status: 'cancelled' }]);
      expect(setAside).toEqual([{ appointmentId: 'a1', why: 'superseded-duplicate' }]);
    }
  });

  test('the same version on two pages is one booking and no news', () => {
    const same = appointment('a1', { meta: { versionId: '1' } });
    const { bookings, setAside } = read([same, same, patient('p1')]);
    expect([bookings.length, setAside]).toEqual([1, []]);
  });

  test('one of another room of the same site is ours', () => {
    const rooms = { site: { siteLocationIds: [site, 'loc-room-2'] } };
    expect(read([appointment('a1', { at: 'loc-room-2' }), patient('p1')], rooms).bookings).toMatchObject([
      { siteId: site },
    ]);
  });

  test('by ODS code, the site is known by its Location', () => {
    const ods = { site: { siteOdsCode: 'RX8A2' } };
    const resources = [
      appointment('a1', { at: 'x1' }),
      appointment('a2', { at: 'x2' }),
      location('x1', 'RX8A2'),
      location('x2', 'RX8A9'),
      patient('p1'),
    ];
    const { bookings, setAside } = read(resources, ods);
    expect(bookings.map(({ id }) => id)).toEqual(['a1']);
    expect(setAside).toEqual([{ appointmentId: 'a2', why: 'other-site' }]);
  });

  test('only references of the systems that letters carry can be scanned', () => {
    const identifier = [
      { system: 'https://booking.example/reference', value: ' REF-1 ' },
      { system: 'https://pas.example/internal', value: '77' },
      { system: 'https://booking.example/reference', value: 'REF-0', use: 'old' },
    ];
    const resources = [appointment('a1', { identifier }), patient('p1')];
    expect(read(resources).bookings[0]?.references).toEqual(['REF-1', '77']);
    const bookingReferenceSystems = ['https://booking.example/reference'];
    expect(read(resources, { bookingReferenceSystems }).bookings[0]?.references).toEqual(['REF-1']);
  });
});

describe('references', () => {
  test.each([
    ['Patient/p1', 1],
    [`${baseUrl}Patient/p1`, 1],
    ['Patient/p1/_history/2', 1],
    ['https://other.example/r4/Patient/p1', 0],
    ['Group/p1', 0],
    ['#p1', 0],
  ])('%s finds %i patient', (reference, found) => {
    const participant = [{ actor: { reference } }, { actor: { reference: `Location/${site}` } }];
    expect(read([appointment('a1', { participant }), patient('p1')]).bookings).toHaveLength(found);
  });

  test('what the server did not include is known, so that it can be looked up', () => {
    const collection = collect([
      appointment('a1', { patientId: 'p9', requestIds: ['r1', 'r9'] }),
      request('r1', { specimen: [{ reference: 'Specimen/s9' }] }),
    ]);
    expect(missingResources(collection, baseUrl)).toEqual({
      Patient: ['p9', 'p1'],
      ServiceRequest: ['r9'],
      Specimen: ['s9'],
      Location: [site],
    });
  });
});

test('whatever a server sends, each appointment ends in one place, and nothing is thrown', () => {
  const types = ['Appointment', 'Patient', 'ServiceRequest', 'Specimen', 'Location', 'Practitioner'];
  const ids = fc.constantFrom('p1', 'a1', 'r1', 's1', 'bad id', '');
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('booked', 'cancelled', '2026-11-24T08:00:00Z', 'Patient/p1', `Location/${site}`),
  );
  const fields = fc.dictionary(
    fc.constantFrom('status', 'start', 'identifier', 'participant', 'basedOn', 'name', 'birthDate', 'code', 'meta'),
    values,
  );
  const anything = fc
    .tuple(fc.constantFrom(...types), ids, fields)
    .map(([resourceType, id, rest]): Json => ({ ...appointment('a1'), ...rest, resourceType, id }));
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 12 }), (resources) => {
      const { bookings, setAside } = read([...resources, patient('p9'), appointment('good', { patientId: 'p9' })]);
      expect(bookings.map(({ id }) => id)).toContain('good');
      const count = collect(resources).appointmentCount();
      const asideOnce = setAside.filter(({ why }) => why !== 'superseded-duplicate');
      expect(bookings.length - 1 + asideOnce.length).toBeGreaterThanOrEqual(count);
    }),
  );
});
