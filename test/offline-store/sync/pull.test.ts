/** Pulling a day from a real FHIR server: all of it or nothing, and nobody leaves the list by accident. */
import { describe, expect, test } from 'vitest';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import { listState } from '../../../clinic/day-list.ts';
import type { Misbehaviour } from '../../peers/fhir/fhir-door.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { appointment, location, patient, request, site, specimen } from './fhir-examples.ts';
import { bookedDay, bookingIds, day, syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();

describe('what is pulled', () => {
  test('the bookings of this site and day, with their patients, orders and specimens', async () => {
    await server.load([
      location(site, 'RX8A2'),
      location('loc-elsewhere', 'RX8A9'),
      patient('p1'),
      request('r1', { requisition: { value: 'T1234567' }, specimen: [{ reference: 'Specimen/s1' }] }),
      specimen('s1', { identifier: [{ value: 'T1234567E' }] }),
      appointment('a1', { requestIds: ['r1'] }),
      appointment('a2', { status: 'cancelled' }),
      appointment('b1', { at: 'loc-elsewhere' }),
      appointment('c1', { start: '2026-11-25T08:00:00Z', end: '2026-11-25T08:10:00Z' }),
    ]);
    const clinic = syncClinic(server);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 2, setAside: 0, kept: 0, pages: 1 } });
    expect(bookingIds(clinic.store)).toEqual(['a1', 'a2']);
    expect(clinic.store.cache.booking('a1')?.requests).toMatchObject([
      { requisition: 'T1234567', specimens: [{ identifier: 'T1234567E' }] },
    ]);
    expect(clinic.store.cache.booking('a2')?.status).toBe('cancelled');
    expect(clinic.store.cache.findByCode('T1234567').map(({ id }) => id)).toEqual(['a1']);
    expect(clinic.store.cache.age()).toEqual({ clinicDay: day, siteId: site, pulledAt: clinic.now() });
  });

  test('a list that did not change is not written again; one that did is, whatever changed in it', async () => {
    await server.load([
      location(site, 'RX8A2'),
      patient('p1'),
      request('r1'),
      appointment('a1', { requestIds: ['r1'] }),
    ]);
    const clinic = syncClinic(server);
    await clinic.pull();
    const first = clinic.store.cache.bookings();
    clinic.at(`${day}T06:05:00.000Z`);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 1 } });
    expect(clinic.store.cache.bookings()).toBe(first);
    expect(clinic.store.cache.age()?.pulledAt).toBe(clinic.now());
    await server.load([request('r1', { status: 'revoked' })]);
    await clinic.pull();
    expect(clinic.store.cache.booking('a1')?.requests[0]?.status).toBe('revoked');
    await server.load([patient('p1', { birthDate: '1999-09-09' })]);
    await clinic.pull();
    expect(clinic.store.cache.booking('a1')?.patient.dateOfBirth).toBe('1999-09-09');
  });

  test('of a list of which a few changed, those are written; where somebody left it, all of it is', async () => {
    await server.load(bookedDay(3));
    const clinic = syncClinic(server);
    await clinic.pull();
    const { cache } = clinic.store;
    const before = cache.booking('a1');
    await server.save(appointment('a2', { patientId: 'p2', status: 'cancelled' }));
    clinic.at(`${day}T06:05:00.000Z`);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 3 } });
    expect(cache.booking('a1')).toBe(before);
    expect(cache.booking('a2')?.status).toBe('cancelled');
    expect(cache.age()?.pulledAt).toBe(clinic.now());
    await server.remove('Appointment', 'a3');
    await clinic.pull();
    expect(bookingIds(clinic.store).toSorted()).toEqual(['a1', 'a2']);
    expect(cache.booking('a1')).not.toBe(before);
  });

  test('what the server was asked is strict, by site and by both ends of the day, and without a status', async () => {
    const before = await server.now();
    await syncClinic(server).pull();
    const [asked] = (await server.requests()).filter(({ sequence }) => sequence > before);
    const query = new URLSearchParams(asked?.path.split('?')[1]);
    expect(query.getAll('date')).toEqual(['ge2026-11-24T00:00:00+00:00', 'lt2026-11-25T00:00:00+00:00']);
    expect([query.get('location'), query.get('status')]).toEqual([`Location/${site}`, null]);
    expect(asked).toMatchObject({ method: 'GET', prefer: 'handling=strict', authorization: null });
    expect(asked?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('several rooms of one site, or a site by its ODS code', async () => {
    await server.load([
      ...bookedDay(1),
      location('room-2', 'RX8A2'),
      location('loc-elsewhere', 'RX8A9'),
      appointment('a2', { at: 'room-2' }),
      appointment('b1', { at: 'loc-elsewhere' }),
    ]);
    const rooms = syncClinic(server, { upstream: { siteLocationIds: [site, 'room-2'] } });
    await rooms.pull();
    expect(bookingIds(rooms.store)).toEqual(['a2', 'a1']);
    const ods = syncClinic(server, { upstream: { siteLocationIds: undefined, siteOdsCode: 'RX8A2' } });
    await ods.pull();
    expect(bookingIds(ods.store)).toEqual(['a2', 'a1']);
  });

  test.each([
    ['2026-03-29', '2026-03-29T00:00:00Z', '2026-03-29T22:59:59Z', '2026-03-28T23:59:59Z', '2026-03-29T23:00:00Z'],
    ['2026-10-25', '2026-10-24T23:00:00Z', '2026-10-25T23:59:59Z', '2026-10-24T22:59:59Z', '2026-10-26T00:00:00Z'],
  ])('on %s, when the clocks change, the day is the local day', async (clinicDay, first, last, before, after) => {
    const starts = { first, last, before, after };
    const booked = Object.entries(starts).map(([id, start]) => appointment(id, { start, end: start }));
    await server.load([location(site, 'RX8A2'), patient('p1'), ...booked]);
    const clinic = syncClinic(server, { clinicDay });
    expect(await clinic.pull()).toMatchObject({ ok: true });
    expect(bookingIds(clinic.store)).toEqual(['first', 'last']);
  });

  test('3,000 bookings are pulled whole, over thirty pages', async () => {
    await server.load(bookedDay(3_000));
    const clinic = syncClinic(server);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 3_000, setAside: 0, pages: 30 } });
    expect(clinic.store.cache.bookings()).toHaveLength(3_000);
  }, 60_000);

  test('appointments that are no bookings are set aside by id, and the list is pulled all the same', async () => {
    await server.load([
      ...bookedDay(2),
      appointment('odd', { patientId: 'p1', status: 'bananas' }),
      appointment('nobody', { patientId: null }),
    ]);
    const clinic = syncClinic(server);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 2, setAside: 2 } });
    expect(clinic.store.cache.setAside()).toEqual(
      expect.arrayContaining([
        { appointmentId: 'odd', why: 'not-understood' },
        { appointmentId: 'nobody', why: 'no-patient' },
      ]),
    );
  });
});

test('S13: a list that comes when the clinic has closed meanwhile is put nowhere', async () => {
  await server.load(bookedDay(3));
  const clinic = syncClinic(server);
  let isOpen = true;
  const pulling = clinic.pull({ mayPull: () => isOpen });
  isOpen = false;
  expect(await pulling).toEqual({ ok: false, problem: { kind: 'overtaken' } });
  expect([clinic.store.cache.age(), clinic.store.cache.bookings()]).toEqual([null, []]);
});

describe('S11: a bad answer never removes anybody', () => {
  const bad: readonly (readonly [string, Misbehaviour, object])[] = [
    ['a web page', { kind: 'html' }, { kind: 'not-json' }],
    ['half a page, then silence of the line', { kind: 'half-page' }, { kind: 'truncated' }],
    ['half a page that looks whole', { kind: 'half-json' }, { kind: 'truncated' }],
    ['HTTP 500', { kind: 'status', status: 500 }, { kind: 'status', status: 500 }],
    ['HTTP 401', { kind: 'status', status: 401 }, { kind: 'status', status: 401 }],
    ['HTTP 403', { kind: 'status', status: 403 }, { kind: 'status', status: 403 }],
    ['HTTP 404', { kind: 'status', status: 404 }, { kind: 'status', status: 404 }],
    [
      'HTTP 429',
      { kind: 'status', status: 429, retryAfterSeconds: 7 },
      { kind: 'status', status: 429, retryAfterMs: 7_000 },
    ],
    ['nothing for long', { kind: 'silence' }, { kind: 'timed-out' }],
    ['a connection that is reset', { kind: 'reset' }, { kind: 'unreachable' }],
    ['a page that hides the next one', { kind: 'no-next' }, { kind: 'incomplete' }],
    ['an empty list', { kind: 'empty-page' }, { kind: 'held', before: 120, pulled: 0 }],
  ];

  test.each(bad)('S11: %s: the old list stays, with its age', async (_what, misbehaviour, problem) => {
    await server.load(bookedDay(120));
    const clinic = syncClinic(server);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { pages: 2 } });
    const before = bookingIds(clinic.store);
    const age = clinic.store.cache.age();
    clinic.at('2026-11-24T06:30:00.000Z');
    await server.misbehave(misbehaviour);
    clinic.impatient(misbehaviour.kind === 'silence');
    expect(await clinic.pull()).toMatchObject({ ok: false, problem });
    expect(bookingIds(clinic.store)).toEqual(before);
    expect(clinic.store.cache.age()).toEqual(age);
  });

  test.each(bad.slice(0, 6))(
    'S11: %s on the second page counts as much as on the first',
    async (_what, misbehaviour) => {
      await server.load(bookedDay(120));
      const clinic = syncClinic(server);
      await clinic.pull();
      await server.save(appointment('a1', { patientId: 'p1', status: 'cancelled' }));
      await server.misbehave(misbehaviour, { pathContains: '_offset=' });
      expect(await clinic.pull()).toMatchObject({ ok: false });
      expect(clinic.store.cache.bookings()).toHaveLength(120);
      expect(clinic.store.cache.booking('a1')?.status).toBe('booked');
    },
  );

  test('S11: nobody there: the old list stays, and the next pull after the server is back is whole', async () => {
    await server.load(bookedDay(3));
    const clinic = syncClinic(server);
    await clinic.pull();
    await server.down();
    expect(await clinic.pull()).toMatchObject({ ok: false, problem: { kind: 'unreachable', code: 'ECONNREFUSED' } });
    expect(clinic.store.cache.bookings()).toHaveLength(3);
    await server.up();
    clinic.at('2026-11-24T07:00:00.000Z');
    expect(await clinic.pull()).toMatchObject({ ok: true });
    expect(clinic.store.cache.age()?.pulledAt).toBe('2026-11-24T07:00:00.000Z');
  });

  test('S11: a garbled booking keeps the row that could be read', async () => {
    await server.load(bookedDay(10));
    const clinic = syncClinic(server);
    await clinic.pull();
    await server.load([
      appointment('a1', { patientId: 'p1', status: 'bananas' }),
      appointment('a2', { patientId: null }),
    ]);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, setAside: 2, kept: 2 } });
    expect(clinic.store.cache.booking('a1')?.status).toBe('booked');
  });

  test('S11: a list that shrinks by more than half is held until staff agree to its size', async () => {
    await server.load(bookedDay(10));
    const clinic = syncClinic(server);
    await clinic.pull();
    for (const number of [1, 2, 3, 4, 5, 6]) await server.remove('Appointment', `a${number}`);
    const held = { ok: false, problem: { kind: 'held', before: 10, pulled: 4 } };
    expect(await clinic.pull()).toEqual(held);
    expect(clinic.store.cache.bookings()).toHaveLength(10);
    expect(await clinic.pull({ agreedCount: 5 })).toEqual(held);
    expect(await clinic.pull({ agreedCount: 4 })).toMatchObject({ ok: true, value: { bookings: 4 } });
  });
});

describe('S11: a row that is missing is asked for by its id before it is hidden', () => {
  test('deleted, moved to another day or to another site: it leaves the list', async () => {
    await server.load(bookedDay(10));
    const clinic = syncClinic(server);
    await clinic.pull();
    await server.remove('Appointment', 'a1');
    const nextDay = '2026-11-25T08:00:00Z';
    await server.save(appointment('a2', { patientId: 'p2', start: nextDay, end: nextDay }));
    await server.save(appointment('a3', { patientId: 'p3', at: 'loc-elsewhere' }));
    const before = await server.now();
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 7, kept: 0 } });
    const asked = (await server.requests()).filter(({ sequence, path }) => sequence > before && path.includes('_id='));
    expect(asked).toHaveLength(1);
  });

  test('when nobody answers that question, the rows stay', async () => {
    await server.load(bookedDay(10));
    const clinic = syncClinic(server);
    await clinic.pull();
    await server.remove('Appointment', 'a1');
    await server.misbehave({ kind: 'status', status: 500 }, { pathContains: '_id=' });
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 1 } });
  });

  test('whoever is checked in here stays on the list, deleted or moved', async () => {
    await server.load(bookedDay(10));
    const clinic = syncClinic(server);
    await clinic.pull();
    clinic.checkIn('a1', 1);
    clinic.checkIn('a3', 2);
    await server.remove('Appointment', 'a1');
    await server.save(appointment('a3', { patientId: 'p3', at: 'loc-elsewhere' }));
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 2 } });
    expect(clinic.store.cache.booking('a1')?.patient.id).toBe('p1');
  });
});

describe('S10: the age of the list', () => {
  test('S10: it is the time of the last whole pull, and a failed one does not make the list younger', async () => {
    await server.load(bookedDay(2));
    const clinic = syncClinic(server);
    await clinic.pull();
    clinic.at('2026-11-24T06:45:00.000Z');
    await server.misbehave({ kind: 'status', status: 503 });
    await clinic.pull();
    const state = () => listState(clinic.store.cache.age(), Date.parse(clinic.now()), defaultClinicRules);
    expect(state()).toBe('ageing');
    await server.behave();
    await clinic.pull();
    expect(state()).toBe('good');
  });

  test("S10: a new day's pull forgets the list of the day before, however few are booked", async () => {
    await server.load([
      ...bookedDay(5),
      patient('p9'),
      appointment('next', { patientId: 'p9', start: '2026-11-25T09:00:00Z' }),
    ]);
    const clinic = syncClinic(server);
    await clinic.pull();
    clinic.at('2026-11-25T06:00:00.000Z');
    expect(await clinic.pull({ clinicDay: '2026-11-25' })).toMatchObject({ ok: true, value: { bookings: 1, kept: 0 } });
    expect(bookingIds(clinic.store)).toEqual(['next']);
  });
});
