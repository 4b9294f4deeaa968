/**
 * Sends what we owe upstream: each entry of the outbox that is due, each ended by itself, a few at a time, and of one booking
 * always one after the other.
 *
 * An entry waits for as long as it takes; only what upstream or staff must decide leaves the queue, with a task (`deliver.ts`
 * does the sending). One that is answered and not taken goes on being tried, after the others, and staff hear of it in time
 * (`not-taken-watch.ts`). A server that is away ends the round, so that an hour offline costs two time-outs and not sixty.
 */

import type { NotTakenReason } from '../../clinic/not-taken.ts';
import type { Cache } from '../day-list-cache.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import type { Ledger } from '../store.ts';
import { deliver } from './deliver.ts';
import type { Delivery, DeliveryContext } from './delivery.ts';
import { type FhirProblem, isSaidToAll, isServerAway, retryAfterMsOf } from './fhir-problem.ts';
import { type NotTakenWatch, watchNotTaken } from './not-taken-watch.ts';
import { waitBeforeRetryMs } from './retry-policy.ts';
import { isStillOwed, searchLagMsMax } from './send-writes.ts';
import { endEntry } from './settle-delivery.ts';

/** One entry may meet a fault of its own; two in a row mean that the server is away. */
const awayInARowMax = 2;
/** So many bookings at once, begun one after the other as each finds the server well. */
const bookingsAtOnceMax = 4;

export interface PushOptions extends DeliveryContext {
  readonly ledger: DeliveryContext['ledger'] &
    Pick<Ledger, 'outboxPending' | 'openTasks' | 'lastEnded' | 'auditLately' | 'newestAudit'>;
  readonly cache: DeliveryContext['cache'] & Pick<Cache, 'noteVersion'>;
  /** From 0 (included) to 1 (not included). */
  readonly random: () => number;
  /** The server came back just now: arrivals that wait for another try are due at once. */
  readonly isBack: boolean;
  /** What is remembered from round to round; only the ledger, when it is not given. */
  readonly notTaken?: NotTakenWatch;
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

const countedAs = { applied: 'applied', merged: 'merged', conflict: 'conflicts', 'set-aside': 'setAside' } as const;

export async function pushOutbox(options: PushOptions): Promise<PushReport> {
  const notTaken = options.notTaken ?? watchNotTaken(options.ledger, options.now);
  const round = beginRound(notTaken);
  const pending = options.ledger.outboxPending();
  // Whatever is stored wakes this: in a long outage, thousands of times while everything waits for another try.
  const atMs = Date.parse(options.now());
  const isAnyDue = firstsOf(pending).some((entry) => isDue(entry, atMs, options));
  if (!isAnyDue) return endRound(pending, round, notTaken, options);
  const waiting = inTurn(bookingsOf(pending), notTaken);
  const underWay: Promise<void>[] = [];

  async function goOn(): Promise<void> {
    for (let entries = waiting.shift(); entries !== undefined && !round.isOver(); entries = waiting.shift()) {
      const [end] = await Promise.allSettled([deliverBooking(entries, round, { ...options, notTaken })]);
      if (end.status === 'rejected') {
        // Whatever of ours falls over with one booking, the next round begins with the others.
        for (const { eventId } of entries) notTaken.noteStop(eventId);
        throw end.reason;
      }
      // Well answered: there is room for one more beside this one.
      if (round.isWell() && underWay.length < bookingsAtOnceMax && waiting.length > 0) underWay.push(goOn());
    }
  }

  underWay.push(goOn());
  const ends: PromiseSettledResult<void>[] = [];
  // More may begin while these go on.
  while (ends.length < underWay.length) ends.push(...(await Promise.allSettled(underWay.slice(ends.length))));
  const report = endRound(options.ledger.outboxPending(), round, notTaken, options);
  const fault = ends.find((end) => end.status === 'rejected');
  if (fault !== undefined) throw fault.reason;
  return report;
}

/** @param left what is still owed */
function endRound(
  left: readonly OutboxEntry[],
  round: Round,
  notTaken: NotTakenWatch,
  { now }: Pick<PushOptions, 'now'>,
): PushReport {
  notTaken.tellStaff(left);
  return { ...round.report(), waiting: left.length, nextDueAt: firstDueAt(left, now()) };
}

/** In the order of the first of each. */
function bookingsOf(pending: readonly OutboxEntry[]): (readonly OutboxEntry[])[] {
  const bookings = new Map<string, OutboxEntry[]>();
  for (const entry of pending) bookings.set(entry.bookingId, [...(bookings.get(entry.bookingId) ?? []), entry]);
  return [...bookings.values()];
}

/** Of each booking: what follows for it waits for this one. */
function firstsOf(pending: readonly OutboxEntry[]): readonly OutboxEntry[] {
  const seen = new Set<string>();
  return pending.filter(({ bookingId }) => seen.size < seen.add(bookingId).size);
}

function inTurn(bookings: readonly (readonly OutboxEntry[])[], { turnOf }: NotTakenWatch): (readonly OutboxEntry[])[] {
  const turn = ([first]: readonly OutboxEntry[]) => (first === undefined ? 0 : turnOf(first.eventId));
  return bookings.toSorted((one, other) => turn(one) - turn(other));
}

type WatchedOptions = PushOptions & { readonly notTaken: NotTakenWatch };

/** What follows for the same booking waits for this one: arrived comes before whatever comes after it. */
async function deliverBooking(entries: readonly OutboxEntry[], round: Round, options: WatchedOptions): Promise<void> {
  for (const entry of entries) {
    if (round.isOver() || !isDue(entry, Date.parse(options.now()), options)) return;
    const delivery = asOneOfMany(entry, await deliver(entry, options), options.notTaken);
    round.note(entry, delivery);
    if (delivery.kind === 'later') {
      if (delivery.problem?.kind !== 'stopped') tryLater(entry, delivery, options);
      return;
    }
    endEntry(entry, delivery, options);
    if (wasTaken(delivery)) options.notTaken.noteTaken(entry.kind);
  }
}

/** An event that is refused for good ends, with a task; after another that was, it goes on being tried, and all have one task. */
function asOneOfMany(entry: OutboxEntry, delivery: Delivery, notTaken: NotTakenWatch): Delivery {
  const isRefused = delivery.kind === 'set-aside' && delivery.because === 'refused-by-server';
  if (!isRefused || !notTaken.isRefusedLikeTheLast(entry)) return delivery;
  return { kind: 'later', problem: null, isRefusedForGood: true };
}

/** Blood goes up also where the booking is a matter for staff. */
const wasTaken = (delivery: Exclude<Delivery, { kind: 'later' }>): boolean =>
  delivery.kind === 'applied' || delivery.sentSpecimenIds.length > 0;

type Round = ReturnType<typeof beginRound>;

function beginRound(notTaken: NotTakenWatch) {
  const counts = { applied: 0, merged: 0, conflicts: 0, setAside: 0 };
  let awayInARow = 0;
  let stoppedBy: FhirProblem | null = null;
  let lastProblem: FhirProblem | null = null;
  let wasAnswered = false;
  let isStopped = false;
  return {
    note({ eventId }: OutboxEntry, delivery: Delivery): void {
      if (delivery.kind !== 'later') counts[countedAs[delivery.kind]] += 1;
      else lastProblem = delivery.problem;
      if (delivery.kind === 'later' && delivery.problem?.kind === 'stopped') {
        isStopped = true;
        return;
      }
      const away = awayProblem(delivery, notTaken.isKnown(eventId));
      wasAnswered ||= away === null;
      awayInARow = away === null ? 0 : awayInARow + 1;
      // What was under way beside the one that ended the round is kept waiting by that one's answer, and is not to blame.
      if (away === null || stoppedBy !== null || (!isSaidToAll(away) && awayInARow < awayInARowMax)) return;
      stoppedBy = away;
      notTaken.noteStop(eventId);
    },
    isOver: () => isStopped || stoppedBy !== null,
    isWell: () => awayInARow === 0,
    report: () => ({ ...counts, stoppedBy, lastProblem, wasAnswered }),
  };
}

/** None of our waits is longer; one that seems to be was written by a clock that has been set back since. */
const waitMsLimit = 20 * 60_000;

/** When the server is back an arrival need not wait: its version guards it. Anything else may be waiting for a search. */
function isDue({ kind, nextAttemptAt }: OutboxEntry, nowMs: number, { isBack }: Pick<PushOptions, 'isBack'>): boolean {
  const waitMs = nextAttemptAt === null ? 0 : Date.parse(nextAttemptAt) - nowMs;
  return waitMs <= 0 || waitMs > waitMsLimit || (isBack && kind === 'arrived');
}

type Later = Extract<Delivery, { kind: 'later' }>;

/** That a record is kept from us (403) once more says nothing new of the server. */
function awayProblem(delivery: Delivery, isKnown: boolean): FhirProblem | null {
  const problem = delivery.kind === 'later' ? delivery.problem : null;
  if (problem === null || !isServerAway(problem) || (isKnown && isKeptFromUs(problem))) return null;
  return problem;
}

const isKeptFromUs = (problem: FhirProblem): boolean => problem.kind === 'status' && problem.status === 403;

/** Null: nothing is wrong with it, it waits for what was written to be found. */
function whyNotTaken({ problem, isSearchAwaited = false, isRefusedForGood = false }: Later): NotTakenReason | null {
  if (isRefusedForGood) return 'refused-for-good';
  if (problem === null) return isSearchAwaited ? null : 'refused';
  if (problem.kind === 'search-ignored') return 'search-ignored';
  return isServerAway(problem) && !isKeptFromUs(problem) ? 'unanswered' : 'refused';
}

function tryLater(entry: OutboxEntry, delivery: Later, { ledger, now, random, notTaken }: WatchedOptions): void {
  // Staff may have ended it meanwhile.
  if (!isStillOwed(entry, ledger)) return;
  const { problem, isSearchAwaited = false } = delivery;
  const attempts = entry.attempts + 1;
  const retryAfterMs = problem === null ? null : retryAfterMsOf(problem);
  const ownMs = waitBeforeRetryMs({ attempts, retryAfterMs, random: random() });
  const waitMs = isSearchAwaited ? Math.max(ownMs, searchLagMsMax) : ownMs;
  const nextAttemptAt = new Date(Date.parse(now()) + waitMs).toISOString();
  const because = whyNotTaken(delivery);
  ledger.write((writes) => {
    writes.setOutbox(entry.eventId, { state: 'pending', attempts, nextAttemptAt });
    if (because !== null) notTaken.note(entry, because, writes);
  });
}

/** Of the first of each booking: what follows for it waits too, and would else be looked at again and again without a pause. */
function firstDueAt(left: readonly OutboxEntry[], now: string): string | null {
  const dueAt = firstsOf(left).map(({ nextAttemptAt }) => nextAttemptAt ?? now);
  return dueAt.toSorted()[0] ?? null;
}
