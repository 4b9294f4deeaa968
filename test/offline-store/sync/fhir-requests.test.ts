/** What a request says of itself, and when none is sent because the server asked for patience. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createFhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { type Answering, oddServer, sendJson } from './odd-server.ts';

const now = '2026-11-24T08:00:00.000Z';
const newId = () => '00000000-0000-4000-8000-000000000001';
const good = { resourceType: 'Appointment', id: 'a1' };

async function clientOf(answer: Answering) {
  const server = await oddServer(answer);
  const settings = { baseUrl: server.baseUrl, auth: { kind: 'none' } as const, silenceSeconds: 30 };
  const client = createFhirClient({ settings, now: () => now, newId });
  return { server, read: () => client.get(client.baseUrl) };
}

describe('a server that asks for patience', () => {
  function patientClock() {
    let monotonicMs = 0;
    return {
      timers: { monotonicMs: () => monotonicMs, after: () => () => {} },
      pass: (ms: number) => (monotonicMs += ms),
    };
  }

  test.each([
    [429, '30'],
    [503, new Date(Date.parse(now) + 30_000).toUTCString()],
  ])(
    'with %i and Retry-After %s is not asked again before, whoever wants to, read or write',
    async (status, header) => {
      const { timers, pass } = patientClock();
      const date = new Date(now).toUTCString();
      const server = await oddServer((_, response, number) =>
        number === 1 ? response.writeHead(status, { 'retry-after': header, date }).end() : sendJson(response, good),
      );
      const settings = { baseUrl: server.baseUrl, auth: { kind: 'none' } as const, silenceSeconds: 30 };
      const client = createFhirClient({ settings, now: () => now, newId, timers });
      const page = client.during(() => ({ correlationId: 'pull-1', canWait: true }));
      expect(await page.get(client.baseUrl)).toMatchObject({ problem: { status, retryAfterMs: 30_000 } });
      pass(29_000);
      const put = await client.put(client.baseUrl, good, { ifMatch: '1', requestId: 'event-1' });
      expect(put).toMatchObject({ problem: { kind: 'status', status, retryAfterMs: 1_000 } });
      expect(server.seen).toHaveLength(1);
      pass(1_000);
      expect(await client.put(client.baseUrl, good, { ifMatch: '1', requestId: 'event-1' })).toMatchObject({
        ok: true,
      });
    },
  );

  test('about one resource only, with 409 and Retry-After, is asked about the others', async () => {
    const { timers } = patientClock();
    const server = await oddServer((_, response) => response.writeHead(409, { 'retry-after': '30' }).end());
    const settings = { baseUrl: server.baseUrl, auth: { kind: 'none' } as const, silenceSeconds: 30 };
    const client = createFhirClient({ settings, now: () => now, newId, timers });
    await client.get(client.baseUrl);
    await client.get(client.baseUrl);
    expect(server.seen).toHaveLength(2);
  });
});

describe('what each request says of itself', () => {
  test('the requests of one piece of work carry its id, others one of their own', async () => {
    let ids = 0;
    const server = await oddServer((_, response) => sendJson(response, good));
    const settings = { baseUrl: server.baseUrl, auth: { kind: 'none' } as const, silenceSeconds: 30 };
    const client = createFhirClient({ settings, now: () => now, newId: () => `id-${++ids}` });
    const pull = client.during(() => ({ correlationId: 'pull-1', canWait: true }));
    await pull.get(client.baseUrl);
    await pull.get(client.baseUrl);
    await client.post(client.baseUrl, good, { requestId: 'event-1', ifNoneExist: 'identifier=x' });
    await client.get(client.baseUrl);
    const said = server.seen.map(({ headers }) => headers['x-correlation-id']);
    expect(said.slice(0, 2)).toEqual(['pull-1', 'pull-1']);
    expect(new Set(said).size).toBe(3);
    expect(server.seen[2]?.headers).toMatchObject({ 'x-request-id': 'event-1', 'if-none-exist': 'identifier=x' });
  });

  test('who asks, by name and by the headers of the settings', async () => {
    const server = await oddServer((_, response) => sendJson(response, good));
    const headers = { 'NHSD-End-User-Organisation-ODS': 'RX8' };
    const settings = { baseUrl: server.baseUrl, auth: { kind: 'none' } as const, silenceSeconds: 30, headers };
    await createFhirClient({ settings, now: () => now, newId }).get(new URL(server.baseUrl));
    expect(server.seen[0]?.headers).toMatchObject({
      'user-agent': 'phlebotomy-kiosk',
      'nhsd-end-user-organisation-ods': 'RX8',
    });
  });

  test('that what was found a minute ago is not wanted: a server that reuses its answers is asked for what is so now', async () => {
    const kept = new Map<string, object>();
    const server = await oddServer(({ url = '', headers }, response, number) => {
      const before = headers['cache-control'] === 'no-cache' ? undefined : kept.get(url);
      const answer = before ?? { ...good, status: number === 1 ? 'booked' : 'cancelled' };
      kept.set(url, answer);
      sendJson(response, answer);
    });
    const settings = { baseUrl: server.baseUrl, auth: { kind: 'none' } as const, silenceSeconds: 30 };
    const client = createFhirClient({ settings, now: () => now, newId });
    expect(await client.get(client.baseUrl)).toMatchObject({ value: { resource: { status: 'booked' } } });
    expect(await client.get(client.baseUrl)).toMatchObject({ value: { resource: { status: 'cancelled' } } });
  });

  test('that an answer may be packed, which it then is read from', async () => {
    const packed = gzipSync(JSON.stringify(good));
    const answer: Answering = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    const { read, server } = await clientOf(answer);
    expect(await read()).toMatchObject({ ok: true, value: { resource: good } });
    expect(server.seen[0]?.headers['accept-encoding']).toBe('gzip');
    const spelt: Answering = (_, response) => response.writeHead(200, { 'content-encoding': 'X-GZip' }).end(packed);
    expect(await (await clientOf(spelt)).read()).toMatchObject({ ok: true, value: { resource: good } });
    const broken: Answering = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, 20));
    const second = await clientOf(broken);
    expect(await second.read()).toEqual({ ok: false, problem: { kind: 'truncated' } });
  });

  test('and one that unpacks to more than anybody can hold is put down in the middle', async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));
    let ended = () => {};
    const isCut = new Promise<void>((resolve) => (ended = resolve));
    const { read } = await clientOf((_, response) => {
      response.on('close', ended);
      // Whoever takes all of it would wait for more.
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(bomb);
    });
    expect(await read()).toEqual({ ok: false, problem: { kind: 'too-large' } });
    await isCut;
  });
});
