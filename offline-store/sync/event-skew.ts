/**
 * How far the server's clock was ahead when something happened, so that upstream is told when it really did.
 *
 * What was known then stands in the event. A kiosk that was switched on while the server was away knew nothing: of what happened in
 * this run it is found out when the server has answered, by how long ago it was, whatever the clock has been set to since.
 */
import type { Clock } from '../../clinic/clock.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import type { Ledger } from '../store.ts';
import type { FhirClient } from './fhir-client.ts';

/** Null: nobody knows. */
export type SkewOfEvent = (entry: OutboxEntry) => number | null;

interface SkewOptions {
  readonly ledger: Pick<Ledger, 'outboxPending'>;
  readonly client: Pick<FhirClient, 'clockSkewMs'>;
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs'>;
}

export function skewOfEvents({ ledger, client, clock }: SkewOptions): SkewOfEvent {
  // Another run began to count from another moment.
  const ofOtherRuns = new Set(ledger.outboxPending().map(({ eventId }) => eventId));
  /** What is sent twice says the same twice. */
  const foundOut = new Map<string, number>();
  return ({ eventId, clockSkewMs, monotonicMs, occurredAt }) => {
    const known = clockSkewMs ?? foundOut.get(eventId) ?? null;
    const skewNowMs = client.clockSkewMs();
    if (known !== null || skewNowMs === null || monotonicMs === null || ofOtherRuns.has(eventId)) return known;
    const agoMs = clock.monotonicMs() - monotonicMs;
    const skewMs = clock.nowMs() + skewNowMs - agoMs - Date.parse(occurredAt);
    foundOut.set(eventId, skewMs);
    return skewMs;
  };
}
