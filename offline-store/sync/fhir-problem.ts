/**
 * What can be wrong with an answer of the FHIR server: one closed union, with what each member means for us.
 *
 * No member carries text of the server or of a request, so a problem can be logged and shown without identifying anybody.
 */
import { unreachable } from '../../clinic/assert.ts';

export type FhirProblem = Readonly<
  /** No connection, or it broke before an answer began. `code` is the system's own, such as ECONNREFUSED. */
  | { kind: 'unreachable'; code: string }
  /** Silence, or an answer that never ends. */
  | { kind: 'timed-out' }
  /** We ended it ourselves, because the kiosk is closing. */
  | { kind: 'stopped' }
  /** The file that should hold the token could not be read. */
  | { kind: 'no-token' }
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
>;

/**
 * What a failed request means for what we owe: `wait` and try again; `credentials`: wait, and site IT must act;
 * `slow-down`: wait, and ask for nothing else meanwhile; `version`: read again and decide again; `gone`; `never`: it cannot succeed.
 */
export type ProblemMeaning = 'wait' | 'credentials' | 'slow-down' | 'version' | 'gone' | 'never';

export function meaningOf(problem: FhirProblem): ProblemMeaning {
  if (problem.kind === 'no-token') return 'credentials';
  if (problem.kind !== 'status') return 'wait';
  switch (problem.status) {
    case 401:
    case 403:
      return 'credentials';
    case 404:
    case 410:
      // A proxy's or a wrong address's 404 says nothing about a booking.
      return problem.isFhir ? 'gone' : 'wait';
    case 409:
    case 412:
      // PDS answers 409 for a stale If-Match and 412 for a missing one; most others 412 for a stale one.
      return 'version';
    case 429:
      return 'slow-down';
    case 400:
    case 422:
      return 'never';
    default:
      return 'wait';
  }
}

/** Whether the request never reached a FHIR server that works: then the next one will not either. */
export function isServerAway(problem: FhirProblem): boolean {
  switch (problem.kind) {
    case 'unreachable':
    case 'timed-out':
    case 'stopped':
    case 'no-token':
    case 'not-json':
      return true;
    case 'status':
      return meaningOf(problem) === 'credentials' || meaningOf(problem) === 'slow-down';
    case 'truncated':
    case 'too-large':
    case 'not-fhir':
      return false;
    default:
      return unreachable(problem);
  }
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
