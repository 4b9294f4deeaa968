/**
 * What staff may do about an event that the booking system did not take: try it again, when something was mended there, or end it.
 * What is tried is decided anew, by what is there then, so that nothing is flipped and nothing is done twice.
 */
import type { StaffTask, StaffTaskAnswer } from '../../clinic/staff-task.ts';
import type { OutboxEntry } from '../../offline-store/owed-upstream.ts';
import type { Ledger, LedgerWrites } from '../../offline-store/store.ts';
import { searchLagMsMax } from '../../offline-store/sync/send-writes.ts';

type Matter = StaffTask['matter'];

/** The answers to a task about an event; null for a task about anything else. */
export function answersAboutEvent(matter: Matter): readonly StaffTaskAnswer[] | null {
  if (kindOf(matter) === null) return null;
  return mayTryAgain(matter) ? ['try-again', 'done'] : ['done'];
}

/** What is sent already is not sent again, and what nobody can read any more cannot be. */
function mayTryAgain(matter: Matter): boolean {
  if (matter.kind === 'collection-conflict') return !matter.areSent;
  if (matter.kind === 'registration-conflict') return matter.because !== 'details-lost';
  return matter.kind === 'upstream-conflict';
}

function kindOf(matter: Matter): OutboxEntry['kind'] | null {
  if (matter.kind === 'upstream-conflict') return 'arrived';
  if (matter.kind === 'collection-conflict') return 'collected';
  return matter.kind === 'registration-conflict' ? 'walk-in' : null;
}

/**
 * The entry of the task is due again, with whatever waited for the same thing: blood for its registration, and, where the server
 * took no transactions, everything that was set aside for that, since what mends one mends all.
 */
export function tryAgain(
  task: StaffTask,
  { staffId, nowMs }: { readonly staffId: string; readonly nowMs: number },
  ledger: Pick<Ledger, 'outboxOf' | 'openTasks'>,
  writes: Pick<LedgerWrites, 'setOutbox' | 'endTask' | 'audit'>,
): void {
  dueAgain(task, nowMs, ledger, writes);
  for (const other of ledger.openTasks().filter((one) => one.id !== task.id && waitsForTheSame(one, task))) {
    dueAgain(other, nowMs, ledger, writes);
    writes.endTask(other.id, 'try-again', staffId);
    const details = { taskId: other.id, answer: 'try-again', with: task.id };
    writes.audit({ who: staffId, act: 'end-task', bookingId: other.bookingId, details });
  }
}

function waitsForTheSame(other: StaffTask, { bookingId, matter }: StaffTask): boolean {
  if (kindOf(other.matter) === null || !('because' in other.matter) || !('because' in matter)) return false;
  if (matter.because === 'no-transactions') return other.matter.because === 'no-transactions';
  return other.bookingId === bookingId && other.matter.because === 'not-registered';
}

/** Staff have seen to it elsewhere: an entry that went on being tried is tried no more, and what follows for its booking goes. */
export function giveUp(
  task: StaffTask,
  ledger: Pick<Ledger, 'outboxOf'>,
  writes: Pick<LedgerWrites, 'setOutbox'>,
): void {
  const entry = waitingEntryOf(task, ledger);
  if (entry === null) return;
  const { eventId, attempts } = entry;
  writes.setOutbox(eventId, { state: 'set-aside', attempts, nextAttemptAt: null, because: 'not-taken' });
}

/** The entry that still waits, of which staff were told: the first of its booking. */
export function waitingEntryOf({ bookingId, matter }: StaffTask, ledger: Pick<Ledger, 'outboxOf'>): OutboxEntry | null {
  if (bookingId === null || !('because' in matter) || matter.because !== 'not-taken') return null;
  const first = ledger.outboxOf(bookingId).find(({ state }) => state === 'pending');
  return first?.kind === kindOf(matter) ? first : null;
}

/** It ended, and needs a person still: one that waited until staff said that they had entered it themselves does not. */
export function isLeftToStaff({ state, because }: OutboxEntry): boolean {
  return (state === 'conflict' || state === 'set-aside') && because !== 'not-taken';
}

function dueAgain(
  task: StaffTask,
  nowMs: number,
  ledger: Pick<Ledger, 'outboxOf'>,
  writes: Pick<LedgerWrites, 'setOutbox'>,
): void {
  const { bookingId, matter } = task;
  const waiting = waitingEntryOf(task, ledger);
  if (waiting !== null) {
    const { eventId, attempts } = waiting;
    writes.setOutbox(eventId, { state: 'pending', attempts, nextAttemptAt: soonest(waiting, nowMs) });
    return;
  }
  for (const entry of bookingId === null ? [] : ledger.outboxOf(bookingId)) {
    if (entry.kind !== kindOf(matter) || !isLeftToStaff(entry)) continue;
    writes.setOutbox(entry.eventId, { state: 'pending', attempts: entry.attempts, nextAttemptAt: null });
  }
}

/** S4: an arrival is guarded by its version. Anything else may be there without our knowing, and searches may not know it yet. */
function soonest({ kind, nextAttemptAt }: OutboxEntry, nowMs: number): string | null {
  if (kind === 'arrived' || nextAttemptAt === null) return null;
  return new Date(Math.min(Date.parse(nextAttemptAt), nowMs + searchLagMsMax)).toISOString();
}
