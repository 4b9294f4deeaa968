/** A patient who checked in, and whose booking upstream gave away or called off since, has another one: she is here already (S4). */
import { describe, expect, test } from 'vitest';
import type { Booking, Patient } from '../../clinic/booking.ts';
import { booking, nhsNumber, patient, request } from '../clinic/examples.ts';
import { clinicDay, type Desks, openDesks, signIn, siteId, startOfTest } from './desks.ts';

const rules = { containerSuffixes: { EDTA: 'E', SST: 'S' } };
const first = patient();
const second: Patient = patient({
  id: 'p-2',
  name: { family: 'Thistlewood', given: 'Jo' },
  dateOfBirth: '1970-05-05',
  nhsNumber: nhsNumber('9990000026'),
});
const one = (given: Partial<Booking> = {}) => booking({ requests: [request('FBC')], ...given });
const two = (given: Partial<Booking> = {}) =>
  booking({
    id: 'booking-2',
    references: ['BK-1002'],
    startsAt: '2026-11-24T09:10:00Z',
    patient: second,
    requests: [request('UE')],
    ...given,
  });

function pulled({ store }: Desks, ...bookings: readonly Booking[]): void {
  store.cache.replaceDayList({ clinicDay, siteId, pulledAt: startOfTest }, bookings, []);
}

/** The first patient checked in with the first booking, as ticket 1; then the list says this. */
async function checkedInThen(...bookings: readonly Booking[]): Promise<Desks> {
  const desks = openDesks({ bookings: [one(), two()], rules });
  await desks.arrive('BK-1001', '1980-01-18');
  expect(desks.store.ledger.visits(clinicDay)).toHaveLength(1);
  await signIn(desks);
  pulled(desks, ...bookings);
  return desks;
}

const swapped = [one({ patient: second }), two({ patient: first, requests: [request('FBC')] })] as const;

async function visitOf({ staff }: Desks, bookingId: string) {
  const { content } = await staff.act({ kind: 'open-visit', bookingId });
  return content.screen === 'visit' ? content.visit : null;
}

describe('S4: whose booking was given away for another after the check-in', () => {
  test('is sent to reception by the kiosk, and gets no second ticket', async () => {
    const desks = await checkedInThen(...swapped);
    expect((await desks.arrive('BK-1002', '1980-01-18')).content).toMatchObject({
      screen: 'see-reception',
      reason: 'could-not-match',
    });
    expect(desks.store.ledger.visits(clinicDay)).toHaveLength(1);
  });

  test('is known at reception as the ticket that she has; staff compare, and may check in all the same', async () => {
    const desks = await checkedInThen(...swapped);
    expect(await visitOf(desks, 'booking-2')).toMatchObject({ checkIn: 'possible', hereAsTicket: 1 });
    const { content } = await desks.staff.act({ kind: 'check-in', bookingId: 'booking-2' });
    expect(content).toMatchObject({ visit: { checkIn: 'done', hereAsTicket: null, row: { ticketNumber: 2 } } });
  });

  test('so it is where the booking was called off and made anew', async () => {
    const desks = await checkedInThen(one({ status: 'cancelled' }), two({ patient: first }));
    expect((await visitOf(desks, 'booking-2'))?.hereAsTicket).toBe(1);
    expect((await desks.arrive('BK-1002', '1980-01-18')).content.screen).toBe('see-reception');
  });

  test('and where the record was merged into another meanwhile', async () => {
    const merged = { ...first, id: 'p-merged' };
    const desks = await checkedInThen(swapped[0], two({ patient: merged }));
    expect((await visitOf(desks, 'booking-2'))?.hereAsTicket).toBe(1);
  });

  test('the visit itself, and whoever has its booking now, are no other tickets', async () => {
    const desks = await checkedInThen(...swapped);
    expect((await visitOf(desks, `booking-1@${clinicDay}`))?.hereAsTicket).toBeNull();
    expect((await visitOf(desks, 'booking-1'))?.hereAsTicket).toBeNull();
  });
});

describe('a patient with two bookings of a day, both her own', () => {
  test('checks in with both, alone', async () => {
    const desks = await checkedInThen(one(), two({ patient: first }));
    expect((await visitOf(desks, 'booking-2'))?.hereAsTicket).toBeNull();
    expect((await desks.arrive('BK-1002', '1980-01-18')).content).toMatchObject({
      screen: 'checked-in',
      ticketNumber: 2,
    });
  });

  test('checks in with the other one when the first was given away before anybody had checked in with it', async () => {
    const desks = openDesks({ bookings: [one(), two()], rules });
    pulled(desks, ...swapped);
    expect((await desks.arrive('BK-1002', '1980-01-18')).content).toMatchObject({
      screen: 'checked-in',
      ticketNumber: 1,
    });
  });

  test('and so does somebody who has a booking of a patient who is here', async () => {
    const desks = await checkedInThen(one(), two());
    expect((await desks.arrive('BK-1002', '1970-05-05')).content).toMatchObject({
      screen: 'checked-in',
      ticketNumber: 2,
    });
  });
});
