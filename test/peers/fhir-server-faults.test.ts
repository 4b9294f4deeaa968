import { beforeEach, expect, test } from 'vitest';
import { bookedDay, dayQuery } from './fhir/booked-day.ts';
import { sharedFhirServer } from './shared-server-launcher.ts';

const fhir = await sharedFhirServer();
beforeEach(() => fhir.load(bookedDay(5)));

const get = (path: string) => fetch(`${fhir.baseUrl}/${path}`);
const arrive = async (id: string) =>
  fetch(`${fhir.baseUrl}/Appointment/${id}`, {
    method: 'PUT',
    body: JSON.stringify({ ...(await fhir.read('Appointment', id)), status: 'arrived' }),
  });

test.each([500, 401, 503])('answers %i as often as told, then behaves', async (status) => {
  await fhir.misbehave({ kind: 'status', status }, { times: 2 });
  const answers = [await get('Appointment'), await get('Appointment'), await get('Appointment')];
  expect(answers.map((answer) => answer.status)).toEqual([status, status, 200]);
});

test('too many requests: it says when to come back', async () => {
  await fhir.misbehave({ kind: 'status', status: 429, retryAfterSeconds: 7 }, { times: 1 });
  const answer = await get('Appointment');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
});

test('a sign-in page where FHIR was expected', async () => {
  await fhir.misbehave({ kind: 'html' }, { times: 1 });
  const answer = await get('Appointment');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html']);
  expect(await answer.text()).toContain('<title>');
});

test('half a page, the connection broken; or half the JSON, the answer whole', async () => {
  await fhir.misbehave({ kind: 'half-page' }, { times: 1 });
  const broken = await get('Appointment');
  await expect(broken.json()).rejects.toThrow('terminated');
  await fhir.misbehave({ kind: 'half-json' }, { times: 1 });
  await expect((await get('Appointment')).json()).rejects.toThrow(SyntaxError);
});

test('an empty day, or a first page that hides the rest', async () => {
  await fhir.misbehave({ kind: 'empty-page' }, { times: 1 });
  expect(await (await get(dayQuery)).json()).toMatchObject({ total: 0 });
  await fhir.misbehave({ kind: 'no-next' }, { times: 1 });
  const page = await (await get(`${dayQuery}&_count=2`)).json();
  expect(page.link.map(({ relation }: { relation: string }) => relation)).toEqual(['self']);
});

test('only the second page fails, and only searches', async () => {
  await fhir.misbehave({ kind: 'status', status: 500 }, { pathContains: 'Appointment?', method: 'GET', skip: 1 });
  expect((await get('Appointment?_count=2')).status).toBe(200);
  expect((await get('Appointment/a0')).status).toBe(200);
  expect((await get('Appointment?_count=2&_offset=2')).status).toBe(500);
});

test('no answer at all, until it behaves: then the connection is reset', async () => {
  await fhir.misbehave({ kind: 'silence' });
  const answer = get('Appointment').catch((error: Error) => error.message);
  await fhir.waitFor('answer', ({ misbehaved }) => misbehaved === 'silence');
  await fhir.behave();
  expect(await answer).toBe('fetch failed');
  expect((await get('Appointment')).status).toBe(200);
});

test('a reset before anything was done: nothing was written', async () => {
  await fhir.misbehave({ kind: 'reset' }, { method: 'PUT', times: 1 });
  await expect(arrive('a0')).rejects.toThrow('fetch failed');
  expect(await fhir.read('Appointment', 'a0')).toMatchObject({ status: 'booked' });
});

test('a lost acknowledgement: the client hears nothing, and the booking says arrived', async () => {
  await fhir.misbehave({ kind: 'drop-answer' }, { method: 'PUT', times: 1 });
  const after = await fhir.now();
  await expect(arrive('a1')).rejects.toThrow('fetch failed');
  const write = await fhir.waitForWrite({ resourceType: 'Appointment', id: 'a1' }, { after });
  expect(write.resource).toMatchObject({ status: 'arrived' });
  expect(await fhir.read('Appointment', 'a1')).toMatchObject({ meta: { versionId: write.versionId } });
});

test('a slow answer is a right one', async () => {
  await fhir.misbehave({ kind: 'latency', ms: 30 }, { times: 1 });
  expect(await (await get('Appointment')).json()).toMatchObject({ total: 5 });
});

test('down: nobody listens. Up again: the same port, the same data', async () => {
  await fhir.down();
  await expect(get('Appointment/a2')).rejects.toThrow('fetch failed');
  await fhir.up();
  expect(await (await get('Appointment/a2')).json()).toMatchObject({ id: 'a2', status: 'booked' });
});

test('a wait in vain says what it saw', async () => {
  await get('Appointment/a3');
  await expect(fhir.waitForWrite({ resourceType: 'Specimen' }, { withinMs: 200 })).rejects.toThrow('Appointment/a3');
});
