/** Blood that was taken goes upstream: the booking is fulfilled, the visit finished, and each tube is a Specimen, once. */
import { describe, expect, test } from 'vitest';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { checkedIn, nurse, take, takenAt } from './events-clinic.ts';
import { appointment, patient, request, specimen as upstreamSpecimen } from './fhir-examples.ts';
import { entryOf, pushClinic, tasksOf, ways } from './push-clinic.ts';
import type { SyncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
const { openClinic, statusOf, writesSince, sentSince } = pushClinic(server);

const specimens = async () =>
  (await server.all('Specimen')).toSorted((a, b) =>
    JSON.stringify(a.identifier).localeCompare(JSON.stringify(b.identifier)),
  );
const statesOf = ({ store }: SyncClinic, id = 'a1') =>
  store.ledger.outboxOf(id).map(({ kind, state }) => [kind, state]);
const notSent = ({ store }: SyncClinic) => store.ledger.collectedNotSent().map(({ specimenId }) => specimenId);

describe('blood that was taken', () => {
  test('fulfils the booking, finishes the visit and brings each tube with its number, its order and who took it', async () => {
    const system = 'https://lab.example/specimens';
    const clinic = await openClinic(1, {
      specimenNumberSystem: system,
      containerCodes: { 'https://lab.example/containers|EDTA4': 'EDTA' },
    });
    const { tubeIds } = await checkedIn(server, clinic);
    take(clinic.store, 'a1', tubeIds, 60_000);
    expect(notSent(clinic)).toHaveLength(2);
    const order = await server.read('ServiceRequest', 'order-a1');
    expect(await clinic.push()).toMatchObject({ applied: 2, waiting: 0 });
    expect(await statusOf('a1')).toBe('fulfilled');
    const end = '2026-11-24T08:32:00.000Z';
    expect(await server.all('Encounter')).toMatchObject([{ status: 'finished', period: { end } }]);
    expect(await specimens()).toMatchObject([
      {
        identifier: [{ system, value: 'A1T-1' }],
        status: 'available',
        subject: { reference: 'Patient/p1' },
        request: [{ reference: 'ServiceRequest/order-a1' }],
        collection: { collectedDateTime: end, collector: { identifier: { value: nurse } } },
        container: [{ identifier: [{ value: 'A1T-1' }], type: { coding: [{ code: 'EDTA4' }], text: 'EDTA' } }],
      },
      { identifier: [{ system, value: 'A1T-2' }] },
    ]);
    // The laboratory completes it.
    expect(await server.read('ServiceRequest', 'order-a1')).toEqual(order);
    expect((await server.all('Provenance')).at(-1)).toMatchObject({
      agent: [{ who: { type: 'Device' } }, { who: { type: 'Practitioner', identifier: { value: nurse } } }],
    });
    expect(notSent(clinic)).toEqual([]);
    expect(tasksOf(clinic)).toEqual([]);
  });

  test('a whole rack of tubes goes a few at a time, and each once', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic, { tubes: 14 });
    take(clinic.store, 'a1', tubeIds);
    await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', skip: 2, times: 1 });
    await clinic.push();
    clinic.at('2026-11-24T06:01:00.000Z');
    await clinic.push();
    expect(statesOf(clinic)).toEqual([
      ['arrived', 'applied'],
      ['collected', 'applied'],
    ]);
    expect(await specimens()).toHaveLength(14);
    expect(notSent(clinic)).toEqual([]);
  });

  test('tubes that are taken one after the other: the first fulfils the booking, the next only follow', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    for (const tubeId of tubeIds) take(clinic.store, 'a1', [tubeId]);
    const before = await server.now();
    await clinic.push();
    expect(statesOf(clinic)).toEqual([
      ['arrived', 'applied'],
      ['collected', 'applied'],
      ['collected', 'merged'],
    ]);
    expect(await specimens()).toHaveLength(2);
    expect(await writesSince(before)).toHaveLength(2);
  });

  test('an accession number that the order brought goes as such', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic, { tubes: 1, changes: { identifierSource: 'order-accession' } });
    take(clinic.store, 'a1', tubeIds);
    await clinic.push();
    expect(await specimens()).toMatchObject([{ accessionIdentifier: { value: 'A1T-1' } }]);
  });

  test('a specimen that the order named before is told that its blood was taken, and not made a second time', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic, { tubes: 1, changes: { identifierSource: 'order-specimen' } });
    const keep = { note: [{ text: 'keep' }] };
    await server.load([
      upstreamSpecimen('ordered', { identifier: [{ system: 'https://lab.example/own', value: 'A1T-1' }], ...keep }),
      request('order-a1', { specimen: [{ reference: 'Specimen/ordered' }] }),
    ]);
    take(clinic.store, 'a1', tubeIds);
    await clinic.push();
    expect(await specimens()).toMatchObject([{ id: 'ordered', ...keep, collection: { collectedDateTime: takenAt } }]);
  });

  test('two tubes that the order named as one specimen: it is told once, and both are sent', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic, { changes: { identifierSource: 'order-specimen' } });
    const container = ['A1T-1', 'A1T-2'].map((value) => ({ identifier: [{ value }] }));
    await server.load([
      upstreamSpecimen('ordered', { container }),
      request('order-a1', { specimen: [{ reference: 'Specimen/ordered' }] }),
    ]);
    take(clinic.store, 'a1', tubeIds);
    expect(await clinic.push()).toMatchObject({ applied: 2, setAside: 0 });
    expect(await specimens()).toMatchObject([{ id: 'ordered', container, collection: { collectedDateTime: takenAt } }]);
    expect(notSent(clinic)).toEqual([]);
  });

  test('it never goes before the arrival, and an arrival that staff must see to does not hold it back', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    take(clinic.store, 'a1', tubeIds);
    await server.misbehave({ kind: 'status', status: 503 }, { method: 'POST', times: 1 });
    expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 2 });
    expect(await specimens()).toEqual([]);
    await server.misbehave({ kind: 'status', status: 422 }, { method: 'POST', times: 1 });
    expect(await clinic.push({ isBack: true })).toMatchObject({ setAside: 1, applied: 1, waiting: 0 });
    expect(await statusOf('a1')).toBe('fulfilled');
  });
});

describe('what somebody else decided stands, and the blood is told all the same', () => {
  const nextDay = '2026-11-25T08:00:00Z';
  test.each([
    ['cancelled', { status: 'cancelled' }, 'cancelled'],
    ['marked as not come', { status: 'noshow' }, 'cancelled'],
    ['moved to another day', { status: 'arrived', start: nextDay, end: nextDay }, 'moved'],
    ['moved to another site', { status: 'arrived', at: 'loc-elsewhere' }, 'moved'],
  ])(
    'a booking that was %s after the blood was taken: the specimens are sent, a task is left',
    async (_what, change, because) => {
      const clinic = await openClinic(1);
      const { tubeIds } = await checkedIn(server, clinic);
      await clinic.push();
      take(clinic.store, 'a1', tubeIds);
      const changed = await server.save(appointment('a1', { patientId: 'p1', requestIds: ['order-a1'], ...change }));
      expect(await clinic.push()).toMatchObject({ conflicts: 1, waiting: 0 });
      expect(await server.read('Appointment', 'a1')).toEqual(changed);
      expect(await specimens()).toHaveLength(2);
      expect(notSent(clinic)).toEqual([]);
      expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'collection-conflict', because, areSent: true }]);
    },
  );

  test('a booking that was deleted: the order says whose blood it is', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    await clinic.push();
    take(clinic.store, 'a1', tubeIds);
    await server.remove('Appointment', 'a1');
    expect(await clinic.push()).toMatchObject({ conflicts: 1 });
    expect(await specimens()).toMatchObject([{ subject: { reference: 'Patient/p1' } }, {}]);
    expect(tasksOf(clinic)).toMatchObject([{ because: 'deleted', areSent: true }]);
  });

  test('an order that was revoked after the blood was taken: sent, and a person is told', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    take(clinic.store, 'a1', tubeIds);
    const revoked = await server.save(request('order-a1', { status: 'revoked', subject: { reference: 'Patient/p1' } }));
    expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 1, waiting: 0 });
    expect(await statusOf('a1')).toBe('fulfilled');
    expect(await specimens()).toHaveLength(2);
    expect(await server.read('ServiceRequest', 'order-a1')).toEqual(revoked);
    expect(tasksOf(clinic)).toEqual([
      { bookingId: 'a1', kind: 'collection-conflict', because: 'order-revoked', areSent: true },
    ]);
  });

  test('booking and order name two patients: nothing is sent under either name', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    await clinic.push();
    take(clinic.store, 'a1', tubeIds);
    await server.load([patient('p99')]);
    await server.save(request('order-a1', { subject: { reference: 'Patient/p99' } }));
    const before = await server.now();
    expect(await clinic.push()).toMatchObject({ conflicts: 1 });
    expect(await sentSince(before)).toEqual([]);
    expect(notSent(clinic)).toHaveLength(2);
    expect(tasksOf(clinic)).toMatchObject([{ because: 'other-patient', areSent: false }]);
  });

  test('booking and order name two records of one person, which were merged: the blood is theirs', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    await clinic.push();
    take(clinic.store, 'a1', tubeIds);
    const link = [{ type: 'replaced-by', other: { reference: 'Patient/p77' } }];
    await server.load([patient('p77'), patient('p1', { active: false, link })]);
    await server.save(request('order-a1', { subject: { reference: 'Patient/p77' } }));
    expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 0 });
    const subject = { reference: 'Patient/p77' };
    expect(await specimens()).toMatchObject([{ subject }, { subject }]);
  });

  test.each(ways)(
    'S1: a booking that was given to somebody else since the last pull, of which no order tells: theirs stays as it is ($writeBack)',
    async (way) => {
      const clinic = await pushClinic(server, way).openClinic(1);
      const { tubeIds } = await checkedIn(server, clinic);
      await clinic.push();
      take(clinic.store, 'a1', tubeIds);
      await server.load([patient('p99')]);
      await server.save(appointment('a1', { patientId: 'p99' }));
      await server.remove('ServiceRequest', 'order-a1');
      expect(await clinic.push()).toMatchObject({ conflicts: 1 });
      expect(await statusOf('a1')).toBe('booked');
      expect([await specimens(), notSent(clinic)]).toEqual([[], tubeIds]);
      expect(tasksOf(clinic)).toMatchObject([{ because: 'other-patient', areSent: false }]);
    },
  );

  test.each(['booked', 'deleted'])(
    'S1: a specimen of the same number is of somebody else, and was taken: ours is not taken for sent (%s)',
    async (booking) => {
      const clinic = await openClinic(1);
      const { tubeIds } = await checkedIn(server, clinic, { tubes: 1 });
      await clinic.pull();
      await clinic.push();
      take(clinic.store, 'a1', tubeIds);
      const subject = { reference: 'Patient/p99' };
      const collection = { collectedDateTime: '2025-03-01T09:00:00Z' };
      await server.load([patient('p99')]);
      await server.save(upstreamSpecimen('old', { subject, collection, identifier: [{ value: 'A1T-1' }] }));
      if (booking === 'deleted')
        await Promise.all([server.remove('Appointment', 'a1'), server.remove('ServiceRequest', 'order-a1')]);
      expect(await clinic.push()).toMatchObject({ conflicts: 1 });
      expect(notSent(clinic)).toEqual(tubeIds);
      expect(tasksOf(clinic)).toMatchObject([{ areSent: false }]);
      expect(await specimens()).toMatchObject([{ id: 'old', subject, collection }]);
    },
  );

  test('a visit that somebody ended keeps the end that they gave it', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    await clinic.push();
    const [encounter] = await server.all('Encounter');
    const ended = await server.save({ ...encounter, resourceType: 'Encounter', status: 'cancelled' });
    take(clinic.store, 'a1', tubeIds);
    expect(await clinic.push()).toMatchObject({ applied: 1 });
    expect(await server.all('Encounter')).toEqual([ended]);
  });
});

describe('when the answer is lost', () => {
  test('each specimen is there once, and the booking is changed once', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    const eventId = take(clinic.store, 'a1', tubeIds);
    await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', skip: 1, times: 1 });
    const before = await server.now();
    expect(await clinic.push()).toMatchObject({ applied: 2, waiting: 0 });
    expect(await specimens()).toHaveLength(2);
    expect(await writesSince(before)).toHaveLength(2);
    expect(entryOf(clinic, eventId)?.state).toBe('applied');
  });

  test('and only specimens were sent: they are looked for after a while, because a search may lag', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic);
    take(clinic.store, 'a1', tubeIds);
    await server.save(appointment('a1', { patientId: 'p1', requestIds: ['order-a1'], status: 'cancelled' }));
    await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', times: 1 });
    const before = await server.now();
    expect(await clinic.push()).toMatchObject({ conflicts: 1, waiting: 1 });
    expect(await sentSince(before)).toHaveLength(1);
    expect(await clinic.push({ isBack: true })).toMatchObject({ conflicts: 0, waiting: 1 });
    clinic.at('2026-11-24T06:01:00.000Z');
    expect(await clinic.push()).toMatchObject({ conflicts: 1, waiting: 0 });
    expect(await specimens()).toHaveLength(2);
    expect(await sentSince(before)).toHaveLength(1);
    expect(tasksOf(clinic)).toContainEqual({
      bookingId: 'a1',
      kind: 'collection-conflict',
      because: 'cancelled',
      areSent: true,
    });
  });
});

test('where only bookings are kept, the booking is fulfilled and nothing else is sent', async () => {
  const { openClinic: openPlain } = pushClinic(server, ways[1]);
  const clinic = await openPlain(1);
  const { tubeIds } = await checkedIn(server, clinic);
  take(clinic.store, 'a1', tubeIds);
  expect(await clinic.push()).toMatchObject({ applied: 2, waiting: 0 });
  expect(await statusOf('a1')).toBe('fulfilled');
  expect([await server.all('Specimen'), await server.all('Encounter')]).toEqual([[], []]);
  expect(notSent(clinic)).toEqual([]);
});
