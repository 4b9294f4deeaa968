/** Whom of today's list a patient at the desk may be already (S1), and who was registered and is booked after all (S4). */
import { expect, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import type { WalkIn, WalkInPatient } from '../../clinic/walk-in.ts';
import { bookingsOfWalkIn, whoElse } from '../../clinic/walk-in-others.ts';
import { booking, patient, request, testNumber } from './examples.ts';

const atDesk: WalkInPatient = {
  family: 'Hollyhock',
  given: 'Wilhelmina',
  dateOfBirth: '1961-03-09',
  nhsNumber: testNumber(7),
};
const details = (changes: Partial<WalkInPatient> = {}, requisition: string | null = null) => ({
  patient: { ...atDesk, ...changes },
  tests: [],
  requisition,
});
const listed = (family: string, given: string, dateOfBirth: string, number: number, rest: Partial<Booking> = {}) =>
  booking({
    id: `${family}-${given}`,
    patient: patient({
      id: `p-${family}-${given}`,
      name: { family, given },
      dateOfBirth,
      nhsNumber: testNumber(number),
    }),
    ...rest,
  });

test('S1: the same NHS number on the list is that booking, whatever name and date of birth were typed', () => {
  expect(whoElse(details(), [listed('Oddsock', 'Ann', '1990-01-01', 7)])).toEqual({
    kind: 'known',
    by: 'nhs-number',
    bookingIds: ['Oddsock-Ann'],
  });
});

test('S4: the order of the form is on the list: that booking is used', () => {
  const booked = listed('Oddsock', 'Ann', '1990-01-01', 8, { requests: [request('FBC', { requisition: 'T1' })] });
  expect(whoElse(details({}, 'T1'), [booked])).toMatchObject({ kind: 'known', by: 'order-number' });
  const inSmall = listed('Oddsock', 'Ann', '1990-01-01', 8, {
    requests: [request('FBC', { requisition: 'tr26-0001 87' })],
  });
  expect(whoElse(details({}, 'TR26-000187'), [inSmall])).toMatchObject({ kind: 'known', by: 'order-number' });
  expect(whoElse(details({}, 'T2'), [booked])).toEqual({ kind: 'nobody' });
  expect(whoElse(details({}, 'BK-1001'), [booked])).toMatchObject({ kind: 'known', by: 'order-number' });
});

test('S1: somebody of a similar name or born on the same day is shown to staff, who say that it is another', () => {
  const list = [
    listed('Hollyhock', 'Winifred', '1950-01-01', 8),
    listed('Snapdragon', 'Basil', '1961-03-09', 9),
    listed('Larkspur', 'Ottoline', '1970-01-01', 10),
    listed('Larkspur', 'Olive', '1970-02-01', 11),
  ];
  expect(whoElse(details(), list)).toEqual({
    kind: 'similar',
    bookingIds: ['Hollyhock-Winifred', 'Snapdragon-Basil'],
  });
});

test('a booking of the same number that was cancelled is shown, and does not stop a patient who comes with a new form', () => {
  const list = [listed('Hollyhock', 'Wilhelmina', '1961-03-09', 7, { status: 'cancelled' })];
  expect(whoElse(details(), list)).toEqual({ kind: 'similar', bookingIds: ['Hollyhock-Wilhelmina'] });
});

const walkIn = (changes: Partial<WalkInPatient> = {}): WalkIn => ({
  bookingId: 'walk-in-1',
  clinicDay: '2026-11-24',
  siteId: 'site-1',
  patient: { ...atDesk, ...changes },
  tests: [],
  requisition: null,
  registeredAt: '2026-11-24T09:00:00Z',
  registeredBy: 'staff-1',
});

test.each<[string, Partial<WalkInPatient>, Booking, boolean]>([
  ['the same number and date of birth', {}, listed('Hollyhock', 'Wilhelmina', '1961-03-09', 7), true],
  ['the same number, another date of birth', {}, listed('Hollyhock', 'Wilhelmina', '1961-03-10', 7), true],
  ['another number, all else the same', {}, listed('Hollyhock', 'Wilhelmina', '1961-03-09', 8), false],
  ['no number given, the same name', { nhsNumber: null }, listed('HOLLYHOCK', 'Wilhelmína', '1961-03-09', 8), true],
  ['no number given, another name', { nhsNumber: null }, listed('Hollyhock', 'Winifred', '1961-03-09', 8), false],
  ['cancelled', {}, listed('Hollyhock', 'Wilhelmina', '1961-03-09', 7, { status: 'cancelled' }), false],
])('S4: a later list with %s: may be the registered patient: %s', (_what, changes, later, isOne) => {
  expect(bookingsOfWalkIn(walkIn(changes), [later, listed('Larkspur', 'Olive', '1970-01-01', 11)])).toEqual(
    isOne ? [later] : [],
  );
});
