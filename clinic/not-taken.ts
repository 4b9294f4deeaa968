/**
 * Who must hear of an event that upstream does not take, and does not refuse for good either (that is for write-back.ts).
 *
 * Nothing leaves the queue here: the event goes on being tried. That a server is away is nobody's task, however long it lasts;
 * staff read at the top of every screen that the kiosk works without the booking system. Knows no clock.
 */
import { unreachable } from './assert.ts';
import type { OwedEvent } from './write-back.ts';

/** What the booking system says about one booking for less long may mend itself. */
export const notTakenMsMax = 60 * 60_000;
/** A server that comes back takes one after the other: each has its turn within this time, and more than once. */
const othersGoMsMin = 10 * 60_000;

/**
 * refused: an answer, and not the one that ends the event. refused-for-good: the one that does, and the event of its kind before it
 * ended so too, so that it is not refused for what it is. search-ignored: it does not search by our identifiers, so that nobody
 * can find out whether the event is there already; it would be so of every event that needs a search. unanswered: nothing came
 * back, or nothing of a booking system.
 */
export const notTakenReasons = ['refused', 'refused-for-good', 'search-ignored', 'unanswered'] as const;
export type NotTakenReason = (typeof notTakenReasons)[number];

export const owedKinds = ['arrived', 'collected', 'walk-in'] as const satisfies readonly OwedEvent['kind'][];
export type OwedKind = (typeof owedKinds)[number];

export interface NotTaken {
  readonly kind: OwedKind;
  readonly because: NotTakenReason;
  /** When the event was first not taken, whatever the reason was then. */
  readonly sinceMs: number;
  /** When the first event of another booking went through meanwhile; null: none has. */
  readonly othersGoSinceMs: number | null;
  /** When the first of those was of its kind: a server may take arrivals and no blood. */
  readonly itsKindGoesSinceMs: number | null;
}

/** What else is known of the server. */
export interface ServerMeanwhile {
  /** Since when every pull has ended well, and when the last one did; null: it did not, or there was none since the start. */
  readonly list: { readonly sinceMs: number; readonly atMs: number } | null;
  /** Events of other bookings are refused, or not answered, as well: of its kind, of other kinds. */
  readonly refusesItsKind: boolean;
  readonly refusesOtherKinds: boolean;
  /** When staff last said that they had seen to it, for the whole kiosk and for all of its kind. */
  readonly seenToAtMs: number | null;
  readonly kindSeenToAtMs: number | null;
}

/** `kiosk`, or `kind` where it is known that the server takes other kinds: one task, whoever waits. */
export type WhoMustSee = 'nobody' | 'staff-for-the-booking' | 'staff-for-the-kind' | 'staff-for-the-kiosk';

/** Of an event that was tried just now. */
export function whoMustSee(event: NotTaken, server: ServerMeanwhile, nowMs: number): WhoMustSee {
  // Of the first of them staff know by a task of its own, and what they do for it is due for all.
  if (event.because === 'refused-for-good') return forTheKind(server, nowMs);
  if (nowMs - event.sinceMs < notTakenMsMax) return 'nobody';
  switch (event.because) {
    case 'search-ignored':
      return forTheKiosk(server, nowMs);
    case 'refused':
      return whoseFault(event, server, nowMs);
    case 'unanswered':
      return isThere(server, nowMs) ? whoseFault(event, server, nowMs) : 'nobody';
    default:
      return unreachable(event.because);
  }
}

/** The silence of a server that is away, or came back a moment ago, is not about one event. */
function isThere({ list }: ServerMeanwhile, nowMs: number): boolean {
  return list !== null && nowMs - list.sinceMs >= othersGoMsMin;
}

function whoseFault(event: NotTaken, server: ServerMeanwhile, nowMs: number): WhoMustSee {
  const { sinceMs, othersGoSinceMs, itsKindGoesSinceMs } = event;
  // Whoever takes others like it has something against this one.
  if (itsKindGoesSinceMs !== null) return hadItsTurn(itsKindGoesSinceMs, nowMs) ? 'staff-for-the-booking' : 'nobody';
  if (othersGoSinceMs !== null) {
    if (!hadItsTurn(othersGoSinceMs, nowMs)) return 'nobody';
    return server.refusesItsKind ? forTheKind(server, nowMs) : 'staff-for-the-booking';
  }
  if (server.list === null || server.list.atMs < sinceMs) return 'nobody';
  if (server.refusesOtherKinds) return forTheKiosk(server, nowMs);
  if (!server.refusesItsKind) return 'staff-for-the-booking';
  // Blood has its turn when the arrival went through.
  return event.kind === 'collected' ? forTheKind(server, nowMs) : forTheKiosk(server, nowMs);
}

const hadItsTurn = (sinceMs: number, nowMs: number): boolean => nowMs - sinceMs >= othersGoMsMin;

const forTheKiosk = ({ seenToAtMs }: ServerMeanwhile, nowMs: number): WhoMustSee =>
  isSeenTo(seenToAtMs, nowMs) ? 'nobody' : 'staff-for-the-kiosk';

const forTheKind = ({ kindSeenToAtMs }: ServerMeanwhile, nowMs: number): WhoMustSee =>
  isSeenTo(kindSeenToAtMs, nowMs) ? 'nobody' : 'staff-for-the-kind';

/** Who said that it was seen to is not asked again at once. */
const isSeenTo = (atMs: number | null, nowMs: number): boolean => atMs !== null && nowMs - atMs < notTakenMsMax;
