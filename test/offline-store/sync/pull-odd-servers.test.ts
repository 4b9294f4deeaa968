/** Pulling from servers that are within the standard and unlike others: they include little, repeat much, or move while read. */
import { expect, test } from 'vitest';
import { appointment, type Json, patient, request, specimen } from './fhir-examples.ts';
import { oddServer, sendJson } from './odd-server.ts';
import { bookingIds, syncClinic } from './sync-clinic.ts';

interface PageOptions {
  readonly total?: number;
  readonly next?: string;
}

const page = (resources: readonly Json[], { total, next }: PageOptions = {}) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  ...(total === undefined ? {} : { total }),
  link: next === undefined ? [] : [{ relation: 'next', url: next }],
  entry: resources.map((resource) => ({ resource })),
});

test('what a server does not include is looked up by id', async () => {
  const asked: string[] = [];
  const server = await oddServer(({ url = '' }, response) => {
    asked.push(decodeURIComponent(url.replace(/[?&](date|location|_include|_sort|_count)[^&]*/g, '')));
    if (url.includes('/Patient')) return sendJson(response, page([patient('p1'), patient('p2')]));
    if (url.includes('/ServiceRequest')) {
      return sendJson(response, page([request('r1', { specimen: [{ reference: 'Specimen/s1' }] })]));
    }
    if (url.includes('/Specimen'))
      return sendJson(response, page([specimen('s1', { identifier: [{ value: 'S-1' }] })]));
    return sendJson(
      response,
      page([appointment('a1', { requestIds: ['r1'] }), appointment('a2', { patientId: 'p2' })]),
    );
  });
  const clinic = syncClinic(server);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 2, setAside: 0 } });
  expect(clinic.store.cache.booking('a1')?.requests[0]?.specimens).toMatchObject([{ identifier: 'S-1' }]);
  expect(asked).toEqual([
    '/fhir/Appointment',
    '/fhir/Patient?_id=p1,p2',
    '/fhir/ServiceRequest?_id=r1',
    '/fhir/Specimen?_id=s1',
  ]);
});

test('S11: when that look-up fails, the old list stays', async () => {
  let isBroken = false;
  const server = await oddServer(({ url = '' }, response) => {
    if (isBroken && url.includes('/Patient')) return response.writeHead(500).end();
    return sendJson(response, page(url.includes('/Patient') ? [patient('p1')] : [appointment('a1')]));
  });
  const clinic = syncClinic(server);
  await clinic.pull();
  isBroken = true;
  expect(await clinic.pull()).toMatchObject({ ok: false, problem: { kind: 'status', status: 500 } });
  expect(bookingIds(clinic.store)).toEqual(['a1']);
});

test('a booking that comes on two pages in two versions stands in its newest, and staff see the other one counted', async () => {
  const old = appointment('a1', { meta: { versionId: '1', lastUpdated: '2026-11-24T05:00:00Z' } });
  const newer = appointment('a1', {
    status: 'cancelled',
    meta: { versionId: '2', lastUpdated: '2026-11-24T05:59:59Z' },
  });
  const server = await oddServer(({ url = '' }, response) =>
    sendJson(response, url.includes('second') ? page([old]) : page([newer, patient('p1')], { next: '/fhir/second' })),
  );
  const clinic = syncClinic(server);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 1, setAside: 1 } });
  expect(clinic.store.cache.booking('a1')).toMatchObject({ status: 'cancelled', version: '2' });
  expect(clinic.store.cache.setAside()).toEqual([{ appointmentId: 'a1', why: 'superseded-duplicate' }]);
});

test('a list that moves while it is read is read once more', async () => {
  const both = [appointment('a1'), appointment('a2'), patient('p1')];
  const server = await oddServer((_, response, number) =>
    sendJson(response, page(number === 1 ? both.slice(1) : both, { total: 2 })),
  );
  const clinic = syncClinic(server);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 2 } });
  expect(server.seen).toHaveLength(2);
});

test('S11: a list that keeps moving is not used', async () => {
  const server = await oddServer((_, response) =>
    sendJson(response, page([appointment('a1'), patient('p1')], { total: 2 })),
  );
  const clinic = syncClinic(server);
  expect(await clinic.pull()).toEqual({ ok: false, problem: { kind: 'incomplete' } });
  expect(clinic.store.cache.age()).toBeNull();
});

test('the site and the day are checked here too, where a server searched by neither', async () => {
  const others = [
    appointment('b1', { at: 'loc-elsewhere' }),
    appointment('c1', { start: '2026-11-23T08:00:00Z', end: '2026-11-23T08:10:00Z' }),
  ];
  const server = await oddServer((_, response) =>
    sendJson(response, page([appointment('a1'), ...others, patient('p1')])),
  );
  const clinic = syncClinic(server);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 1, setAside: 2 } });
  expect(bookingIds(clinic.store)).toEqual(['a1']);
});
