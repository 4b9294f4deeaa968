/**
 * Speaks FHIR with one server: every answer is a Result, nothing is thrown, and nothing waits for ever.
 *
 * It knows nothing of bookings. Its problems carry no text of the server (see `fhir-problem.ts`). It never follows a redirect
 * and never leaves the server's origin, because both would hand the token to somebody else.
 */
import { readFile } from 'node:fs/promises';
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { FhirProblem } from './fhir-problem.ts';
import type { FhirResource } from './fhir-resources.ts';
import { type FhirAnswer, readAnswer } from './http-answer.ts';
import { type ExchangeOptions, type ExchangeSettings, type Exchanges, openExchanges } from './http-exchange.ts';
import type { HttpExchange } from './http-transport.ts';
import { tokenSource } from './token-source.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

const tokenCharactersMax = 16_384;
const fhirJson = 'application/fhir+json';
const software = 'phlebotomy-kiosk';
/** Some servers answer a search with what they found a minute ago, unless they are told not to; a proxy may, too. */
const asItIsNow = { Prefer: 'handling=strict', 'Cache-Control': 'no-cache' };

interface PutOptions {
  readonly ifMatch: string;
  /** The event's own id, the same each time it is sent, so that a server can know a repeat. */
  readonly requestId: string;
}

interface PostOptions {
  readonly requestId: string;
  /** A search: with a resource that it finds already, nothing is created. */
  readonly ifNoneExist?: string;
}

type FhirReply = Promise<Result<FhirAnswer, FhirProblem>>;

/** What several requests have in common. */
interface Work {
  /** X-Correlation-ID: what a server's log ties together. */
  readonly correlationId: string;
  /** The requests of others go first. */
  readonly canWait: boolean;
}

export interface FhirClient {
  /** The service root, ending in a slash. */
  readonly baseUrl: URL;
  /** @param url of the server's own origin. */
  get(url: URL): FhirReply;
  put(url: URL, resource: FhirResource, options: PutOptions): FhirReply;
  post(url: URL, resource: FhirResource, options: PostOptions): FhirReply;
  /** The same client, for the requests of a piece of work, as it is when each of them begins. */
  during(work: () => Work): FhirClient;
  /** How far the server's clock is ahead of ours, by its last answer. */
  clockSkewMs(): number | null;
  /** When the kiosk's own certificate ends, ISO 8601; null when it has none, and before the first request. */
  certificateEndsAt(): string | null;
  /** Ends what is under way; every later request is `stopped`. */
  stop(): void;
}

interface FhirClientOptions extends ExchangeOptions {
  readonly settings: Pick<UpstreamSettings, 'baseUrl' | 'auth'> &
    ExchangeSettings &
    Partial<Pick<UpstreamSettings, 'headers'>>;
  /** A new UUID, for X-Request-ID. */
  readonly newId: () => string;
}

type Send = (url: URL, request: Pick<HttpExchange, 'method' | 'headers' | 'body'>, work: Work) => FhirReply;

export function createFhirClient(options: FhirClientOptions): FhirClient {
  const { settings, now, newId } = options;
  const baseUrl = new URL(settings.baseUrl.endsWith('/') ? settings.baseUrl : `${settings.baseUrl}/`);
  const exchanges = openExchanges(options);
  const authority = authorityOf(options, exchanges);

  const send: Send = async (url, { method, body, headers: own }, { correlationId, canWait }) => {
    assert(url.origin === baseUrl.origin, 'a request goes to the origin of the settings');
    const common = { Accept: fhirJson, 'User-Agent': software, 'X-Correlation-ID': correlationId, ...settings.headers };
    const request = { url, method, ...(body === undefined ? {} : { body }), canWait };
    const attempt = (authorization: Authorization) =>
      exchanges.exchange({ ...request, headers: { ...common, ...own, ...authorization.header } }, (response, heard) =>
        readAnswer(response, method !== 'GET', heard, now()),
      );
    const first = await authority();
    if (!first.ok) return first;
    const answer = await attempt(first.value);
    const isRefused = !answer.ok && answer.problem.kind === 'status' && answer.problem.status === 401;
    if (!isRefused || !first.value.refused()) return answer;
    // A token may end before its time: one more try with a new one, and no more than that.
    const second = await authority();
    return second.ok ? attempt(second.value) : second;
  };

  const { clockSkewMs, certificateEndsAt, stop } = exchanges;
  const doors = (work: () => Work): FhirClient => ({
    baseUrl,
    ...requestsOf(send, work, newId),
    during: doors,
    clockSkewMs,
    certificateEndsAt,
    stop,
  });
  return doors(() => ({ correlationId: newId(), canWait: false }));
}

function requestsOf(send: Send, work: () => Work, newId: () => string): Pick<FhirClient, 'get' | 'put' | 'post'> {
  return {
    get: (url) => send(url, { method: 'GET', headers: { 'X-Request-ID': newId(), ...asItIsNow } }, work()),
    put(url, resource, { ifMatch, requestId }) {
      const headers = { 'Content-Type': fhirJson, 'X-Request-ID': requestId, 'If-Match': `W/"${ifMatch}"` };
      return send(url, { method: 'PUT', headers, body: JSON.stringify(resource) }, work());
    },
    post(url, resource, { requestId, ifNoneExist }) {
      const headers = {
        'Content-Type': fhirJson,
        'X-Request-ID': requestId,
        ...(ifNoneExist === undefined ? {} : { 'If-None-Exist': ifNoneExist }),
      };
      return send(url, { method: 'POST', headers, body: JSON.stringify(resource) }, work());
    },
  };
}

interface Authorization {
  readonly header: Readonly<Record<string, string>>;
  /** The server did not accept it; true when another may be had. */
  refused(): boolean;
}

type Authority = () => Promise<Result<Authorization, FhirProblem>>;

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

function authorityOf({ settings: { auth }, ...options }: FhirClientOptions, exchanges: Exchanges): Authority {
  if (auth.kind === 'none') return async () => ok({ header: {}, refused: () => false });
  if (auth.kind === 'bearer') return () => tokenOfFile(auth.tokenFile);
  const tokens = tokenSource({ ...options, settings: auth, exchanges });
  return async () => {
    const token = await tokens.get();
    if (!token.ok) return token;
    const refused = () => {
      tokens.forget(token.value);
      return true;
    };
    return ok({ header: bearer(token.value), refused });
  };
}

/** Read anew each time, because tokens are replaced while the kiosk runs. */
async function tokenOfFile(file: string): Promise<Result<Authorization, FhirProblem>> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const token = text?.trim() ?? '';
  const isToken = /^[\x21-\x7e]+$/.test(token) && token.length <= tokenCharactersMax;
  return isToken ? ok({ header: bearer(token), refused: () => false }) : refuse({ kind: 'no-token' });
}
