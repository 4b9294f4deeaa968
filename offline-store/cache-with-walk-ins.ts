/**
 * The day list as screens and labels see it: what upstream listed, and today's walk-ins among it.
 *
 * A walk-in that upstream has by now is on its list too, under another id: it is shown once, as the visit that it is here. If
 * upstream gives that booking to somebody else, it is theirs: they are on the list, and the walk-in stays who they are.
 */
import { type Booking, isCalledOff } from '../clinic/booking.ts';
import { bookingOfWalkIn, isWalkInId, type WalkIn } from '../clinic/walk-in.ts';
import { isOfAnotherPerson } from '../clinic/walk-in-others.ts';
import type { Cache } from './day-list-cache.ts';
import type { WalkIns } from './walk-ins.ts';

interface JoinOptions {
  readonly walkIns: Pick<WalkIns, 'all'>;
  readonly clinicDay: () => string;
  /** The id under which upstream has a walk-in; null: it has none yet. */
  readonly upstreamIdOf: (bookingId: string) => string | null;
}

interface Joined {
  readonly listed: readonly Booking[];
  readonly ours: readonly Booking[];
  readonly hidden: ReadonlySet<string>;
  readonly bookings: readonly Booking[];
}

export function withWalkIns(cache: Cache, { walkIns, clinicDay, upstreamIdOf }: JoinOptions): Cache {
  let joined: Joined | null = null;

  /** Who looks twice at an unchanged list is given the very same one. */
  function join(): Joined {
    const listed = cache.listed();
    const today = walkIns.all(clinicDay());
    const hidden = new Set(today.flatMap((walkIn) => madeOf(walkIn)?.id ?? []));
    const ours = today.map(ourBooking);
    const isSame = joined?.listed === listed && areSame(joined.ours, ours) && joined.hidden.size === hidden.size;
    if (joined !== null && isSame) return joined;
    const bookings = ours.length === 0 ? listed : byStart([...listed.filter(({ id }) => !hidden.has(id)), ...ours]);
    joined = { listed, ours, hidden, bookings };
    return joined;
  }

  /** What upstream made of it and has not given to somebody else since; `booking` is null while it is not listed. */
  function madeOf(walkIn: WalkIn): { readonly id: string; readonly booking: Booking | null } | null {
    const id = upstreamIdOf(walkIn.bookingId);
    if (id === null) return null;
    const booking = cache.booking(id);
    return isOfAnotherPerson(walkIn, booking) ? null : { id, booking };
  }

  /** Forgotten together with the patient. */
  const made = new WeakMap<WalkIn, Booking>();
  /** Made once, but for what upstream says of it afterwards. */
  function ourBooking(walkIn: WalkIn): Booking {
    const upstream = madeOf(walkIn)?.booking ?? null;
    const status = upstream !== null && isCalledOff(upstream.status) ? upstream.status : 'arrived';
    const before = made.get(walkIn);
    if (before?.status === status) return before;
    const booking: Booking = { ...bookingOfWalkIn(walkIn), status };
    made.set(walkIn, booking);
    return booking;
  }

  /** There are few of ours in a day. */
  function found(listed: readonly Booking[], isFound: (booking: Booking) => boolean): readonly Booking[] {
    const { ours, hidden } = join();
    if (ours.length === 0) return listed;
    return [...listed.filter(({ id }) => !hidden.has(id)), ...ours.filter(isFound)];
  }

  return {
    ...cache,
    bookings: () => join().bookings,
    booking(bookingId) {
      if (!isWalkInId(bookingId)) return cache.booking(bookingId);
      return join().ours.find(({ id }) => id === bookingId) ?? null;
    },
    findByNhsNumber: (nhsNumber) =>
      found(cache.findByNhsNumber(nhsNumber), ({ patient }) => patient.nhsNumber === nhsNumber),
    findByCode: (code) =>
      found(cache.findByCode(code), ({ requests }) => requests.some(({ orderNumbers }) => orderNumbers.includes(code))),
  };
}

function areSame(before: readonly Booking[], now: readonly Booking[]): boolean {
  return before.length === now.length && before.every((booking, at) => booking === now[at]);
}

function byStart(bookings: readonly Booking[]): readonly Booking[] {
  return bookings
    .map((booking) => ({ booking, startMs: Date.parse(booking.startsAt) }))
    .sort((one, other) => one.startMs - other.startMs)
    .map(({ booking }) => booking);
}
