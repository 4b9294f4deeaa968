/** Who hears of an event that the booking system answers and does not take, as a table. */
import { describe, expect, test } from 'vitest';
import { type NotTakenReason, notTakenMsMax, type ServerMeanwhile, whoMustSee } from '../../clinic/not-taken.ts';

const minute = 60_000;
const nowMs = Date.parse('2026-11-24T11:00:00Z');
const ago = (minutes: number) => nowMs - minutes * minute;

const silent: ServerMeanwhile = { listAtMs: null, tookAtMs: null, refusesOthers: false, seenToAtMs: null };
const nobody = 'nobody';
const booking = 'staff-for-the-booking';
const kiosk = 'staff-for-the-kiosk';

type Row = readonly [what: string, because: NotTakenReason, minutes: number, server: Partial<ServerMeanwhile>, string];

test.each<Row>([
  [
    'refused for less than an hour, whatever the others do',
    'refused',
    59,
    { tookAtMs: ago(1), listAtMs: ago(1) },
    nobody,
  ],
  ['refused for an hour, while another one went through', 'refused', 60, { tookAtMs: ago(5) }, booking],
  [
    'the same, and others are refused too: each has something of its own',
    'refused',
    61,
    { tookAtMs: ago(5), refusesOthers: true },
    booking,
  ],
  ['the only one that is owed, while the list comes', 'refused', 61, { listAtMs: ago(1) }, booking],
  [
    'several, none has gone through, and the list comes: nobody’s booking is at fault',
    'refused',
    61,
    { listAtMs: ago(1), refusesOthers: true },
    kiosk,
  ],
  ['neither the list nor another one since: the server has a fault of its own', 'refused', 300, {}, nobody],
  [
    'the last good news are older than the refusal',
    'refused',
    61,
    { listAtMs: ago(90), tookAtMs: ago(70), refusesOthers: true },
    nobody,
  ],
  ['refused again after hours, with another one taken meanwhile', 'refused', 300, { tookAtMs: ago(2) }, booking],
  [
    'several, and staff said half an hour ago that they see to it',
    'refused',
    120,
    { listAtMs: ago(1), refusesOthers: true, seenToAtMs: ago(30) },
    nobody,
  ],
  [
    'several, and that was more than an hour ago',
    'refused',
    120,
    { listAtMs: ago(1), refusesOthers: true, seenToAtMs: ago(60) },
    kiosk,
  ],
  [
    'one that others left behind: what was said of the kiosk is not about it',
    'refused',
    120,
    { tookAtMs: ago(1), seenToAtMs: ago(30) },
    booking,
  ],
  ['searches by our numbers are ignored, for less than an hour', 'search-ignored', 59, { listAtMs: ago(1) }, nobody],
  ['the same for an hour: one task, whoever waits', 'search-ignored', 60, {}, kiosk],
  ['the same, though what needs no search goes through', 'search-ignored', 61, { tookAtMs: ago(1) }, kiosk],
  ['the same, and staff have said that they see to it', 'search-ignored', 90, { seenToAtMs: ago(10) }, nobody],
])('%s', (_what, because, minutes, server, expected) => {
  expect(whoMustSee({ because, sinceMs: ago(minutes) }, { ...silent, ...server }, nowMs)).toBe(expected);
});

describe('whatever else is known', () => {
  const times = [null, ago(300), ago(1)];
  const servers = times.flatMap((listAtMs) =>
    times.flatMap((tookAtMs) =>
      times.flatMap((seenToAtMs) =>
        [true, false].map((refusesOthers) => ({ listAtMs, tookAtMs, seenToAtMs, refusesOthers })),
      ),
    ),
  );

  test('nobody is bothered before the hour is over, nor by a clock that was set back', () => {
    for (const server of servers) {
      for (const because of ['refused', 'search-ignored'] as const) {
        for (const sinceMs of [nowMs, nowMs - notTakenMsMax + 1, nowMs + notTakenMsMax]) {
          expect(whoMustSee({ because, sinceMs }, server, nowMs)).toBe(nobody);
        }
      }
    }
  });

  test('a server that ignores searches is never a task for one patient', () => {
    for (const server of servers) {
      expect(whoMustSee({ because: 'search-ignored', sinceMs: ago(500) }, server, nowMs)).not.toBe(booking);
    }
  });
});
