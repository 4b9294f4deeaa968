/** What the end of a clinic asks for: at closing time, or when the kiosk is started after it. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { patient, request } from '../clinic/examples.ts';
import { birthday, bookedAt, checkIn, type DaysClinic, openDaysClinic, scan, settleAll } from './days-clinic.ts';

const minute = 60_000;
const hour = 60 * minute;

const keyOf = ({ folder }: DaysClinic) => fs.readFileSync(path.join(folder, 'cache.key'), 'utf8');
const actsOf = ({ store }: DaysClinic) => store.ledger.audit().map(({ act }) => act);

const startsAt = '2026-11-24T17:50:00.000Z';
const late = bookedAt('2026-11-24T17:55:00Z');

test('S13: the list and its key are gone once nothing is owed; patients read that it is closed; no pull brings it back', async () => {
  const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
  clinic.bring([late]);
  expect(await checkIn(clinic)).toBe('checked-in');
  settleAll(clinic);
  const key = keyOf(clinic);
  clinic.passUntil('2026-11-24T18:01:00Z');
  expect([clinic.screen(), clinic.store.cache.bookings()]).toEqual(['closed', []]);
  expect(keyOf(clinic)).not.toBe(key);
  expect(clinic.bring([late])).toBe(false);
  // One that was under way.
  clinic.store.cache.replaceDayList({ clinicDay: '2026-11-24', siteId: 'site-1', pulledAt: startsAt }, [late], []);
  expect(clinic.store.cache.bookings()).toEqual([]);
  expect(actsOf(clinic)).toEqual(expect.arrayContaining(['close-of-day', 'day-list-forgotten']));
  await clinic.patient.act({ kind: 'type-number' });
  expect(clinic.screen()).toBe('closed');

  clinic.passUntil('2026-11-25T08:55:00Z');
  expect(clinic.newDays()).toBe(1);
  expect(clinic.bring([bookedAt('2026-11-25T09:00:00Z', { id: 'booking-2' })])).toBe(true);
  expect(await checkIn(clinic)).toBe('checked-in');
});

test('nobody in the middle of checking in is cut off: she comes to the end, then it closes', async () => {
  const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
  clinic.bring([late]);
  clinic.passUntil('2026-11-24T17:59:50Z');
  await scan(clinic);
  clinic.passUntil('2026-11-24T18:00:16Z');
  expect(clinic.screen()).toBe('date-of-birth');
  await birthday(clinic);
  expect(clinic.screen()).toBe('checked-in');
  expect(clinic.store.ledger.visit('booking-1')?.clinicDay).toBe('2026-11-24');
  clinic.passUntil('2026-11-24T18:01:00Z');
  expect(clinic.screen()).toBe('closed');
  await scan(clinic);
  expect(clinic.screen()).toBe('closed');
});

test('who walks away in the middle does not keep it open', async () => {
  const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
  clinic.bring([late]);
  clinic.passUntil('2026-11-24T17:59:59Z');
  await scan(clinic);
  clinic.passUntil('2026-11-24T18:02:00Z');
  expect([clinic.screen(), clinic.store.cache.bookings()]).toEqual(['closed', []]);
});

test.each<[string, (clinic: DaysClinic) => void]>([
  ['an arrival that upstream has not', () => undefined],
  [
    'a task about a patient',
    (clinic) => {
      settleAll(clinic);
      clinic.store.ledger.write((writes) =>
        writes.openTask('booking-1', { kind: 'changed-after-check-in', what: 'order' }),
      );
    },
  ],
])('S10: %s keeps the names until midnight, never longer', async (_, owe) => {
  const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
  clinic.bring([late]);
  await checkIn(clinic);
  owe(clinic);
  clinic.passUntil('2026-11-24T23:59:00Z');
  expect([clinic.screen(), clinic.store.cache.bookings().length]).toEqual(['closed', 1]);
  clinic.passUntil('2026-11-25T00:01:00Z');
  expect(clinic.store.cache.bookings()).toEqual([]);
});

test('as soon as what was owed is done, the list is forgotten', async () => {
  const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
  clinic.bring([late]);
  await checkIn(clinic);
  clinic.passUntil('2026-11-24T19:00:00Z');
  expect(clinic.store.cache.bookings()).toHaveLength(1);
  settleAll(clinic);
  clinic.passUntil('2026-11-24T19:00:30Z');
  expect(clinic.store.cache.bookings()).toEqual([]);
});

test('S13: papers go when names go: those of the days before by a date that is confirmed, those of today with the list', async () => {
  const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
  clinic.bring([late]);
  await checkIn(clinic);
  clinic.passUntil('2026-11-24T17:55:00Z');
  expect(clinic.forgotten).toEqual([]);
  clinic.server.skewMs = 0;
  clinic.passUntil('2026-11-24T17:56:00Z');
  expect(clinic.forgotten).toEqual(['2026-11-24']);
  clinic.passUntil('2026-11-24T19:00:00Z');
  expect(clinic.forgotten).not.toContain(null);
  settleAll(clinic);
  clinic.passUntil('2026-11-24T19:01:00Z');
  expect(clinic.forgotten.at(-1)).toBe(null);
  clinic.passUntil('2026-11-25T00:01:00Z');
  expect(clinic.forgotten.at(-1)).toBe('2026-11-25');
});

test('a kiosk that was off at closing time closes when it starts; one that was closed stays so', async () => {
  const first = openDaysClinic({ startsAt, closesAt: '18:00' });
  first.bring([late]);
  await checkIn(first);
  settleAll(first);
  first.close();
  const again = openDaysClinic({ startsAt: '2026-11-24T19:00:00.000Z', closesAt: '18:00', folder: first.folder });
  expect([again.screen(), again.bring([late])]).toEqual(['closed', false]);
  again.server.skewMs = 0;
  again.computer.pass(minute);
  expect(again.store.cache.bookings()).toEqual([]);
  again.close();
  const third = openDaysClinic({ startsAt: '2026-11-24T20:00:00.000Z', closesAt: '18:00', folder: first.folder });
  expect([third.screen(), third.bring([late])]).toEqual(['closed', false]);
  third.store.cache.replaceDayList({ clinicDay: '2026-11-24', siteId: 'site-1', pulledAt: startsAt }, [late], []);
  expect(third.store.cache.bookings()).toEqual([]);
  expect(actsOf(third).filter((act) => act === 'close-of-day')).toHaveLength(1);
});

test('a clock that was wrong from the start closes no clinic: the booking system has ten minutes to say so', async () => {
  const clinic = openDaysClinic({ startsAt: '2026-11-24T19:00:00.000Z', closesAt: '18:00' });
  clinic.store.cache.replaceDayList({ clinicDay: '2026-11-24', siteId: 'site-1', pulledAt: startsAt }, [late], []);
  clinic.computer.pass(9 * minute);
  expect(clinic.screen()).toBe('closed');
  clinic.server.skewMs = -2 * hour;
  clinic.computer.jump(-2 * hour);
  clinic.computer.pass(minute);
  expect(clinic.store.cache.listed()).toEqual([late]);
  clinic.computer.pass(5 * minute);
  expect(await checkIn(clinic)).toBe('checked-in');
  expect(actsOf(clinic)).not.toContain('close-of-day');
});

test('nobody says what time it is: after ten minutes the clinic closes by the clock that there is', () => {
  const clinic = openDaysClinic({ startsAt: '2026-11-24T19:00:00.000Z', closesAt: '18:00' });
  clinic.store.cache.replaceDayList({ clinicDay: '2026-11-24', siteId: 'site-1', pulledAt: startsAt }, [late], []);
  clinic.passUntil('2026-11-24T19:09:45.000Z');
  expect(clinic.store.cache.listed()).toEqual([late]);
  clinic.passUntil('2026-11-24T19:10:15.000Z');
  expect(clinic.store.cache.listed()).toEqual([]);
});

test('a set that nobody used is void, with a line in the trail; a label that is left over is a task', async () => {
  const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
  const other = patient({ id: 'patient-2', nhsNumber: null });
  const second = bookedAt('2026-11-24T17:55:00Z', {
    id: 'booking-2',
    references: ['BK-1002'],
    patient: other,
    requests: [request('FBC', { requisition: 'T999999' })],
  });
  clinic.bring([late, second]);
  await checkIn(clinic);
  await clinic.patient.act({ kind: 'scan', text: 'BK-1002' });
  await birthday(clinic);
  settleAll(clinic);
  const { ledger } = clinic.store;
  const [tube] = ledger.visit('booking-1')?.specimens ?? [];
  ledger.write((writes) =>
    writes.recordCollection({
      eventId: 'collected-1',
      bookingId: 'booking-1',
      specimenIds: [tube?.id ?? ''],
      collectedAt: startsAt,
      collectedBy: 's1',
    }),
  );
  clinic.passUntil('2026-11-24T18:01:00Z');
  expect(ledger.papers('booking-2').map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'header-label voided',
    'specimen-label voided',
    'queue-ticket printed',
  ]);
  expect(ledger.openTasks().map(({ matter }) => matter)).toEqual([
    { kind: 'close-of-day', clinicDay: '2026-11-24', leftOver: 1, collectedWithoutLabel: 0 },
  ]);
  const sums = ledger.audit().find(({ act }) => act === 'close-of-day')?.details;
  expect(sums).toMatchObject({ printed: 3, collected: 1, setsNotUsed: 1, leftOver: 1, collectedWithoutLabel: 0 });
  expect(ledger.audit().filter(({ details }) => details.because === 'never-used')).toHaveLength(2);
  expect(ledger.auditBreak()).toBeNull();
});
