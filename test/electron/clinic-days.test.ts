/** How clinic days end at midnight, while the kiosk is off, and when clocks change or jump. */
import { describe, expect, test } from 'vitest';
import { clinicDayOf, clinicDayWindow } from '../../clinic/clinic-day.ts';
import { birthday, bookedAt, checkIn, type DaysClinic, openDaysClinic, scan, settleAll } from './days-clinic.ts';

const minute = 60_000;
const hour = 60 * minute;

const actsOf = ({ store }: DaysClinic) => store.ledger.audit().map(({ act }) => act);

describe('midnight', () => {
  test('with a patient on the screen: she is sent to reception, and yesterday’s list is never used', async () => {
    const clinic = openDaysClinic({ startsAt: '2026-11-24T23:50:00.000Z' });
    clinic.bring([bookedAt('2026-11-24T23:55:00Z')]);
    clinic.passUntil('2026-11-24T23:59:50Z');
    await scan(clinic);
    clinic.passUntil('2026-11-25T00:00:05Z');
    await birthday(clinic);
    expect(clinic.screen()).toBe('list-not-ready');
    expect(clinic.store.ledger.visit('booking-1')).toBeNull();
    clinic.passUntil('2026-11-25T00:00:30Z');
    expect([clinic.store.cache.bookings(), clinic.newDays()]).toEqual([[], 1]);
  });

  test('while she waits for her answer: she is checked in on the day on which she gave it', async () => {
    const clinic = openDaysClinic({ startsAt: '2026-11-24T23:50:00.000Z' });
    clinic.bring([bookedAt('2026-11-24T23:55:00Z')]);
    clinic.passUntil('2026-11-24T23:59:59.500Z');
    await scan(clinic);
    await birthday(clinic);
    expect(clinic.screen()).toBe('checked-in');
    expect(clinic.store.ledger.visit('booking-1')).toMatchObject({ clinicDay: '2026-11-24', ticketNumber: 1 });
  });

  test('a day that ended while the kiosk was off is closed at the next start, once', async () => {
    const first = openDaysClinic({ startsAt: '2026-11-24T09:00:00.000Z' });
    first.bring([bookedAt('2026-11-24T09:00:00Z')]);
    await checkIn(first);
    first.close();
    const again = openDaysClinic({ startsAt: '2026-11-26T07:00:00.000Z', folder: first.folder });
    const { ledger } = again.store;
    expect(ledger.papers('booking-1').map(({ state }) => state)).toEqual(['voided', 'refused', 'refused', 'voided']);
    expect(again.store.cache.bookings()).toEqual([]);
    again.passUntil('2026-11-27T07:00:00Z');
    expect(actsOf(again).filter((act) => act === 'close-of-day')).toHaveLength(1);
  });

  test.each([
    ['winter', '2026-11-24', '2026-11-24T23:59:59.000Z'],
    ['summer', '2026-06-24', '2026-06-24T22:59:59.000Z'],
    ['the night in which clocks go forward', '2026-03-28', '2026-03-28T23:59:59.000Z'],
    ['the day of 23 hours', '2026-03-29', '2026-03-29T22:59:59.000Z'],
    ['the night in which clocks go back', '2026-10-24', '2026-10-24T22:59:59.000Z'],
    ['the day of 25 hours', '2026-10-25', '2026-10-25T23:59:59.000Z'],
  ])('in %s, the day ends at midnight on the clinic’s wall', (_, day, lastSecond) => {
    const clinic = openDaysClinic({ startsAt: new Date(Date.parse(lastSecond) - hour).toISOString() });
    clinic.passUntil(lastSecond);
    expect([clinic.days.dayToPull(), clinic.newDays()]).toEqual([day, 0]);
    clinic.computer.pass(20_000);
    expect(clinic.newDays()).toBe(1);
    expect(clinic.days.dayToPull()).toBe(clinicDayOf(Date.parse(lastSecond) + 1000));
  });

  test.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2027-03-28', 23],
    ['2027-10-31', 25],
  ])('%s has %i hours, in each of which the list is that day’s', (day, hours) => {
    const { from, to } = clinicDayWindow(day);
    const clinic = openDaysClinic({ startsAt: new Date(from).toISOString() });
    let passed = 0;
    while (clinic.days.dayToPull() === day) {
      clinic.computer.pass(hour);
      passed += 1;
    }
    expect([passed, clinic.computer.nowMs()]).toEqual([hours, Date.parse(to)]);
  });

  test('01:30 twice in a night: the second one is an hour later, for arrivals as for everything', async () => {
    const second = bookedAt('2026-10-25T01:30:00Z');
    const clinic = openDaysClinic({ startsAt: '2026-10-25T00:20:00.000Z' });
    clinic.bring([second]);
    expect(await checkIn(clinic)).toBe('too-early');
    clinic.passUntil('2026-10-25T00:30:01Z');
    expect(await checkIn(clinic)).toBe('checked-in');
    expect(clinic.store.ledger.visit('booking-1')?.arrivedAt).toMatch(/^2026-10-25T00:30/);
  });
});

describe('a clock that is set', () => {
  const startsAt = '2026-11-24T12:00:00.000Z';
  const noon = bookedAt('2026-11-24T12:05:00Z');

  test.each([
    ['back over midnight', -13 * hour],
    ['forward over midnight', 13 * hour],
    ['a year forward', 365 * 24 * hour],
    ['a day back', -24 * hour],
  ])('%s brings no other day, forgets nothing, and patients check in as before', async (_, byMs) => {
    const clinic = openDaysClinic({ startsAt });
    clinic.bring([noon]);
    clinic.computer.jump(byMs);
    clinic.computer.pass(minute);
    expect([clinic.days.dayToPull(), clinic.newDays()]).toEqual(['2026-11-24', 0]);
    expect(clinic.store.cache.bookings()).toHaveLength(1);
    expect(await checkIn(clinic)).toBe('checked-in');
    expect(clinic.store.ledger.visit('booking-1')).toMatchObject({ clinicDay: '2026-11-24' });
    expect(clinic.store.ledger.openTasks().map(({ matter }) => matter.kind)).toContain('clock-jumped');
  });

  test('the day ends by the clock that nobody can set, wherever the other one stands', () => {
    const clinic = openDaysClinic({ startsAt });
    clinic.bring([noon]);
    clinic.computer.jump(-13 * hour);
    clinic.computer.pass(12 * hour + minute);
    expect([clinic.days.dayToPull(), clinic.newDays()]).toEqual(['2026-11-25', 1]);
    expect(clinic.store.cache.bookings()).toEqual([]);
  });

  test('forward, and staff sign for it: the day is the computer’s from then on', () => {
    const clinic = openDaysClinic({ startsAt });
    clinic.bring([noon]);
    clinic.computer.jump(24 * hour);
    clinic.computer.pass(minute);
    clinic.guard.confirm('s1');
    clinic.computer.pass(minute);
    expect([clinic.days.dayToPull(), clinic.store.cache.bookings()]).toEqual(['2026-11-25', []]);
  });

  test.each(['1970-01-01T00:00:00Z', '2099-01-01T00:00:00Z'])(
    'S15: at %s nobody is checked in, no list is taken and nothing is purged; when it is right again, it goes on',
    async (instant) => {
      const clinic = openDaysClinic({ startsAt, visitDays: 7 });
      clinic.bring([noon]);
      const byMs = Date.parse(instant) - clinic.computer.nowMs();
      clinic.computer.jump(byMs);
      clinic.computer.pass(minute);
      expect([clinic.screen(), clinic.bring([])]).toEqual(['list-not-ready', false]);
      expect(await checkIn(clinic)).toBe('list-not-ready');
      clinic.computer.pass(13 * hour);
      expect(clinic.store.cache.bookings()).toHaveLength(1);
      clinic.computer.jump(-byMs);
      clinic.computer.pass(minute);
      expect([clinic.days.dayToPull(), clinic.store.cache.bookings()]).toEqual(['2026-11-25', []]);
      clinic.bring([bookedAt('2026-11-25T01:00:00Z')]);
      expect(await checkIn(clinic)).toBe('checked-in');
    },
  );

  test('further than five minutes from the server’s: patients wait until staff sign that it is right', async () => {
    const clinic = openDaysClinic({ startsAt });
    clinic.bring([noon]);
    clinic.server.skewMs = -6 * minute;
    expect(await checkIn(clinic)).toBe('list-not-ready');
    clinic.guard.confirm('s1');
    clinic.computer.pass(minute);
    expect(await checkIn(clinic)).toBe('checked-in');
  });

  test('while it is doubted, a clinic does not close', () => {
    const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
    clinic.bring([noon]);
    clinic.computer.jump(7 * hour);
    clinic.computer.pass(minute);
    expect([clinic.screen(), clinic.store.cache.bookings().length]).toEqual(['start', 1]);
  });
});

describe('retention', () => {
  async function withOldVisit(): Promise<DaysClinic> {
    const clinic = openDaysClinic({ startsAt: '2026-11-24T09:00:00.000Z', visitDays: 7 });
    clinic.server.skewMs = 0;
    clinic.bring([bookedAt('2026-11-24T09:00:00Z')]);
    await checkIn(clinic);
    settleAll(clinic);
    return clinic;
  }
  const isThere = ({ store }: DaysClinic) => store.ledger.visit('booking-1') !== null;

  test('at midnight, and at a start, visits that are old enough go, and none before', async () => {
    const clinic = await withOldVisit();
    clinic.passUntil('2026-12-01T23:59:00Z');
    expect(isThere(clinic)).toBe(true);
    clinic.passUntil('2026-12-02T00:01:00Z');
    expect(isThere(clinic)).toBe(false);

    const other = await withOldVisit();
    other.close();
    const later = openDaysClinic({ startsAt: '2026-12-05T07:00:00.000Z', visitDays: 7, folder: other.folder });
    later.server.skewMs = 0;
    later.computer.pass(minute);
    expect(isThere(later)).toBe(false);
  });

  test('not by a date that no other clock has confirmed since the start: a month ahead from the first looks like any date', async () => {
    const before = await withOldVisit();
    before.close();
    const ahead = openDaysClinic({ startsAt: '2026-12-25T07:00:00.000Z', visitDays: 7, folder: before.folder });
    ahead.computer.pass(20 * hour);
    expect(isThere(ahead)).toBe(true);
    ahead.server.skewMs = -30 * 24 * hour;
    ahead.computer.pass(hour);
    expect(isThere(ahead)).toBe(true);
  });

  test('not by a date that anybody doubts', async () => {
    const clinic = await withOldVisit();
    clinic.computer.jump(30 * 24 * hour);
    clinic.computer.pass(2 * 24 * hour);
    expect(isThere(clinic)).toBe(true);
  });
});
