/**
 * Carries one request over the network, and the beginning of its answer back: Node's own HTTP, the same in Electron, on the
 * command line and in tests. It follows no redirect and rejects when there is no answer; what an answer means is read elsewhere.
 *
 * TLS 1.2 at least, and a certificate that cannot be checked is no connection: there is no setting to let one pass.
 */
import http from 'node:http';
import https from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { HttpResponse } from './http-answer.ts';
import type { TlsMaterial } from './tls-files.ts';

export interface HttpExchange {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Of the settings; null: the authorities that every computer trusts, and no certificate of ours. */
  readonly tls: TlsMaterial | null;
}

/** A test may be the network. */
export type HttpTransport = (url: URL, exchange: HttpExchange) => Promise<HttpResponse>;

const connectionsMax = 8;

export function overTheNetwork(): HttpTransport {
  const plain = new http.Agent({ keepAlive: true, maxSockets: connectionsMax });
  let secure = secureAgent(null);
  const agentFor = (url: URL, tls: TlsMaterial | null) => {
    if (url.protocol === 'http:') return plain;
    if (secure.tls !== tls) {
      closeWhenIdle(secure.agent);
      secure = secureAgent(tls);
    }
    return secure.agent;
  };
  return async (url, exchange) => {
    const agent = agentFor(url, exchange.tls);
    const first = await requestOnce(url, exchange, agent);
    if (first.kind === 'answer') return first.response;
    // The server closed a connection that was kept open just as we used it again: nothing was asked yet.
    if (!first.wasKeptOpen || exchange.method !== 'GET') throw first.error;
    const second = await requestOnce(url, exchange, agent);
    if (second.kind === 'answer') return second.response;
    throw second.error;
  };
}

function secureAgent(tls: TlsMaterial | null): { readonly tls: TlsMaterial | null; readonly agent: https.Agent } {
  const { ca, certificate: cert, key } = tls ?? {};
  const agent = new https.Agent({
    keepAlive: true,
    maxSockets: connectionsMax,
    minVersion: 'TLSv1.2',
    // Said, because an environment variable could unsay what is only the default.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  });
  return { tls, agent };
}

/** New certificates are for the next connection; what is under way ends as it began. */
function closeWhenIdle(agent: https.Agent): void {
  agent.maxFreeSockets = 0;
  for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
}

type Outcome = Readonly<
  { kind: 'answer'; response: HttpResponse } | { kind: 'no-answer'; error: unknown; wasKeptOpen: boolean }
>;

function requestOnce(url: URL, { method, headers, body, signal }: HttpExchange, agent: http.Agent): Promise<Outcome> {
  const { request: open } = url.protocol === 'http:' ? http : https;
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const request = open(url, { method, agent, signal, headers: { 'Accept-Encoding': 'gzip', ...headers, ...length } });
    request.on('response', (message) => resolve({ kind: 'answer', response: responseOf(message) }));
    request.on('error', (error) =>
      resolve({ kind: 'no-answer', error, wasKeptOpen: request.reusedSocket && isReset(error) }),
    );
    // Whatever else ends it, such as an answer that wants to speak another protocol, nobody waits for ever.
    request.on('close', () => resolve({ kind: 'no-answer', error: new Error('closed'), wasKeptOpen: false }));
    request.end(body);
  });
}

const isReset = (error: Error): boolean => 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

function responseOf(message: http.IncomingMessage): HttpResponse {
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at] ?? '', message.rawHeaders[at + 1] ?? '');
  }
  const status = message.statusCode ?? 0;
  // Names of encodings have no case, and this one has two names (RFC 9110, 8.4.1.3).
  const isPacked = /^(?:x-)?gzip$/i.test(headers.get('content-encoding') ?? '');
  // An end that breaks off is told to whoever reads the body.
  const body = isPacked ? pipeline(message, createGunzip(), () => undefined) : message;
  return { status, ok: status >= 200 && status < 300, headers, body: webStream(body) };
}

/** Node's own web stream is the one of the language; their two declarations differ. */
const webStream = (body: Readable) => Readable.toWeb(body) as ReadableStream<Uint8Array>;
