/**
 * How syncing goes: whether the kiosk works with upstream or without it and since when, which staff read at the top of
 * every screen, and how the last pull and push ended.
 *
 * A pull decides both ways. A push can only say that the server is gone; whether the list can be had again, a pull finds out.
 */
import type { Result } from '../../clinic/result.ts';
import { fhirProblemInWords } from './fhir-problem.ts';
import { type PullProblem, type PullReport, pullProblemInWords } from './pull.ts';
import type { PushReport } from './push.ts';

/** `fault`: something of ours went wrong, such as a full disk; what it was is told to `onFault`. */
export type SyncFault = Readonly<{ kind: 'fault' }>;
/** Between two clinics: the server was looked for, and answered. */
type NoListWanted = Readonly<{ kind: 'no-list-wanted' }>;
export type PullResult = Result<PullReport, PullProblem | SyncFault | NoListWanted>;
export type PushResult = Result<PushReport, SyncFault | Readonly<{ kind: 'stopped' }>>;

export interface ConnectionState {
  readonly state: 'online' | 'offline' | 'not-tried';
  /** When this state began, by our clock. */
  readonly since: string | null;
  /** In words, after "The booking system …"; null while all is well. */
  readonly because: string | null;
}

export const notTried: ConnectionState = { state: 'not-tried', since: null, because: null };

export function connectionAfterPull(before: ConnectionState, result: PullResult, now: string): ConnectionState {
  if (result.ok) return change(before, 'online', null, now);
  switch (result.problem.kind) {
    case 'fault':
    case 'stopped':
      return before;
    case 'no-list-wanted':
      return change(before, 'online', null, now);
    case 'held':
    case 'overtaken':
      return change(before, 'online', pullProblemInWords(result.problem), now);
    default:
      return change(before, 'offline', pullProblemInWords(result.problem), now);
  }
}

export function connectionAfterPush(before: ConnectionState, result: PushResult, now: string): ConnectionState {
  const stoppedBy = result.ok ? result.value.stoppedBy : null;
  if (stoppedBy === null || stoppedBy.kind === 'status' || stoppedBy.kind === 'stopped') return before;
  return change(before, 'offline', fhirProblemInWords(stoppedBy), now);
}

function change(
  before: ConnectionState,
  state: 'online' | 'offline',
  because: string | null,
  now: string,
): ConnectionState {
  return { state, since: before.state === state ? before.since : now, because };
}
