/** Signing for an access token, against a token server that follows its own rules; and what is said when it refuses. */
import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createFhirClient, type FhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { fhirProblemInWords } from '../../../offline-store/sync/fhir-problem.ts';
import type { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { startTokenServer } from '../../peers/token-server-launcher.ts';
import { newFolder } from '../store-clinic.ts';
import { type OddServer, oddServer, sendJson } from './odd-server.ts';

const tokens = await startTokenServer();
afterAll(() => tokens.stop());
let before = 0;
beforeEach(async () => {
  await tokens.tokenSeconds(600);
  before = await tokens.now();
});
const asked = async () => (await tokens.asked()).filter(({ sequence }) => sequence > before);

type Auth = UpstreamSettings['auth'];
const good = { resourceType: 'Appointment', id: 'a1' };

interface Kiosk {
  readonly client: FhirClient;
  readonly server: OddServer;
  read(): ReturnType<FhirClient['get']>;
}

/** A FHIR server that lets in whoever has a token that the token server knows. */
async function kiosk(
  auth: Auth = tokens.auth(),
  over: Partial<Parameters<typeof createFhirClient>[0]> = {},
): Promise<Kiosk> {
  const server = await oddServer(async ({ headers }, response) => {
    const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (await tokens.isGood(token)) sendJson(response, good);
    else response.writeHead(401).end();
  });
  const settings = { baseUrl: server.baseUrl, auth, silenceSeconds: 5 };
  const client = createFhirClient({ settings, now: () => new Date().toISOString(), newId: randomUUID, ...over });
  onTestFinished(() => client.stop());
  return { client, server, read: () => client.get(new URL('Appointment/a1', client.baseUrl)) };
}

async function wordsOf({ read }: Kiosk): Promise<string> {
  const answer = await read();
  return answer.ok ? 'was let in' : fhirProblemInWords(answer.problem);
}

describe('a kiosk that signs', () => {
  test.each(['RS512', 'RS384', 'ES384'] as const)('with %s gets a token and is let in', async (algorithm) => {
    const { read, server } = await kiosk(tokens.auth(algorithm));
    expect(await read()).toMatchObject({ ok: true });
    const [first] = await asked();
    expect(first).toMatchObject({ status: 200, lifeSeconds: 90 });
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${first?.token}`);
  });

  test.each(['', '\uFEFF'])('with a key in the form of a JWK is let in too (begun with %j)', async (mark) => {
    const known = createPrivateKey(readFileSync(tokens.auth('ES384').keyFile));
    const keyFile = path.join(newFolder(), 'key.json');
    writeFileSync(keyFile, `${mark}${JSON.stringify(known.export({ format: 'jwk' }))}`);
    expect(await wordsOf(await kiosk({ ...tokens.auth('ES384'), keyFile }))).toBe('was let in');
  });

  test('uses one token for many requests, and asks for it once however many wait', async () => {
    const { read } = await kiosk();
    const answers = await Promise.all(Array.from({ length: 10 }, read));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    await read();
    expect(await asked()).toHaveLength(1);
  });

  test('asks for the next one shortly before the first one ends, with an id that was never used', async () => {
    let monotonicMs = 0;
    const timers = { monotonicMs: () => monotonicMs, after: () => () => {} };
    await tokens.tokenSeconds(100);
    const { read } = await kiosk(tokens.auth(), { timers });
    await read();
    monotonicMs = 69_999;
    await read();
    expect(await asked()).toHaveLength(1);
    monotonicMs = 70_000;
    await read();
    const both = await asked();
    expect(both).toHaveLength(2);
    expect(new Set(both.map(({ jti }) => jti)).size).toBe(2);
  });

  test('whose token ends before its time is let in with a new one, and the request keeps its id', async () => {
    const { client, read, server } = await kiosk();
    await read();
    const [first] = await asked();
    await tokens.revoke(first?.token ?? '');
    const url = new URL('Appointment/a1', client.baseUrl);
    expect(await client.put(url, good, { ifMatch: '1', requestId: 'event-1' })).toMatchObject({ ok: true });
    const sent = server.seen.slice(1).map(({ headers }) => headers['x-request-id']);
    expect(sent).toEqual(['event-1', 'event-1']);
    expect(await asked()).toHaveLength(2);
  });

  test('that is not let in with a new token either stops there', async () => {
    const server = await oddServer((_, response) => response.writeHead(401).end());
    const settings = { baseUrl: server.baseUrl, auth: tokens.auth(), silenceSeconds: 5 };
    const client = createFhirClient({ settings, now: () => new Date().toISOString(), newId: randomUUID });
    expect(await client.get(client.baseUrl)).toMatchObject({ ok: false, problem: { kind: 'status', status: 401 } });
    expect(server.seen).toHaveLength(2);
    expect(await asked()).toHaveLength(2);
  });
});

describe('a token server that refuses', () => {
  test('a signature that was used before: so each has an id of its own', async () => {
    const { read } = await kiosk(tokens.auth(), { newId: () => 'always-the-same' });
    expect(await read()).toMatchObject({ ok: true });
    const second = await kiosk(tokens.auth(), { newId: () => 'always-the-same' });
    expect(await wordsOf(second)).toBe('was not asked, because the token server refuses this kiosk (invalid_client)');
  });

  test('S15: a kiosk whose clock is ten minutes slow: the clock is named, and not the key', async () => {
    const slow = await kiosk(tokens.auth(), { now: () => new Date(Date.now() - 600_000).toISOString() });
    expect(await wordsOf(slow)).toBe(
      'was not asked, because the token server refuses this kiosk; the clock of this computer is 10 minutes slow',
    );
    expect(slow.server.seen).toHaveLength(0);
    expect(Math.round((slow.client.clockSkewMs() ?? 0) / 60_000)).toBe(10);
  });

  test.each([
    ['a key that it does not know', { keyId: 'key-of-somebody' }],
    ['an audience that is not its own', { audience: 'https://elsewhere.example/token' }],
    ['a client that it does not know', { clientId: 'nobody' }],
  ])('%s', async (_what, over) => {
    expect(await wordsOf(await kiosk({ ...tokens.auth(), ...over }))).toContain('refuses this kiosk (invalid_client)');
  });

  test('another private key than the registered one', async () => {
    const keyFile = path.join(newFolder(), 'key.pem');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs1', format: 'pem' }));
    expect(await wordsOf(await kiosk({ ...tokens.auth(), keyFile }))).toContain('refuses this kiosk (invalid_client)');
  });
});

const ecKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' });

describe('a key file', () => {
  test('that is replaced while the kiosk runs signs for the next token', async () => {
    const keyFile = path.join(newFolder(), 'key.pem');
    writeFileSync(keyFile, ecKey());
    const waiting = await kiosk({ ...tokens.auth('ES384'), keyFile });
    expect(await wordsOf(waiting)).toContain('refuses this kiosk (invalid_client)');
    writeFileSync(keyFile, readFileSync(tokens.auth('ES384').keyFile));
    expect(await wordsOf(waiting)).toBe('was let in');
  });

  const noKey = 'was not asked, because upstream.auth.keyFile holds no private key for the algorithm of the settings';
  test.each<[string, (() => string | Buffer) | null, string]>([
    ['that is not there', null, 'was not asked, because the file upstream.auth.keyFile cannot be read'],
    ['that is empty', () => '', noKey],
    ['that holds something else', () => '{"kty":"oct"}', noKey],
    ['for another algorithm', ecKey, noKey],
  ])('%s is said in words, and nobody is asked', async (_what, content, words) => {
    const keyFile = path.join(newFolder(), 'key.pem');
    if (content !== null) writeFileSync(keyFile, content());
    expect(await wordsOf(await kiosk({ ...tokens.auth(), keyFile }))).toBe(words);
    expect(await asked()).toHaveLength(0);
  });
});
