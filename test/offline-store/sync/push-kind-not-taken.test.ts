/** A server that takes some kinds of events and refuses all of another: one task for the kiosk, and none for any patient. */
import { describe, expect, test } from 'vitest';
import { type NotTakenWatch, watchNotTaken } from '../../../offline-store/sync/not-taken-watch.ts';
import { testNumber } from '../../clinic/examples.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { checkedIn, knownPatient, register, take } from './events-clinic.ts';
import { appointment, nhsIdentifier, patient } from './fhir-examples.ts';
import { oddServer, sendJson } from './odd-server.ts';
import { pushClinic, tasksOf } from './push-clinic.ts';
import { type SyncClinic, syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
const { openClinic, statusOf } = pushClinic(server);

const noBloodTaken = { bookingId: null, kind: 'nothing-taken', because: 'refused', of: 'collected' };
const watching = ({ store, now }: SyncClinic) => watchNotTaken(store.ledger, now);

/** Rounds at these times, while the list comes. */
function later(clinic: SyncClinic, notTaken: NotTakenWatch | null = watching(clinic)) {
  return async (...times: readonly string[]) => {
    for (const time of times) {
      clinic.at(`2026-11-24T${time}:00.000Z`);
      const watch = notTaken ?? watching(clinic);
      watch.heardList(true);
      await clinic.push({ notTaken: watch });
    }
  };
}

/** a1, a2, … have arrived, there too, and their blood was taken. */
async function bloodOf(patients: number): Promise<SyncClinic> {
  const clinic = await openClinic(patients + 3);
  for (let number = 1; number <= patients; number++) {
    const id = `a${number}`;
    const { tubeIds } = await checkedIn(server, clinic, { id, tubes: 1 });
    take(clinic.store, id, tubeIds);
  }
  return clinic;
}

const refuseBlood = (status: number, of = '') =>
  server.misbehave({ kind: 'status', status }, { pathContains: `Specimen?identifier=${of}` });
const refusedTimes = ['08:00', '08:10', '08:20', '08:30', '08:40'];

describe.each([403, 500])('a server that answers HTTP %i to all blood, and takes arrivals', (status) => {
  test('one task for the kiosk after an hour, and none for any patient; it ends by itself, and all blood is there once', async () => {
    const clinic = await bloodOf(3);
    await refuseBlood(status);
    const round = later(clinic);
    await round(...refusedTimes, '08:59');
    expect(tasksOf(clinic)).toEqual([]);
    for (const number of [1, 2, 3]) expect(await statusOf(`a${number}`)).toBe('arrived');
    await round('09:10', '09:20', '09:30');
    expect(tasksOf(clinic)).toEqual([noBloodTaken]);
    clinic.checkIn('a4', 4);
    await round('09:40');
    expect(await statusOf('a4')).toBe('arrived');
    expect(tasksOf(clinic)).toEqual([noBloodTaken]);
    await server.behave();
    await round('09:50');
    expect(tasksOf(clinic)).toEqual([]);
    expect(await server.all('Specimen')).toHaveLength(3);
    expect(clinic.store.ledger.outboxPending()).toEqual([]);
  });

  test('the same after restarts: what went through, of which kind, and what did not, is in the trail', async () => {
    const clinic = await bloodOf(3);
    await refuseBlood(status);
    await later(clinic, null)(...refusedTimes);
    clinic.checkIn('a4', 4);
    await later(clinic, null)('08:50', '09:10', '09:20', '09:30');
    expect(tasksOf(clinic)).toEqual([noBloodTaken]);
  });
});

test('blood of one patient alone is refused, and arrivals go through: it is a task of that booking', async () => {
  const clinic = await bloodOf(1);
  await refuseBlood(500);
  const round = later(clinic);
  await round(...refusedTimes);
  clinic.checkIn('a2', 2);
  await round('08:50', '09:05', '09:15');
  expect(tasksOf(clinic)).toEqual([
    { bookingId: 'a1', kind: 'collection-conflict', because: 'not-taken', areSent: false },
  ]);
});

test('when some blood goes through, what is refused still is a task of its booking', async () => {
  const clinic = await bloodOf(3);
  await refuseBlood(500);
  const round = later(clinic);
  await round(...refusedTimes, '09:10', '09:20');
  expect(tasksOf(clinic)).toEqual([noBloodTaken]);
  await server.behave();
  await refuseBlood(500, 'A1T');
  await refuseBlood(500, 'A2T');
  await round('09:30');
  expect(tasksOf(clinic)).toEqual([]);
  await round('09:41');
  const of = (bookingId: string) => ({ bookingId, kind: 'collection-conflict', because: 'not-taken', areSent: false });
  expect(tasksOf(clinic)).toEqual([of('a1'), of('a2')]);
});

test('who said that site IT is told of the blood is asked again after an hour; of another kind, at once', async () => {
  const clinic = await bloodOf(2);
  await refuseBlood(500);
  const round = later(clinic);
  await round(...refusedTimes, '09:10');
  expect(tasksOf(clinic)).toEqual([noBloodTaken]);
  const { ledger } = clinic.store;
  await server.load(
    [1, 2].map((number) => knownPatient(`walker${number}`, { identifier: [nhsIdentifier(testNumber(80 + number))] })),
  );
  for (const number of [1, 2]) register(clinic, { nhsNumber: testNumber(80 + number) }, 50 + number);
  await server.misbehave({ kind: 'status', status: 500 }, { pathContains: 'Patient?identifier' });
  ledger.write((writes) => writes.endTask(ledger.openTasks()[0]?.id ?? '', 'done', 's1'));
  await round('09:20');
  clinic.checkIn('a3', 3);
  await round('09:30', '09:50', '10:05');
  expect(tasksOf(clinic)).toEqual([]);
  await round('10:11', '10:21');
  expect(tasksOf(clinic)).toEqual([noBloodTaken, { ...noBloodTaken, of: 'walk-in' }]);
  const [blood] = ledger.openTasks();
  ledger.write((writes) => writes.endTask(blood?.id ?? '', 'done', 's1'));
  await round('10:31', '11:20');
  expect(tasksOf(clinic)).toEqual([{ ...noBloodTaken, of: 'walk-in' }]);
  await round('11:31');
  expect(tasksOf(clinic)).toEqual([{ ...noBloodTaken, of: 'walk-in' }, noBloodTaken]);
});

describe.each([400, 422])('a server that refuses all blood for good, with HTTP %i', (status) => {
  const refusedForGood = { ...noBloodTaken, because: 'refused-for-good' };
  const ofItsOwn = (bookingId: string) => ({
    bookingId,
    kind: 'collection-conflict',
    because: 'refused-by-server',
    areSent: false,
  });

  test('one task for the first patient, and at once one for all others; theirs ends by itself, and all blood is there once', async () => {
    const clinic = await bloodOf(6);
    await refuseBlood(status);
    const round = later(clinic);
    await round('08:00', '08:10', '08:20', '08:30');
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1'), refusedForGood]);
    await server.behave();
    await round('08:40');
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1')]);
    expect(await server.all('Specimen')).toHaveLength(5);
    expect(clinic.store.ledger.outboxPending()).toEqual([]);
  });

  test('the same after restarts, and for blood that is taken later', async () => {
    const clinic = await bloodOf(3);
    await refuseBlood(status);
    await later(clinic, null)('08:00', '08:10');
    const { tubeIds } = await checkedIn(server, clinic, { id: 'a4', tubes: 1 });
    take(clinic.store, 'a4', tubeIds);
    await later(clinic, null)('08:20', '09:40');
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1'), refusedForGood]);
    expect(clinic.store.ledger.outboxPending().map(({ bookingId }) => bookingId)).toEqual(['a2', 'a3', 'a4']);
  });

  test('what is still refused when other blood goes through has a task of its own', async () => {
    const clinic = await bloodOf(4);
    await refuseBlood(status);
    const round = later(clinic);
    await round('08:00');
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1'), refusedForGood]);
    await server.behave();
    await refuseBlood(status, 'A3T');
    await round('08:10', '08:20', '08:30');
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1'), ofItsOwn('a3')]);
  });

  test('who ends the task of all is asked again after an hour; when some went through meanwhile, at once', async () => {
    const clinic = await bloodOf(3);
    await refuseBlood(status);
    const round = later(clinic);
    await round('08:00');
    const { ledger } = clinic.store;
    ledger.write((writes) => writes.endTask(ledger.openTasks()[1]?.id ?? '', 'done', 's1'));
    await round('08:10', '08:50');
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1')]);
    await round('09:01');
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1'), refusedForGood]);
    await server.behave();
    await round('09:10');
    await refuseBlood(status);
    for (const id of ['a4', 'a5']) {
      const { tubeIds } = await checkedIn(server, clinic, { id, tubes: 1 });
      take(clinic.store, id, tubeIds);
    }
    await round('09:20');
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1'), ofItsOwn('a4'), refusedForGood]);
  });

  test('more blood of the patient whose blood was refused is a task of that patient', async () => {
    const clinic = await openClinic(3);
    const { tubeIds } = await checkedIn(server, clinic, { id: 'a1', tubes: 2 });
    await refuseBlood(status);
    const round = later(clinic);
    for (const [at, tubeId] of tubeIds.entries()) {
      take(clinic.store, 'a1', [tubeId]);
      await round(`08:0${at}`);
    }
    expect(tasksOf(clinic)).toEqual([ofItsOwn('a1')]);
    expect(clinic.store.ledger.outboxPending()).toEqual([]);
  });
});

test('an odd server that refuses whatever has a Specimen in it: one task for the kiosk', async () => {
  const odd = await oddServer((request, response) => {
    const path = request.url ?? '';
    const id = /Appointment\/(a\d)/.exec(path)?.[1];
    if (id !== undefined) {
      sendJson(response, appointment(id, { patientId: `p${id.slice(1)}`, meta: { versionId: '1' } }));
      return;
    }
    const patientId = /Patient\/(p\d)/.exec(path)?.[1];
    if (patientId !== undefined) {
      sendJson(response, patient(patientId));
      return;
    }
    if (request.method !== 'POST') {
      const link = [{ relation: 'self', url: `http://127.0.0.1${path}` }];
      sendJson(response, { resourceType: 'Bundle', type: 'searchset', total: 0, link, entry: [] });
      return;
    }
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (body.includes('"resourceType":"Specimen"')) {
        response.writeHead(500, { 'content-type': 'application/fhir+json' }).end('{"resourceType":"OperationOutcome"}');
        return;
      }
      const entry = ['Appointment/a1', 'Encounter/e1', 'Provenance/v1'].map((location) => ({
        response: { status: '201', location: `${location}/_history/2`, etag: 'W/"2"' },
      }));
      sendJson(response, { resourceType: 'Bundle', type: 'transaction-response', entry });
    });
  });
  const clinic = syncClinic(odd);
  for (const number of [1, 2, 3]) {
    clinic.checkIn(`a${number}`, number);
    const visit = clinic.store.ledger.visit(`a${number}`);
    take(clinic.store, `a${number}`, visit?.specimens.slice(0, 1).map(({ id }) => id) ?? []);
  }
  await later(clinic)(...refusedTimes, '09:10', '09:20');
  expect(tasksOf(clinic)).toEqual([noBloodTaken]);
});
