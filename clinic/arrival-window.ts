/** When a patient may check in: a while before the booking starts until a while after, on its own day only. */
import type { Booking } from './booking.ts';
import { clinicDayOf } from './clinic-day.ts';
import type { ClinicRules } from './clinic-rules.ts';

type ArrivalWindow = 'open' | 'too-early' | 'too-late' | 'not-today';

export type ArrivalRules = Pick<ClinicRules, 'earlyArrivalMinutesMax' | 'lateArrivalMinutesMax'> & {
  readonly timeZone: string;
};

const msPerMinute = 60_000;

/** Both ends are open: at exactly 60 minutes before and 30 after, a patient may check in. */
export function arrivalWindow(
  booking: Pick<Booking, 'startsAt'>,
  nowMs: number,
  { timeZone, ...rules }: ArrivalRules,
): ArrivalWindow {
  const startMs = Date.parse(booking.startsAt);
  if (clinicDayOf(startMs, timeZone) !== clinicDayOf(nowMs, timeZone)) return 'not-today';
  if (nowMs < startMs - rules.earlyArrivalMinutesMax * msPerMinute) return 'too-early';
  return nowMs > startMs + rules.lateArrivalMinutesMax * msPerMinute ? 'too-late' : 'open';
}

/** The instant from which a booking that starts then may be checked in. */
export function checkInFrom(startsAt: string, rules: Pick<ClinicRules, 'earlyArrivalMinutesMax'>): string {
  return new Date(Date.parse(startsAt) - rules.earlyArrivalMinutesMax * msPerMinute).toISOString();
}
