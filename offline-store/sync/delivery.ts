/** What the delivery of every kind of event has in common: what it needs, how it may end, and how often it reads again. */
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import type { Visit } from '../../clinic/visit.ts';
import type { WalkIn } from '../../clinic/walk-in.ts';
import type { WriteBackDecision, WriteBackReason } from '../../clinic/write-back.ts';
import type { Cache } from '../day-list-cache.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import type { Ledger } from '../store.ts';
import type { SkewOfEvent } from './event-skew.ts';
import type { FhirClient } from './fhir-client.ts';
import type { FhirProblem } from './fhir-problem.ts';
import type { Sent } from './send-writes.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** Somebody else may write at the same moment, but not for ever. */
const readingsMax = 4;
/** A whole set of tubes, a few at a time. */
const stepsMax = 40;
/** Something to write to is gone once; twice there is no way to write. */
const notFoundMax = 2;
/** The server says its time in whole seconds, and its answer is under way for a moment. */
const skewMsMin = 2_000;

export interface DeliveryContext {
  readonly client: FhirClient;
  readonly ledger: Pick<Ledger, 'write' | 'visit' | 'outboxOf' | 'collections' | 'upstreamBookingOf'>;
  readonly cache: Pick<Cache, 'booking'>;
  readonly walkIns: { get(bookingId: string): WalkIn | null };
  /** Whether a booking is still of the person who was checked in; taken for granted when it is not given. */
  readonly isOfVisit?: (booking: Pick<Booking, 'id' | 'patient'>, visit: Visit) => boolean;
  readonly site: Pick<
    UpstreamSettings,
    'siteLocationIds' | 'siteOdsCode' | 'writeBack' | 'specimenNumberSystem' | 'containerCodes'
  >;
  readonly siteId: string;
  readonly timeZone: string;
  /** What this kiosk is called upstream. */
  readonly stationName: string;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
  /** What stands in the event alone, when it is not given. */
  readonly skewOfEvent?: SkewOfEvent;
}

export type Delivery = Readonly<
  | {
      kind: 'applied' | 'merged';
      /** Of the booking after our write; null: not written now, or not told. */
      version: string | null;
      /** Specimens that upstream has now. */
      sentSpecimenIds: readonly string[];
      /** Of a registration. */
      upstreamBookingId: string | null;
    }
  | { kind: 'conflict' | 'set-aside'; because: WriteBackReason; sentSpecimenIds: readonly string[] }
  /** `problem` is null when it was changed under us again and again. */
  | {
      kind: 'later';
      problem: FhirProblem | null;
      /** It may be done, and only a search can tell: not before searches know it. */
      isSearchAwaited?: boolean;
      /** What no try can mend for one event, and what the server said to the event before it too. */
      isRefusedForGood?: boolean;
    }
>;

export type Step = Readonly<
  | { kind: 'ended'; delivery: Delivery }
  /** A part was written; the next step reads what is there and goes on. */
  | { kind: 'went-on' }
  | Extract<Sent, { kind: 'read-again' }>
>;

/** @param step is told whether an earlier one may have been done without our knowing. */
export async function deliverInSteps(
  entry: OutboxEntry,
  step: (mayBeThere: boolean) => Promise<Step>,
): Promise<Delivery> {
  let mayBeThere = entry.attempts > 0;
  let readings = 0;
  let notFound = 0;
  for (let steps = 0; steps < stepsMax && readings < readingsMax; steps++) {
    const outcome = await step(mayBeThere);
    if (outcome.kind === 'ended') return outcome.delivery;
    if (outcome.kind === 'went-on') continue;
    readings += 1;
    notFound += outcome.isNotFound ? 1 : 0;
    if (notFound >= notFoundMax) return setAside('no-transactions');
    mayBeThere ||= outcome.mayBeThere;
  }
  return { kind: 'later', problem: null };
}

export const setAside = (because: WriteBackReason): Delivery => ({ kind: 'set-aside', because, sentSpecimenIds: [] });

export const ended = (delivery: Delivery): Step => ({ kind: 'ended', delivery });
export const later = (problem: FhirProblem | null): Step => ended({ kind: 'later', problem });

/** A search or a read that the server refuses as such will be refused tomorrow too. */
export function afterFailedRead(
  problem: FhirProblem,
  because: 'refused-by-server' | 'no-transactions' = 'refused-by-server',
): Step {
  const isRefused = problem.kind === 'status' && problem.isFhir && [400, 404, 405, 422, 501].includes(problem.status);
  return isRefused ? ended(setAside(because)) : later(problem);
}

/** What was sent did not end well, or has to be looked at again. */
export function afterSending(sent: Exclude<Sent, { kind: 'written' }>): Step {
  switch (sent.kind) {
    case 'read-again':
      return sent;
    case 'set-aside':
      return ended(setAside(sent.because));
    case 'later':
      return ended(sent);
    case 'not-owed':
      return later(null);
  }
}

interface Written {
  readonly version?: string | null;
  readonly sentSpecimenIds?: readonly string[];
  readonly upstreamBookingId?: string | null;
}

export function endedAs({ end }: WriteBackDecision, written: Written = {}): Step {
  const { version = null, sentSpecimenIds = [], upstreamBookingId = null } = written;
  if (end.kind === 'not-known') return later({ kind: 'site-not-shown' });
  if (end.kind === 'conflict') return ended({ kind: 'conflict', because: end.because, sentSpecimenIds });
  return ended({ kind: end.kind, version, sentSpecimenIds, upstreamBookingId });
}

/** Where and when the patient was here. */
export function wantedOf(entry: OutboxEntry, { ledger, siteId, timeZone }: DeliveryContext) {
  const visit = ledger.visit(entry.bookingId);
  return { siteId, clinicDay: visit?.clinicDay ?? clinicDayOf(Date.parse(entry.occurredAt), timeZone) };
}

/**
 * S1: what was pulled since the check-in may be another person's booking under the same id, and by its patient's id alone it would
 * look as if nothing had changed. False, too, when it is not listed any more.
 */
export function isOfAnother({ bookingId }: OutboxEntry, { ledger, cache, isOfVisit }: DeliveryContext): boolean {
  const [booking, visit] = [cache.booking(bookingId), ledger.visit(bookingId)];
  return booking !== null && visit !== null && isOfVisit?.(booking, visit) === false;
}

/** By the server's clock, as far as it is known. */
function correctedTime(instant: string, skewMs: number | null): string {
  if (skewMs === null || Math.abs(skewMs) < skewMsMin) return new Date(instant).toISOString();
  return new Date(Date.parse(instant) + skewMs).toISOString();
}

/** Of what happened with this event, by our clock. */
export function timeOf(
  entry: OutboxEntry,
  instant: string,
  { skewOfEvent }: Pick<DeliveryContext, 'skewOfEvent'>,
): string {
  return correctedTime(instant, skewOfEvent === undefined ? entry.clockSkewMs : skewOfEvent(entry));
}

/** When it happened and when it is told, for Provenance. */
export function timesOf(entry: OutboxEntry, context: DeliveryContext) {
  const { client, now, stationName } = context;
  return {
    occurredAt: timeOf(entry, entry.occurredAt, context),
    recordedAt: correctedTime(now(), client.clockSkewMs()),
    stationName,
  };
}
