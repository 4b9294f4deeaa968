/** What a server may say that is not so: the list before stays as it is, or everybody who can be believed is on the new one, as they are. */

import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { appointment, patient } from './fhir-examples.ts';
import { type OddDay, type OddPage, oddBookings, oddDay } from './odd-day.ts';
import { bookingIds, type SyncClinic, syncClinic } from './sync-clinic.ts';

const fhirJson = 'application/fhir+json';

async function pulledOnce(count = 120): Promise<{ server: OddDay; clinic: SyncClinic }> {
  const server = await oddDay(...oddBookings(count));
  const clinic = syncClinic(server, { upstream: { requestsPerMinuteMax: 60_000, silenceSeconds: 10 } });
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: count } });
  return { server, clinic };
}

const isList = (asked: URL) => asked.searchParams.has('date');
const isPage = (from: string | null) => (asked: URL) => isList(asked) && asked.searchParams.get('from') === from;
const second = isPage('50');

function instead(server: OddDay, isMeant: (asked: URL) => boolean, answer: (response: ServerResponse) => void): void {
  server.ways.instead = (asked, response) => {
    if (!isMeant(asked)) return false;
    answer(response);
    return true;
  };
}

/** Changes what a page of the list says. */
const onPage = (isMeant: (asked: URL) => boolean, change: (page: OddPage) => unknown) => (server: OddDay) => {
  server.ways.page = (page, asked) => (isMeant(asked) ? change(page) : page);
};

const raw =
  (body: Buffer | string, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': fhirJson, ...headers }).end(body);
  };

const withNext = (page: OddPage, url: string) => ({ ...page, link: [{ relation: 'next', url }] });
const page = { resourceType: 'Bundle', type: 'searchset', link: [] };

describe('S11: the list before stays, with its age, when the server sends', () => {
  test.each<[string, (server: OddDay) => void, object]>([
    ['a page that says it is the last', onPage(second, (one) => ({ ...one, link: [] })), { kind: 'incomplete' }],
    [
      'the way past a page, so that it is lost',
      onPage(isPage(null), (one) => withNext(one, one.link[1]?.url.replace('from=50', 'from=100') ?? '')),
      { kind: 'incomplete' },
    ],
    ['one page in place of another, so that it comes twice', onPage(second, (one) => one), { kind: 'incomplete' }],
    ['a page that leads to itself', onPage(second, (one) => withNext(one, '')), { kind: 'pages-in-a-circle' }],
    [
      'another number of bookings on each page',
      onPage(second, (one) => ({ ...one, total: 121 })),
      { kind: 'changed-while-reading' },
    ],
    [
      'the way to another server',
      onPage(second, (one) => withNext(one, 'https://elsewhere.example/')),
      { kind: 'next-elsewhere' },
    ],
    [
      'a web page with HTTP 200',
      (server) => instead(server, second, raw('<html>', { 'content-type': 'text/html' })),
      { kind: 'not-json' },
    ],
    [
      'a page of ten megabytes',
      (server) => instead(server, second, raw(`{"a":"${'x'.repeat(10 << 20)}"}`)),
      { kind: 'too-large' },
    ],
    [
      'a few kilobytes that unpack to sixty-four megabytes',
      (server) => instead(server, second, raw(gzipSync(Buffer.alloc(64 << 20, 0x20)), { 'content-encoding': 'gzip' })),
      { kind: 'too-large' },
    ],
    [
      'JSON a million brackets deep',
      (server) => instead(server, second, raw('['.repeat(1_000_000))),
      { kind: 'truncated' },
    ],
    [
      'text that is not UTF-8',
      (server) => instead(server, second, raw(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))),
      { kind: 'not-json' },
    ],
    [
      'a resource of another type',
      (server) => instead(server, second, raw('{"resourceType":"Patient","id":"p1"}')),
      { kind: 'not-fhir' },
    ],
    ['null', (server) => instead(server, second, raw('null')), { kind: 'not-json' }],
  ])('%s', async (what, lie, problem) => {
    const { server, clinic } = await pulledOnce();
    const before = { ids: bookingIds(clinic.store), age: clinic.store.cache.age() };
    if (what.includes('comes twice')) {
      // The second page has the bookings of the first.
      server.ways.page = (one, asked) =>
        second(asked) ? { ...one, entry: oddBookings(50).map((resource) => ({ resource })) } : one;
    } else lie(server);
    clinic.at('2026-11-24T06:30:00.000Z');
    expect(await clinic.pull()).toMatchObject({ ok: false, problem });
    expect({ ids: bookingIds(clinic.store), age: clinic.store.cache.age() }).toEqual(before);
  });
});

describe('S11: everybody stays when the server, which counts nothing,', () => {
  test.each<[string, (server: OddDay) => void]>([
    ['loses the second page', onPage(isPage(null), (one) => ({ ...one, link: [] }))],
    [
      'sends the first page twice',
      onPage(second, () => ({ ...page, entry: oddBookings(50).map((resource) => ({ resource })) })),
    ],
    [
      'sends pages whose bookings are no bookings',
      onPage(second, (one) => ({
        ...one,
        entry: one.entry.map(({ resource }) => ({ resource: { ...resource, status: 7, birthDate: 7 } })),
      })),
    ],
  ])('%s', async (_what, lie) => {
    const { server, clinic } = await pulledOnce(80);
    server.ways.hasTotal = false;
    lie(server);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 80 } });
    expect(bookingIds(clinic.store)).toHaveLength(80);
  });
});

test('S11: a server that forgets the site and the day, and sends everybody it has, adds nobody', async () => {
  const { server, clinic } = await pulledOnce(10);
  server.save(
    patient('p500'),
    appointment('b1', { patientId: 'p500', at: 'loc-elsewhere' }),
    appointment('c1', { patientId: 'p500', start: '2026-11-25T09:00:00Z' }),
  );
  server.ways.ignored = ['location', 'date'];
  expect(await clinic.pull()).toMatchObject({ ok: false, problem: { kind: 'filter-ignored' } });
  server.ways.hasSelf = false;
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, setAside: 2 } });
});

test.each([
  ['an hour that no clock has', '2026-11-24T25:00:00Z'],
  ['a day that no calendar has', '2026-02-30T08:02:00Z'],
])('S11: a booking at %s is no booking of another day: who has it stays', async (_what, start) => {
  const { server, clinic } = await pulledOnce(10);
  onPage(isList, (one) => ({
    ...one,
    entry: one.entry.map(({ resource }) => ({
      resource: resource.id === 'a2' ? { ...resource, start } : resource,
    })),
  }))(server);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, setAside: 1 } });
  expect(clinic.store.cache.booking('a2')?.startsAt).toBe('2026-11-24T08:02:00.000Z');
});

describe('a whole list that brings a booking as it was before it was cancelled', () => {
  const start = '2026-11-24T08:02:00Z';
  const old = appointment('a2', { patientId: 'p2', start, meta: { versionId: '2' } });

  /** Cancelled in a version that counts more than `old`, and known here as such. */
  async function cancelled(): Promise<{ server: OddDay; clinic: SyncClinic }> {
    const { server, clinic } = await pulledOnce(10);
    server.save(appointment('a2', { patientId: 'p2', start, status: 'cancelled' }));
    await clinic.pull();
    onPage(isList, (one) => ({
      ...one,
      entry: one.entry.map(({ resource }) => ({ resource: resource.id === 'a2' ? old : resource })),
    }))(server);
    return { server, clinic };
  }
  const isRead = ({ pathname }: URL) => pathname.endsWith('/a2');
  const outcome = JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ code: 'forbidden' }] });

  test.each<[string, (server: OddDay) => void, string]>([
    ['it is read alone, and is cancelled still', () => undefined, 'cancelled'],
    [
      'it cannot be read just now: it stays as it was known',
      (server) => instead(server, isRead, (response) => response.writeHead(500).end()),
      'cancelled',
    ],
    [
      'and reads so too, as of a server that was restored: it is booked',
      (server) => instead(server, isRead, raw(JSON.stringify(old))),
      'booked',
    ],
    [
      'of a server that reads no single bookings for anybody: its search is believed',
      (server) =>
        instead(server, isRead, (response) => response.writeHead(405, { 'content-type': fhirJson }).end(outcome)),
      'booked',
    ],
    [
      'it was deleted since: nothing brings it back as booked',
      (server) =>
        instead(server, isRead, (response) => response.writeHead(404, { 'content-type': fhirJson }).end(outcome)),
      'cancelled',
    ],
    [
      'the kiosk may not look at it: it stays as it was known',
      (server) =>
        instead(server, isRead, (response) => response.writeHead(403, { 'content-type': fhirJson }).end(outcome)),
      'cancelled',
    ],
  ])('%s', async (_what, lie, status) => {
    const { server, clinic } = await cancelled();
    lie(server);
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 0 } });
    expect(clinic.store.cache.booking('a2')?.status).toBe(status);
  });
});

test('a byte order mark before the JSON is read over', async () => {
  const server = await oddDay();
  instead(server, () => true, raw(`\uFEFF${JSON.stringify({ ...page, total: 0 })}`));
  expect(await syncClinic(server).pull()).toMatchObject({ ok: true, value: { bookings: 0 } });
});

test('names that would change every object are names like any other, and change none', async () => {
  const server = await oddDay();
  const poison = '"__proto__":{"status":"booked","isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}';
  const resource = JSON.stringify(appointment('a1')).replace('{', `{${poison},`);
  const body = JSON.stringify({ ...page, entry: [{ resource: patient('p1') }] }).replace(
    '[{',
    `[{"resource":${resource}},{`,
  );
  instead(server, isList, raw(body.replace('{', `{${poison},`)));
  const clinic = syncClinic(server);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 1 } });
  const booked: object | null = clinic.store.cache.booking('a1');
  expect(booked).not.toHaveProperty('isAdmin');
  expect(Object.getPrototypeOf(booked)).toBe(Object.prototype);
  expect({}).not.toHaveProperty('isAdmin');
});
