/** The end of an event: its entry, the task that follows from it and its line in the audit are one transaction (S14). */
import { assert, unreachable } from '../../clinic/assert.ts';
import type { StaffTask, StaffTaskMatter } from '../../clinic/staff-task.ts';
import {
  arrivalReasons,
  collectionReasons,
  registrationReasons,
  type WriteBackReason,
} from '../../clinic/write-back.ts';
import type { Cache } from '../day-list-cache.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import type { Ledger } from '../store.ts';
import type { Delivery } from './delivery.ts';

export const acts: Readonly<Record<OutboxEntry['kind'], string>> = {
  arrived: 'arrival-sent',
  collected: 'collection-sent',
  'walk-in': 'registration-sent',
};

interface SettleContext {
  readonly ledger: Pick<Ledger, 'write' | 'openTasks'>;
  readonly cache: Pick<Cache, 'noteVersion'>;
}

export function endEntry(
  { bookingId, eventId, kind, attempts: before }: OutboxEntry,
  delivery: Exclude<Delivery, { kind: 'later' }>,
  { ledger, cache }: SettleContext,
): void {
  const attempts = before + 1;
  const { sentSpecimenIds } = delivery;
  const because = 'because' in delivery ? delivery.because : null;
  // What staff were told of while it waited is over with it.
  const told = before === 0 ? [] : ledger.openTasks().filter((task) => isAboutWaiting(task, bookingId, kind));
  ledger.write((writes) => {
    for (const { id: taskId } of told) {
      writes.endTask(taskId, 'done', 'kiosk');
      writes.audit({ who: 'kiosk', act: 'end-task', bookingId, details: { taskId, because: delivery.kind } });
    }
    writes.setOutbox(eventId, { state: delivery.kind, attempts, nextAttemptAt: null, because });
    if (sentSpecimenIds.length > 0) writes.markSent(eventId, sentSpecimenIds);
    if ('upstreamBookingId' in delivery && delivery.upstreamBookingId !== null) {
      writes.setUpstreamBooking(bookingId, delivery.upstreamBookingId);
    }
    if (because !== null) writes.openTask(bookingId, matterOf(kind, because, sentSpecimenIds.length > 0));
    const reason = because === null ? {} : { because };
    writes.audit({
      who: 'kiosk',
      act: acts[kind],
      bookingId,
      details: { outcome: delivery.kind, attempts, ...reason },
    });
  });
  if ('version' in delivery && delivery.version !== null) cache.noteVersion(bookingId, delivery.version);
}

function isAboutWaiting(task: StaffTask, bookingId: string, kind: OutboxEntry['kind']): boolean {
  const { matter } = task;
  return task.bookingId === bookingId && matter.kind === matterOf(kind, 'not-taken', false).kind && isNotTaken(matter);
}

const isNotTaken = (matter: StaffTaskMatter): boolean => 'because' in matter && matter.because === 'not-taken';

export function matterOf(kind: OutboxEntry['kind'], because: WriteBackReason, areSent: boolean): StaffTaskMatter {
  switch (kind) {
    case 'arrived':
      return { kind: 'upstream-conflict', because: oneOf(arrivalReasons, because) };
    case 'collected':
      return { kind: 'collection-conflict', because: oneOf(collectionReasons, because), areSent };
    case 'walk-in':
      return { kind: 'registration-conflict', because: oneOf(registrationReasons, because) };
    default:
      return unreachable(kind);
  }
}

function oneOf<Reason extends WriteBackReason>(reasons: readonly Reason[], because: WriteBackReason): Reason {
  const reason = reasons.find((one) => one === because);
  assert(reason !== undefined, 'each kind of event ends for its own reasons');
  return reason;
}
