/** Who hears of an event that the booking system does not take, as a table. */
import { describe, expect, test } from 'vitest';
import {
  type NotTaken,
  type NotTakenReason,
  notTakenMsMax,
  notTakenReasons,
  type ServerMeanwhile,
  whoMustSee,
} from '../../clinic/not-taken.ts';

const minute = 60_000;
const nowMs = Date.parse('2026-11-24T11:00:00Z');
const ago = (minutes: number) => nowMs - minutes * minute;

type Meanwhile = ServerMeanwhile & Pick<NotTaken, 'othersGoSinceMs'>;
const silent: Meanwhile = { list: null, othersGoSinceMs: null, refusesOthers: false, seenToAtMs: null };
/** For hours. */
const comes = { sinceMs: ago(400), atMs: ago(1) };
const nobody = 'nobody';
const booking = 'staff-for-the-booking';
const kiosk = 'staff-for-the-kiosk';

type Row = readonly [what: string, because: NotTakenReason, minutes: number, meanwhile: Partial<Meanwhile>, string];

test.each<Row>([
  [
    'refused for less than an hour, whatever the others do',
    'refused',
    59,
    { othersGoSinceMs: ago(50), list: comes },
    nobody,
  ],
  ['refused for an hour, while another one went through', 'refused', 60, { othersGoSinceMs: ago(50) }, booking],
  [
    'the same, and others are refused too: each has something of its own',
    'refused',
    61,
    { othersGoSinceMs: ago(50), refusesOthers: true },
    booking,
  ],
  ['the only one that is owed, while the list comes', 'refused', 61, { list: comes }, booking],
  [
    'several, none has gone through, and the list comes: nobody’s booking is at fault',
    'refused',
    61,
    { list: comes, refusesOthers: true },
    kiosk,
  ],
  ['neither the list nor another one since: the server has a fault of its own', 'refused', 300, {}, nobody],
  [
    'the last good news are older than the refusal',
    'refused',
    61,
    { list: { sinceMs: ago(400), atMs: ago(90) }, refusesOthers: true },
    nobody,
  ],
  ['the first that went through did so ten minutes ago', 'refused', 300, { othersGoSinceMs: ago(10) }, booking],
  [
    'a server that takes again since a moment ago has not come to all of them yet',
    'refused',
    300,
    { othersGoSinceMs: ago(9), list: comes, refusesOthers: true },
    nobody,
  ],
  [
    'several, and staff said half an hour ago that they see to it',
    'refused',
    120,
    { list: comes, refusesOthers: true, seenToAtMs: ago(30) },
    nobody,
  ],
  [
    'several, and that was more than an hour ago',
    'refused',
    120,
    { list: comes, refusesOthers: true, seenToAtMs: ago(60) },
    kiosk,
  ],
  [
    'one that others left behind: what was said of the kiosk is not about it',
    'refused',
    120,
    { othersGoSinceMs: ago(20), seenToAtMs: ago(30) },
    booking,
  ],
  ['searches by our numbers are ignored, for less than an hour', 'search-ignored', 59, { list: comes }, nobody],
  ['the same for an hour: one task, whoever waits', 'search-ignored', 60, {}, kiosk],
  ['the same, though what needs no search goes through', 'search-ignored', 61, { othersGoSinceMs: ago(20) }, kiosk],
  ['the same, and staff have said that they see to it', 'search-ignored', 90, { seenToAtMs: ago(10) }, nobody],
  [
    'never answered for an hour, while another one went through',
    'unanswered',
    60,
    { othersGoSinceMs: ago(50), list: comes },
    booking,
  ],
  ['the same for less than an hour', 'unanswered', 59, { othersGoSinceMs: ago(50), list: comes }, nobody],
  ['the only one that is owed, and the list comes', 'unanswered', 61, { list: comes }, booking],
  [
    'several, and the list comes: the server takes nothing',
    'unanswered',
    61,
    { list: comes, refusesOthers: true },
    kiosk,
  ],
  [
    'never answered, nor does the list come: the server is away',
    'unanswered',
    300,
    { othersGoSinceMs: ago(200) },
    nobody,
  ],
  [
    'the list comes again since nine minutes: not all have been tried since',
    'unanswered',
    300,
    { othersGoSinceMs: ago(200), list: { sinceMs: ago(9), atMs: ago(1) } },
    nobody,
  ],
  [
    'the list comes again since ten minutes, and this one is not answered still',
    'unanswered',
    300,
    { othersGoSinceMs: ago(200), list: { sinceMs: ago(10), atMs: ago(1) } },
    booking,
  ],
])('%s', (_what, because, minutes, meanwhile, expected) => {
  const { othersGoSinceMs, ...server } = { ...silent, ...meanwhile };
  expect(whoMustSee({ because, sinceMs: ago(minutes), othersGoSinceMs }, server, nowMs)).toBe(expected);
});

describe('whatever else is known', () => {
  const times = [null, ago(300), ago(1)];
  const lists = [null, comes, { sinceMs: ago(1), atMs: ago(1) }];
  const all = lists.flatMap((list) =>
    times.flatMap((othersGoSinceMs) =>
      times.flatMap((seenToAtMs) =>
        [true, false].map((refusesOthers) => ({
          othersGoSinceMs,
          server: { list, seenToAtMs, refusesOthers },
        })),
      ),
    ),
  );

  test('nobody is bothered before the hour is over, nor by a clock that was set back', () => {
    for (const { othersGoSinceMs, server } of all) {
      for (const because of notTakenReasons) {
        for (const sinceMs of [nowMs, nowMs - notTakenMsMax + 1, nowMs + notTakenMsMax]) {
          expect(whoMustSee({ because, sinceMs, othersGoSinceMs }, server, nowMs)).toBe(nobody);
        }
      }
    }
  });

  test('a server that ignores searches is never a task for one patient', () => {
    for (const { othersGoSinceMs, server } of all) {
      const event = { because: 'search-ignored', sinceMs: ago(500), othersGoSinceMs } as const;
      expect(whoMustSee(event, server, nowMs)).not.toBe(booking);
    }
  });
});
