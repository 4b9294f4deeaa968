/**
 * Speaks HTTP with one FHIR server: every answer is a Result, nothing is thrown, and nothing waits for ever.
 *
 * It knows nothing of bookings. Its problems carry no text of the server (see `fhir-problem.ts`). It never follows a redirect
 * and never leaves the server's origin, because both would hand the token to somebody else.
 */
import { readFile } from 'node:fs/promises';
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { FhirProblem } from './fhir-problem.ts';
import type { FhirResource } from './fhir-resources.ts';
import { type FhirAnswer, type HttpResponse, readAnswer, skewOf } from './http-answer.ts';
import { type Timers, watchSilence } from './silence-watch.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

const msPerSecond = 1_000;
const tokenCharactersMax = 16_384;
const fhirJson = 'application/fhir+json';

interface PutOptions {
  readonly ifMatch: string;
  /** The event's own id, the same each time it is sent, so that a server can know a repeat. */
  readonly requestId: string;
}

type FhirReply = Promise<Result<FhirAnswer, FhirProblem>>;

export interface FhirClient {
  /** The service root, ending in a slash. */
  readonly baseUrl: URL;
  /** @param url of the server's own origin. */
  get(url: URL): FhirReply;
  put(url: URL, resource: FhirResource, options: PutOptions): FhirReply;
  /** How far the server's clock is ahead of ours, by its last answer. */
  clockSkewMs(): number | null;
  /** Ends what is under way; every later request is `stopped`. */
  stop(): void;
}

export interface HttpExchange {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/**
 * Carries one request to the server and the beginning of its answer back. It follows no redirect, and rejects when there is
 * no answer. A test may be the network.
 */
export type HttpTransport = (url: URL, exchange: HttpExchange) => Promise<HttpResponse>;

interface FhirClientOptions {
  readonly settings: Pick<UpstreamSettings, 'baseUrl' | 'auth' | 'silenceSeconds'>;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
  /** For waits and limits; the computer's own when absent. */
  readonly timers?: Timers;
  /** A new UUID, for X-Request-ID. */
  readonly newId: () => string;
  readonly transport?: HttpTransport | undefined;
}

const overTheNetwork: HttpTransport = (url, exchange) => fetch(url, { ...exchange, redirect: 'manual' });

const computersTimers: Timers = {
  monotonicMs: () => performance.now(),
  after(delayMs, callBack) {
    const timer = setTimeout(callBack, delayMs);
    return () => clearTimeout(timer);
  },
};

export function createFhirClient(options: FhirClientOptions): FhirClient {
  const { settings, now, newId, timers = computersTimers, transport = overTheNetwork } = options;
  const baseUrl = new URL(settings.baseUrl.endsWith('/') ? settings.baseUrl : `${settings.baseUrl}/`);
  const stopping = new AbortController();
  let skewMs: number | null = null;

  async function send(url: URL, exchange: Omit<HttpExchange, 'signal'>): FhirReply {
    assert(url.origin === baseUrl.origin, 'a request goes to the origin of the settings');
    const authorization = await authorizationHeader(settings.auth);
    if (!authorization.ok) return authorization;
    const watch = watchSilence(stopping.signal, settings.silenceSeconds * msPerSecond, timers);
    const headers = { Accept: fhirJson, ...exchange.headers, ...authorization.value };
    try {
      const response = await transport(url, { ...exchange, headers, signal: watch.signal });
      skewMs = skewOf(response, now()) ?? skewMs;
      const answer = await readAnswer(response, exchange.method === 'PUT', watch.heard, now());
      const ended = watch.problem();
      return ended === null ? answer : refuse(ended);
    } catch (error) {
      return refuse(watch.problem() ?? { kind: 'unreachable', code: codeOf(error) });
    } finally {
      watch.end();
    }
  }

  return {
    baseUrl,
    get: (url) => send(url, { method: 'GET', headers: { 'X-Request-ID': newId(), Prefer: 'handling=strict' } }),
    put: (url, resource, { ifMatch, requestId }) =>
      send(url, {
        method: 'PUT',
        headers: {
          'Content-Type': fhirJson,
          'X-Request-ID': requestId,
          'If-Match': `W/"${ifMatch}"`,
        },
        body: JSON.stringify(resource),
      }),
    clockSkewMs: () => skewMs,
    stop: () => stopping.abort(),
  };
}

/** Read anew each time, because tokens are replaced while the kiosk runs. */
async function authorizationHeader(
  auth: UpstreamSettings['auth'],
): Promise<Result<Readonly<Record<string, string>>, FhirProblem>> {
  if (auth.kind === 'none') return ok({});
  try {
    const token = (await readFile(auth.tokenFile, 'utf8')).trim();
    const isToken = /^[\x21-\x7e]+$/.test(token) && token.length <= tokenCharactersMax;
    return isToken ? ok({ Authorization: `Bearer ${token}` }) : refuse({ kind: 'no-token' });
  } catch {
    return refuse({ kind: 'no-token' });
  }
}

/** The system's own word for what went wrong on the way (ECONNREFUSED, CERT_HAS_EXPIRED); never its message, which may name things. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  // Browsers' list of ports that fetch does not speak to; it has no code of its own.
  if (cause instanceof Error && cause.message === 'bad port') return 'PORT_NOT_ALLOWED';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'NO_CODE';
}
