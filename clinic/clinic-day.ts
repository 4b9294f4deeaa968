/**
 * The clinic's day: the local date where the clinic stands, and its two ends as instants.
 *
 * A day has 23, 24 or 25 hours: on the two days when clocks change its ends have different offsets from UTC.
 * Knows no clock; every instant is passed in.
 */
import { assert } from './assert.ts';

export const defaultTimeZone = 'Europe/London';

const msPerMinute = 60_000;
const msPerQuarterHour = 15 * msPerMinute;
const offsetsMax = 10_000;
/** By time zone, then by quarter of an hour. */
const offsets = new Map<string, Map<number, number>>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** The local date, YYYY-MM-DD, of an instant. */
export function clinicDayOf(instantMs: number, timeZone: string = defaultTimeZone): string {
  return localIso(instantMs, timeZone).slice(0, 10);
}

/** Local `HH:MM` of an instant (ISO 8601, or milliseconds). */
export function localTime(instant: string | number, timeZone: string = defaultTimeZone): string {
  const instantMs = typeof instant === 'number' ? instant : Date.parse(instant);
  return localIso(instantMs, timeZone).slice(11, 16);
}

/** From the first instant of the day (included) to the first of the next (not included), with offsets, for a FHIR search. */
export function clinicDayWindow(
  day: string,
  timeZone: string = defaultTimeZone,
): { readonly from: string; readonly to: string } {
  return { from: startOfDay(day, timeZone), to: startOfDay(dayAfter(day), timeZone) };
}

/** The date after a date, both YYYY-MM-DD. */
export function dayAfter(day: string): string {
  const middayMs = Date.parse(`${day}T12:00:00Z`);
  assert(Number.isFinite(middayMs), 'a clinic day is a date as YYYY-MM-DD');
  return new Date(middayMs + 24 * 60 * msPerMinute).toISOString().slice(0, 10);
}

/**
 * Local midnight as `2026-10-25T00:00:00+01:00`. The offset is first taken at midnight UTC, then once more at the
 * instant that this gives, because the clocks may have changed between the two.
 */
function startOfDay(day: string, timeZone: string): string {
  const midnightUtcMs = Date.parse(`${day}T00:00:00Z`);
  assert(Number.isFinite(midnightUtcMs), 'a clinic day is a date as YYYY-MM-DD');
  const nearlyMs = midnightUtcMs - offsetMinutes(midnightUtcMs, timeZone) * msPerMinute;
  return `${day}T00:00:00${offsetText(offsetMinutes(nearlyMs, timeZone))}`;
}

/**
 * How far the zone is ahead of UTC. Clocks change only at whole quarters of an hour of UTC, and asking Intl takes
 * twenty times as long as the rest, so each quarter is asked about once; a day list of thousands lies in a few dozen.
 */
function offsetMinutes(instantMs: number, timeZone: string): number {
  const quarterMs = Math.floor(instantMs / msPerQuarterHour) * msPerQuarterHour;
  const ofZone = offsets.get(timeZone) ?? new Map<number, number>();
  const known = ofZone.get(quarterMs);
  if (known !== undefined) return known;
  const minutes = Math.round((localAsUtcMs(quarterMs, timeZone) - quarterMs) / msPerMinute);
  if (ofZone.size >= offsetsMax) ofZone.clear();
  offsets.set(timeZone, ofZone.set(quarterMs, minutes));
  return minutes;
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Local date and time as `YYYY-MM-DDTHH:MM:SS`. */
function localIso(instantMs: number, timeZone: string): string {
  assert(Number.isFinite(instantMs), 'an instant is a valid date and time');
  return new Date(instantMs + offsetMinutes(instantMs, timeZone) * msPerMinute).toISOString().slice(0, 19);
}

/** The instant at which the clocks of UTC show what those of the zone show now. */
function localAsUtcMs(instantMs: number, timeZone: string): number {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(instantMs)
      .map((part) => [part.type, part.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const [date, time] = [['year', 'month', 'day'] as const, ['hour', 'minute', 'second'] as const];
  return Date.parse(`${date.map(part).join('-')}T${time.map(part).join(':')}Z`);
}

/** Making a format takes far longer than using it. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}
