/**
 * TLS with the booking system: a connection that does not prove who is there is no connection, the reason has a name, and no
 * setting and no variable of the surroundings lets it pass. Certificates of a self-made authority, real servers.
 */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { createFhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { fhirProblemInWords } from '../../../offline-store/sync/fhir-problem.ts';
import { tlsFiles } from '../../../offline-store/sync/tls-files.ts';
import type { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { type Certificate, certificateAuthority } from '../../peers/shared/certificates.ts';
import { listenOn } from '../../peers/shared/listen.ts';
import { sendJson } from './odd-server.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'upstream-tls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const authority = certificateAuthority(folder);
const stranger = certificateAuthority(folder, 'stranger');
const own = authority.issue('server');
const kiosk = authority.issue('kiosk');
const { caFile } = authority;

type Tls = UpstreamSettings['tls'];

interface TlsServer {
  readonly baseUrl: string;
  /** The names of the kiosks that were let in, one for each request. */
  readonly peers: readonly string[];
  requests(): number;
}

async function tlsServer({ certificateFile, keyFile }: Certificate, options: ServerOptions = {}): Promise<TlsServer> {
  const peers: string[] = [];
  let requests = 0;
  const pair = { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
  const server = createServer({ ...pair, ...options }, (request, response) => {
    requests += 1;
    // A server for https hands out sockets of this kind.
    const name = (request.socket as TLSSocket).getPeerCertificate().subject?.CN;
    peers.push(typeof name === 'string' ? name : 'nobody');
    sendJson(response, { resourceType: 'Appointment', id: 'a1' });
  });
  const port = await listenOn(server, 0);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { baseUrl: `https://127.0.0.1:${port}/r4`, peers, requests: () => requests };
}

function clientOf({ baseUrl }: TlsServer, tls: Tls) {
  const settings = {
    baseUrl,
    auth: { kind: 'none' } as const,
    silenceSeconds: 5,
    ...(tls === undefined ? {} : { tls }),
  };
  const client = createFhirClient({ settings, now: () => new Date().toISOString(), newId: randomUUID });
  onTestFinished(() => client.stop());
  return client;
}

async function outcome(server: TlsServer, tls: Tls = { caFile }): Promise<string> {
  const client = clientOf(server, tls);
  const answer = await client.get(client.baseUrl);
  return answer.ok ? 'was let in' : fhirProblemInWords(answer.problem);
}

const mutual: ServerOptions = { requestCert: true, rejectUnauthorized: true, ca: readFileSync(caFile) };
const asKiosk = { caFile, certificateFile: kiosk.certificateFile, keyFile: kiosk.keyFile };

describe('a server that proves who it is', () => {
  test('is spoken to', async () => {
    expect(await outcome(await tlsServer(own))).toBe('was let in');
  });

  test('and that asks who we are is shown the certificate of this kiosk', async () => {
    const server = await tlsServer(own, mutual);
    expect(await outcome(server, asKiosk)).toBe('was let in');
    expect(server.peers).toEqual(['kiosk']);
  });
});

describe('S15: no connection, and the reason has a name, when', () => {
  const longAgo = { madeOn: '2020-01-01', days: 30 };
  test.each<[string, () => Promise<TlsServer>, string]>([
    [
      'the certificate has expired',
      () => tlsServer(authority.issue('expired', longAgo)),
      'was not asked: by the clock of this computer its certificate has expired',
    ],
    [
      'the certificate is of the future, or our clock of the past',
      () => tlsServer(authority.issue('early', { madeOn: '2040-01-01' })),
      'was not asked: by the clock of this computer its certificate is not valid yet',
    ],
    [
      'another authority made the certificate',
      () => tlsServer(stranger.issue('elsewhere')),
      'was not asked: its certificate is of an authority that is not trusted here (upstream.tls.caFile)',
    ],
    [
      'the certificate is for another address',
      () => tlsServer(authority.issue('other', { host: 'other.example' })),
      'was not asked: its certificate is for another address than upstream.baseUrl',
    ],
    [
      'the server speaks only TLS 1.1',
      () => tlsServer(own, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      'was not asked: it speaks only a form of TLS that is no longer safe',
    ],
  ])('%s', async (_what, start, words) => {
    const server = await start();
    expect(await outcome(server, asKiosk)).toBe(words);
    expect(server.requests()).toBe(0);
  });

  test('the server does not know the certificate of this kiosk', async () => {
    const pair = ['-cert', own.certificateFile, '-key', own.keyFile];
    const asks = ['-CAfile', stranger.caFile, '-Verify', '1', '-verify_return_error'];
    const program = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...pair, ...asks, '-www']);
    onTestFinished(() => void program.kill());
    let port = '0';
    for await (const line of createInterface(program.stdout)) {
      port = /^ACCEPT 127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? port;
      if (port !== '0') break;
    }
    const server = { baseUrl: `https://127.0.0.1:${port}/r4`, peers: [], requests: () => 0 };
    expect(await outcome(server, asKiosk)).toBe(
      'does not accept the certificate of this kiosk (upstream.tls.certificateFile)',
    );
  });

  test('the server asks who we are, and we have nothing to show', async () => {
    const server = await tlsServer(own, mutual);
    expect(await outcome(server)).toContain('does not accept the certificate of this kiosk');
    expect(server.requests()).toBe(0);
  });

  test('no authority is set and that of the server is not one of those that every computer trusts', async () => {
    const server = await tlsServer(own);
    expect(await outcome(server, {})).toContain('of an authority that is not trusted here');
    expect(server.requests()).toBe(0);
  });

  test('the clock of this computer is years ahead: it is named beside the certificate', async () => {
    const { baseUrl } = await tlsServer(own);
    const program = `
      const { createFhirClient } = await import(${JSON.stringify(new URL('../../../offline-store/sync/fhir-client.ts', import.meta.url).href)});
      const { fhirProblemInWords } = await import(${JSON.stringify(new URL('../../../offline-store/sync/fhir-problem.ts', import.meta.url).href)});
      const settings = ${JSON.stringify({ baseUrl, auth: { kind: 'none' }, silenceSeconds: 5, tls: { caFile } })};
      const client = createFhirClient({ settings, now: () => new Date().toISOString(), newId: () => 'id' });
      const answer = await client.get(client.baseUrl);
      console.log(answer.ok ? 'was let in' : fhirProblemInWords(answer.problem));
      process.exit(0);`;
    const args = ['2041-05-05 12:00:00', process.execPath, '--input-type=module', '-e', program];
    const { stdout } = await promisify(execFile)('faketime', args);
    expect(stdout.trim()).toBe('was not asked: by the clock of this computer its certificate has expired');
  });
});

describe('there is no way round it', () => {
  const { NODE_TLS_REJECT_UNAUTHORIZED: before } = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  });

  test('by a variable that would make Node accept anything', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const server = await tlsServer(stranger.issue('anybody'));
    expect(await outcome(server)).toContain('of an authority that is not trusted here');
    expect(server.requests()).toBe(0);
  });
});

describe('the files of the settings', () => {
  const broken = path.join(folder, 'broken.pem');
  writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  const missing = path.join(folder, 'nothing.pem');
  const otherKey = authority.issue('somebody').keyFile;
  test.each<[string, NonNullable<Tls>, string]>([
    ['an authority that is not there', { caFile: missing }, 'upstream.tls.caFile cannot be read'],
    ['an authority that is none', { caFile: broken }, 'upstream.tls.caFile does not hold what it should'],
    ['a key for an authority', { caFile: kiosk.keyFile }, 'upstream.tls.caFile does not hold what it should'],
    ['no certificate', { ...asKiosk, certificateFile: missing }, 'upstream.tls.certificateFile cannot be read'],
    ['a broken certificate', { ...asKiosk, certificateFile: broken }, 'upstream.tls.certificateFile does not hold'],
    ['no key', { ...asKiosk, keyFile: missing }, 'upstream.tls.keyFile cannot be read'],
    ['a certificate for a key', { ...asKiosk, keyFile: kiosk.certificateFile }, 'upstream.tls.keyFile does not hold'],
    ['the key of another', { ...asKiosk, keyFile: otherKey }, 'upstream.tls.keyFile is not the key of the certificate'],
    ['no passphrase', { ...asKiosk, passphraseFile: missing }, 'upstream.tls.passphraseFile cannot be read'],
  ])('%s: said by the name of the setting, and nobody is asked', async (_what, tls, words) => {
    const server = await tlsServer(own);
    expect(await outcome(server, tls)).toContain(`was not asked, because ${words}`);
    expect(server.requests()).toBe(0);
  });

  test('a key under a passphrase is opened with it, and with no other', async () => {
    const keyFile = path.join(folder, 'locked.key');
    const passphraseFile = path.join(folder, 'passphrase');
    const args = ['pkcs8', '-topk8', '-in', kiosk.keyFile, '-out', keyFile, '-passout', 'pass:open sesame'];
    await promisify(execFile)('openssl', args);
    writeFileSync(passphraseFile, 'open sesame\n');
    const server = await tlsServer(own, mutual);
    expect(await outcome(server, { ...asKiosk, keyFile, passphraseFile })).toBe('was let in');
    writeFileSync(passphraseFile, 'open barley');
    expect(await outcome(server, { ...asKiosk, keyFile, passphraseFile })).toContain(
      'upstream.tls.passphraseFile does not',
    );
  });

  test('are read again when they are replaced: the next request goes with the new certificate', async () => {
    const certificateFile = path.join(folder, 'rotating.pem');
    const keyFile = path.join(folder, 'rotating.key');
    const server = await tlsServer(own, mutual);
    const client = clientOf(server, { caFile, certificateFile, keyFile });
    for (const name of ['kiosk-in-spring', 'kiosk-in-autumn']) {
      const next = authority.issue(name);
      copyFileSync(next.certificateFile, certificateFile);
      copyFileSync(next.keyFile, keyFile);
      expect(await client.get(client.baseUrl)).toMatchObject({ ok: true });
      expect(await client.get(client.baseUrl)).toMatchObject({ ok: true });
    }
    expect(server.peers).toEqual(['kiosk-in-spring', 'kiosk-in-spring', 'kiosk-in-autumn', 'kiosk-in-autumn']);
  });

  test('say when the certificate of this kiosk ends', async () => {
    const { certificateFile, keyFile } = authority.issue('ending', { madeOn: '2026-01-01', days: 30 });
    const read = await tlsFiles({ caFile, certificateFile, keyFile }).read();
    const endsAtMs = read.ok ? (read.value?.endsAtMs ?? 0) : 0;
    expect(new Date(endsAtMs).toISOString().slice(0, 10)).toBe('2026-01-31');
    const client = clientOf(await tlsServer(own, mutual), asKiosk);
    expect(client.certificateEndsAt()).toBeNull();
    await client.get(client.baseUrl);
    expect(client.certificateEndsAt()).toMatch(/^\d{4}-/);
  });
});
