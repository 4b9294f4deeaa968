/** What the booking system changes while a patient stands at the kiosk, and around midnight. */
import { describe, expect, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { booking, nhsNumber, patient, request } from '../clinic/examples.ts';
import { answer, clinicDay, type Desks, openDesks, signIn, siteId, startOfTest } from './desks.ts';

const rules = { containerSuffixes: { EDTA: 'E', SST: 'S' } };
const due = (given: Partial<Booking> = {}) => booking({ requests: [request('FBC')], ...given });
const bornOn = '1980-01-18';
const msUntilMidnight = 15 * 3_600_000;

function pulled({ store }: Desks, ...bookings: readonly Booking[]): void {
  store.cache.replaceDayList({ clinicDay, siteId, pulledAt: startOfTest }, bookings, []);
}

describe('a booking that changes between the scan and the date of birth', () => {
  test.each([
    ['is cancelled', [due({ status: 'cancelled' })]],
    ['is taken off the list', []],
    ['is given to another patient', [due({ patient: patient({ id: 'p-2', dateOfBirth: '1970-05-05' }) })]],
  ])('when it %s, nobody is checked in by what the list said before', async (_what, after) => {
    const desks = openDesks({ bookings: [due()], rules });
    await desks.patient.act({ kind: 'scan', text: 'BK-1001' });
    pulled(desks, ...after);
    expect((await answer(desks.patient, desks.clock, bornOn)).content).toMatchObject({ problem: 'no-match' });
    expect(desks.store.ledger.visit('booking-1')).toBe(null);
  });

  test('its order has changed: the labels are those of the order as it is now', async () => {
    const desks = openDesks({ bookings: [due()], rules });
    await desks.patient.act({ kind: 'scan', text: 'BK-1001' });
    pulled(desks, due({ requests: [request('U&E')] }));
    await answer(desks.patient, desks.clock, bornOn);
    expect(desks.store.ledger.visit('booking-1')?.specimens.map(({ tube }) => tube)).toEqual(['SST']);
  });
});

describe('S10: at midnight', () => {
  test('a patient on the screen is not checked in from the list of the day before', async () => {
    const late = due({ startsAt: '2026-11-24T23:50:00Z' });
    const desks = openDesks({ bookings: [late], rules });
    desks.clock.pass(msUntilMidnight - 10_000);
    desks.store.cache.replaceDayList({ clinicDay, siteId, pulledAt: '2026-11-24T23:58:00Z' }, [late], []);
    expect((await desks.patient.act({ kind: 'scan', text: 'BK-1001' })).content.screen).toBe('date-of-birth');
    desks.clock.pass(15_000);
    expect((await answer(desks.patient, desks.clock, bornOn)).content).toMatchObject({ reason: 'list-not-ready' });
    expect(desks.store.ledger.visit('booking-1')).toBe(null);
  });

  test('reception does not check in from the list of the day before either', async () => {
    const desks = openDesks({ bookings: [due()], rules });
    desks.clock.pass(msUntilMidnight);
    await signIn(desks);
    const { content } = await desks.staff.act({ kind: 'check-in', bookingId: 'booking-1' });
    expect(content).toMatchObject({ screen: 'visit', problem: 'not-possible-now' });
    expect(desks.store.ledger.visit('booking-1')).toBe(null);
  });

  test('a booking that was checked in on another day goes to reception, not to a ticket of that day', async () => {
    const desks = openDesks({ bookings: [due()], rules });
    await desks.arrive('BK-1001', bornOn);
    desks.clock.pass(24 * 3_600_000);
    const tomorrow = { clinicDay: '2026-11-25', siteId, pulledAt: '2026-11-25T09:00:00Z' };
    desks.store.cache.replaceDayList(tomorrow, [due({ startsAt: '2026-11-25T09:10:00Z' })], []);
    expect((await desks.arrive('BK-1001', bornOn)).content).toMatchObject({ screen: 'see-reception' });
  });

  test('S4: reception checks it in anew on the day to which it was moved, once; the visit of the day before stands', async () => {
    const desks = openDesks({ bookings: [due()], rules });
    await desks.arrive('BK-1001', bornOn);
    const first = desks.store.ledger.visit('booking-1');
    desks.clock.pass(24 * 3_600_000);
    await signIn(desks);
    const tomorrow = { clinicDay: '2026-11-25', siteId, pulledAt: '2026-11-25T09:00:00Z' };
    desks.store.cache.replaceDayList(tomorrow, [due({ startsAt: '2026-11-25T09:10:00Z' })], []);
    const before = await desks.staff.act({ kind: 'open-visit', bookingId: 'booking-1' });
    expect(before.content).toMatchObject({ screen: 'visit', visit: { checkIn: 'possible' } });
    for (const _again of [1, 2]) await desks.staff.act({ kind: 'check-in', bookingId: 'booking-1' });
    const { ledger } = desks.store;
    expect(ledger.visits('2026-11-25')).toMatchObject([{ bookingId: 'booking-1', ticketNumber: 1, foundBy: 'staff' }]);
    expect(ledger.visits(clinicDay)).toEqual([{ ...first, bookingId: `booking-1@${clinicDay}` }]);
    expect((await desks.arrive('BK-1001', bornOn)).content).toMatchObject({ screen: 'checked-in', ticketNumber: 1 });
  });
});

test('S2: a second person with the same NHS number comes onto the list meanwhile: neither is checked in', async () => {
  const desks = openDesks({ bookings: [due()], rules });
  await desks.patient.act({ kind: 'type-number' });
  await desks.patient.act({ kind: 'give-number', text: '999 000 0018' });
  const twin = patient({
    id: 'p-2',
    name: { family: 'Quillfeather', given: 'Jo' },
    nhsNumber: nhsNumber('9990000018'),
  });
  pulled(desks, due(), due({ id: 'booking-2', references: ['BK-2'], patient: twin }));
  expect((await answer(desks.patient, desks.clock, bornOn)).content).toMatchObject({ problem: 'no-match' });
});
