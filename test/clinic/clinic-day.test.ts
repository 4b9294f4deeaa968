import { describe, expect, test } from 'vitest';
import { clinicDayOf, clinicDayWindow, dayAfter, localTime } from '../../clinic/clinic-day.ts';

test.each([
  ['2026-06-30T22:59:59Z', '2026-06-30'],
  ['2026-06-30T23:00:00Z', '2026-07-01'],
  ['2026-12-31T23:59:59Z', '2026-12-31'],
  ['2027-01-01T00:00:00Z', '2027-01-01'],
])('in London, %s is on %s', (instant, day) => {
  expect(clinicDayOf(Date.parse(instant))).toBe(day);
});

describe('the window of a day, for the pull', () => {
  test.each([
    ['2026-01-15', '2026-01-15T00:00:00+00:00', '2026-01-16T00:00:00+00:00', 24],
    ['2026-07-15', '2026-07-15T00:00:00+01:00', '2026-07-16T00:00:00+01:00', 24],
    ['2026-03-29', '2026-03-29T00:00:00+00:00', '2026-03-30T00:00:00+01:00', 23],
    ['2026-10-25', '2026-10-25T00:00:00+01:00', '2026-10-26T00:00:00+00:00', 25],
    ['2026-12-31', '2026-12-31T00:00:00+00:00', '2027-01-01T00:00:00+00:00', 24],
    ['2027-03-28', '2027-03-28T00:00:00+00:00', '2027-03-29T00:00:00+01:00', 23],
    ['2027-10-31', '2027-10-31T00:00:00+01:00', '2027-11-01T00:00:00+00:00', 25],
    ['2030-03-31', '2030-03-31T00:00:00+00:00', '2030-04-01T00:00:00+01:00', 23],
    ['2030-10-27', '2030-10-27T00:00:00+01:00', '2030-10-28T00:00:00+00:00', 25],
  ])('%s runs from %s to %s, %i hours', (day, from, to, hours) => {
    expect(clinicDayWindow(day)).toEqual({ from, to });
    expect((Date.parse(to) - Date.parse(from)) / 3_600_000).toBe(hours);
  });

  test.each([
    ['Asia/Kolkata', '2026-03-29T00:00:00+05:30'],
    ['America/New_York', '2026-03-29T00:00:00-04:00'],
    ['Europe/Athens', '2026-03-29T00:00:00+02:00'],
    // The clocks change between its midnight and the midnight of UTC.
    ['Australia/Sydney', '2026-10-04T00:00:00+10:00'],
  ])('%s has its own offset', (timeZone, from) => {
    expect(clinicDayWindow(from.slice(0, 10), timeZone).from).toBe(from);
  });

  test.each(['2026-03-29', '2026-10-25', '2026-11-24'])(
    'both ends of %s belong to the right days, so nobody is missed or seen twice',
    (day) => {
      const { from, to } = clinicDayWindow(day);
      expect(
        [Date.parse(from) - 1, Date.parse(from), Date.parse(to) - 1, Date.parse(to)].map(
          (at) => clinicDayOf(at) === day,
        ),
      ).toEqual([false, true, true, false]);
    },
  );
});

test.each([
  ['2026-11-24T09:05:00Z', '09:05'],
  ['2026-07-01T08:05:59Z', '09:05'],
  ['2026-11-24T00:00:00Z', '00:00'],
])('the time of %s is shown as %s', (instant, shown) => {
  expect(localTime(instant)).toBe(shown);
  expect(localTime(Date.parse(instant))).toBe(shown);
});

test('the day after the last of February is the first of March, except in a leap year', () => {
  expect([dayAfter('2026-02-28'), dayAfter('2028-02-28')]).toEqual(['2026-03-01', '2028-02-29']);
});

test('text that is no date stops the kiosk, because a wrong day would be pulled', () => {
  expect(() => clinicDayWindow('24/11/2026')).toThrow('It must be true');
  expect(() => localTime('tomorrow')).toThrow('It must be true');
});
