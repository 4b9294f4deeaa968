/** Speaking HTTP with a FHIR server: whatever comes back is one of the named problems, and nothing waits for ever. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFhirClient, type FhirClient } from '../../../offline-store/sync/fhir-client.ts';
import type { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { newFolder } from '../store-clinic.ts';
import { type Answering, type OddServer, oddServer, sendJson } from './odd-server.ts';

const now = '2026-11-24T08:00:00.000Z';
const newId = () => '00000000-0000-4000-8000-000000000001';

/** Nobody is taken for silent because this machine does something else for a while. */
const patientSeconds = 30;

async function clientOf(
  answer: Answering,
  auth: UpstreamSettings['auth'] = { kind: 'none' },
  silenceSeconds = patientSeconds,
): Promise<{ client: FhirClient; server: OddServer; read: () => ReturnType<FhirClient['get']> }> {
  const server = await oddServer(answer);
  const settings = { baseUrl: server.baseUrl, auth, silenceSeconds };
  const client = createFhirClient({ settings, now: () => now, newId });
  return { client, server, read: () => client.get(new URL('Appointment/a1', client.baseUrl)) };
}

const problemOf = async (answer: Answering, silenceSeconds = patientSeconds) => {
  const { read } = await clientOf(answer, { kind: 'none' }, silenceSeconds);
  const reply = await read();
  return reply.ok ? null : reply.problem;
};

const good = { resourceType: 'Appointment', id: 'a1' };

describe('an answer', () => {
  test('is the resource with its version, and the request says what it wants', async () => {
    const { read, server } = await clientOf((_, response) => sendJson(response, good, { etag: 'W/"7"' }));
    expect(await read()).toEqual({ ok: true, value: { resource: good, version: '7', bytes: 40 } });
    expect(server.seen[0]?.url).toBe('/fhir/Appointment/a1');
    expect(server.seen[0]?.headers).toMatchObject({
      accept: 'application/fhir+json',
      prefer: 'handling=strict',
      'x-request-id': newId(),
    });
  });

  test('to an update may be empty, and carries its version', async () => {
    const { client, server } = await clientOf((_, response) => response.writeHead(200, { etag: '"8"' }).end());
    const url = new URL('Appointment/a1', client.baseUrl);
    expect(await client.put(url, good, { ifMatch: '7', requestId: 'event-1' })).toEqual({
      ok: true,
      value: { resource: null, version: '8', bytes: 0 },
    });
    expect(server.seen[0]?.headers).toMatchObject({
      'if-match': 'W/"7"',
      'x-request-id': 'event-1',
      'content-type': 'application/fhir+json',
    });
  });

  test('tells how far the clocks are apart', async () => {
    const date = new Date(Date.parse(now) - 600_000).toUTCString();
    const { client, read } = await clientOf((_, response) => sendJson(response, good, { date }));
    expect(client.clockSkewMs()).toBeNull();
    await read();
    expect(client.clockSkewMs()).toBe(-600_000);
  });
});

describe('what is no answer', () => {
  const text = (body: string | Buffer, type = 'application/fhir+json'): Answering => {
    return (_, response) => response.writeHead(200, { 'content-type': type }).end(body);
  };

  test.each<[string, Answering, string]>([
    ['a log-in page', text('<!doctype html><p>Sign in', 'text/html; charset=utf-8'), 'not-json'],
    ['a log-in page that calls itself JSON', text('<html>'), 'not-json'],
    ['nothing', text(''), 'not-json'],
    ['a greeting', text('OK'), 'not-json'],
    ['bytes that are not UTF-8', text(Buffer.from('{"resourceType":"Patient","x":"\u00e9"}', 'latin1')), 'not-json'],
    ['half of it', text('{"resourceType":"Appointment","id":"a'), 'truncated'],
    ['JSON that is not FHIR', text('{"status":"ok"}'), 'not-fhir'],
    ['a list', text('[1,2]'), 'not-fhir'],
    ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), 'status'],
    ['a line that is cut before the answer', (request) => request.socket.destroy(), 'unreachable'],
    [
      'a line that is cut in the answer',
      (request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"resourceType":', () => request.socket.destroy());
      },
      'truncated',
    ],
    ['more than anybody can hold', text(Buffer.alloc(9 * 1024 * 1024, ' ')), 'too-large'],
  ])('%s', async (_what, answer, kind) => {
    expect(await problemOf(answer)).toMatchObject({ kind });
  });

  test.each<[string, Answering]>([
    ['silence', () => undefined],
    ['a beginning, then silence', (_, response) => response.writeHead(200).write('{"resourceType":')],
  ])('%s', async (_what, answer) => {
    expect(await problemOf(answer, 1)).toEqual({ kind: 'timed-out' });
  });

  test('that nobody listens is told with the code of the system', async () => {
    const { read, server } = await clientOf(() => undefined);
    await server.close();
    expect(await read()).toEqual({ ok: false, problem: { kind: 'unreachable', code: 'ECONNREFUSED' } });
  });

  test('that we are closing ends what is under way, and all that follows', async () => {
    const { client, read } = await clientOf(() => client.stop());
    expect(await read()).toEqual({ ok: false, problem: { kind: 'stopped' } });
    expect(await read()).toEqual({ ok: false, problem: { kind: 'stopped' } });
  });
});

describe('a refusal', () => {
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] };

  test('of a FHIR server is told from that of something on the way to it', async () => {
    const answer = (body: string, type: string): Answering => {
      return (_, response) => response.writeHead(404, { 'content-type': type }).end(body);
    };
    const base = { kind: 'status', status: 404, retryAfterMs: null };
    expect(await problemOf(answer(JSON.stringify(outcome), 'application/fhir+json'))).toEqual({
      ...base,
      isFhir: true,
      issue: 'not-found',
    });
    const proxy = { ...base, isFhir: false, issue: null };
    expect(await problemOf(answer('<html>Not found', 'text/html'))).toEqual(proxy);
    expect(await problemOf(answer('', 'text/plain'))).toEqual(proxy);
  });

  test('carries no text of the server, which may name a patient', async () => {
    const issue = [{ severity: 'error', code: 'processing', diagnostics: 'Patient Zzcanary 999 000 0018 is unknown' }];
    const body = JSON.stringify({ resourceType: 'OperationOutcome', issue });
    const problem = await problemOf((_, response) => response.writeHead(422).end(body));
    expect(JSON.stringify(problem)).not.toMatch(/Zzcanary|999/);
  });

  test.each([
    ['120', 120_000],
    ['0', 0],
    ['999999999', 900_000],
    // More than a number can be.
    ['9'.repeat(400), 900_000],
    [new Date(Date.parse(now) + 30_000).toUTCString(), 30_000],
    [new Date(Date.parse(now) - 30_000).toUTCString(), 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 900_000],
    ['soon', null],
    ['', null],
  ])('may ask to wait: %s', async (header, retryAfterMs) => {
    const date = new Date(now).toUTCString();
    const answer: Answering = (_, response) => response.writeHead(503, { 'retry-after': header, date }).end();
    expect(await problemOf(answer)).toMatchObject({ kind: 'status', status: 503, retryAfterMs });
  });
});

describe('the token', () => {
  const withToken = (tokenFile: string) =>
    clientOf((_, response) => sendJson(response, good), { kind: 'bearer', tokenFile });

  test('is read anew for each request, because it is replaced while the kiosk runs', async () => {
    const tokenFile = path.join(newFolder(), 'token');
    const { read, server } = await withToken(tokenFile);
    for (const token of ['first', 'second']) {
      writeFileSync(tokenFile, `${token}\n`);
      expect(await read()).toMatchObject({ ok: true });
    }
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  test.each([
    ['is not there', null],
    ['is empty', '\n'],
    ['holds a second line', 'token\nX-Other: header'],
  ])('that %s is not sent, and nothing is asked', async (_what, content) => {
    const tokenFile = path.join(newFolder(), 'token');
    if (content !== null) writeFileSync(tokenFile, content);
    const { read, server } = await withToken(tokenFile);
    expect(await read()).toEqual({ ok: false, problem: { kind: 'no-token' } });
    expect(server.seen).toHaveLength(0);
  });

  test('never leaves the origin of the settings', async () => {
    const { client } = await clientOf(() => undefined);
    await expect(client.get(new URL('http://127.0.0.1:2/fhir/Appointment'))).rejects.toThrow('It must be true');
  });
});
