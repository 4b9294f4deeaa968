/**
 * The day list: what a pull may change, and how old the list may be.
 *
 * A pull that ended early, was garbled or is far too short never removes anybody (S11): a row that is missing is only
 * asked about, and stays until upstream says by its id where it went. Knows no clock and no server.
 */
import { unreachable } from './assert.ts';
import type { Booking } from './booking.ts';
import { clinicDayOf, defaultTimeZone } from './clinic-day.ts';
import type { ClinicRules } from './clinic-rules.ts';

const msPerMinute = 60_000;
/** A list from the future says that a clock is wrong, so its age is not known. */
const clockSkewMinutesMax = 5;

/** `none`: there is no list, or it is too old; with `none` and `yesterday` nobody is checked in (S10). */
type ListState = 'good' | 'ageing' | 'none' | 'yesterday';

interface ListAge {
  readonly clinicDay: string;
  /** When the last whole pull asked for its first page, by our clock: nothing of the list is older. */
  readonly pulledAt: string;
  /** Some of it was lost and is not shown, so it is not good however new it is. */
  readonly isDamaged?: boolean;
}

export function listState(
  age: ListAge | null,
  nowMs: number,
  rules: Pick<ClinicRules, 'listAgeingMinutes' | 'listTooOldHours'>,
  timeZone: string = defaultTimeZone,
): ListState {
  if (age === null) return 'none';
  if (age.clinicDay !== clinicDayOf(nowMs, timeZone)) return 'yesterday';
  const ageMinutes = (nowMs - Date.parse(age.pulledAt)) / msPerMinute;
  if (Number.isNaN(ageMinutes) || ageMinutes > rules.listTooOldHours * 60) return 'none';
  const isAgeKnown = ageMinutes >= -clockSkewMinutesMax;
  const isWhole = age.isDamaged !== true;
  return isWhole && isAgeKnown && ageMinutes <= rules.listAgeingMinutes ? 'good' : 'ageing';
}

/** S11: one that shrank by more than the share is held for staff; the share is never all, so an empty list is always held. */
export function mayReplace(
  previousCount: number,
  pulledCount: number,
  rules: Pick<ClinicRules, 'listShrinkShareMax'>,
): boolean {
  return pulledCount >= previousCount * (1 - rules.listShrinkShareMax);
}

interface MergedPull {
  /** What was pulled, and every earlier row that was missing from it. */
  readonly bookings: readonly Booking[];
  /** Rows that were missing: ask upstream for each by its id, then `settleMissing`. */
  readonly missingIds: readonly string[];
  /** Ids that came more than once; the newest version stands. */
  readonly repeatedIds: readonly string[];
}

/** Merges a pull that finished. Pages may repeat a booking, and it may change between two of them. */
export function mergePull(previous: readonly Booking[], pulled: readonly Booking[]): MergedPull {
  const newest = new Map<string, Booking>();
  const repeatedIds = new Set<string>();
  for (const booking of pulled) {
    const earlier = newest.get(booking.id);
    if (earlier) repeatedIds.add(booking.id);
    newest.set(booking.id, earlier ? newerOf(earlier, booking) : booking);
  }
  const missing = previous.filter((booking) => !newest.has(booking.id));
  return {
    bookings: [...newest.values(), ...missing],
    missingIds: missing.map((booking) => booking.id),
    repeatedIds: [...repeatedIds],
  };
}

/** What upstream says, asked for one missing row by its id. */
export type MissingAnswer = Readonly<
  | { kind: 'still-here'; booking: Booking }
  /** Another site or another day now, or a record of a patient that is out of use. */
  | { kind: 'elsewhere'; why: 'other-site' | 'other-day' | 'patient-not-in-use' }
  | { kind: 'gone' }
  /** It does not let the kiosk look at it (403), which says nothing of the booking: staff and site IT are told. */
  | { kind: 'not-shown' }
  | { kind: 'no-answer' }
>;

/** Takes off the list what upstream says has left it; without an answer the row stays (S11). */
export function settleMissing(merged: MergedPull, answers: ReadonlyMap<string, MissingAnswer>): readonly Booking[] {
  const missing = new Set(merged.missingIds);
  return merged.bookings.flatMap((booking) => {
    const answer = missing.has(booking.id) ? answers.get(booking.id) : undefined;
    return answer ? rowAfter(booking, answer) : [booking];
  });
}

function rowAfter(booking: Booking, answer: MissingAnswer): readonly Booking[] {
  switch (answer.kind) {
    case 'still-here':
      return [answer.booking];
    case 'elsewhere':
    case 'gone':
      return [];
    case 'not-shown':
    case 'no-answer':
      return [booking];
    default:
      return unreachable(answer);
  }
}

/**
 * What is new among bookings that came between two whole pulls: those that say something else than their rows, or are on no
 * row. One that is older than its row, as a server may send that is behind itself, changes nothing.
 */
export function changedRows(previous: readonly Booking[], came: readonly Booking[]): readonly Booking[] {
  const rows = new Map(previous.map((booking) => [booking.id, booking]));
  return came.filter((booking) => {
    const row = rows.get(booking.id);
    return row === undefined || (newerOf(row, booking) === booking && JSON.stringify(row) !== JSON.stringify(booking));
  });
}

/** Versions that count up are compared; of others the one that was read later is the newer. */
function newerOf(earlier: Booking, later: Booking): Booking {
  const [first, second] = [versionNumber(earlier), versionNumber(later)];
  return first !== null && second !== null && first > second ? earlier : later;
}

function versionNumber(booking: Booking): number | null {
  return booking.version !== null && /^[0-9]{1,15}$/.test(booking.version) ? Number(booking.version) : null;
}
