/** Reads one HTTP answer of the FHIR server: a resource with its version, or one of the named problems. Keeps no text of it. */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { FhirProblem } from './fhir-problem.ts';
import { type FhirResource, issueOf, resourceOf } from './fhir-resources.ts';

const msPerSecond = 1_000;
/** One page in memory and parsed in one go; a larger one would hold up the patient's window. */
const answerBytesMax = 8 * 1024 * 1024;
/** What we read of an error: enough for an OperationOutcome. */
const errorBytesMax = 256 * 1024;
/** Something on the way may say a day as easily as a minute; asked once in this time, nobody is overwhelmed. */
const retryAfterMsMax = 900_000;

/** What we use of a `Response`. */
export type HttpResponse = Pick<Response, 'status' | 'ok' | 'headers'> & {
  readonly body: ReadableStream<Uint8Array> | null;
};

export interface FhirAnswer {
  /** Null when the server sent no body. */
  readonly resource: FhirResource | null;
  /** The version without quotes and `W/`, as If-Match needs it. */
  readonly version: string | null;
  readonly bytes: number;
}

/** @param heard is called for each piece that arrives. */
export async function readAnswer(
  response: HttpResponse,
  mayBeEmpty: boolean,
  heard: () => void,
  now: string,
): Promise<Result<FhirAnswer, FhirProblem>> {
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
  if (body.value.length === 0 && mayBeEmpty) return ok({ resource: null, version, bytes: 0 });
  const resource = parseResource(body.value, response);
  return resource.ok ? ok({ resource: resource.value, version, bytes: body.value.length }) : resource;
}

/** A connection that breaks in the middle is `truncated`; our own time-outs are told apart by the caller. */
export async function readBody(
  response: HttpResponse,
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

function parseResource(bytes: Uint8Array, response: HttpResponse): Result<FhirResource, FhirProblem> {
  if (/\bhtml\b/i.test(response.headers.get('content-type') ?? '')) return refuse({ kind: 'not-json' });
  const json = jsonIn(bytes);
  if (!json.ok) return json;
  const resource = resourceOf(json.value);
  return resource === null ? refuse({ kind: 'not-fhir' }) : ok(resource);
}

/** An object or a list; whatever begins like one and is none was cut off. */
export function jsonIn(bytes: Uint8Array): Result<unknown, Readonly<{ kind: 'not-json' | 'truncated' }>> {
  const text = textOf(bytes);
  if (text === null || !/^\s*[{[]/.test(text)) return refuse({ kind: 'not-json' });
  try {
    return ok(JSON.parse(text));
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
export function retryAfterMs(response: HttpResponse, now: string): number | null {
  const text = response.headers.get('retry-after');
  if (text === null) return null;
  const serverNowMs = Date.parse(response.headers.get('date') ?? now);
  const ms = /^\d+$/.test(text) ? Number(text) * msPerSecond : Date.parse(text) - serverNowMs;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), retryAfterMsMax);
}

/** How far the server's clock is ahead of ours, to about a second; null when it does not say. */
export function skewOf(response: HttpResponse, now: string): number | null {
  const serverMs = Date.parse(response.headers.get('date') ?? '');
  return Number.isFinite(serverMs) ? serverMs - Date.parse(now) : null;
}
