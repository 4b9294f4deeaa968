/** What upstream has after an arrival was sent with its visit and where it comes from, and servers that do not take that. */
import { expect, test } from 'vitest';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { visit } from '../store-clinic.ts';
import { appointment, location, patient, site } from './fhir-examples.ts';
import { oddServer, sendJson } from './odd-server.ts';
import { entryOf, pushClinic, tasksOf } from './push-clinic.ts';
import { syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
const { openClinic, statusOf, writesSince, sentSince } = pushClinic(server);

test('an arrival brings the visit that begins with it, and says which device saw it when, by the clock of the server', async () => {
  const clinic = await openClinic();
  const eventId = clinic.checkIn('a1');
  await clinic.push();
  const [encounter] = await server.all('Encounter');
  expect(encounter).toMatchObject({
    identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${eventId}` }],
    status: 'arrived',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/p1' },
    appointment: [{ reference: 'Appointment/a1' }],
    period: { start: '2026-11-24T06:00:00.000Z' },
  });
  const [provenance] = await server.all('Provenance');
  expect(provenance).toMatchObject({
    target: [{ reference: 'Appointment/a1' }, { reference: `Encounter/${encounter?.id}` }],
    occurredDateTime: '2026-11-24T06:00:00.000Z',
    agent: [{ who: { type: 'Device', identifier: { value: 'KIOSK-1' } } }],
  });
});

test('a kiosk that was slow when the patient came: upstream is told the right time, and when it was told', async () => {
  const clinic = await openClinic(1);
  clinic.store.ledger.write((writes) => {
    writes.checkIn(visit('a1', 1, { clinicDay: '2026-11-24' }));
    const occurredAt = '2026-11-24T08:00:00.000Z';
    writes.addOutbox({
      eventId: 'slow',
      bookingId: 'a1',
      kind: 'arrived',
      occurredAt,
      monotonicMs: 5,
      clockSkewMs: 90_000,
    });
  });
  await server.clockOffset(Date.parse('2026-11-24T11:45:00.000Z') - Date.now());
  clinic.at('2026-11-24T11:45:00.000Z');
  await clinic.push();
  await server.clockOffset(0);
  const [encounter] = await server.all('Encounter');
  const [provenance] = await server.all('Provenance');
  expect(encounter).toMatchObject({ period: { start: '2026-11-24T08:01:30.000Z' } });
  expect(provenance).toMatchObject({ occurredDateTime: '2026-11-24T08:01:30.000Z' });
  const recorded = Date.parse(String(provenance?.recorded));
  expect(Math.abs(recorded - Date.parse('2026-11-24T11:45:00.000Z'))).toBeLessThan(60_000);
});

test('what changed between reading and writing takes the visit back with it: nothing of a refused transaction stays', async () => {
  const clinic = await openClinic();
  clinic.checkIn('a1');
  await server.misbehave({ kind: 'held' }, { method: 'POST', times: 1 });
  const before = await server.now();
  const pushing = clinic.push();
  await server.waitFor('request', ({ method }) => method === 'POST', { after: before });
  await server.save(appointment('a1', { patientId: 'p1', status: 'cancelled' }));
  await server.behave();
  expect(await pushing).toMatchObject({ applied: 0 });
  await clinic.push({ isBack: true });
  expect(await statusOf('a1')).toBe('cancelled');
  expect([await server.all('Encounter'), await server.all('Provenance')]).toEqual([[], []]);
});

test('a request that is repeated bears the same id, so that a server can know it', async () => {
  const clinic = await openClinic();
  clinic.checkIn('a1');
  await server.misbehave({ kind: 'status', status: 503 }, { method: 'POST', times: 1 });
  const before = await server.now();
  await clinic.push();
  await clinic.push({ isBack: true });
  const ids = (await sentSince(before)).map(({ requestId }) => requestId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a server whose search lags behind what it wrote: the arrival is found there, and not made again', async () => {
  const clinic = await openClinic();
  clinic.checkIn('a1');
  await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', times: 1 });
  await server.misbehave({ kind: 'empty-page' }, { pathContains: 'Encounter?' });
  const before = await server.now();
  expect(await clinic.push()).toMatchObject({ merged: 1, waiting: 0 });
  expect(await sentSince(before)).toHaveLength(1);
  expect(await server.all('Encounter')).toHaveLength(1);
  expect(tasksOf(clinic)).toEqual([]);
});

test('an arrival that was taken back at the desk after our answer was lost is not made again', async () => {
  const clinic = await openClinic();
  const eventId = clinic.checkIn('a1');
  await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', times: 1 });
  await server.misbehave({ kind: 'reset' }, { method: 'GET', skip: 2 });
  expect(await clinic.push()).toMatchObject({ waiting: 1 });
  await server.behave();
  await server.save(appointment('a1', { patientId: 'p1', status: 'booked' }));
  const before = await server.now();
  expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 1, waiting: 0 });
  expect(await writesSince(before)).toEqual([]);
  expect(await statusOf('a1')).toBe('booked');
  expect(entryOf(clinic, eventId)?.state).toBe('applied');
});

test('a booking that was given to another patient since the last pull: nobody else is marked as arrived', async () => {
  const clinic = await openClinic();
  clinic.checkIn('a1');
  await server.load([patient('p99')]);
  await server.save(appointment('a1', { patientId: 'p99' }));
  expect(await clinic.push()).toMatchObject({ conflicts: 1, waiting: 0 });
  expect(await statusOf('a1')).toBe('booked');
  expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because: 'other-patient' }]);
});

test('a booking under a record that was merged into another is the same patient still, and arrives', async () => {
  const replaced = { type: 'replaced-by', other: { reference: 'Patient/p77' } };
  const clinic = await openClinic(1);
  await server.load([patient('p77'), patient('p1', { active: false, link: [replaced] }), appointment('a1')]);
  await clinic.pull();
  expect(clinic.store.cache.booking('a1')?.patient.id).toBe('p77');
  clinic.checkIn('a1');
  expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 0 });
  expect(await statusOf('a1')).toBe('arrived');
});

test('a booking that names the record that counts, since two were merged after the last pull, is the same patient still', async () => {
  const replaced = { type: 'replaced-by', other: { reference: 'Patient/p77' } };
  const clinic = await openClinic();
  clinic.checkIn('a1');
  await server.load([patient('p77'), patient('p1', { active: false, link: [replaced] })]);
  await server.save(appointment('a1', { patientId: 'p77' }));
  expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 0 });
  expect(await statusOf('a1')).toBe('arrived');
});

test.each([
  [405, 1],
  [501, 1],
  // What is written to may be gone; so it is looked at once more.
  [404, 2],
])(
  'HTTP %i to a transaction is a server without them: set aside with words for site IT, not asked for ever',
  async (status, tries) => {
    const clinic = await openClinic();
    const eventId = clinic.checkIn('a1');
    await server.misbehave({ kind: 'status', status }, { method: 'POST' });
    const before = await server.now();
    expect(await clinic.push()).toMatchObject({ setAside: 1, waiting: 0, stoppedBy: null });
    expect(await sentSince(before)).toHaveLength(tries);
    expect(entryOf(clinic, eventId)).toMatchObject({ state: 'set-aside', because: 'no-transactions' });
    expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because: 'no-transactions' }]);
  },
);

test('a server that says that something is not supported is believed', async () => {
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-supported' }] };
  const odd = await oddServer((request, response) => {
    if (request.method === 'POST') {
      response.writeHead(422, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(outcome));
    } else if (request.url?.includes('Encounter?')) {
      sendJson(response, { resourceType: 'Bundle', type: 'searchset', total: 0 });
    } else sendJson(response, appointment('a1', { patientId: 'p1', meta: { versionId: '1' } }));
  });
  const clinic = syncClinic(odd);
  clinic.checkIn('a1');
  expect(await clinic.push()).toMatchObject({ setAside: 1 });
  expect(tasksOf(clinic)).toMatchObject([{ because: 'no-transactions' }]);
});

test('a server that knows no Encounters is told apart from one that is away', async () => {
  const clinic = await openClinic();
  clinic.checkIn('a1');
  await server.misbehave({ kind: 'status', status: 404 }, { pathContains: 'Encounter?' });
  expect(await clinic.push()).toMatchObject({ setAside: 1, waiting: 0 });
  expect(tasksOf(clinic)).toMatchObject([{ because: 'no-transactions' }]);
  // With the setting that this is for, the same booking goes.
  await server.behave();
  const plain = await openClinic(2, { writeBack: 'appointment-only' });
  plain.checkIn('a2');
  await server.misbehave({ kind: 'status', status: 404 }, { pathContains: 'Encounter' });
  expect(await plain.push()).toMatchObject({ applied: 1 });
});

test('an answer that is no proof is not believed: half of a transaction, or another bundle', async () => {
  let posts = 0;
  const odd = await oddServer((request, response) => {
    if (request.method === 'POST') {
      posts += 1;
      const entry = posts === 1 ? [{ response: { status: '200' } }] : [];
      return sendJson(response, {
        resourceType: 'Bundle',
        type: posts === 1 ? 'transaction-response' : 'searchset',
        entry,
      });
    }
    if (request.url?.includes('Encounter?')) return sendJson(response, { resourceType: 'Bundle', type: 'searchset' });
    return sendJson(response, appointment('a1', { patientId: 'p1', meta: { versionId: '1' } }));
  });
  const clinic = syncClinic(odd);
  clinic.checkIn('a1');
  expect(await clinic.push()).toMatchObject({ applied: 0, setAside: 0, waiting: 1 });
});

test('the site by its Location, also with visits', async () => {
  await server.load([location(site, 'RX8A2')]);
  const clinic = await openClinic(1, { siteLocationIds: undefined, siteOdsCode: 'RX8A2' });
  clinic.checkIn('a1');
  expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 0 });
});
