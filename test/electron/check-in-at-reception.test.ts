/** Whoever cannot be checked in at reception has a page that says why, for as long as it is so. */
import { expect, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { checkInHere } from '../../electron/staff/check-in-at-reception.ts';
import { booking } from '../clinic/examples.ts';
import { clinicDay, type Desks, openDesks, signIn, siteId, startOfTest } from './desks.ts';
import { bookedAfterAll, clinicWithStaff, register } from './walk-in-clinic.ts';

async function checkInOf({ staff }: Desks, bookingId = 'booking-1') {
  const { content } = await staff.act({ kind: 'open-visit', bookingId });
  return content.screen === 'visit' ? content.visit.checkIn : content.screen;
}

async function clinicWith(given: Partial<Booking>): Promise<Desks> {
  const desks = openDesks({ bookings: [booking(given)] });
  await signIn(desks);
  return desks;
}

test.each([
  ['booked', 'possible'],
  ['cancelled', 'cancelled'],
  ['entered-in-error', 'cancelled'],
  ['no-show', 'not-coming'],
  ['not-booked', 'not-coming'],
  ['arrived', 'done-elsewhere'],
  ['fulfilled', 'done-elsewhere'],
] as const)('a booking that is %s upstream: %s', async (status, said) => {
  expect(await checkInOf(await clinicWith({ status }))).toBe(said);
});

test('whoever is late is checked in, and then is here, whatever the booking system says', async () => {
  const desks = await clinicWith({ startsAt: '2026-11-24T06:00:00Z' });
  expect(await checkInOf(desks)).toBe('possible');
  await desks.staff.act({ kind: 'check-in', bookingId: 'booking-1' });
  desks.store.cache.replaceDayList(
    { clinicDay, siteId, pulledAt: startOfTest },
    [booking({ status: 'cancelled' })],
    [],
  );
  expect(await checkInOf(desks)).toBe('done');
});

test('S10: from a list that is not of today nobody is checked in, and the page says so before anybody tries', async () => {
  const desks = openDesks({ bookings: [booking()] });
  desks.clock.pass(15 * 60 * 60_000);
  await signIn(desks);
  expect(await checkInOf(desks)).toBe('not-todays-list');
});

test('S3: while nothing can be stored nobody is offered a check-in', async () => {
  const { store, clock } = await clinicWith({});
  const shown = { booking: booking(), visit: null, isTaken: false, row: { state: 'expected' } } as const;
  const around = { rules: defaultClinicRules, timeZone: 'Europe/London', nowMs: clock.nowMs };
  expect(checkInHere(shown, { ...around, store })).toBe('possible');
  expect(checkInHere(shown, { ...around, store: { ...store, trouble: () => 'disk-full' } })).toBe('nothing-stored');
});

test('S1: the booking that upstream made of a registration, and gave to somebody else, is not checked in for them', async () => {
  const desks = await clinicWithStaff();
  const id = await register(desks);
  desks.store.ledger.write((writes) => writes.setUpstreamBooking(id, 'booking-1'));
  desks.store.cache.replaceDayList({ clinicDay, siteId, pulledAt: startOfTest }, [booking()], []);
  expect(await checkInOf(desks)).toBe('given-away');
  await desks.staff.act({ kind: 'check-in', bookingId: 'booking-1' });
  expect(desks.store.ledger.visit('booking-1')).toBeNull();
  const theirs = bookedAfterAll({ id: 'booking-1', status: 'arrived' });
  desks.store.cache.replaceDayList({ clinicDay, siteId, pulledAt: startOfTest }, [theirs], []);
  expect(await checkInOf(desks)).toBe('done-elsewhere');
});
