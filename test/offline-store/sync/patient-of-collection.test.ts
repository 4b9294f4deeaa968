/** S1: blood goes up under the patient whose it is, or not at all: whose a booking and its orders are, as the server says it by then. */
import { describe, expect, test } from 'vitest';
import { testNumber } from '../../clinic/examples.ts';
import type { FhirServer } from '../../peers/fhir-server-launcher.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { checkedIn, knownPatient, register, take, walkInNumber } from './events-clinic.ts';
import { nhsIdentifier, nhsNumberSystem, patient, request, specimen } from './fhir-examples.ts';
import { pushClinic, tasksOf, ways } from './push-clinic.ts';
import { bookingIds } from './sync-clinic.ts';

const server = await sharedFhirServer();

/** Somebody at the booking system puts another patient into the booking, and changes nothing else. */
async function giveTo(patientId: string, appointmentId: string, on: Pick<FhirServer, 'read' | 'save'> = server) {
  const asItIs = JSON.stringify(await on.read('Appointment', appointmentId));
  await on.save(JSON.parse(asItIs.replaceAll(/Patient\/[a-z0-9]+/g, `Patient/${patientId}`)));
}

describe.each(ways)('the booking that was made of a registration, $writeBack', (way) => {
  const { openClinic, statusOf } = pushClinic(server, way);

  async function registered() {
    const clinic = await openClinic(1);
    const other = patient('other', {
      identifier: [nhsIdentifier(testNumber(78))],
      name: [{ use: 'official', family: 'Thistlewood', given: ['Jo'] }],
      birthDate: '1950-02-04',
    });
    await server.load([knownPatient('walker'), other]);
    const { bookingId } = register(clinic);
    expect(await clinic.push()).toMatchObject({ applied: 1 });
    const appointmentId = clinic.store.ledger.upstreamBookingOf(bookingId) ?? '';
    return { clinic, bookingId, appointmentId };
  }

  test('S4: is given to somebody else: they are on the list, and the walk-in stays who they are', async () => {
    const { clinic, bookingId, appointmentId } = await registered();
    await clinic.pull();
    expect(bookingIds(clinic.store).toSorted()).toEqual(['a1', bookingId].toSorted());
    await giveTo('other', appointmentId);
    await clinic.pull();
    expect(bookingIds(clinic.store).toSorted()).toEqual(['a1', bookingId, appointmentId].toSorted());
    const { cache } = clinic.store;
    expect(cache.booking(appointmentId)?.patient).toMatchObject({ name: { family: 'Thistlewood' } });
    expect(cache.booking(bookingId)?.patient).toMatchObject({ name: { family: 'Zzcanary' }, nhsNumber: walkInNumber });
    await giveTo('walker', appointmentId);
    await clinic.pull();
    expect(bookingIds(clinic.store).toSorted()).toEqual(['a1', bookingId].toSorted());
  });

  test('S1: is given to somebody else: no blood goes up under their name, their visit is not over, staff have a task', async () => {
    const { clinic, bookingId, appointmentId } = await registered();
    await giveTo('other', appointmentId);
    take(clinic.store, bookingId, ['V50X-1']);
    expect(await clinic.push()).toMatchObject({ applied: 0, conflicts: 1, waiting: 0 });
    expect(await server.all('Specimen')).toEqual([]);
    expect(await statusOf(appointmentId)).toBe('arrived');
    expect(tasksOf(clinic)).toEqual([
      { bookingId, kind: 'collection-conflict', because: 'other-patient', areSent: false },
    ]);
  });

  test('is under a record by now into which theirs was merged: the blood goes there', async () => {
    const { clinic, bookingId, appointmentId } = await registered();
    const link = [{ other: { reference: 'Patient/kept' }, type: 'replaced-by' }];
    await server.load([knownPatient('kept'), knownPatient('walker', { active: false, link })]);
    await giveTo('kept', appointmentId);
    take(clinic.store, bookingId, ['V50X-1']);
    expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 0 });
    expect(await statusOf(appointmentId)).toBe('fulfilled');
    const made = (await server.all('Specimen')).map(({ subject }) => subject);
    expect(made).toEqual(way.writeBack === 'appointment-only' ? [] : [{ reference: 'Patient/kept' }]);
  });

  test('S1: and nobody here can say any more who was registered: nothing is sent under anybody’s name', async () => {
    const { clinic, bookingId, appointmentId } = await registered();
    clinic.store.walkIns.forget(bookingId);
    take(clinic.store, bookingId, ['V50X-1']);
    expect(await clinic.push()).toMatchObject({ applied: 0, conflicts: 1 });
    expect(await server.all('Specimen')).toEqual([]);
    expect(await statusOf(appointmentId)).toBe('arrived');
  });
});

describe('an order or a specimen that names its patient by an identifier alone', () => {
  const { openClinic, statusOf } = pushClinic(server);
  const numbered = (value: string, system: string = nhsNumberSystem) => ({ identifier: { system, value } });
  const own = '9990000018';
  const others = testNumber(79);

  test.each([
    ['the NHS number of the patient', numbered(own)],
    ['the same, in groups', numbered('999 000 0018')],
  ])('by %s: the blood goes up', async (_what, subject) => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic, { tubes: 1 });
    await server.load([request('order-a1', { subject })]);
    take(clinic.store, 'a1', tubeIds);
    expect(await clinic.push()).toMatchObject({ applied: 2, conflicts: 0 });
    expect(await statusOf('a1')).toBe('fulfilled');
  });

  test.each([
    ['somebody else’s NHS number', numbered(others)],
    ['a number that is none', numbered('9990000019')],
    ['a number of the hospital, of which nobody here knows whose it is', numbered('K123', 'https://trust.example/mrn')],
    ['a record on another server', { reference: 'https://elsewhere.example/fhir/Patient/p1' }],
  ])('S1: by %s: nothing is sent, and staff have a task', async (_what, subject) => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic, { tubes: 1 });
    await server.load([request('order-a1', { subject })]);
    take(clinic.store, 'a1', tubeIds);
    expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 1, waiting: 0 });
    expect(await server.all('Specimen')).toEqual([]);
    expect(await statusOf('a1')).toBe('arrived');
    expect(tasksOf(clinic)).toMatchObject([{ kind: 'collection-conflict', because: 'other-patient', areSent: false }]);
  });

  test('S1: a specimen of our number, of somebody else by their NHS number: it is not made ours', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic, { tubes: 1 });
    const theirs = specimen('theirs', { identifier: [{ value: 'A1T-1' }], subject: numbered(others) });
    await server.load([theirs]);
    take(clinic.store, 'a1', tubeIds);
    expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 1 });
    expect(await server.read('Specimen', 'theirs')).toMatchObject(theirs);
  });

  test('S1: the patient has no NHS number upstream: no number proves that an order is theirs', async () => {
    const clinic = await openClinic(1);
    const { tubeIds } = await checkedIn(server, clinic, { tubes: 1 });
    await server.load([patient('p1', { identifier: [] }), request('order-a1', { subject: numbered(own) })]);
    take(clinic.store, 'a1', tubeIds);
    expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 1 });
  });
});
