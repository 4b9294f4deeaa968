/**
 * What staff may do about an event that the booking system did not take: try it again, when something was mended there. It is
 * decided anew, by what is there then, so that nothing is flipped and nothing is done twice.
 */
import type { StaffTask, StaffTaskAnswer } from '../clinic/staff-task.ts';
import type { OutboxEntry } from '../offline-store/owed-upstream.ts';
import type { Ledger, LedgerWrites } from '../offline-store/store.ts';

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

/** The entry of the task is due again; and blood that only waited for this registration, with its own task. */
export function tryAgain(
  { bookingId, matter, id }: StaffTask,
  staffId: string,
  ledger: Pick<Ledger, 'outboxOf' | 'openTasks'>,
  writes: Pick<LedgerWrites, 'setOutbox' | 'endTask'>,
): void {
  if (bookingId === null) return;
  const kind = kindOf(matter);
  const again = ledger
    .outboxOf(bookingId)
    .filter(({ state }) => state === 'conflict' || state === 'set-aside')
    .filter((entry) => entry.kind === kind || entry.because === 'not-registered');
  for (const { eventId, attempts } of again) {
    writes.setOutbox(eventId, { state: 'pending', attempts, nextAttemptAt: null });
  }
  const others = ledger
    .openTasks()
    .filter((task) => task.id !== id && task.bookingId === bookingId && isAboutUnregistered(task.matter));
  for (const other of others) writes.endTask(other.id, 'try-again', staffId);
}

const isAboutUnregistered = (matter: Matter): boolean =>
  matter.kind === 'collection-conflict' && matter.because === 'not-registered';
