/** Whether a kiosk may start with the clock that its computer has, and what staff read of what is owed. */
import { expect, test } from 'vitest';
import { ok } from '../../clinic/result.ts';
import { exampleConfig } from '../../electron/example-config.ts';
import { KioskConfig } from '../../electron/kiosk-config.ts';
import { clockProblem, stationStatus, whyNotSent } from '../../electron/station-status.ts';
import type { SetAside } from '../../offline-store/day-list-cache.ts';
import type { PushReport } from '../../offline-store/sync/push.ts';
import { notTried } from '../../offline-store/sync/sync-status.ts';
import type { SyncStatus } from '../../offline-store/sync/sync-worker.ts';
import { booking, newFolder, opened } from '../offline-store/store-clinic.ts';

test.each([
  ['a flat battery', '1970-01-01T00:00:00Z', null, /cannot be right/],
  ['a date of long after', '2099-01-01T00:00:00Z', null, /cannot be right/],
  ['the first start', '2026-11-24T09:00:00Z', null, null],
  ['the morning after', '2026-11-25T07:00:00Z', '2026-11-24T18:00:00Z', null],
  [
    'two days before the last act',
    '2026-11-22T09:00:00Z',
    '2026-11-24T18:00:00Z',
    /before the last entry of the ledger \(2026-11-24\)/,
  ],
  ['an hour before the last act, the same day', '2026-11-24T17:00:00Z', '2026-11-24T18:00:00Z', null],
  [
    'the evening before the last act',
    '2026-11-24T23:00:00Z',
    '2026-11-25T08:00:00Z',
    /is 2026-11-24, before the last entry/,
  ],
  [
    'the evening before, by the clinic’s wall in summer',
    '2026-06-24T22:30:00Z',
    '2026-06-24T23:30:00Z',
    /before the last entry/,
  ],
  [
    'a clock that a time server put back over midnight by a minute',
    '2026-11-24T23:59:30Z',
    '2026-11-25T00:00:30Z',
    null,
  ],
])('S15: %s', (_, now, lastActAt, problem) => {
  const found = clockProblem(Date.parse(now), lastActAt);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});

const pushed: PushReport = {
  applied: 0,
  merged: 0,
  conflicts: 0,
  setAside: 0,
  waiting: 1,
  nextDueAt: null,
  stoppedBy: null,
  lastProblem: { kind: 'status', status: 403, issue: null, retryAfterMs: null, isFhir: true },
  wasAnswered: true,
};

test.each([
  ['something waits, because the booking system refuses it: staff read why', pushed, /does not let the kiosk in/],
  ['nothing waits any more', { ...pushed, waiting: 0 }, null],
  ['what waits has met nothing', { ...pushed, lastProblem: null }, null],
])('what could not be sent: %s', (_, report, words) => {
  const why = whyNotSent({ lastPush: ok(report) });
  if (words === null) expect(why).toBeNull();
  else expect(why).toMatch(words);
});

test('S11: bookings at which the kiosk may not look stay on the list, are no matter of reception, and are counted for site IT once', () => {
  const clinicDay = '2026-11-24';
  const store = opened(newFolder(), { clinicDay, now: () => `${clinicDay}T09:00:00.000Z` });
  const aside = (appointmentId: string, why: SetAside['why']): SetAside => ({ appointmentId, why });
  const age = { clinicDay, siteId: 'site-1', pulledAt: `${clinicDay}T08:55:00.000Z` };
  const listed = ['b1', 'b2'].map((id) => booking(id));
  store.cache.replaceDayList(age, listed, [
    aside('b1', 'not-shown'),
    aside('b2', 'not-shown'),
    aside('b3', 'no-patient'),
  ]);
  const settings = KioskConfig.parse({ ...exampleConfig, store: { folder: 'unused', key: { kind: 'os-disk-only' } } });
  const sync: SyncStatus = {
    connection: notTried,
    isPulling: false,
    lastPull: null,
    lastPush: null,
    clockSkewMs: null,
    certificateEndsAt: null,
  };
  const nowMs = Date.parse(`${clinicDay}T09:00:00Z`);
  const shown = stationStatus({ settings, store, nowMs, sync, printers: [], isClosed: false, clock: null });
  expect(shown).toMatchObject({ notShown: 2, setAside: 1 });
});
