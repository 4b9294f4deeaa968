/** Numbers of the station's own range: each is given once, whatever happens between. */
import { expect, test } from 'vitest';
import type { ReservedRange, Store } from '../../../offline-store/store.ts';
import { checkIn, newFolder, opened, specimen, tomorrow, visit } from '../store-clinic.ts';

const range: ReservedRange = { prefix: 'PK', from: 100, to: 104, digits: 6 };
const take = (store: Store, count: number, changes: Partial<ReservedRange> = {}): readonly string[] =>
  store.ledger.write((writes) => writes.takeReserved({ ...range, ...changes }, count));

test('S12: a number is given once, over restarts and days, and fewer are given when the range ends', () => {
  const folder = newFolder();
  const first = opened(folder);
  expect(take(first, 2)).toEqual(['PK000100', 'PK000101']);
  first.close();
  const second = opened(folder, { clinicDay: tomorrow });
  expect(take(second, 1)).toEqual(['PK000102']);
  expect(take(second, 5)).toEqual(['PK000103', 'PK000104']);
  expect(take(second, 1)).toEqual([]);
});

test('S12: a range that grows, shrinks or moves in the settings never gives a number twice', () => {
  const store = opened(newFolder());
  const given = [
    ...take(store, 3),
    ...take(store, 2, { from: 90, to: 102 }),
    ...take(store, 2, { from: 102, to: 200 }),
    ...take(store, 2, { from: 50, to: 60 }),
    ...take(store, 2),
    ...take(store, 2, { from: 50, to: 200 }),
  ];
  expect(new Set(given).size).toBe(given.length);
  expect(given).toEqual([
    'PK000100',
    'PK000101',
    'PK000102',
    'PK000103',
    'PK000104',
    'PK000050',
    'PK000051',
    'PK000105',
    'PK000106',
  ]);
});

test('S12: the same text by another prefix is not given again', () => {
  const store = opened(newFolder());
  expect(take(store, 2, { prefix: 'A1', from: 1, to: 9, digits: 3 })).toEqual(['A1001', 'A1002']);
  expect(take(store, 2, { prefix: 'A', from: 1001, to: 1009, digits: 4 })).toEqual(['A1003', 'A1004']);
});

test('S12: a number that an order brought is passed over', () => {
  const store = opened(newFolder());
  checkIn(store, visit('b1', 1, { specimens: [specimen('V1X', 1, { identifier: 'PK000100' })] }));
  expect(take(store, 1)).toEqual(['PK000101']);
});

test('a number that was taken in a write that failed is free again, because nobody was told of it', () => {
  const store = opened(newFolder());
  const failing = () =>
    store.ledger.write((writes) => {
      writes.takeReserved(range, 1);
      throw new Error('a rule refused');
    });
  expect(failing).toThrow('a rule refused');
  expect(take(store, 1)).toEqual(['PK000100']);
});

test('S12: a range that is full of used numbers has ended; nobody is kept from checking in by it', () => {
  const store = opened(newFolder());
  take(store, 11_000, { prefix: 'A1', from: 1, to: 99_999, digits: 5 });
  expect(take(store, 2, { prefix: 'A', from: 100_001, to: 199_999, digits: 6 })).toEqual([]);
});
