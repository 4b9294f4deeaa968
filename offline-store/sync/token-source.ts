/**
 * Access tokens for signed JSON Web Tokens (RFC 7523): the NHS API platform's application-restricted access, and SMART Backend
 * Services.
 *
 * One token request at a time, whoever needs a token meanwhile waits for it; a token is kept until shortly before it ends, by
 * the clock that nobody sets. What we sign is good for a minute and a half, and its id is new each time.
 */
import { readFile } from 'node:fs/promises';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { SignedJwtSettings } from './access-settings.ts';
import { type FhirProblem, tokenErrors } from './fhir-problem.ts';
import { type HttpResponse, jsonIn, readBody, retryAfterMs, skewOf } from './http-answer.ts';
import type { Exchanges } from './http-exchange.ts';
import { openPrivateKey } from './private-key.ts';
import { computersTimers, type Timers } from './silence-watch.ts';

const msPerSecond = 1_000;
const signatureSeconds = 90;
/** A token is not used in the last moments of its life, because it must outlive the way to the server. */
const endsEarlySeconds = 30;
/** For a token server that does not say, or says what no life is. */
const tokenSecondsByDefault = 300;
/** However long a token may live; one that is taken back before is replaced when it is refused. */
const tokenSecondsMax = 86_400;
const answerBytesMax = 64 * 1024;
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const TokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().catch(tokenSecondsByDefault),
});
const TokenRefusal = z.object({ error: z.enum(tokenErrors) });

interface TokenSourceOptions {
  readonly settings: SignedJwtSettings;
  readonly exchanges: Pick<Exchanges, 'exchange'>;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
  readonly timers?: Pick<Timers, 'monotonicMs'>;
  /** A new UUID. */
  readonly newId: () => string;
}

interface TokenSource {
  get(): Promise<Result<string, FhirProblem>>;
  /** The server did not accept it: the next one is asked for anew. */
  forget(token: string): void;
}

interface Token {
  readonly text: string;
  readonly usableMs: number;
}

export function tokenSource(options: TokenSourceOptions): TokenSource {
  const { settings, exchanges, now, newId, timers = computersTimers } = options;
  let kept: { readonly text: string; readonly untilMs: number } | null = null;
  let underWay: Promise<Result<string, FhirProblem>> | null = null;

  async function fetchToken(): Promise<Result<string, FhirProblem>> {
    const signed = await sign(settings, Date.parse(now()), newId());
    if (!signed.ok) return signed;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: jwtBearer,
      client_assertion: signed.value,
      ...(settings.scope === undefined ? {} : { scope: settings.scope }),
    });
    const request = {
      method: 'POST',
      url: new URL(settings.tokenUrl),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: form.toString(),
      canWait: false,
    } as const;
    const token = await exchanges.exchange(request, (response, heard) => readToken(response, heard, now()));
    if (!token.ok) return refuse(asTokenProblem(token.problem));
    kept = { text: token.value.text, untilMs: timers.monotonicMs() + token.value.usableMs };
    return ok(token.value.text);
  }

  return {
    get() {
      if (kept !== null && timers.monotonicMs() < kept.untilMs) return Promise.resolve(ok(kept.text));
      underWay ??= fetchToken().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    forget(token) {
      if (kept?.text === token) kept = null;
    },
  };
}

async function sign(settings: SignedJwtSettings, nowMs: number, id: string): Promise<Result<string, FhirProblem>> {
  const { algorithm: alg, keyId: kid, clientId, audience, tokenUrl, keyFile } = settings;
  const text = await readFile(keyFile, 'utf8').catch(() => null);
  if (text === null) return refuse({ kind: 'key-file', because: 'unreadable' });
  const key = openPrivateKey(text);
  if (key === null) return refuse({ kind: 'key-file', because: 'not-usable' });
  const nowSeconds = Math.floor(nowMs / msPerSecond);
  return new SignJWT({})
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience ?? tokenUrl)
    .setJti(id)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + signatureSeconds)
    .sign(key)
    .then(ok, () => refuse({ kind: 'key-file', because: 'not-usable' } as const));
}

async function readToken(response: HttpResponse, heard: () => void, now: string): Promise<Result<Token, FhirProblem>> {
  heard();
  const body = await readBody(response, answerBytesMax, heard);
  const json = body.ok ? jsonIn(body.value) : body;
  if (!response.ok) {
    const refusal = TokenRefusal.safeParse(json.ok ? json.value : null);
    // What is busy or broken says nothing of this kiosk, whatever words it has for it.
    const isAboutUs = response.status < 500 && response.status !== 429;
    const isRefused = isAboutUs && (refusal.success || [400, 401, 403].includes(response.status));
    const away = {
      kind: 'token-server-away',
      code: `HTTP_${response.status}`,
      retryAfterMs: retryAfterMs(response, now),
    } as const;
    if (!isRefused) return refuse(away);
    const error = refusal.data?.error ?? null;
    return refuse({ kind: 'token-refused', error, clockSkewMs: skewOf(response, now) });
  }
  if (!json.ok) return json;
  const answer = TokenAnswer.safeParse(json.value);
  if (!answer.success) return refuse({ kind: 'not-fhir' });
  const { access_token: text, expires_in } = answer.data;
  const seconds = Math.min(expires_in, tokenSecondsMax);
  return ok({ text, usableMs: Math.max(seconds - endsEarlySeconds, seconds / 2) * msPerSecond });
}

/** What would read as if the booking system had said it, said of the token server. */
function asTokenProblem(problem: FhirProblem): FhirProblem {
  const away = (code: string): FhirProblem => ({ kind: 'token-server-away', code, retryAfterMs: null });
  switch (problem.kind) {
    case 'unreachable':
      return away(problem.code);
    case 'not-trusted':
      return away(problem.because.toUpperCase().replaceAll('-', '_'));
    case 'timed-out':
      return away('NO_ANSWER');
    case 'not-json':
    case 'not-fhir':
    case 'truncated':
    case 'too-large':
      return away('NOT_UNDERSTOOD');
    default:
      return problem;
  }
}
