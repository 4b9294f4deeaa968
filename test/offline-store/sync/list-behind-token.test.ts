/** A whole list from a booking system that asks for a token: it comes although the token ends, and stays when no token is to be had. */
import { request as askServer, createServer } from 'node:http';
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { pullProblemInWords } from '../../../offline-store/sync/pull.ts';
import { listenOn } from '../../peers/shared/listen.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { startTokenServer } from '../../peers/token-server-launcher.ts';
import { bookedDay, bookingIds, syncClinic } from './sync-clinic.ts';

const tokens = await startTokenServer();
const fhir = await sharedFhirServer();
afterAll(() => tokens.stop());
let before = 0;
beforeEach(async () => {
  before = await tokens.now();
});
const asked = async () => (await tokens.asked()).filter(({ sequence }) => sequence > before);

/** The FHIR server behind a gate that lets in whoever has a good token. `onRequest` comes first, with the number of the request. */
async function gated(
  onRequest: (number: number) => Promise<void> = async () => {},
): Promise<{ readonly port: number }> {
  let requests = 0;
  const gate = createServer(async (request, response) => {
    requests += 1;
    await onRequest(requests);
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!(await tokens.isGood(token))) return void response.writeHead(401).end();
    const { method, url, headers } = request;
    const onward = askServer({ host: '127.0.0.1', port: fhir.port, method, path: url, headers }, (answer) => {
      // The server names itself in its links, and stands behind the gate.
      const body: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => body.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(body).toString().replaceAll(`:${fhir.port}/`, `:${port}/`);
        const { 'content-length': _, ...rest } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, rest).end(text);
      });
    });
    request.pipe(onward);
  });
  const port = await listenOn(gate, 0);
  onTestFinished(() => {
    gate.close();
    gate.closeAllConnections();
  });
  return { port };
}

const clinicAt = ({ port }: { readonly port: number }) =>
  syncClinic({ baseUrl: `http://127.0.0.1:${port}/fhir/R4` }, { upstream: { auth: tokens.auth() } });

test('the list comes whole although the token ends between two pages', async () => {
  await fhir.load(bookedDay(250));
  const clinic = clinicAt(
    await gated(async (number) => {
      if (number === 2) await tokens.revoke((await asked())[0]?.token ?? '');
    }),
  );
  const pulled = await clinic.pull();
  expect(pulled).toMatchObject({ ok: true, value: { bookings: 250 } });
  expect(await asked()).toHaveLength(2);
});

test('the pages that came stay when the token ends between two pages and no other is to be had', async () => {
  await fhir.load(bookedDay(250));
  const clinic = clinicAt(
    await gated(async (number) => {
      if (number !== 2) return;
      await tokens.revoke((await asked())[0]?.token ?? '');
      await tokens.down();
    }),
  );
  expect(await clinic.pull()).toMatchObject({ ok: false, problem: { kind: 'token-server-away' } });
  await tokens.up();
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 250, isResumed: true } });
});

test('the list stays when the token server is down, and staff read why', async () => {
  await fhir.load(bookedDay(5));
  const clinic = clinicAt(await gated());
  await tokens.tokenSeconds(60);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 5 } });
  await tokens.down();
  // The token has ended by now.
  clinic.at('2026-11-24T06:10:00.000Z');
  const pulled = await clinic.pull();
  expect(pulled.ok ? 'a list came' : pullProblemInWords(pulled.problem)).toBe(
    'was not asked, because no token is to be had (ECONNREFUSED)',
  );
  clinic.checkIn('a1');
  expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 1 });
  expect(bookingIds(clinic.store)).toHaveLength(5);
  await tokens.up();
  expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 1 });
});
