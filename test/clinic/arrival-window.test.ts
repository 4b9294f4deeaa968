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

test.each([
  // Clocks go from 01:00 to 02:00: an hour of the wall is missing, and no minute of the window.
  ['forward', '2026-03-29T01:30:00Z', '2026-03-29T00:29:59Z', 'too-early'],
  ['forward', '2026-03-29T01:30:00Z', '2026-03-29T00:30:00Z', 'open'],
  ['forward', '2026-03-29T01:30:00Z', '2026-03-29T02:00:00Z', 'open'],
  ['forward', '2026-03-29T01:30:00Z', '2026-03-29T02:00:01Z', 'too-late'],
  // Clocks go from 02:00 to 01:00: the wall says 01:30 twice, an hour apart.
  ['back', '2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', 'open'],
  ['back', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', 'too-late'],
  ['back', '2026-10-25T01:30:00Z', '2026-10-25T00:29:00Z', 'too-early'],
  ['back', '2026-10-25T01:30:00Z', '2026-10-25T00:30:00Z', 'open'],
  // Midnight is 23:00 of UTC in summer.
  ['not at all', '2026-06-24T22:30:00Z', '2026-06-24T22:59:00Z', 'open'],
  ['not at all', '2026-06-24T22:30:00Z', '2026-06-24T23:00:00Z', 'not-today'],
] as const)('clocks go %s: booked at %s, at %s the window is %s', (_, startsAt, now, expected) => {
  expect(arrivalWindow({ startsAt }, Date.parse(now), rules)).toBe(expected);
});
