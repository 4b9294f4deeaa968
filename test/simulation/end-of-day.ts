/** What must hold when a simulated day is over and everything works again: nobody was lost on the way to the booking system. */
import { arrivalReasons } from '../../clinic/write-back.ts';
import type { Station } from '../../electron/station.ts';
import type { Ledger } from '../../offline-store/store.ts';
import type { Recorded } from './judge.ts';
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
      if (one.kiosk === kiosk.name) lookAtArrival(world, station, one, entries.get(one.patient.bookingId) ?? []);
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
  const arrived = entries.filter(({ kind }) => kind === 'arrived');
  const [entry] = arrived;
  if (entry === undefined || arrived.length > 1) {
    world.judge.break(`S3: ${kiosk} owes ${arrived.length} arrivals of ${bookingId}`);
    return;
  }
  const isKnown = world.judge.bookings.get(bookingId)?.hasArrived === true;
  const isSaid = entry.state === 'applied' || entry.state === 'merged';
  if (isSaid && !isKnown) world.judge.break(`S3: ${kiosk} says that upstream knows of ${bookingId}, and it does not`);
  if (isSaid || entry.state === 'pending') return;
  const isTold = arrivalReasons.some((because) =>
    station.store.ledger.hasHadTask(bookingId, { kind: 'upstream-conflict', because }),
  );
  if (!isTold)
    world.judge.break(`S3: the arrival of ${bookingId} at ${kiosk} ended as ${entry.state}, and nobody was told`);
}

function entriesByBooking({ store }: Station): ReadonlyMap<string, readonly OutboxEntry[]> {
  return Map.groupBy(store.ledger.outbox(), ({ bookingId }) => bookingId);
}
