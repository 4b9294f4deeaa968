/**
 * The network between the kiosk and the booking system, broken in every way that bytes can be: the list stays, the patient goes on,
 * and what was wrong is said. A real network of bytes between two real processes.
 */
import { readFileSync } from 'node:fs';
import { request as askServer } from 'node:http';
import { createServer } from 'node:https';
import { createServer as createPlainServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { pullProblemInWords } from '../../../offline-store/sync/pull.ts';
import { randomFrom } from '../../chance.ts';
import { type NetworkProxy, startNetworkProxy } from '../../peers/network-proxy-launcher.ts';
import { certificateAuthority } from '../../peers/shared/certificates.ts';
import { listenOn } from '../../peers/shared/listen.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { newFolder } from '../store-clinic.ts';
import { bookedDay, bookingIds, type SyncClinic, syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
let network: NetworkProxy;
beforeAll(async () => {
  network = await startNetworkProxy(server.port);
});
afterAll(() => network.stop());
beforeEach(() => network.behave());

const kioskBehind = ({ port }: Pick<NetworkProxy, 'port'>): SyncClinic =>
  syncClinic({ baseUrl: `http://127.0.0.1:${port}/fhir/R4` });

async function pulledOnce(): Promise<SyncClinic> {
  await server.load(bookedDay(5));
  const clinic = kioskBehind(network);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 5 } });
  return clinic;
}

test('through a network that is well, the list comes', async () => {
  await pulledOnce();
});

test('a server that wants to speak something else than HTTP is one that cannot be reached, and not waited for for ever', async () => {
  const port = await listenOn(
    createPlainServer((socket) =>
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
      ),
    ),
    0,
  );
  expect(await kioskBehind({ port }).pull()).toMatchObject({ ok: false, problem: { kind: 'unreachable' } });
});

const page = '<!doctype html><html><title>Hospital guest network</title><body>Accept the terms of use';
const silent = 'does not answer';
type Break = (network: NetworkProxy) => Promise<void>;

describe('S11: nobody leaves the list, patients go on, and it is said that', () => {
  test.each<[string, Break, string]>([
    [
      'the line is reset before anything is asked',
      (line) => line.fault({ kind: 'reset', afterBytes: 0 }),
      'cannot be reached (ECONNRESET)',
    ],
    [
      'the line is reset in the answer',
      (line) => line.fault({ kind: 'reset', afterBytes: 700 }),
      'sent an answer that breaks off',
    ],
    ['the answer ends early', (line) => line.fault({ kind: 'cut', afterBytes: 700 }), 'sent an answer that breaks off'],
    ['nothing ever comes back', (line) => line.fault({ kind: 'half-open' }), silent],
    ['everything comes too late', (line) => line.fault({ kind: 'latency', ms: 3_000 }), silent],
    ['the answer drips in, with silence between', (line) => line.fault({ kind: 'drip', everyMs: 1_500 }), silent],
    [
      'something answers that is no HTTP',
      (line) => line.fault({ kind: 'instead', base64: 'AAECAwQFBgcICQ==' }),
      'cannot be reached (HPE_',
    ],
    [
      'a captive portal answers for everybody',
      (line) => line.answerInstead(200, { 'Content-Type': 'text/html' }, page),
      'sent a web page instead of data',
    ],
    [
      'a captive portal answers and calls it JSON',
      (line) => line.answerInstead(200, { 'Content-Type': 'application/fhir+json' }, page),
      'sent a web page instead of data',
    ],
    [
      'a captive portal sends everybody elsewhere',
      (line) => line.answerInstead(302, { Location: 'http://portal.example/' }, ''),
      'refused the request (HTTP 302)',
    ],
    [
      'something on the way has a fault',
      (line) => line.answerInstead(500, {}, 'oops'),
      'has a fault of its own (HTTP 500)',
    ],
    [
      'the server is busy',
      (line) => line.answerInstead(503, { 'Retry-After': '120' }, ''),
      'has a fault of its own (HTTP 503)',
    ],
    [
      'it was asked too often',
      (line) => line.answerInstead(429, { 'Retry-After': '120' }, ''),
      'asks the kiosk to slow down (HTTP 429)',
    ],
  ])('%s', async (_what, breakIt, words) => {
    const clinic = await pulledOnce();
    const list = clinic.store.cache.bookings();
    const age = clinic.store.cache.age();
    await breakIt(network);
    clinic.impatient(words === silent);
    const pulled = await clinic.pull();
    expect(pulled.ok ? 'a list came' : pullProblemInWords(pulled.problem)).toContain(words);
    expect(clinic.store.cache.bookings()).toEqual(list);
    expect(clinic.store.cache.age()).toEqual(age);
    clinic.checkIn('a1');
    expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 1 });
    clinic.impatient(false);
    await network.behave();
    // Past whatever patience was asked for.
    clinic.at('2026-11-24T06:10:00.000Z');
    expect(await clinic.pull()).toMatchObject({ ok: true });
    expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 1, waiting: 0 });
    expect(await server.read('Appointment', 'a1')).toMatchObject({ status: 'arrived' });
  });

  test('whoever asks for patience gets it from the push as from the pull', async () => {
    const clinic = await pulledOnce();
    await network.answerInstead(429, { 'Retry-After': '120' }, '');
    expect(await clinic.pull()).toMatchObject({ problem: { kind: 'status', status: 429, retryAfterMs: 120_000 } });
    await network.behave();
    const before = await server.now();
    clinic.checkIn('a1');
    const pushed = await clinic.push({ isBack: true });
    expect(pushed.stoppedBy).toMatchObject({ kind: 'status', status: 429 });
    expect((await server.requests()).filter(({ sequence }) => sequence > before)).toEqual([]);
  });

  test('wherever the line breaks, it is the old list or the new one, and never a part of it', async () => {
    const clinic = await pulledOnce();
    const ids = bookingIds(clinic.store);
    const random = randomFrom(38);
    let failed = 0;
    for (let round = 0; round < 40; round++) {
      const afterBytes = Math.floor(random() * 9_000);
      await network.fault({ kind: round % 2 === 0 ? 'reset' : 'cut', afterBytes });
      if (!(await clinic.pull()).ok) failed += 1;
      expect(bookingIds(clinic.store), `broken after ${afterBytes} bytes`).toEqual(ids);
    }
    expect(failed).toBeGreaterThan(0);
  });
});

describe('a byte that turns over on the way', () => {
  /** Ends TLS in front of the FHIR server, as a hospital's gateway does. */
  async function behindTls(): Promise<{ readonly port: number; readonly caFile: string }> {
    const authority = certificateAuthority(newFolder());
    const { certificateFile, keyFile } = authority.issue('gateway');
    const pair = { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
    const gateway = createServer(pair, (request, response) => {
      const { method, url: path, headers } = request;
      const onward = askServer({ port: server.port, host: '127.0.0.1', method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => void response.destroy());
      request.pipe(onward);
    });
    const port = await listenOn(gateway, 0);
    onTestFinished(() => {
      gateway.close();
      gateway.closeAllConnections();
    });
    return { port, caFile: authority.caFile };
  }

  test('S11: under TLS is always found, wherever it is: no name, no date and nobody changes', async () => {
    await server.load(bookedDay(5));
    const { port, caFile } = await behindTls();
    const line = await startNetworkProxy(port);
    onTestFinished(() => line.stop());
    const clinic = syncClinic({ baseUrl: `https://127.0.0.1:${line.port}/fhir/R4` }, { upstream: { tls: { caFile } } });
    expect(await clinic.pull()).toMatchObject({ ok: true });
    const list = clinic.store.cache.bookings();
    const random = randomFrom(33);
    // Of a length that turned over, the rest never comes.
    clinic.impatient(true);
    const outcomes = { refused: 0, untouched: 0 };
    for (let round = 0; round < 150; round++) {
      const atByte = Math.floor(random() * 9_000);
      await line.fault({ kind: 'corrupt', atByte, mask: 1 + Math.floor(random() * 255) });
      outcomes[(await clinic.pull()).ok ? 'untouched' : 'refused'] += 1;
      expect(clinic.store.cache.bookings(), `byte ${atByte}`).toEqual(list);
    }
    expect(outcomes.refused).toBeGreaterThan(50);
  }, 120_000);

  test('without TLS goes unseen where it leaves good FHIR, so that the settings allow that within one computer only', async () => {
    const clinic = await pulledOnce();
    const [first] = clinic.store.cache.bookings();
    const changed = new Set<string>();
    clinic.impatient(true);
    // Patients come behind their appointments: as many bytes of them as it takes to turn a letter of a name.
    for (let atByte = 3_000; atByte < 9_000 && changed.size === 0; atByte += 7) {
      await network.fault({ kind: 'corrupt', atByte, mask: 1 });
      if (!(await clinic.pull()).ok) continue;
      const now = clinic.store.cache.booking(first?.id ?? '')?.patient;
      if (now !== undefined && JSON.stringify(now) !== JSON.stringify(first?.patient)) changed.add(JSON.stringify(now));
    }
    expect(changed.size).toBe(1);
    clinic.impatient(false);
    await network.behave();
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 5 } });
    expect(clinic.store.cache.booking(first?.id ?? '')?.patient).toEqual(first?.patient);
  }, 120_000);
});
