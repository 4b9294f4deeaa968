import { expect, test } from 'vitest';
import { arrivalWindow, checkInFrom } from '../../clinic/arrival-window.ts';

const rules = { earlyArrivalMinutesMax: 60, lateArrivalMinutesMax: 30, timeZone: 'Europe/London' };

test.each([
  ['2026-11-24T09:00:00Z', '2026-11-24T07:59:59Z', 'too-early'],
  ['2026-11-24T09:00:00Z', '2026-11-24T08:00:00Z', 'open'],
  ['2026-11-24T09:00:00Z', '2026-11-24T09:30:00Z', 'open'],
  ['2026-11-24T09:00:00Z', '2026-11-24T09:30:01Z', 'too-late'],
  ['2026-11-25T09:00:00Z', '2026-11-24T09:00:00Z', 'not-today'],
  ['2026-11-23T09:00:00Z', '2026-11-24T09:00:00Z', 'not-today'],
  // Half past midnight in summer is still the day before in UTC, and an hour before it is the day before here.
  ['2026-06-30T23:30:00Z', '2026-06-30T23:05:00Z', 'open'],
  ['2026-06-30T23:30:00Z', '2026-06-30T22:55:00Z', 'not-today'],
  // The hour that comes twice when clocks go back.
  ['2026-10-25T01:30:00Z', '2026-10-25T00:30:00Z', 'open'],
])('a booking at %s, a patient at %s: %s', (startsAt, now, expected) => {
  expect(arrivalWindow({ startsAt }, Date.parse(now), rules)).toBe(expected);
});

test('a patient who is too early is told from when', () => {
  expect(checkInFrom('2026-11-24T09:00:00Z', rules)).toBe('2026-11-24T08:00:00.000Z');
});
