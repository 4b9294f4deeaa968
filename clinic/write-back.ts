/**
 * What to do with an arrival that is owed upstream, by what upstream says now.
 *
 * Never flips a booking that somebody else ended: "the patient is here, the booking was cancelled" is for a person.
 * Sending itself, and waiting between tries, are in the outbox.
 */
import { unreachable } from './assert.ts';
import type { BookingStatus } from './booking.ts';

/** The booking as upstream has it at this moment; `gone` when it answers that there is none. */
export type FoundUpstream =
  | 'gone'
  | Readonly<{
      status: BookingStatus;
      /** Null when upstream names no site or no start. */
      siteId: string | null;
      clinicDay: string | null;
      /** Upstream holds the event that we are about to send: the answer was lost, the write was not. */
      hasOurEvent: boolean;
    }>;

interface WantedArrival {
  readonly siteId: string;
  readonly clinicDay: string;
}

export type ArrivalDecision = Readonly<
  | { kind: 'write' }
  | { kind: 'applied' }
  /** Somebody else recorded the arrival; theirs stands, and the patient notices nothing. */
  | { kind: 'merged' }
  | { kind: 'conflict'; because: 'cancelled' | 'moved' | 'deleted' | 'changed' }
>;

const conflict = (because: Extract<ArrivalDecision, { kind: 'conflict' }>['because']) =>
  ({ kind: 'conflict', because }) as const;

export function decideArrival(found: FoundUpstream, wanted: WantedArrival): ArrivalDecision {
  if (found === 'gone') return conflict('deleted');
  if (found.hasOurEvent) return { kind: 'applied' };
  const isMoved = found.siteId !== wanted.siteId || found.clinicDay !== wanted.clinicDay;
  switch (found.status) {
    case 'booked':
      return isMoved ? conflict('moved') : { kind: 'write' };
    case 'arrived':
      return isMoved ? conflict('moved') : { kind: 'merged' };
    case 'cancelled':
    case 'no-show':
    case 'entered-in-error':
      return conflict('cancelled');
    case 'fulfilled':
    case 'not-booked':
      return conflict('changed');
    default:
      return unreachable(found.status);
  }
}

/**
 * What the answer to a write means. `read-again`: the booking changed under us (PDS says 409 where others say 412) or is
 * not there any more; read it and decide once more. `try-later`: nothing is known to be wrong with what we sent.
 */
type WriteAnswer = 'written' | 'read-again' | 'try-later' | 'refused-by-server';

const readAgainStatuses: readonly number[] = [404, 409, 410, 412];
/** Not signed in (401, 403) and not allowed so fast (408, 425, 429) pass, or are mended by site IT; the entry stays good. */
const tryLaterStatuses: readonly number[] = [401, 403, 408, 425, 429];

export function answerToWrite(httpStatus: number): WriteAnswer {
  if (httpStatus >= 200 && httpStatus < 300) return 'written';
  if (readAgainStatuses.includes(httpStatus)) return 'read-again';
  if (tryLaterStatuses.includes(httpStatus)) return 'try-later';
  return httpStatus >= 400 && httpStatus < 500 ? 'refused-by-server' : 'try-later';
}
