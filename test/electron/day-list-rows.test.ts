/** The rows of the day list: what is remembered of them from one look to the next never hides what has changed. */
import { expect, test } from 'vitest';
import type { Booking, Patient } from '../../clinic/booking.ts';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { type DayListRows, dayListRows } from '../../electron/staff/day-list-rows.ts';
import type { Store } from '../../offline-store/store.ts';
import { booking, checkIn, goodAge, newFolder, opened, visit } from '../offline-store/store-clinic.ts';

interface Clinic {
  readonly store: Store;
  readonly rows: DayListRows;
  nowMs: number;
}

function clinic(...bookings: readonly Booking[]): Clinic {
  const store = opened(newFolder());
  store.cache.replaceDayList(goodAge, bookings, []);
  const clock = { nowMs: Date.parse('2026-11-23T09:00:00Z') };
  const rows = dayListRows({
    store,
    rules: defaultClinicRules,
    timeZone: 'Europe/London',
    nowMs: () => clock.nowMs,
  });
  return Object.assign(clock, { store, rows });
}

const born: Readonly<Record<string, string>> = { b1: '1950-02-03', b2: '1961-07-20', b3: '1972-12-31' };
const named = (id: string, family: string, over: Partial<Patient> = {}): Booking => {
  const plain = booking(id);
  const name = { family, given: 'Ffion' };
  return booking(id, {
    patient: { ...plain.patient, name, dateOfBirth: born[id] ?? null, nhsNumber: null, ...over },
  });
};
const three = () => [named('b1', 'Zzalder'), named('b2', 'Zzbirch'), named('b3', 'Zzcedar')];
const similarIn = ({ rows }: Clinic) =>
  rows
    .all()
    .filter(({ hasSimilarName }) => hasSimilarName)
    .map(({ bookingId }) => bookingId);

test('a booking that the booking system changes is shown as it is now, and whoever it is like by now is marked', () => {
  const self = clinic(...three());
  expect(similarIn(self)).toEqual([]);
  const moved = { ...named('b2', 'Zzalder'), startsAt: '2026-11-23T11:30:00Z' };
  self.store.cache.changeBookings(goodAge, [moved]);
  expect(self.rows.all().at(-1)).toMatchObject({ bookingId: 'b2', startsAt: '11:30', name: 'ZZALDER, Ffion' });
  expect(similarIn(self)).toEqual(['b1', 'b2']);
  self.store.cache.changeBookings(goodAge, [named('b2', 'Zzbirch')]);
  expect(similarIn(self)).toEqual([]);
});

test('our own write upstream, or the same list again, changes no row', () => {
  const self = clinic(named('b1', 'Zzalder'), named('b2', 'Zzalder'), named('b3', 'Zzcedar'));
  const before = self.rows.all();
  self.store.cache.noteVersion('b1', '7');
  expect(self.rows.all()).toEqual(before);
  self.store.cache.replaceDayList(
    goodAge,
    [named('b1', 'Zzalder'), named('b2', 'Zzalder'), named('b3', 'Zzcedar')],
    [],
  );
  expect(self.rows.all()).toEqual(before);
  expect(similarIn(self)).toEqual(['b1', 'b2']);
});

test('a list of as many other people is compared anew', () => {
  const self = clinic(...three());
  expect(similarIn(self)).toEqual([]);
  self.store.cache.replaceDayList(
    goodAge,
    [named('b4', 'Zzalder'), named('b5', 'Zzalder'), named('b6', 'Zzcedar')],
    [],
  );
  expect(similarIn(self)).toEqual(['b4', 'b5']);
});

test('whoever is checked in between two looks is shown with ticket and labels; whoever is late by then, as late', () => {
  const self = clinic(...three());
  expect(self.rows.all().map(({ state }) => state)).toEqual(['expected', 'expected', 'expected']);
  checkIn(self.store, visit('b2', 17));
  self.nowMs = Date.parse('2026-11-23T16:00:00Z');
  expect(self.rows.all()).toMatchObject([
    { bookingId: 'b1', state: 'late', ticketNumber: null, labels: 'none' },
    { bookingId: 'b2', state: 'checked-in', ticketNumber: 17, labels: 'waiting', taken: 'none' },
    { bookingId: 'b3', state: 'late', ticketNumber: null, labels: 'none' },
  ]);
});

test('S10: who was checked in on another day is not checked in on this one', () => {
  const self = clinic(...three());
  checkIn(self.store, visit('b1', 3, { clinicDay: '2026-11-22' }));
  expect(self.rows.all()[0]).toMatchObject({ bookingId: 'b1', state: 'expected', ticketNumber: null, labels: 'none' });
  expect(self.rows.find('b1')).toMatchObject({ visit: null, isTaken: false });
});

test('one row alone says what it says in the list', () => {
  const self = clinic(...three());
  checkIn(self.store, visit('b2', 17));
  expect(self.store.cache.bookings().map(({ id }) => self.rows.find(id)?.row)).toEqual(self.rows.all());
});
