/** A patient who came without a booking: upstream gets one booking for exactly one patient, or a person decides. */
import { describe, expect, test } from 'vitest';
import { testNumber } from '../../clinic/examples.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { knownPatient, register, take, walkInNumber } from './events-clinic.ts';
import { appointment, location, nhsIdentifier, site } from './fhir-examples.ts';
import { oddDay } from './odd-day.ts';
import { entryOf, pushClinic, tasksOf, ways } from './push-clinic.ts';
import { syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
const { openClinic, writesSince, sentSince } = pushClinic(server);

const bookingsOf = async (patientId: string) =>
  (await server.all('Appointment')).filter((one) => JSON.stringify(one.participant).includes(`Patient/${patientId}"`));

describe('a registration', () => {
  test('becomes a booking of the one patient of that number and date of birth, arrived already', async () => {
    const clinic = await openClinic(1);
    await server.load([knownPatient('walker')]);
    const { bookingId, eventId } = register(clinic);
    expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 0 });
    const [made, ...more] = await bookingsOf('walker');
    expect(more).toEqual([]);
    expect(made).toMatchObject({
      status: 'arrived',
      identifier: [{ value: `urn:uuid:${eventId}` }],
      comment: 'Paper form FORM-42: Full blood count',
      start: '2026-11-24T06:00:00.000Z',
      participant: [{ actor: { reference: 'Patient/walker' } }, { actor: { reference: `Location/${site}` } }],
    });
    expect(await server.all('Encounter')).toMatchObject([
      { subject: { reference: 'Patient/walker' }, appointment: [{ reference: `Appointment/${made?.id}` }] },
    ]);
    expect(await server.all('ServiceRequest')).toEqual([]);
    expect(clinic.store.ledger.upstreamBookingOf(bookingId)).toBe(made?.id);
    expect(tasksOf(clinic)).toEqual([]);
  });

  test('S4: the booking that upstream made of it is known as the one that is checked in already', async () => {
    const clinic = await openClinic(1);
    await server.load([knownPatient('walker')]);
    const { bookingId } = register(clinic);
    await clinic.push();
    const [made] = await bookingsOf('walker');
    expect(clinic.store.ledger.walkInOf(String(made?.id))).toBe(bookingId);
    expect(clinic.store.ledger.walkInOf('a1')).toBeNull();
  });

  test('the answer is lost: the booking is found again, after a while, and made once', async () => {
    const clinic = await openClinic(1);
    await server.load([knownPatient('walker')]);
    const { bookingId, eventId } = register(clinic);
    await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', times: 1 });
    const before = await server.now();
    expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 1 });
    expect(await sentSince(before)).toHaveLength(1);
    expect(entryOf(clinic, eventId)?.nextAttemptAt).toBe('2026-11-24T06:01:00.000Z');
    // The search may not know it yet: a second booking would be made.
    expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 0, waiting: 1 });
    clinic.at('2026-11-24T06:01:00.000Z');
    expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 0 });
    expect(await sentSince(before)).toHaveLength(1);
    const [made, ...more] = await bookingsOf('walker');
    expect(more).toEqual([]);
    expect(clinic.store.ledger.upstreamBookingOf(bookingId)).toBe(made?.id);
    expect(entryOf(clinic, eventId)?.state).toBe('applied');
  });

  test('blood that was taken from the patient follows under the booking that was made, without orders', async () => {
    const clinic = await openClinic(1);
    await server.load([knownPatient('walker')]);
    const { bookingId } = register(clinic);
    take(clinic.store, bookingId, ['V50X-1', 'V50X-2']);
    expect(await clinic.push()).toMatchObject({ applied: 2, waiting: 0 });
    expect(await bookingsOf('walker')).toMatchObject([{ status: 'fulfilled' }]);
    const made = await server.all('Specimen');
    expect(made).toMatchObject([{ subject: { reference: 'Patient/walker' } }, {}]);
    expect(made.map((one) => one.request)).toEqual([undefined, undefined]);
    expect(await server.all('Encounter')).toMatchObject([{ status: 'finished' }]);
  });

  test('by ODS code, the site is named by it', async () => {
    await server.load([location(site, 'RX8A2')]);
    const clinic = await openClinic(1, { siteLocationIds: undefined, siteOdsCode: 'RX8A2' });
    await server.load([knownPatient('walker')]);
    register(clinic);
    expect(await clinic.push()).toMatchObject({ applied: 1 });
    expect(await bookingsOf('walker')).toMatchObject([
      { participant: [{}, { actor: { identifier: { value: 'RX8A2' } } }] },
    ]);
  });

  test('where only bookings are kept, the booking alone is made, once', async () => {
    const clinic = await pushClinic(server, ways[1]).openClinic(1);
    await server.load([knownPatient('walker')]);
    const { bookingId } = register(clinic);
    await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', times: 1 });
    await clinic.push();
    clinic.at('2026-11-24T06:01:00.000Z');
    expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 0 });
    const [made, ...more] = await bookingsOf('walker');
    expect(more).toEqual([]);
    expect(clinic.store.ledger.upstreamBookingOf(bookingId)).toBe(made?.id);
    expect(await server.all('Encounter')).toEqual([]);
  });
});

describe('a person decides, and no second booking is made', () => {
  const walker = { patientId: 'walker' };
  const onceTheirs = { ...nhsIdentifier(walkInNumber), use: 'old' };
  test.each([
    ['nobody has the number', [], 'patient-not-found', {}],
    ['somebody had the number once', [knownPatient('walker', { identifier: [onceTheirs] })], 'patient-not-found', {}],
    ['two have the number', [knownPatient('walker'), knownPatient('other')], 'several-patients', {}],
    ['another date of birth', [knownPatient('walker', { birthDate: '1961-04-05' })], 'other-date-of-birth', {}],
    ['booked here today', [knownPatient('walker'), appointment('w1', walker)], 'booked-already', {}],
    [
      'arrived here today, at the desk',
      [knownPatient('walker'), appointment('w1', { ...walker, status: 'arrived' })],
      'booked-already',
      {},
    ],
    ['no NHS number was given', [knownPatient('walker')], 'no-nhs-number', { nhsNumber: null }],
  ])('%s', async (_what, upstream, because, person) => {
    const clinic = await openClinic(1);
    await server.load(upstream);
    const { bookingId, eventId } = register(clinic, person);
    take(clinic.store, bookingId, ['V50X-1']);
    const before = await server.now();
    expect(await clinic.push()).toMatchObject({ conflicts: 1, setAside: 1, waiting: 0 });
    expect(await writesSince(before)).toEqual([]);
    expect(entryOf(clinic, eventId)).toMatchObject({ state: 'conflict', because });
    expect(tasksOf(clinic)).toEqual([
      { bookingId, kind: 'registration-conflict', because },
      { bookingId, kind: 'collection-conflict', because: 'not-registered', areSent: false },
    ]);
  });

  test.each([
    ['cancelled', [appointment('w1', { patientId: 'walker', status: 'cancelled' })]],
    ['at another site', [appointment('w1', { patientId: 'walker', at: 'loc-elsewhere' })]],
    [
      'on another day',
      [appointment('w1', { patientId: 'walker', start: '2026-11-25T08:00:00Z', end: '2026-11-25T08:10:00Z' })],
    ],
  ])('a booking of the patient that is %s is in nobody’s way', async (_what, upstream) => {
    const clinic = await openClinic(1);
    await server.load([knownPatient('walker'), ...upstream]);
    register(clinic);
    expect(await clinic.push()).toMatchObject({ applied: 1 });
  });

  test('S1: whoever had the number once, and is booked today, is somebody else', async () => {
    const clinic = await openClinic(1);
    await server.load([
      knownPatient('twin', { identifier: [onceTheirs, nhsIdentifier(testNumber(78))] }),
      appointment('w1', { patientId: 'twin' }),
      knownPatient('walker'),
    ]);
    register(clinic);
    expect(await clinic.push()).toMatchObject({ applied: 1 });
    expect(await bookingsOf('walker')).toHaveLength(1);
  });

  test('a record that was merged into another counts for nobody', async () => {
    const clinic = await openClinic(1);
    const link = [{ other: { reference: 'Patient/walker' }, type: 'replaced-by' }];
    await server.load([
      knownPatient('walker'),
      knownPatient('old', { link }),
      knownPatient('older', { active: false }),
    ]);
    register(clinic);
    expect(await clinic.push()).toMatchObject({ applied: 1 });
    expect(await bookingsOf('walker')).toHaveLength(1);
  });

  test('booked here under a record that was merged into theirs: booked is booked', async () => {
    const clinic = await openClinic(1);
    const link = [{ other: { reference: 'Patient/walker' }, type: 'replaced-by' }];
    await server.load([
      knownPatient('walker'),
      knownPatient('old', { active: false, link }),
      appointment('w1', { patientId: 'old' }),
    ]);
    register(clinic);
    expect(await clinic.push()).toMatchObject({ conflicts: 1, waiting: 0 });
    expect(await bookingsOf('walker')).toEqual([]);
    expect(tasksOf(clinic)).toMatchObject([{ because: 'booked-already' }]);
  });

  test('a search that counts a booking and does not show it: nothing is made, and it is asked again', async () => {
    const odd = await oddDay(knownPatient('walker'), appointment('w1', walker));
    odd.ways.page = (page, asked) => (asked.searchParams.has('patient') ? { ...page, entry: [] } : page);
    const clinic = syncClinic(odd);
    register(clinic);
    expect(await clinic.push()).toMatchObject({ waiting: 1, lastProblem: { kind: 'not-fhir' } });
    expect(odd.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('the details can no longer be read: a person, and nobody is looked for', async () => {
    const clinic = await openClinic(1);
    const { bookingId } = register(clinic);
    clinic.store.walkIns.forget(bookingId);
    const before = await server.now();
    expect(await clinic.push()).toMatchObject({ conflicts: 1 });
    expect((await server.requests()).filter(({ sequence }) => sequence > before)).toEqual([]);
    expect(tasksOf(clinic)).toMatchObject([{ because: 'details-lost' }]);
  });
});
