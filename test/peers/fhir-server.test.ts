import { beforeEach, expect, test } from 'vitest';
import { bookedDay, dayQuery, withEverything } from './fhir/booked-day.ts';
import { sharedFhirServer } from './shared-server-launcher.ts';

const fhir = await sharedFhirServer();
beforeEach(() => fhir.load(bookedDay(3)));

interface Page {
  total: number;
  link: { relation: string; url: string }[];
  entry?: { fullUrl: string; resource: { resourceType: string; id: string; start?: string } }[];
}
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${fhir.baseUrl}/${path}`, { headers });
const json = async (path: string) => (await get(path)).json();
const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${fhir.baseUrl}/${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/fhir+json', ...headers },
  });
const arrived = async (id: string) => ({ ...(await json(`Appointment/${id}`)), status: 'arrived' });
const encounter = (key: string) => ({
  resourceType: 'Encounter',
  status: 'arrived',
  class: { code: 'AMB' },
  identifier: [{ system: 'urn:events', value: key }],
  appointment: [{ reference: 'Appointment/a0' }],
});

/** Follows `next` to the end. */
async function pages(query: string): Promise<Page[]> {
  const found: Page[] = [];
  for (let url: string | undefined = `${fhir.baseUrl}/${query}`; url !== undefined; ) {
    const page: Page = await (await fetch(url)).json();
    found.push(page);
    url = page.link.find(({ relation }) => relation === 'next')?.url;
  }
  return found;
}
const appointmentsOf = (all: readonly Page[]) =>
  all.flatMap(({ entry }) => entry ?? []).filter(({ resource }) => resource.resourceType === 'Appointment');

test('a day is read page by page, each booking once, in order of time, with its patient and its request', async () => {
  await fhir.load(bookedDay(45));
  const all = await pages(`${dayQuery}&${withEverything}&_count=20`);
  expect(all).toHaveLength(3);
  const starts = appointmentsOf(all).map(({ resource }) => resource.start);
  expect(starts).toHaveLength(45);
  expect(starts).toEqual(starts.toSorted());
  expect(all.map(({ total }) => total)).toEqual([45, 45, 45]);
  const types = all[0]?.entry?.map(({ resource }) => resource.resourceType) ?? [];
  expect(types.filter((type) => type === 'Patient')).toHaveLength(20);
  expect(types.filter((type) => type === 'ServiceRequest')).toHaveLength(20);
  expect(all[0]?.entry?.[0]?.fullUrl).toMatch(`${fhir.baseUrl}/Appointment/a`);
});

test('three thousand bookings are read to the end, each once, in order', async () => {
  await fhir.load(bookedDay(3_000));
  const read = appointmentsOf(await pages(`${dayQuery}&${withEverything}&_count=100`));
  expect(new Set(read.map(({ resource }) => resource.id)).size).toBe(3_000);
  const starts = read.map(({ resource }) => resource.start);
  expect(starts).toEqual(starts.toSorted());
});

test('a booking that changes while the pages are read shows in the pages that follow', async () => {
  const first = await json(`${dayQuery}&_sort=date&_count=2`);
  expect(first.total).toBe(3);
  await fhir.remove('Appointment', 'a1');
  expect((await json(`${dayQuery}&_sort=date&_count=2&_offset=2`)).total).toBe(2);
});

test('a page is 20 unless asked otherwise, and says so in its link to itself', async () => {
  await fhir.load(bookedDay(21));
  const [first, second] = await pages('Appointment');
  expect(first?.entry).toHaveLength(20);
  expect(first?.link[0]).toEqual({ relation: 'self', url: `${fhir.baseUrl}/Appointment?_count=20` });
  expect(second?.entry).toHaveLength(1);
});

test('an unknown search parameter is refused to the strict, and left out of `self` for others', async () => {
  const query = 'Specimen?request=ServiceRequest/s0';
  expect((await get(query, { prefer: 'handling=strict' })).status).toBe(400);
  expect((await json(query)).link[0].url).toBe(`${fhir.baseUrl}/Specimen?_count=20`);
  expect((await get('Appointment?date=ge2026-11-24&_sort=date', { prefer: 'handling=strict' })).status).toBe(200);
});

test('a search by POST is the same search', async () => {
  const body = new URLSearchParams({ _id: 'a0,a2' });
  const response = await fetch(`${fhir.baseUrl}/Appointment/_search`, { method: 'POST', body });
  expect(await response.json()).toMatchObject({ total: 2 });
});

test('a stale If-Match is refused with 412, and nothing changes', async () => {
  const read = await get('Appointment/a0');
  const etag = read.headers.get('etag') ?? '';
  const body = await arrived('a0');
  const first = await send('PUT', 'Appointment/a0', body, { 'if-match': etag });
  expect(first.status).toBe(200);
  expect(first.headers.get('etag')).not.toBe(etag);
  const stale = await send('PUT', 'Appointment/a0', { ...body, status: 'cancelled' }, { 'if-match': etag });
  expect(stale.status).toBe(412);
  expect(await fhir.read('Appointment', 'a0')).toMatchObject({ status: 'arrived' });
});

test('a transaction with one stale part leaves nothing behind, not even a word of it', async () => {
  const transaction = (ifMatch: string, resource: unknown) => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        resource: encounter('e1'),
        request: { method: 'POST', url: 'Encounter', ifNoneExist: 'identifier=urn:events|e1' },
      },
      { resource, request: { method: 'PUT', url: 'Appointment/a0', ifMatch } },
    ],
  });
  const before = await fhir.now();
  const body = await arrived('a0');
  expect((await send('POST', '', transaction('W/"stale"', body))).status).toBe(412);
  expect(await fhir.all('Encounter')).toEqual([]);
  expect((await fhir.writes()).filter(({ sequence }) => sequence > before)).toEqual([]);

  const etag = (await get('Appointment/a0')).headers.get('etag') ?? '';
  for (const ifMatch of [etag, 'W/"stale"']) await send('POST', '', transaction(ifMatch, body));
  expect(await fhir.all('Encounter')).toHaveLength(1);
  expect(await fhir.waitForWrite({ resourceType: 'Encounter' }, { after: before })).toMatchObject({ by: 'client' });
});

test('a conditional create twice makes one resource', async () => {
  const headers = { 'if-none-exist': 'identifier=urn:events|e2' };
  expect((await send('POST', 'Encounter', encounter('e2'), headers)).status).toBe(201);
  expect((await send('POST', 'Encounter', encounter('e2'), headers)).status).toBe(200);
  expect(await fhir.all('Encounter')).toHaveLength(1);
});

test('a resource with an id of our own is created by PUT, once', async () => {
  const body = { ...encounter('e3'), id: 'ours' };
  expect((await send('PUT', 'Encounter/ours', body)).status).toBe(201);
  expect((await send('PUT', 'Encounter/ours', body)).status).toBe(200);
});

test('a resource of a wrong shape is refused, and what is not JSON too', async () => {
  expect((await send('POST', 'Appointment', { resourceType: 'Appointment', start: 7 })).status).toBe(400);
  const garbled = await fetch(`${fhir.baseUrl}/Appointment`, { method: 'POST', body: '{"resourceType":' });
  expect(garbled.status).toBe(400);
});

test('what was deleted is gone (410), what never was is not found (404)', async () => {
  await fhir.remove('Appointment', 'a0');
  expect((await get('Appointment/a0')).status).toBe(410);
  expect((await get('Appointment/never')).status).toBe(404);
  expect(await fhir.read('Appointment', 'a0')).toBeNull();
});

test('history reads newest first, however often it is read', async () => {
  await fhir.save(await arrived('a0'));
  const first = await json('Appointment/a0/_history');
  expect(first.entry.map(({ resource }: { resource: { status: string } }) => resource.status)).toEqual([
    'arrived',
    'booked',
  ]);
  expect(await json('Appointment/a0/_history')).toEqual(first);
});

test('it says what it can do, and what time it is', async () => {
  expect(await json('metadata')).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
  await fhir.clockOffset(-3_600_000);
  const date = Date.parse((await get('metadata')).headers.get('date') ?? '');
  expect(Date.now() - date).toBeGreaterThan(3_590_000);
  await fhir.clockOffset(0);
});

test('it remembers who asked what, with the headers that matter', async () => {
  const after = await fhir.now();
  await send('PUT', 'Appointment/a1', await arrived('a1'), { 'if-match': 'W/"x"', 'x-request-id': 'r-1' });
  expect(await fhir.waitForRequest('Appointment/a1', { after: after + 2 })).toMatchObject({
    method: 'PUT',
    path: 'Appointment/a1',
    ifMatch: 'W/"x"',
    requestId: 'r-1',
  });
});
