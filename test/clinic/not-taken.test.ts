/** Who hears of an event that the booking system does not take, as a table. */
import { describe, expect, test } from 'vitest';
import {
  type NotTaken,
  type NotTakenReason,
  notTakenMsMax,
  notTakenReasons,
  owedKinds,
  type ServerMeanwhile,
  whoMustSee,
} from '../../clinic/not-taken.ts';

const minute = 60_000;
const nowMs = Date.parse('2026-11-24T11:00:00Z');
const ago = (minutes: number) => nowMs - minutes * minute;

type Meanwhile = ServerMeanwhile & Pick<NotTaken, 'kind' | 'othersGoSinceMs' | 'itsKindGoesSinceMs'>;
const silent: Meanwhile = {
  kind: 'arrived',
  list: null,
  othersGoSinceMs: null,
  itsKindGoesSinceMs: null,
  refusesItsKind: false,
  refusesOtherKinds: false,
  seenToAtMs: null,
  kindSeenToAtMs: null,
};
/** For hours. */
const comes = { sinceMs: ago(400), atMs: ago(1) };
const nobody = 'nobody';
const booking = 'staff-for-the-booking';
const kiosk = 'staff-for-the-kiosk';
const ofItsKind = 'staff-for-the-kind';
const kindIsRefused = { refusesItsKind: true } as const;
/** Events of other kinds went through, for so many minutes. */
const otherKindsGo = (minutes: number) => ({ othersGoSinceMs: ago(minutes), list: comes });

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
    { othersGoSinceMs: ago(50), itsKindGoesSinceMs: ago(50), refusesItsKind: true },
    booking,
  ],
  ['the only one that is owed, while the list comes', 'refused', 61, { list: comes }, booking],
  [
    'several, none has gone through, and the list comes: nobody’s booking is at fault',
    'refused',
    61,
    { list: comes, refusesItsKind: true },
    kiosk,
  ],
  ['neither the list nor another one since: the server has a fault of its own', 'refused', 300, {}, nobody],
  [
    'the last good news are older than the refusal',
    'refused',
    61,
    { list: { sinceMs: ago(400), atMs: ago(90) }, refusesItsKind: true },
    nobody,
  ],
  ['the first that went through did so ten minutes ago', 'refused', 300, { othersGoSinceMs: ago(10) }, booking],
  [
    'a server that takes again since a moment ago has not come to all of them yet',
    'refused',
    300,
    { othersGoSinceMs: ago(9), list: comes, refusesItsKind: true },
    nobody,
  ],
  [
    'several, and staff said half an hour ago that they see to it',
    'refused',
    120,
    { list: comes, refusesItsKind: true, seenToAtMs: ago(30) },
    nobody,
  ],
  [
    'several, and that was more than an hour ago',
    'refused',
    120,
    { list: comes, refusesItsKind: true, seenToAtMs: ago(60) },
    kiosk,
  ],
  [
    'one that others left behind: what was said of the kiosk is not about it',
    'refused',
    120,
    { othersGoSinceMs: ago(20), seenToAtMs: ago(30) },
    booking,
  ],
  [
    'blood of several patients, and arrivals go through for long: one task, it is the server’s doing',
    'refused',
    61,
    { ...otherKindsGo(50), ...kindIsRefused },
    ofItsKind,
  ],
  ['the same for less than an hour', 'refused', 59, { ...otherKindsGo(50), ...kindIsRefused }, nobody],
  [
    'the same, and arrivals go since a moment ago: not all blood had its turn yet',
    'refused',
    300,
    { ...otherKindsGo(9), ...kindIsRefused },
    nobody,
  ],
  ['the same, and they go for ten minutes', 'refused', 300, { ...otherKindsGo(10), ...kindIsRefused }, ofItsKind],
  [
    'the same, and staff said half an hour ago that they see to it',
    'refused',
    120,
    { ...otherKindsGo(110), ...kindIsRefused, kindSeenToAtMs: ago(30) },
    nobody,
  ],
  [
    'the same, and that was more than an hour ago',
    'refused',
    120,
    { ...otherKindsGo(110), ...kindIsRefused, kindSeenToAtMs: ago(60) },
    ofItsKind,
  ],
  [
    'the same, and what staff said was about all that the kiosk sends',
    'refused',
    120,
    { ...otherKindsGo(110), ...kindIsRefused, seenToAtMs: ago(30) },
    ofItsKind,
  ],
  [
    'blood of one patient alone, and arrivals go through: it is about that booking',
    'refused',
    61,
    otherKindsGo(50),
    booking,
  ],
  [
    'blood of one patient, and an arrival is refused as well: each has something of its own',
    'refused',
    61,
    { ...otherKindsGo(50), refusesOtherKinds: true },
    booking,
  ],
  [
    'blood of several patients, and that of others went through since: each has something of its own',
    'refused',
    61,
    { ...otherKindsGo(50), ...kindIsRefused, itsKindGoesSinceMs: ago(40) },
    booking,
  ],
  [
    'the same, since a moment ago: the server takes blood again, and comes to each',
    'refused',
    300,
    { ...otherKindsGo(200), ...kindIsRefused, itsKindGoesSinceMs: ago(9) },
    nobody,
  ],
  [
    'blood of several patients, and nothing else is owed: their arrivals went through, so it is about blood',
    'refused',
    61,
    { kind: 'collected', list: comes, ...kindIsRefused },
    ofItsKind,
  ],
  [
    'blood of several patients, and arrivals are refused too: the server takes nothing at all',
    'refused',
    61,
    { kind: 'collected', list: comes, ...kindIsRefused, refusesOtherKinds: true },
    kiosk,
  ],
  [
    'several registrations, and nothing else is owed: nobody knows of anything that it takes',
    'refused',
    61,
    { kind: 'walk-in', list: comes, ...kindIsRefused },
    kiosk,
  ],
  [
    'blood of several patients is never answered, while the list comes and arrivals go through',
    'unanswered',
    61,
    { ...otherKindsGo(50), ...kindIsRefused },
    ofItsKind,
  ],
  [
    'the same, and the list comes no more: the server is away',
    'unanswered',
    300,
    { ...kindIsRefused, othersGoSinceMs: ago(200) },
    nobody,
  ],
  ['refused for good, like the one before it: at once', 'refused-for-good', 0, {}, ofItsKind],
  ['the same for hours, whatever else goes', 'refused-for-good', 300, { ...otherKindsGo(200) }, ofItsKind],
  ['the same, and staff have said that they see to it', 'refused-for-good', 90, { kindSeenToAtMs: ago(10) }, nobody],
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
    { list: comes, refusesItsKind: true },
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
  const { kind, othersGoSinceMs, itsKindGoesSinceMs, ...rest } = { ...silent, ...meanwhile };
  const event = { because, kind, sinceMs: ago(minutes), othersGoSinceMs, itsKindGoesSinceMs };
  expect(whoMustSee(event, rest, nowMs)).toBe(expected);
});

describe('whatever else is known', () => {
  const times = [null, ago(300), ago(1)];
  const lists = [null, comes, { sinceMs: ago(1), atMs: ago(1) }];
  const refusals = [{}, { refusesOtherKinds: true }, kindIsRefused];
  /** What is of its kind is of all. */
  const going = times.flatMap((othersGoSinceMs) =>
    [null, othersGoSinceMs].flatMap((itsKindGoesSinceMs) =>
      owedKinds.map((kind) => ({ kind, othersGoSinceMs, itsKindGoesSinceMs })),
    ),
  );
  const all = lists.flatMap((list) =>
    going.flatMap((goes) =>
      times.flatMap((seenToAtMs) =>
        times.flatMap((kindSeenToAtMs) =>
          refusals.map((refused) => ({
            goes,
            server: { ...silent, list, seenToAtMs, kindSeenToAtMs, ...refused },
          })),
        ),
      ),
    ),
  );

  test('nobody is bothered before the hour is over, nor by a clock that was set back, but for what is refused for good', () => {
    for (const { goes, server } of all) {
      for (const because of notTakenReasons.filter((reason) => reason !== 'refused-for-good')) {
        for (const sinceMs of [nowMs, nowMs - notTakenMsMax + 1, nowMs + notTakenMsMax]) {
          expect(whoMustSee({ because, sinceMs, ...goes }, server, nowMs)).toBe(nobody);
        }
      }
    }
  });

  test('a server that ignores searches is never a task for one patient, nor for one kind', () => {
    for (const { goes, server } of all) {
      const event = { because: 'search-ignored', sinceMs: ago(500), ...goes } as const;
      expect([nobody, kiosk]).toContain(whoMustSee(event, server, nowMs));
    }
  });

  test('while others of its kind are refused and none went through, no patient has a task', () => {
    for (const { goes, server } of all) {
      if (!server.refusesItsKind || goes.itsKindGoesSinceMs !== null) continue;
      for (const because of notTakenReasons) {
        expect(whoMustSee({ because, sinceMs: ago(500), ...goes }, server, nowMs)).not.toBe(booking);
      }
    }
  });
});
