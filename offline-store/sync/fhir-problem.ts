/**
 * What can be wrong with an answer of the FHIR server: one closed union, with what each member means for us.
 *
 * No member carries text of the server or of a request, so a problem can be logged and shown without identifying anybody.
 */
import { unreachable } from '../../clinic/assert.ts';
import type { TlsFileProblem } from './tls-files.ts';

/** Why a certificate or a connection is not good enough to speak over (there is no way round it). */
export type Distrust =
  | 'expired'
  | 'not-yet-valid'
  | 'unknown-authority'
  | 'other-host'
  | 'revoked'
  | 'old-protocol'
  | 'kiosk-not-known';

/** What OAuth 2.0 calls a refusal; anything else is not repeated. */
export const tokenErrors = [
  'invalid_client',
  'invalid_request',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
] as const;

export type FhirProblem = Readonly<
  /** No connection, or it broke before an answer began. `code` is the system's own, such as ECONNREFUSED. */
  | { kind: 'unreachable'; code: string }
  /** Silence, or an answer that never ends. */
  | { kind: 'timed-out' }
  /** We ended it ourselves, because the kiosk is closing. */
  | { kind: 'stopped' }
  /** The file that should hold the token could not be read. */
  | { kind: 'no-token' }
  /** The key that signs for a token. */
  | { kind: 'key-file'; because: 'unreadable' | 'not-usable' }
  /** `clockSkewMs`: how far the token server's clock is ahead of ours; a signature is good for a minute or two. */
  | { kind: 'token-refused'; error: (typeof tokenErrors)[number] | null; clockSkewMs: number | null }
  /** Whoever gives out tokens did not answer, or not with a token. */
  | { kind: 'token-server-away'; code: string; retryAfterMs: number | null }
  | TlsFileProblem
  /** TLS did not prove who is there: nothing was asked. */
  | { kind: 'not-trusted'; because: Distrust }
  | {
      kind: 'status';
      status: number;
      /** A FHIR server said it, and not something on the way to it. */
      isFhir: boolean;
      /** The first OperationOutcome.issue.code, such as `not-found`. */
      issue: string | null;
      retryAfterMs: number | null;
    }
  /** HTML (a log-in page, a proxy's error page) or anything else that is not JSON. */
  | { kind: 'not-json' }
  | { kind: 'truncated' }
  | { kind: 'too-large' }
  /** JSON, and not the resource that was asked for. */
  | { kind: 'not-fhir' }
  /** The answer to a search by something else than what was asked for. */
  | { kind: 'search-ignored' }
  /** Nothing that it shows of a booking says at which site it is. */
  | { kind: 'site-not-shown' }
>;

const unwelcomeStatuses: readonly number[] = [401, 403, 429];

/** What the server asked for with Retry-After; null when it did not. */
export function retryAfterMsOf(problem: FhirProblem): number | null {
  return problem.kind === 'status' || problem.kind === 'token-server-away' ? problem.retryAfterMs : null;
}

/** Whether the next request, about another booking, would fare no better: nobody there, not let in, or asked to slow down. */
export function isServerAway(problem: FhirProblem): boolean {
  switch (problem.kind) {
    case 'unreachable':
    case 'timed-out':
    case 'stopped':
    case 'no-token':
    case 'key-file':
    case 'token-refused':
    case 'token-server-away':
    case 'tls-file':
    case 'not-trusted':
    case 'not-json':
      return true;
    case 'status':
      return unwelcomeStatuses.includes(problem.status) || (problem.status === 503 && problem.retryAfterMs !== null);
    case 'truncated':
    case 'too-large':
    case 'not-fhir':
    case 'search-ignored':
    case 'site-not-shown':
      return false;
    default:
      return unreachable(problem);
  }
}

/** Of an answer about one record: it would be the same about any other. The server may keep one to itself (403) and the others not. */
export function isSaidToAll(problem: FhirProblem): boolean {
  return problem.kind === 'status' && isServerAway(problem) && problem.status !== 403;
}

/** For staff and site IT, after "Working offline: the booking system …". */
export function fhirProblemInWords(problem: FhirProblem): string {
  switch (problem.kind) {
    case 'unreachable':
      return `cannot be reached (${problem.code})`;
    case 'timed-out':
      return 'does not answer';
    case 'stopped':
      return 'was left, because the kiosk is closing';
    case 'no-token':
      return 'was not asked, because the token file cannot be read';
    case 'key-file':
      return problem.because === 'unreadable'
        ? 'was not asked, because the file upstream.auth.keyFile cannot be read'
        : 'was not asked, because upstream.auth.keyFile holds no private key for the algorithm of the settings';
    case 'token-refused':
      return `was not asked, because the token server refuses this kiosk${whyRefused(problem)}`;
    case 'token-server-away':
      return `was not asked, because no token is to be had (${problem.code})`;
    case 'tls-file':
      return `was not asked, because upstream.tls.${problem.file} ${fileFaults[problem.because]}`;
    case 'not-trusted':
      return distrustInWords[problem.because];
    case 'status':
      return statusInWords(problem.status);
    case 'not-json':
      return 'sent a web page instead of data';
    case 'truncated':
      return 'sent an answer that breaks off';
    case 'too-large':
      return 'sent an answer that is too large';
    case 'not-fhir':
      return 'sent data that is not the FHIR resource asked for';
    case 'search-ignored':
      return 'does not search by what the kiosk asks for';
    case 'site-not-shown':
      return 'does not show the kiosk at which site a booking is (its Location)';
    default:
      return unreachable(problem);
  }
}

function statusInWords(status: number): string {
  if (status === 401 || status === 403) return `does not let the kiosk in (HTTP ${status})`;
  if (status === 404 || status === 410) return `says that there is nothing at this address (HTTP ${status})`;
  if (status === 429) return 'asks the kiosk to slow down (HTTP 429)';
  if (status >= 500) return `has a fault of its own (HTTP ${status})`;
  return `refused the request (HTTP ${status})`;
}

const fileFaults: Readonly<Record<TlsFileProblem['because'], string>> = {
  unreadable: 'cannot be read',
  'not-usable': 'does not hold what it should',
  'other-certificate': 'is not the key of the certificate',
};

const distrustInWords: Readonly<Record<Distrust, string>> = {
  expired: 'was not asked: by the clock of this computer its certificate has expired',
  'not-yet-valid': 'was not asked: by the clock of this computer its certificate is not valid yet',
  'unknown-authority':
    'was not asked: its certificate is of an authority that is not trusted here (upstream.tls.caFile)',
  'other-host': 'was not asked: its certificate is for another address than upstream.baseUrl',
  revoked: 'was not asked: its certificate was withdrawn',
  'old-protocol': 'was not asked: it speaks only a form of TLS that is no longer safe',
  'kiosk-not-known': 'does not accept the certificate of this kiosk (upstream.tls.certificateFile)',
};

/** A signature is good for little longer than this. */
const skewMsNamed = 30_000;
const msPerSecond = 1_000;
const msPerMinute = 60_000;

function whyRefused({ error, clockSkewMs }: Extract<FhirProblem, { kind: 'token-refused' }>): string {
  if (clockSkewMs !== null && Math.abs(clockSkewMs) >= skewMsNamed) return `; ${skewInWords(clockSkewMs)}`;
  return error === null ? '' : ` (${error})`;
}

/** @param skewMs how far the other clock is ahead of ours. */
function skewInWords(skewMs: number): string {
  const ms = Math.abs(skewMs);
  const [number, unit] =
    ms < 2 * msPerMinute ? [Math.round(ms / msPerSecond), 'seconds'] : [Math.round(ms / msPerMinute), 'minutes'];
  return `the clock of this computer is ${number} ${unit} ${skewMs > 0 ? 'slow' : 'fast'}`;
}
