/** What a token server says, taken for what it is: for how long a token is good, that it is busy, that it is no token server. */
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createFhirClient, type FhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { fhirProblemInWords } from '../../../offline-store/sync/fhir-problem.ts';
import type { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { listenOn } from '../../peers/shared/listen.ts';
import { startTokenServer } from '../../peers/token-server-launcher.ts';
import { oddServer, sendJson } from './odd-server.ts';

const tokens = await startTokenServer();
afterAll(() => tokens.stop());

type Auth = UpstreamSettings['auth'];
const good = { resourceType: 'Appointment', id: 'a1' };

/** A FHIR server that lets everybody in, behind whatever gives out tokens. */
async function kiosk(auth: Auth, timers?: NonNullable<Parameters<typeof createFhirClient>[0]['timers']>) {
  const server = await oddServer((_, response) => sendJson(response, good));
  const client: FhirClient = createFhirClient({
    settings: { baseUrl: server.baseUrl, auth, silenceSeconds: 30 },
    now: () => new Date().toISOString(),
    newId: randomUUID,
    ...(timers === undefined ? {} : { timers }),
  });
  onTestFinished(() => client.stop());
  return { server, read: () => client.get(client.baseUrl) };
}

describe('a token server', () => {
  async function insteadOfTokens(answer: RequestListener): Promise<Auth> {
    const server = createServer(answer);
    const port = await listenOn(server, 0);
    onTestFinished(() => server.closeAllConnections());
    onTestFinished(() => void server.close());
    return { ...tokens.auth(), tokenUrl: `http://127.0.0.1:${port}/token` };
  }

  test('that is down is told, and is asked again when it is back', async () => {
    const { read } = await kiosk(tokens.auth());
    await tokens.down();
    const answer = await read();
    expect(answer.ok ? 'was let in' : fhirProblemInWords(answer.problem)).toBe(
      'was not asked, because no token is to be had (ECONNREFUSED)',
    );
    await tokens.up();
    expect(await read()).toMatchObject({ ok: true });
  });

  test.each<[string, RequestListener, string]>([
    ['a log-in page', (_, response) => response.end('<html>Sign in'), 'NOT_UNDERSTOOD'],
    [
      'a token of another kind',
      (_, response) => response.end('{"access_token":"x","token_type":"mac"}'),
      'NOT_UNDERSTOOD',
    ],
    [
      'a header in the token',
      (_, response) => response.end('{"access_token":"a\\nb","token_type":"bearer"}'),
      'NOT_UNDERSTOOD',
    ],
    ['a fault of its own', (_, response) => response.writeHead(500).end('oops'), 'HTTP_500'],
  ])('that answers with %s gives no token', async (_what, answer, code) => {
    const { read } = await kiosk(await insteadOfTokens(answer));
    expect(await read()).toEqual({ ok: false, problem: { kind: 'token-server-away', code, retryAfterMs: null } });
  });

  test.each<[string, number | null | undefined | string, number]>([
    ['a month', 2_592_000, 86_370_000],
    ['an hour, as text', '3600', 3_570_000],
    ['ten seconds', 10, 5_000],
    ['nothing', undefined, 270_000],
    ['null', null, 270_000],
    ['no time at all', 0, 270_000],
    ['soon', 'soon', 270_000],
  ])('that says %s of the life of its tokens is believed for a day at most', async (_what, seconds, usedMs) => {
    let given = 0;
    const auth = await insteadOfTokens((_, response) => {
      given += 1;
      response.end(JSON.stringify({ access_token: `t${given}`, token_type: 'Bearer', expires_in: seconds }));
    });
    let monotonicMs = 0;
    const { read, server } = await kiosk(auth, { monotonicMs: () => monotonicMs, after: () => () => {} });
    for (monotonicMs of [0, usedMs - 1, usedMs]) expect(await read()).toMatchObject({ ok: true });
    const tokensUsed = server.seen.map(({ headers }) => headers.authorization);
    expect(tokensUsed).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  test.each([429, 500, 503])(
    'that is busy or broken (%i) has refused nobody, whatever it calls that',
    async (status) => {
      const auth = await insteadOfTokens((_, response) =>
        response.writeHead(status, { 'retry-after': '60' }).end('{"error":"invalid_request"}'),
      );
      const { read } = await kiosk(auth);
      const problem = { kind: 'token-server-away', code: `HTTP_${status}`, retryAfterMs: 60_000 };
      expect(await read()).toEqual({ ok: false, problem });
    },
  );

  test('that asks for patience is not asked again before', async () => {
    let requests = 0;
    const auth = await insteadOfTokens((_, response) => {
      requests += 1;
      response.writeHead(429, { 'retry-after': '60' }).end();
    });
    const { read } = await kiosk(auth);
    expect(await read()).toMatchObject({ problem: { kind: 'token-server-away', retryAfterMs: 60_000 } });
    expect(await read()).toMatchObject({ problem: { kind: 'token-server-away', code: 'HTTP_429' } });
    expect(requests).toBe(1);
  });
});
