/** A patient of the list who could not check in alone is checked in by the person at the desk, who has confirmed who it is. */
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import type { Clock } from '../../clinic/clock.ts';
import { listState } from '../../clinic/day-list.ts';
import { type ArrivalDependencies, recordArrival } from '../arrival.ts';
import { isoOf } from '../days/clock.ts';

interface ReceptionOptions extends ArrivalDependencies {
  readonly clock: Clock;
  readonly timeZone: string;
}

/** False: not possible now, and nothing was changed. */
export function checkInAtReception(staffId: string, bookingId: string, options: ReceptionOptions): boolean {
  const { store, clock, timeZone } = options;
  const booking = store.cache.booking(bookingId);
  if (booking === null) return false;
  const nowMs = clock.nowMs();
  if (listState(store.cache.age(), nowMs, options.rules, timeZone) === 'yesterday') return false;
  const when = { clinicDay: clinicDayOf(nowMs, timeZone), arrivedAt: isoOf(nowMs) };
  const outcome = recordArrival({ booking, foundBy: 'staff', who: staffId, ...when }, options);
  return outcome === 'recorded' || outcome === 'was-checked-in';
}
