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
import { type FhirResource, issueOf, resourceOf } from './fhir-resources.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

const msPerSecond = 1_000;
/** An answer that drips in without ever being silent is given up after this long. */
const answerMsMax = 300_000;
/** One page in memory and parsed in one go; a larger one would hold up the patient's window. */
const answerBytesMax = 8 * 1024 * 1024;
/** What we read of an error: enough for an OperationOutcome. */
const errorBytesMax = 256 * 1024;
const retryAfterMsMax = 3_600_000;
const tokenCharactersMax = 16_384;
const fhirJson = 'application/fhir+json';

export interface FhirAnswer {
  /** Null when the server sent no body. */
  readonly resource: FhirResource | null;
  /** The version without quotes and `W/`, as If-Match needs it. */
  readonly version: string | null;
  readonly bytes: number;
}

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

interface FhirClientOptions {
  readonly settings: Pick<UpstreamSettings, 'baseUrl' | 'auth' | 'silenceSeconds'>;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
  /** A new UUID, for X-Request-ID. */
  readonly newId: () => string;
}

interface Exchange {
  readonly method: 'GET' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function createFhirClient({ settings, now, newId }: FhirClientOptions): FhirClient {
  const baseUrl = new URL(settings.baseUrl.endsWith('/') ? settings.baseUrl : `${settings.baseUrl}/`);
  const stopping = new AbortController();
  let skewMs: number | null = null;

  async function send(url: URL, exchange: Exchange): FhirReply {
    assert(url.origin === baseUrl.origin, 'a request goes to the origin of the settings');
    const authorization = await authorizationHeader(settings.auth);
    if (!authorization.ok) return authorization;
    const watch = watchSilence(stopping.signal, settings.silenceSeconds * msPerSecond);
    const headers = { Accept: fhirJson, ...exchange.headers, ...authorization.value };
    try {
      const response = await fetch(url, { ...exchange, headers, redirect: 'manual', signal: watch.signal });
      skewMs = skewOf(response, now()) ?? skewMs;
      const answer = await readAnswer(response, exchange.method, watch.heard, now());
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

interface SilenceWatch {
  readonly signal: AbortSignal;
  /** Something arrived: the silence begins anew. */
  readonly heard: () => void;
  /** Why we ended it, if it was us. */
  readonly problem: () => FhirProblem | null;
  readonly end: () => void;
}

function watchSilence(stopSignal: AbortSignal, silenceMsMax: number): SilenceWatch {
  const controller = new AbortController();
  let problem: FhirProblem | null = null;
  const endWith = (kind: 'stopped' | 'timed-out') => {
    problem ??= { kind };
    controller.abort();
  };
  const onStop = () => endWith('stopped');
  const silence = setTimeout(() => endWith('timed-out'), silenceMsMax);
  const whole = setTimeout(() => endWith('timed-out'), answerMsMax);
  if (stopSignal.aborted) onStop();
  stopSignal.addEventListener('abort', onStop);
  return {
    signal: controller.signal,
    heard: () => silence.refresh(),
    problem: () => problem,
    end: () => {
      clearTimeout(silence);
      clearTimeout(whole);
      stopSignal.removeEventListener('abort', onStop);
    },
  };
}

async function readAnswer(response: Response, method: 'GET' | 'PUT', heard: () => void, now: string): FhirReply {
  heard();
  const body = await readBody(response, response.ok ? answerBytesMax : errorBytesMax, heard);
  if (!response.ok) {
    const outcome = body.ok ? parseResource(body.value, response) : body;
    const issue = outcome.ok ? issueOf(outcome.value) : null;
    const isFhir = outcome.ok && outcome.value.resourceType === 'OperationOutcome';
    return refuse({
      kind: 'status',
      status: response.status,
      isFhir,
      issue,
      retryAfterMs: retryAfterMs(response, now),
    });
  }
  if (!body.ok) return body;
  const version = versionOf(response.headers.get('etag'));
  if (body.value.length === 0 && method === 'PUT') return ok({ resource: null, version, bytes: 0 });
  const resource = parseResource(body.value, response);
  return resource.ok ? ok({ resource: resource.value, version, bytes: body.value.length }) : resource;
}

/** A connection that breaks in the middle is `truncated`; our own time-outs are told apart by the caller. */
async function readBody(
  response: Response,
  bytesMax: number,
  heard: () => void,
): Promise<Result<Uint8Array, FhirProblem>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (response.body === null) return ok(new Uint8Array());
  const reader = response.body.getReader();
  for (;;) {
    const chunk = await reader.read().catch(() => null);
    if (chunk === null) return refuse({ kind: 'truncated' });
    if (chunk.done) return ok(Buffer.concat(chunks, bytes));
    heard();
    bytes += chunk.value.length;
    if (bytes > bytesMax) {
      await reader.cancel().catch(() => undefined);
      return refuse({ kind: 'too-large' });
    }
    chunks.push(chunk.value);
  }
}

function parseResource(bytes: Uint8Array, response: Response): Result<FhirResource, FhirProblem> {
  if (/\bhtml\b/i.test(response.headers.get('content-type') ?? '')) return refuse({ kind: 'not-json' });
  const text = textOf(bytes);
  if (text === null || !/^\s*[{[]/.test(text)) return refuse({ kind: 'not-json' });
  try {
    const resource = resourceOf(JSON.parse(text));
    return resource === null ? refuse({ kind: 'not-fhir' }) : ok(resource);
  } catch {
    return refuse({ kind: 'truncated' });
  }
}

/** Null for bytes that are not UTF-8: a name must arrive as it is or not at all. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** `W/"7"` and `"7"` are version 7. */
function versionOf(etag: string | null): string | null {
  return /^(?:W\/)?"([^"]{1,64})"$/.exec(etag ?? '')?.[1] ?? null;
}

/** Seconds, or an HTTP date by the server's own clock. */
function retryAfterMs(response: Response, now: string): number | null {
  const text = response.headers.get('retry-after');
  if (text === null) return null;
  const serverNowMs = Date.parse(response.headers.get('date') ?? now);
  const ms = /^\d+$/.test(text) ? Number(text) * msPerSecond : Date.parse(text) - serverNowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), retryAfterMsMax) : null;
}

function skewOf(response: Response, now: string): number | null {
  const serverMs = Date.parse(response.headers.get('date') ?? '');
  return Number.isFinite(serverMs) ? serverMs - Date.parse(now) : null;
}

/** The system's own word for what went wrong on the way (ECONNREFUSED, CERT_HAS_EXPIRED); never its message, which may name things. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  // Browsers' list of ports that fetch does not speak to; it has no code of its own.
  if (cause instanceof Error && cause.message === 'bad port') return 'PORT_NOT_ALLOWED';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'NO_CODE';
}
