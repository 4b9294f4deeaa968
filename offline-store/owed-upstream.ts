/**
 * What is owed upstream, as the other rooms see it: events with their state, and who took which blood. A part of the ledger
 * (`store.ts`); sending is under `sync/`.
 */
import type { WriteBackReason } from '../clinic/write-back.ts';

/** What was known of the time when something happened. Null: not known. */
export interface EventTime {
  /** Since the start of the run that wrote it; for the order and the distance of events of one run, whatever the clock did. */
  readonly monotonicMs: number | null;
  /** How far the server's clock was ahead of ours. */
  readonly clockSkewMs: number | null;
}

export interface OutboxEntry extends EventTime {
  /** UUID; upstream knows the event by it. */
  readonly eventId: string;
  readonly bookingId: string;
  readonly kind: 'arrived' | 'walk-in' | 'collected';
  /** By our clock. */
  readonly occurredAt: string;
  readonly attempts: number;
  /** Not before this instant; null: at once. */
  readonly nextAttemptAt: string | null;
  readonly state: 'pending' | 'applied' | 'merged' | 'conflict' | 'set-aside';
  /** Of a conflict, and of what was set aside; otherwise null. */
  readonly because: WriteBackReason | null;
}

export type NewOutboxEntry = Pick<OutboxEntry, 'eventId' | 'bookingId' | 'kind' | 'occurredAt'> & Partial<EventTime>;
export type OutboxChange = Pick<OutboxEntry, 'state' | 'attempts' | 'nextAttemptAt'> &
  Partial<Pick<OutboxEntry, 'because'>>;

/** One specimen whose blood was taken. */
export interface Collection {
  readonly bookingId: string;
  readonly specimenId: string;
  /** Of the event that tells upstream. */
  readonly eventId: string;
  readonly collectedAt: string;
  /** Staff id. */
  readonly collectedBy: string;
  /** Upstream has it, whatever became of its booking. */
  readonly isSent: boolean;
}

interface NewCollection extends Partial<EventTime> {
  /** A new UUID. */
  readonly eventId: string;
  readonly bookingId: string;
  readonly specimenIds: readonly string[];
  readonly collectedAt: string;
  readonly collectedBy: string;
}

/** A part of `LedgerWrites`. */
export interface OwedWrites {
  /** The time of the event is added where it is not given. */
  addOutbox(entry: NewOutboxEntry): void;
  setOutbox(eventId: string, change: OutboxChange): void;
  /**
   * The blood of these specimens was taken: owed upstream as one event. A specimen is collected once: answers those that were
   * not before; when there are none, nothing is owed.
   */
  recordCollection(collection: NewCollection): readonly string[];
  /** Upstream has these specimens of the event. */
  markSent(eventId: string, specimenIds: readonly string[]): void;
  /** The id of the booking that upstream made of a registration. */
  setUpstreamBooking(bookingId: string, upstreamBookingId: string): void;
}

/** A part of `Ledger`. */
export interface OwedReads {
  /** All of it, for years: for reports. */
  outbox(): readonly OutboxEntry[];
  /** What is still owed upstream, oldest first. */
  outboxPending(): readonly OutboxEntry[];
  /** Of one booking, in the order in which it goes. */
  outboxOf(bookingId: string): readonly OutboxEntry[];
  /** The specimens of one booking that were collected. */
  collections(bookingId: string): readonly Collection[];
  /** Collected, and not known to be upstream, of all days, oldest first. */
  collectedNotSent(): readonly Collection[];
  /** The booking that upstream made of a registration; null: none yet. */
  upstreamBookingOf(bookingId: string): string | null;
  /** The registration of which upstream made this booking; null: it is a booking like any. */
  walkInOf(upstreamBookingId: string): string | null;
}
