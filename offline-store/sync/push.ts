/**
 * Sends what we owe upstream: each entry of the outbox that is due, one at a time, each ended by itself.
 *
 * An entry waits for as long as it takes; only what upstream or staff must decide leaves the queue, with a task (`deliver.ts`
 * does the sending). A server that is away ends the round, so that an hour offline costs two time-outs and not sixty.
 */
import type { OutboxEntry } from '../owed-upstream.ts';
import type { Cache, Ledger } from '../store.ts';
import { type Delivery, type DeliveryContext, deliverArrival } from './deliver.ts';
import { type FhirProblem, isServerAway } from './fhir-problem.ts';
import { waitBeforeRetryMs } from './retry-policy.ts';

/** One entry may meet a fault of its own; two in a row mean that the server is away. */
const awayInARowMax = 2;

interface PushOptions extends DeliveryContext {
  readonly ledger: Pick<Ledger, 'write' | 'outboxPending' | 'visit'>;
  readonly cache: Pick<Cache, 'noteVersion'>;
  /** From 0 (included) to 1 (not included). */
  readonly random: () => number;
  /** The server came back just now: entries that wait for another try are due at once. */
  readonly isBack: boolean;
}

export interface PushReport {
  readonly applied: number;
  readonly merged: number;
  readonly conflicts: number;
  readonly setAside: number;
  /** Still owed afterwards. */
  readonly waiting: number;
  /** The first instant at which one of them is due again; null when nothing waits. */
  readonly nextDueAt: string | null;
  /** Why the round ended early. */
  readonly stoppedBy: FhirProblem | null;
  /** The last thing that went wrong with any entry. */
  readonly lastProblem: FhirProblem | null;
  /** A FHIR server answered at least once. */
  readonly wasAnswered: boolean;
}

export async function pushOutbox(options: PushOptions): Promise<PushReport> {
  const counts = { applied: 0, merged: 0, conflicts: 0, setAside: 0 };
  const blocked = new Set<string>();
  let awayInARow = 0;
  let stoppedBy: FhirProblem | null = null;
  let lastProblem: FhirProblem | null = null;
  let wasAnswered = false;

  for (const entry of options.ledger.outboxPending()) {
    if (blocked.has(entry.bookingId)) continue;
    // What follows for the same booking waits for this one: arrived comes before whatever comes after it.
    blocked.add(entry.bookingId);
    if (!options.isBack && !isDue(entry, options.now())) continue;
    const delivery = await deliverArrival(entry, options);
    if (delivery.kind === 'later') {
      lastProblem = delivery.problem;
      if (delivery.problem?.kind === 'stopped') break;
    }
    settle(entry, delivery, options);
    count(delivery, counts);
    if (delivery.kind !== 'later') blocked.delete(entry.bookingId);
    const awayBecause = delivery.kind === 'later' && delivery.problem !== null ? awayProblem(delivery.problem) : null;
    wasAnswered ||= awayBecause === null;
    awayInARow = awayBecause === null ? 0 : awayInARow + 1;
    if (awayBecause !== null && (awayBecause.kind === 'status' || awayInARow >= awayInARowMax)) {
      stoppedBy = awayBecause;
      break;
    }
  }
  const left = options.ledger.outboxPending();
  return { ...counts, waiting: left.length, nextDueAt: firstDueAt(left, options), stoppedBy, lastProblem, wasAnswered };
}

function isDue({ nextAttemptAt }: OutboxEntry, now: string): boolean {
  return nextAttemptAt === null || Date.parse(nextAttemptAt) <= Date.parse(now);
}

function awayProblem(problem: FhirProblem): FhirProblem | null {
  return isServerAway(problem) ? problem : null;
}

/** The entry's end, the task that follows from it and its line in the audit are one transaction (S14). */
function settle(entry: OutboxEntry, delivery: Delivery, options: PushOptions): void {
  const attempts = entry.attempts + 1;
  const { bookingId, eventId } = entry;
  if (delivery.kind === 'later') {
    const nextAttemptAt = retryAt(attempts, delivery.problem, options);
    options.ledger.write((writes) => writes.setOutbox(eventId, { state: 'pending', attempts, nextAttemptAt }));
    return;
  }
  options.ledger.write((writes) => {
    writes.setOutbox(eventId, { state: delivery.kind, attempts, nextAttemptAt: null });
    if (delivery.kind === 'conflict')
      writes.openTask(bookingId, { kind: 'upstream-conflict', because: delivery.because });
    if (delivery.kind === 'set-aside') {
      writes.openTask(bookingId, { kind: 'upstream-conflict', because: 'refused-by-server' });
    }
    const details = { outcome: delivery.kind, attempts };
    writes.audit({ who: 'kiosk', act: 'arrival-sent', bookingId, details });
  });
  if (delivery.kind === 'applied' && delivery.version !== null) options.cache.noteVersion(bookingId, delivery.version);
}

function retryAt(attempts: number, problem: FhirProblem | null, { now, random }: PushOptions): string {
  const retryAfterMs = problem?.kind === 'status' ? problem.retryAfterMs : null;
  const waitMs = waitBeforeRetryMs({ attempts, retryAfterMs, random: random() });
  return new Date(Date.parse(now()) + waitMs).toISOString();
}

function count(
  delivery: Delivery,
  counts: { applied: number; merged: number; conflicts: number; setAside: number },
): void {
  if (delivery.kind === 'applied') counts.applied += 1;
  if (delivery.kind === 'merged') counts.merged += 1;
  if (delivery.kind === 'conflict') counts.conflicts += 1;
  if (delivery.kind === 'set-aside') counts.setAside += 1;
}

function firstDueAt(left: readonly OutboxEntry[], { now }: PushOptions): string | null {
  const dueAt = left.map(({ nextAttemptAt }) => nextAttemptAt ?? now()).toSorted();
  return dueAt[0] ?? null;
}
