/** Whose booking it is: two that are one, one that is two, and records that were merged. */
import { describe, expect, test } from 'vitest';
import { appointment, type Json, nhsIdentifier, nhsNumberSystem, patient, request, specimen } from './fhir-examples.ts';
import { oddDay } from './odd-day.ts';
import { sendJson } from './odd-server.ts';
import { bookingIds, syncClinic } from './sync-clinic.ts';

describe('S1: whose booking it is, is never guessed', () => {
  const list = (resources: readonly Json[]) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: resources.map((resource) => ({ resource })),
  });

  async function pulledFrom(...resources: readonly Json[]) {
    const server = await oddDay();
    server.ways.instead = (asked, response) => {
      if (!asked.searchParams.has('date')) return false;
      sendJson(response, list(resources));
      return true;
    };
    const clinic = syncClinic(server);
    return { clinic, pulled: await clinic.pull() };
  }

  const someone = patient('p2', { name: [{ family: 'Thistlewood', given: ['Jo'] }], birthDate: '1950-02-04' });

  test('two bookings under one id, for two people: nobody has it, and staff see it counted', async () => {
    const two = [appointment('a1'), appointment('a1', { patientId: 'p2' })];
    const { clinic, pulled } = await pulledFrom(...two, patient('p1'), someone, appointment('a2'));
    expect(pulled).toMatchObject({ ok: true, value: { bookings: 1, setAside: 1 } });
    expect(bookingIds(clinic.store)).toEqual(['a2']);
    expect(clinic.store.cache.setAside()).toEqual([{ appointmentId: 'a1', why: 'not-understood' }]);
  });

  test('of two that say which is newer, the newer one counts', async () => {
    const meta = (versionId: string) => ({ meta: { versionId } });
    const two = [appointment('a1', { patientId: 'p2', ...meta('8') }), appointment('a1', meta('7'))];
    const { clinic } = await pulledFrom(...two, patient('p1'), someone);
    expect(clinic.store.cache.booking('a1')?.patient).toMatchObject({ id: 'p2', name: { family: 'Thistlewood' } });
  });

  test('one booking that is cancelled and not cancelled is nobody’s, whichever came last', async () => {
    const [booked, cancelled] = [appointment('a1'), appointment('a1', { status: 'cancelled' })];
    for (const two of [
      [booked, cancelled],
      [cancelled, booked],
    ]) {
      const { clinic } = await pulledFrom(...two, patient('p1'));
      expect(bookingIds(clinic.store)).toEqual([]);
      expect(clinic.store.cache.setAside()).toEqual([{ appointmentId: 'a1', why: 'not-understood' }]);
    }
  });

  test.each([
    ['the newer one counts', [{ versionId: '3' }, { versionId: '2' }], 'revoked', 1],
    ['that do not say which is newer, a person is asked (S12)', [{}, {}], 'active', 0],
  ])('of two copies of an order, one of them revoked, %s', async (_what, [first, second], status, codes) => {
    const revoked = request('r1', { status: 'revoked', meta: first });
    const active = request('r1', { meta: second });
    const booked = appointment('a1', { requestIds: ['r1'] });
    const { clinic } = await pulledFrom(booked, patient('p1'), revoked, active);
    const [order] = clinic.store.cache.booking('a1')?.requests ?? [];
    expect([order?.status, order?.codes.length]).toEqual([status, codes]);
  });

  test("one patient who is two people on two pages: their bookings are nobody's until the server has made up its mind", async () => {
    const { clinic, pulled } = await pulledFrom(appointment('a1'), patient('p1'), { ...someone, id: 'p1' });
    expect(pulled).toMatchObject({ ok: true, value: { bookings: 0, setAside: 1 } });
    expect(clinic.store.cache.setAside()).toEqual([{ appointmentId: 'a1', why: 'not-understood' }]);
  });

  test('one patient under two ids has two bookings, each with its own record', async () => {
    const twin = patient('p2');
    const { clinic } = await pulledFrom(appointment('a1'), appointment('a2', { patientId: 'p2' }), patient('p1'), twin);
    expect(clinic.store.cache.bookings().map((one) => one.patient.id)).toEqual(['p1', 'p2']);
  });
});

describe('records of patients that were merged', () => {
  const old = (over: Readonly<Record<string, unknown>> = {}) =>
    patient('p1', { active: false, link: [{ type: 'replaced-by', other: { reference: 'Patient/p2' } }], ...over });
  const survivor = (over: Readonly<Record<string, unknown>> = {}) =>
    patient('p2', {
      name: [{ family: 'Thistlewood', given: ['Jo'] }],
      identifier: [nhsIdentifier('9990000026')],
      ...over,
    });

  test.each([true, false])(
    'the booking is of the record that counts, whether it is included or not (%s)',
    async (includes) => {
      const server = await oddDay(old(), survivor(), appointment('a1'));
      server.ways.includes = includes;
      const clinic = syncClinic(server);
      expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 1, setAside: 0 } });
      expect(clinic.store.cache.booking('a1')?.patient).toMatchObject({ id: 'p2', nhsNumber: '9990000026' });
    },
  );

  test('also when it was merged once more', async () => {
    const third = patient('p3', { birthDate: '1960-03-03' });
    const server = await oddDay(
      old(),
      survivor({ link: [{ type: 'replaced-by', other: { reference: 'Patient/p3' } }] }),
      third,
      appointment('a1'),
    );
    server.ways.includes = false;
    const clinic = syncClinic(server);
    await clinic.pull();
    expect(clinic.store.cache.booking('a1')?.patient).toMatchObject({ id: 'p3', dateOfBirth: '1960-03-03' });
  });

  test.each<[string, readonly Json[], string]>([
    ['is not there', [old()], 'no-patient'],
    [
      'is on another server',
      [old({ link: [{ type: 'replaced-by', other: { reference: 'https://pas.example/Patient/p2' } }] })],
      'not-understood',
    ],
    [
      'leads back to the first',
      [old(), survivor({ link: [{ type: 'replaced-by', other: { reference: 'Patient/p1' } }] })],
      'not-understood',
    ],
    ['is not named, and the record is out of use', [old({ link: [] })], 'patient-not-in-use'],
  ])('S1: when the record that counts %s, the booking is set aside', async (_what, records, why) => {
    const clinic = syncClinic(await oddDay(...records, appointment('a1')));
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 0 } });
    expect(clinic.store.cache.setAside()).toEqual([{ appointmentId: 'a1', why }]);
  });

  test('a record that another one was merged into is in use', async () => {
    const seen = survivor({ id: 'p1', link: [{ type: 'replaces', other: { reference: 'Patient/p0' } }] });
    const clinic = syncClinic(await oddDay(seen, appointment('a1')));
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 1 } });
  });
});

describe('S1: what was ordered for somebody else is on nobody’s label', () => {
  const ofP2 = { subject: { reference: 'Patient/p2' } };
  const numbered = (over: Readonly<Record<string, unknown>> = {}) =>
    specimen('s1', { identifier: [{ value: 'T7654321E' }], ...over });
  const ordered = (over: Readonly<Record<string, unknown>> = {}) =>
    request('r1', { requisition: { value: 'T7654321' }, specimen: [{ reference: 'Specimen/s1' }], ...over });
  const booked = appointment('a1', { requestIds: ['r1'] });

  async function orderOf(...resources: readonly Json[]) {
    const server = await oddDay(booked, patient('p1'), ...resources);
    const clinic = syncClinic(server);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 1 } });
    return { order: clinic.store.cache.booking('a1')?.requests[0], cache: clinic.store.cache };
  }

  test('an order of another patient brings no test, no number and no way to find the booking: a person is asked (S12)', async () => {
    const { order, cache } = await orderOf(patient('p2'), ordered(ofP2), numbered(ofP2));
    expect(order).toEqual({
      id: 'r1',
      status: 'active',
      requisition: null,
      orderNumbers: [],
      codes: [],
      specimens: [],
    });
    expect(cache.findByCode('T7654321')).toEqual([]);
  });

  test.each([
    ['somebody else’s NHS number', { system: nhsNumberSystem, value: '9990000026' }],
    ['a number of the hospital', { system: 'https://trust.example/mrn', value: 'K123' }],
  ])('so does one that names %s and no record', async (_what, identifier) => {
    const { order, cache } = await orderOf(ordered({ subject: { identifier } }), numbered());
    expect(order).toMatchObject({ codes: [], orderNumbers: [], specimens: [] });
    expect(cache.findByCode('T7654321')).toEqual([]);
  });

  test('one that names the NHS number of the patient and no record is theirs', async () => {
    const subject = { identifier: { system: nhsNumberSystem, value: '9990000018' } };
    const { order } = await orderOf(ordered({ subject }), numbered({ subject }));
    expect(order).toMatchObject({ requisition: 'T7654321', specimens: [{ identifier: 'T7654321E' }] });
  });

  test('so does one of a record that the server does not show', async () => {
    expect((await orderOf(ordered(ofP2), numbered())).order).toMatchObject({ codes: [], specimens: [] });
  });

  test('a specimen of another patient gives no number', async () => {
    const { order } = await orderOf(patient('p2'), ordered(), numbered(ofP2));
    expect(order?.specimens).toEqual([{ id: 's1', identifier: null, accession: null, container: 'unknown' }]);
    expect(order?.codes).toHaveLength(1);
  });

  test.each([true, false])(
    'one under a record that was merged into theirs is theirs (included: %s)',
    async (includes) => {
      const merged = patient('p2', { link: [{ type: 'replaced-by', other: { reference: 'Patient/p1' } }] });
      const server = await oddDay(booked, patient('p1'), merged, ordered(ofP2), numbered(ofP2));
      server.ways.includes = includes;
      const clinic = syncClinic(server);
      await clinic.pull();
      expect(clinic.store.cache.booking('a1')?.requests).toMatchObject([
        { requisition: 'T7654321', specimens: [{ identifier: 'T7654321E' }] },
      ]);
    },
  );
});
