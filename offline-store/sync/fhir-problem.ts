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

const unwelcomeStatuses: readonly number[] = [401, 403, 429];

/** Whether the next request, about another booking, would fare no better: nobody there, not let in, or asked to slow down. */
export function isServerAway(problem: FhirProblem): boolean {
  switch (problem.kind) {
    case 'unreachable':
    case 'timed-out':
    case 'stopped':
    case 'no-token':
    case 'not-json':
      return true;
    case 'status':
      return unwelcomeStatuses.includes(problem.status);
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
