/** Watches the day list of a kiosk: nobody whom the booking system still has at this site and day may vanish from it. */
import type { Booking } from '../../clinic/booking.ts';
import type { Station } from '../../electron/station.ts';
import { clinicDay, minuteMs, siteLocation } from './booked-day.ts';
import { isAt, type Judge } from './judge.ts';
import type { Upstream } from './upstream.ts';

/** A pull takes moments; what was away when it looked may be back by now. */
const pullMsMax = 10 * minuteMs;

interface ListWatch {
  readonly kiosk: string;
  readonly station: Station;
  readonly judge: Judge;
  readonly upstream: Upstream;
  readonly trueMs: () => number;
}

export function watchList({ kiosk, station, judge, upstream, trueMs }: ListWatch): void {
  let seen: readonly Booking[] = [];
  let seenDay: string | null = null;
  const look = () => {
    const bookings = station.store.cache.bookings();
    if (bookings === seen) return;
    const day = station.store.cache.age()?.clinicDay ?? null;
    const missing = day === seenDay && day === clinicDay ? missingIn(bookings, seen) : [];
    [seen, seenDay] = [bookings, day];
    for (const { id } of missing) {
      const awayMs = judge.bookings.get(id)?.lastAwayMs ?? Number.POSITIVE_INFINITY;
      const wasAway = trueMs() - awayMs < pullMsMax;
      const isHere = isAt(upstream.get('Appointment', id)?.resource, siteLocation, clinicDay);
      if (isHere && !wasAway) judge.break(`S11: ${id} vanished from the list of ${kiosk}, and is booked here today`);
    }
  };
  look();
  station.store.onChange(look);
}

function missingIn(bookings: readonly Booking[], before: readonly Booking[]): readonly Booking[] {
  const ids = new Set(bookings.map(({ id }) => id));
  return before.filter(({ id }) => !ids.has(id));
}
