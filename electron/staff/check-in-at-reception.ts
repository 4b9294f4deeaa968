/**
 * A patient of the list who could not check in alone is checked in by the person at the desk, who has confirmed who it is; and why
 * that is not possible, for as long as it is not.
 */
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import type { Clock } from '../../clinic/clock.ts';
import { listState } from '../../clinic/day-list.ts';
import type { StaffTask } from '../../clinic/staff-task.ts';
import { isOfAnotherPerson } from '../../clinic/walk-in-others.ts';
import type { Ledger, Store } from '../../offline-store/store.ts';
import { type ArrivalDependencies, recordArrival } from '../arrival.ts';
import { isoOf } from '../days/clock.ts';
import type { CheckInHere, DayListRow } from '../staff-api.ts';
import type { ShownBooking } from './given-away.ts';

interface Surroundings {
  readonly store: Store;
  readonly rules: ClinicRules;
  readonly timeZone: string;
  readonly nowMs: () => number;
}

export function checkInHere(
  { booking, visit, isTaken, row }: ShownBooking & { readonly row: Pick<DayListRow, 'state'> },
  { store, rules, timeZone, nowMs }: Surroundings,
): CheckInHere {
  const { cache, ledger } = store;
  if (visit !== null) return 'done';
  if (listState(cache.age(), nowMs(), rules, timeZone) === 'yesterday') return 'not-todays-list';
  if (isTaken || isOfSomebodyRegistered(booking, store)) return 'given-away';
  if (row.state !== 'expected' && row.state !== 'late' && row.state !== 'checked-in') return row.state;
  if (isRegisteredHere(booking, ledger)) return 'registered-here';
  return store.trouble() === null ? 'possible' : 'nothing-stored';
}

/** What upstream made of a registration, and has given to somebody else since. */
function isOfSomebodyRegistered(booking: Booking, { ledger, walkIns }: Store): boolean {
  const registeredId = ledger.walkInOf(booking.id);
  const walkIn = registeredId === null ? null : walkIns.get(registeredId);
  return walkIn !== null && isOfAnotherPerson(walkIn, booking);
}

/** Nobody is bled twice: where the patient was registered already, what staff say to that task comes first (S4). */
function isRegisteredHere(booking: Booking, ledger: Pick<Ledger, 'openTasks'>): boolean {
  return ledger.openTasks().some((task) => isRegistered(task, booking));
}

export function isRegistered({ matter }: StaffTask, { id }: Booking): boolean {
  return matter.kind === 'walk-in-also-booked' && matter.bookingId === id;
}

interface ReceptionOptions extends ArrivalDependencies {
  readonly clock: Clock;
  readonly timeZone: string;
}

/** Where it is possible. False: not any more, and nothing was changed. */
export function checkInAtReception(staffId: string, bookingId: string, options: ReceptionOptions): boolean {
  const { store, clock, timeZone } = options;
  const booking = store.cache.booking(bookingId);
  if (booking === null) return false;
  const nowMs = clock.nowMs();
  const when = { clinicDay: clinicDayOf(nowMs, timeZone), arrivedAt: isoOf(nowMs) };
  const outcome = recordArrival({ booking, foundBy: 'staff', who: staffId, ...when }, options);
  return outcome === 'recorded' || outcome === 'was-checked-in';
}
