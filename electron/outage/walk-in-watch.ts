/**
 * Watches over patients who were registered without a booking: that a booking which a later list brings for one of them is told
 * to staff, so that nobody is bled twice (S4), and that upstream gave the booking that it made of one to somebody else; that
 * details which cannot be read back are told; and that each is forgotten when its day is over and nothing of it is owed any more
 * (S13).
 */
import type { Booking } from '../../clinic/booking.ts';
import type { StaffTask, StaffTaskMatter } from '../../clinic/staff-task.ts';
import { isWalkInId, type WalkIn } from '../../clinic/walk-in.ts';
import { bookingsOfWalkIn, isOfAnotherPerson } from '../../clinic/walk-in-others.ts';
import type { OutboxEntry } from '../../offline-store/owed-upstream.ts';
import type { Store } from '../../offline-store/store.ts';
import type { Log } from '../log.ts';
import { tryWrite } from '../try-write.ts';

interface News {
  readonly bookingId: string;
  readonly matter: StaffTaskMatter;
}

/**
 * Looks whenever there is another list than before, or something was stored. The answer ends it.
 *
 * @param mayForget whether the date is believed; by one that was wrong from the start who waits here would be of a day that is over.
 */
export function watchWalkIns(store: Store, today: () => string, log: Log, mayForget = () => true): () => void {
  const findPairs = pairsOf(store);
  // Files go only while nobody looks.
  const withoutFile = lost(store);
  const look = () => {
    const damaged = store.walkIns.damaged().map(lostOf);
    tellOfWalkIns(store, [...findPairs(today()), ...givenAway(store, today()), ...withoutFile, ...damaged], log);
    if (mayForget()) forgetWalkInsThatAreOver(store, today(), log);
  };
  look();
  return store.onChange(look);
}

function tellOfWalkIns(store: Store, found: readonly News[], log: Log): void {
  const news = found.filter(({ bookingId, matter }) => !store.ledger.hasHadTask(bookingId, matter));
  const over = store.ledger.openTasks().filter((task) => isSameBooking(task, store));
  if (news.length + over.length === 0) return;
  tryWrite(store, log, (writes) => {
    for (const { bookingId, matter } of news) {
      writes.openTask(bookingId, matter);
      writes.audit({ who: 'kiosk', act: matter.kind, bookingId, details: {} });
    }
    for (const { id: taskId, bookingId } of over) {
      writes.endTask(taskId, 'done', 'kiosk');
      writes.audit({ who: 'kiosk', act: 'end-task', bookingId, details: { taskId, because: 'same-booking' } });
    }
  });
}

/** A list of thousands is gone through once for each list and each registration, not for every change of anything. */
function pairsOf({ cache, ledger, walkIns }: Store): (clinicDay: string) => readonly News[] {
  let seen: { listed: readonly Booking[]; ids: string; pairs: readonly News[] } = { listed: [], ids: '', pairs: [] };
  return (clinicDay) => {
    const today = walkIns.all(clinicDay);
    const listed = today.length === 0 ? [] : cache.listed();
    const ids = today.map(({ bookingId }) => bookingId).join(' ');
    if (seen.listed !== listed || seen.ids !== ids) {
      const pairs = today.flatMap((walkIn) =>
        bookingsOfWalkIn(walkIn, listed).map(({ id }) => pairOf(walkIn.bookingId, id)),
      );
      seen = { listed, ids, pairs };
    }
    // What upstream made of the registration itself is not another booking.
    return seen.pairs.filter((pair) => !isSameBooking(pair, { ledger }));
  };
}

/** Whose labels and blood those are, staff must find out at the chair (S1). */
function givenAway({ cache, ledger, walkIns }: Store, clinicDay: string): readonly News[] {
  const isGivenAway = (walkIn: WalkIn): boolean => {
    const upstreamId = ledger.upstreamBookingOf(walkIn.bookingId);
    return upstreamId !== null && isOfAnotherPerson(walkIn, cache.booking(upstreamId));
  };
  const matter = { kind: 'changed-after-check-in', what: 'another-record' } as const;
  return walkIns
    .all(clinicDay)
    .filter(isGivenAway)
    .map(({ bookingId }) => ({ bookingId, matter }));
}

const pairOf = (bookingId: string, other: string): News => ({
  bookingId,
  matter: { kind: 'walk-in-also-booked', bookingId: other },
});

/** The list may bring what we sent before the answer to it comes. */
function isSameBooking(
  { bookingId, matter }: Pick<StaffTask, 'bookingId' | 'matter'>,
  { ledger }: Pick<Store, 'ledger'>,
): boolean {
  return matter.kind === 'walk-in-also-booked' && ledger.walkInOf(matter.bookingId) === bookingId;
}

/** Of whatever day: a kiosk whose disk was lost is built anew the next morning. Of which nothing is owed, those were forgotten. */
function lost(store: Store): readonly News[] {
  const { ledger, walkIns } = store;
  const ids = [...ledger.outboxPending(), ...ledger.openTasks()].flatMap(({ bookingId }) => bookingId ?? []);
  return [...new Set(ids)].filter((id) => isWalkInId(id) && walkIns.get(id) === null && isOwed(id, store)).map(lostOf);
}

const lostOf = (bookingId: string): News => ({ bookingId, matter: { kind: 'walk-in-lost' } });

/** What is still owed, or waits for a person, is kept whatever its day. @param today days before it are over */
export function forgetWalkInsThatAreOver(store: Store, today: string, log: Log): void {
  forget(store, (bookingId) => (store.ledger.visit(bookingId)?.clinicDay ?? today) < today, log);
}

/**
 * When the clinic has closed. Whoever was registered after that is still at the chair, where a label may be needed once more,
 * and is known until midnight; by the order of the trail, which no clock changes.
 */
export function forgetWalkInsOfClosedClinic(store: Store, log: Log): void {
  const closing = store.ledger.newestAudit('close-of-day');
  const since = store.ledger.auditLately(['register-walk-in'], closing?.sequence);
  const cameLater = new Set(since.map(({ bookingId }) => bookingId));
  forget(store, (bookingId) => !cameLater.has(bookingId), log);
}

function forget(store: Store, isOver: (bookingId: string) => boolean, log: Log): void {
  const ids = [...store.walkIns.all().map(({ bookingId }) => bookingId), ...store.walkIns.damaged()];
  for (const bookingId of ids.filter((id) => isOver(id) && !isOwed(id, store))) {
    const written = tryWrite(store, log, (writes) =>
      writes.audit({ who: 'kiosk', act: 'walk-in-forgotten', bookingId, details: {} }),
    );
    if (written.ok) store.walkIns.forget(bookingId);
  }
}

function isOwed(bookingId: string, { ledger }: Store): boolean {
  const isStuck = ({ state }: OutboxEntry) => state === 'conflict' || state === 'set-aside';
  const entries = ledger.outboxOf(bookingId);
  if (entries.some(({ state }) => state === 'pending')) return true;
  const hasTask = ledger.openTasks().some((task) => task.bookingId === bookingId && isAboutUpstream(task.matter));
  return hasTask && entries.some(isStuck);
}

const isAboutUpstream = ({ kind }: StaffTaskMatter) => kind.endsWith('conflict');
