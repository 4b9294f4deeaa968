/** Following the pages of a search: to the end, on one server, once each; or not at all. */
import { expect, test } from 'vitest';
import { createFhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { searchPages } from '../../../offline-store/sync/search-pages.ts';
import { type OddServer, oddServer, sendJson } from './odd-server.ts';

interface Page {
  readonly ids: readonly string[];
  readonly next?: string;
  readonly self?: string;
  readonly total?: number;
}

/** A server that has these pages, by their path and query. */
const serverWith = (pages: Readonly<Record<string, Page>>): Promise<OddServer> =>
  oddServer((request, response) => {
    const page = pages[request.url ?? ''];
    if (page === undefined) return response.writeHead(404).end();
    const { ids, next, self, total } = page;
    const links = Object.entries({ self, next }).filter(([, url]) => url !== undefined);
    return sendJson(response, {
      resourceType: 'Bundle',
      type: 'searchset',
      ...(total === undefined ? {} : { total }),
      link: links.map(([relation, url]) => ({ relation, url })),
      entry: ids.map((id) => ({ resource: { resourceType: 'Appointment', id } })),
    });
  });

async function walk(server: OddServer) {
  const settings = {
    baseUrl: server.baseUrl,
    auth: { kind: 'none' } as const,
    silenceSeconds: 5,
    requestsPerMinuteMax: 60_000,
  };
  const client = createFhirClient({ settings, now: () => '2026-11-24T08:00:00.000Z', newId: () => 'id' });
  const ids: unknown[] = [];
  const read = await searchPages({
    client,
    first: new URL('Appointment?date=x', client.baseUrl),
    obeyed: [['date'], ['location', 'actor']],
    onResource: ({ id }) => ids.push(id),
  });
  return { read, ids };
}

const first = '/fhir/Appointment?date=x';
const asked = 'http://any/fhir/Appointment?date=x&location=y';

test('`next` is followed as the server wrote it, relative or whole, whatever it looks like', async () => {
  const server: OddServer = await serverWith({
    [first]: { ids: ['a', 'b'], next: '/fhir?_getpages=7f%2F3&x=%41', self: asked, total: 3 },
    '/fhir?_getpages=7f%2F3&x=%41': { ids: ['c'], self: 'http://any/fhir?_getpages=7f', total: 3 },
  });
  const { read, ids } = await walk(server);
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(read).toMatchObject({ ok: true, value: { pages: 2, total: 3 } });
  expect(server.seen.map(({ url }) => url)).toEqual([first, '/fhir?_getpages=7f%2F3&x=%41']);
});

test.each([
  ['another server', 'http://127.0.0.1:1/fhir/Appointment?page=2'],
  ['the same server under another scheme', 'https://127.0.0.1/fhir?page=2'],
  ['no address', 'http://'],
])('a `next` that leads to %s is not followed, because the token would go with it', async (_where, next) => {
  const { read } = await walk(await serverWith({ [first]: { ids: ['a'], next } }));
  expect(read).toEqual({ ok: false, problem: { kind: 'next-elsewhere' } });
});

test('pages that lead in a circle end the pull', async () => {
  const pages = {
    [first]: { ids: ['a'], next: '/fhir/2' },
    '/fhir/2': { ids: ['b'], next: '/fhir/Appointment?date=x' },
  };
  expect((await walk(await serverWith(pages))).read).toEqual({ ok: false, problem: { kind: 'pages-in-a-circle' } });
});

test('pages without end, end', async () => {
  const server = await oddServer((_, response, number) =>
    sendJson(response, {
      resourceType: 'Bundle',
      type: 'searchset',
      link: [{ relation: 'next', url: `/fhir/${number}` }],
    }),
  );
  expect((await walk(server)).read).toEqual({ ok: false, problem: { kind: 'too-many-pages' } });
  expect(server.seen).toHaveLength(200);
});

test('a total that changes between pages means that the list moved while it was read', async () => {
  const pages = { [first]: { ids: ['a'], next: '/fhir/2', total: 2 }, '/fhir/2': { ids: ['b'], total: 3 } };
  expect((await walk(await serverWith(pages))).read).toEqual({ ok: false, problem: { kind: 'changed-while-reading' } });
});

test.each([
  ['the site', 'http://any/fhir/Appointment?date=x&_count=100'],
  ['the day', 'http://any/fhir/Appointment?location=y'],
  ['everything', 'http://any/fhir/Appointment?_count=100'],
])('a server whose `self` shows that it left out %s is not believed', async (_what, self) => {
  const { read } = await walk(await serverWith({ [first]: { ids: ['a'], self } }));
  expect(read).toEqual({ ok: false, problem: { kind: 'filter-ignored' } });
});

test('a server without `self`, or that spells the site another way, is believed', async () => {
  expect((await walk(await serverWith({ [first]: { ids: ['a'] } }))).read).toMatchObject({ ok: true });
  const self = 'http://any/fhir/Appointment?date=x&actor=Location%2Fy';
  expect((await walk(await serverWith({ [first]: { ids: ['a'], self } }))).read).toMatchObject({ ok: true });
});

test.each([
  ['a single resource', { resourceType: 'Appointment', id: 'a' }],
  ['a bundle of another kind', { resourceType: 'Bundle', type: 'history', entry: [] }],
  ['entries that are no resources', { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: 'a' }] }],
])('%s is no page of a search', async (_what, body) => {
  const server = await oddServer((_, response) => sendJson(response, body));
  expect((await walk(server)).read).toEqual({ ok: false, problem: { kind: 'not-fhir' } });
});
