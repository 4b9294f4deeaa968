/** What must hold when a simulated day is over and everything works again: nobody was lost on the way to the booking system. */
import { isWalkInId } from '../../clinic/walk-in.ts';
import { arrivalReasons, collectionReasons, registrationReasons } from '../../clinic/write-back.ts';
import type { Station } from '../../electron/station.ts';
import type { Ledger } from '../../offline-store/store.ts';
import { clinicDay } from './booked-day.ts';
import type { Recorded } from './judge.ts';
import type { Kiosk } from './kiosk.ts';
import type { World } from './world.ts';

type OutboxEntry = ReturnType<Ledger['outbox']>[number];

export function lookAtTheEnd(world: World): void {
  for (const { kiosk } of world.places) {
    const station = kiosk.station();
    if (station === null) {
      world.judge.break(`S15: ${kiosk.name} is off at the end of the day`);
      continue;
    }
    world.judge.lookForLosses(kiosk.name, station);
    const entries = entriesByBooking(station);
    for (const one of world.judge.recorded.values()) {
      if (one.kiosk !== kiosk.name) continue;
      const owed = entries.get(one.patient.bookingId) ?? [];
      lookAtArrival(world, station, one, owed);
      lookAtCollections(world, station, one, owed);
    }
    const { ledger } = station.store;
    if (ledger.auditBreak() !== null) world.judge.break(`S14: the audit trail of ${kiosk.name} is broken`);
  }
}

/** Upstream knows of it, or a member of staff was told why not. */
function lookAtArrival(
  world: World,
  station: Station,
  { kiosk, patient }: Recorded,
  entries: readonly OutboxEntry[],
): void {
  const { bookingId } = patient;
  const isWalkIn = isWalkInId(bookingId);
  const arrived = entries.filter(({ kind }) => kind === (isWalkIn ? 'walk-in' : 'arrived'));
  const [entry] = arrived;
  if (entry === undefined || arrived.length > 1) {
    world.judge.break(`S3: ${kiosk} owes ${arrived.length} arrivals of ${bookingId}`);
    return;
  }
  const isKnown = world.judge.bookings.get(bookingId)?.hasArrived === true;
  const isSaid = entry.state === 'applied' || entry.state === 'merged';
  if (isSaid && !isKnown && !isWalkIn)
    world.judge.break(`S3: ${kiosk} says that upstream knows of ${bookingId}, and it does not`);
  if (isSaid || entry.state === 'pending') return;
  const { ledger } = station.store;
  const isTold = isWalkIn
    ? registrationReasons.some((because) => ledger.hasHadTask(bookingId, { kind: 'registration-conflict', because }))
    : arrivalReasons.some((because) => ledger.hasHadTask(bookingId, { kind: 'upstream-conflict', because }));
  if (!isTold)
    world.judge.break(`S3: the arrival of ${bookingId} at ${kiosk} ended as ${entry.state}, and nobody was told`);
}

/** Blood that was taken is upstream, or somebody was told why not. */
function lookAtCollections(
  world: World,
  station: Station,
  { kiosk, patient }: Recorded,
  entries: readonly OutboxEntry[],
): void {
  const { bookingId } = patient;
  const { ledger } = station.store;
  const collected = ledger.collections(bookingId);
  if (collected.length === 0) return;
  const [entry] = entries.filter(({ kind }) => kind === 'collected');
  if (entry === undefined)
    world.judge.break(`S3: ${kiosk} recorded a collection of ${bookingId}, and owes it to nobody`);
  const isTold = collectionReasons.some((because) =>
    [true, false].some((areSent) => ledger.hasHadTask(bookingId, { kind: 'collection-conflict', because, areSent })),
  );
  const isUpstream = collected.every(({ isSent }) => isSent);
  if (!isUpstream && !isTold)
    world.judge.break(`S3: blood of ${bookingId} was taken at ${kiosk}, and nobody upstream was told`);
}

/** What a kiosk has not done yet of what the end of a clinic asks of it, in words; whoever asks whether anything is left asks for one. */
export function* whatIsLeft(kiosk: Kiosk): Generator<string> {
  const store = kiosk.station()?.store;
  if (store === undefined) {
    yield 'is off';
    return;
  }
  const { cache, ledger } = store;
  if (!ledger.isDayClosed(clinicDay)) yield 'has not compared what was printed with what was collected';
  if (ledger.openTasks().some(({ bookingId }) => bookingId !== null)) yield 'still asks about a patient';
  if (cache.age() !== null || cache.listed().length > 0) yield 'still has the list';
  if (knowsWhoWasRegistered(store)) yield 'still knows who was registered';
}

/** But for those who were registered after it had closed: they are at the chair. */
function knowsWhoWasRegistered({ ledger, walkIns }: Station['store']): boolean {
  const known = walkIns.all();
  if (known.length === 0) return false;
  const acts = ledger.audit().filter(({ act }) => act === 'close-of-day' || act === 'register-walk-in');
  const closedAt = acts.findLastIndex(({ act }) => act === 'close-of-day');
  const late = new Set(acts.slice(closedAt + 1).map(({ bookingId }) => bookingId));
  return known.some(({ bookingId }) => !late.has(bookingId));
}

function entriesByBooking({ store }: Station): ReadonlyMap<string, readonly OutboxEntry[]> {
  return Map.groupBy(store.ledger.outbox(), ({ bookingId }) => bookingId);
}
