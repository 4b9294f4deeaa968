/**
 * Who must hear of an event that upstream does not take, and does not refuse for good either (that is for write-back.ts).
 *
 * Nothing leaves the queue here: the event goes on being tried. That a server is away is nobody's task, however long it lasts;
 * staff read at the top of every screen that the kiosk works without the booking system. Knows no clock.
 */
import { unreachable } from './assert.ts';

/** What the booking system says about one booking for less long may mend itself. */
export const notTakenMsMax = 60 * 60_000;
/** A server that comes back takes one after the other: each has its turn within this time, and more than once. */
const othersGoMsMin = 10 * 60_000;

/**
 * refused: an answer, and not the one that ends the event. search-ignored: it does not search by our identifiers, so that nobody
 * can find out whether the event is there already; it would be so of every event that needs a search. unanswered: nothing came
 * back, or nothing of a booking system.
 */
export const notTakenReasons = ['refused', 'search-ignored', 'unanswered'] as const;
export type NotTakenReason = (typeof notTakenReasons)[number];

export interface NotTaken {
  readonly because: NotTakenReason;
  /** When the event was first not taken, whatever the reason was then. */
  readonly sinceMs: number;
  /** When the first event of another booking went through meanwhile; null: none has. */
  readonly othersGoSinceMs: number | null;
}

/** What else is known of the server. */
export interface ServerMeanwhile {
  /** Since when every pull has ended well, and when the last one did; null: it did not, or there was none since the start. */
  readonly list: { readonly sinceMs: number; readonly atMs: number } | null;
  /** Events of other bookings are refused, or not answered, as well. */
  readonly refusesOthers: boolean;
  /** When staff last said that they had seen to it for the whole kiosk. */
  readonly seenToAtMs: number | null;
}

/** `kiosk`: one task, whoever waits. */
export type WhoMustSee = 'nobody' | 'staff-for-the-booking' | 'staff-for-the-kiosk';

/** Of an event that was tried just now. */
export function whoMustSee(event: NotTaken, server: ServerMeanwhile, nowMs: number): WhoMustSee {
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

function whoseFault({ sinceMs, othersGoSinceMs }: NotTaken, server: ServerMeanwhile, nowMs: number): WhoMustSee {
  // Whoever takes others has something against this one.
  if (othersGoSinceMs !== null) return nowMs - othersGoSinceMs < othersGoMsMin ? 'nobody' : 'staff-for-the-booking';
  if (server.list === null || server.list.atMs < sinceMs) return 'nobody';
  return server.refusesOthers ? forTheKiosk(server, nowMs) : 'staff-for-the-booking';
}

/** Who said that it was seen to is not asked again at once. */
function forTheKiosk({ seenToAtMs }: ServerMeanwhile, nowMs: number): WhoMustSee {
  return seenToAtMs !== null && nowMs - seenToAtMs < notTakenMsMax ? 'nobody' : 'staff-for-the-kiosk';
}
