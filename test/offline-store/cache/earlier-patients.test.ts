/** Whose a booking was before it was given to somebody else is known for as long as the list is, and no longer. */
import { expect, test } from 'vitest';
import type { Booking, Patient } from '../../../clinic/booking.ts';
import type { Store } from '../../../offline-store/store.ts';
import { booking, goodAge, newFolder, opened, tomorrow } from '../store-clinic.ts';

const patient = (id: string, family = `Zz${id}`): Patient => ({
  ...booking('b1').patient,
  id,
  name: { family, given: 'Ffion' },
});
const of = (id: string, family?: string): Booking => booking('b1', { patient: patient(id, family) });
const earlierIn = ({ cache }: Store) => cache.booking('b1')?.earlierPatients?.map(({ id }) => id);

const ways: readonly (readonly [string, (store: Store, list: readonly Booking[]) => void])[] = [
  ['a whole list', ({ cache }, list) => cache.replaceDayList(goodAge, list, [])],
  ['a pull that confirms the list', ({ cache }, list) => void cache.confirmDayList(goodAge, [], list)],
  ['a quick look', ({ cache }, list) => void cache.changeBookings(goodAge, list)],
  [
    'a list that comes in steps',
    ({ cache }, list) => {
      const coming = cache.beginDayList(goodAge);
      coming.add(list);
      coming.finish([]);
    },
  ],
];

test.each(ways)('by %s: those that had it before, the newest last, also after a restart', (_way, bring) => {
  const folder = newFolder();
  const store = opened(folder);
  store.cache.replaceDayList(goodAge, [of('p1'), booking('b2')], []);
  for (const id of ['p1', 'p2', 'p2', 'p3']) bring(store, [of(id), booking('b2')]);
  expect(earlierIn(store)).toEqual(['p1', 'p2']);
  expect(store.cache.booking('b2')).toEqual(booking('b2'));
  store.close();
  const later = opened(folder);
  expect(later.cache.booking('b1')).toEqual({ ...of('p3'), earlierPatients: [patient('p1'), patient('p2')] });
  bring(later, [of('p3'), booking('b2')]);
  expect(earlierIn(later)).toEqual(['p1', 'p2']);
});

test('one who gets it back is not among them, nor is a corrected name; nobody is kept without end', () => {
  const store = opened(newFolder());
  const bring = (one: Booking) => store.cache.replaceDayList(goodAge, [one], []);
  bring(of('p1'));
  bring(of('p1', 'Zzcorrected'));
  expect(store.cache.booking('b1')).toEqual(of('p1', 'Zzcorrected'));
  bring(of('p2'));
  expect(store.cache.booking('b1')?.earlierPatients).toEqual([patient('p1', 'Zzcorrected')]);
  bring(of('p1'));
  expect(earlierIn(store)).toEqual(['p2']);
  for (let at = 3; at < 30; at += 1) bring(of(`p${at}`));
  expect(earlierIn(store)).toHaveLength(8);
  expect(earlierIn(store)?.at(-1)).toBe('p28');
});

test('S13: another day knows nobody of the day before, and a list without the booking forgets it', () => {
  const store = opened(newFolder());
  store.cache.replaceDayList(goodAge, [of('p1')], []);
  store.cache.replaceDayList(goodAge, [of('p2')], []);
  store.cache.replaceDayList({ ...goodAge, clinicDay: tomorrow }, [of('p3')], []);
  expect(earlierIn(store)).toBeUndefined();
  store.cache.replaceDayList({ ...goodAge, clinicDay: tomorrow }, [], []);
  store.cache.replaceDayList({ ...goodAge, clinicDay: tomorrow }, [of('p4')], []);
  expect(earlierIn(store)).toBeUndefined();
});
