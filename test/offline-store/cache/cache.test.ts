/** The day list: found by number and code, replaced whole or not at all, and never of another day. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '../../../clinic/assert.ts';
import type { Booking } from '../../../clinic/booking.ts';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import { listState } from '../../../clinic/day-list.ts';
import { cacheFile } from '../../../offline-store/cache/cache-file.ts';
import { type Database, openDatabase } from '../../../offline-store/database.ts';
import type { DayListAge } from '../../../offline-store/day-list-cache.ts';
import { deriveKey, readDayKey } from '../../../offline-store/store-key.ts';
import { testNumber } from '../../clinic/examples.ts';
import { booking, goodAge, newFolder, opened, storeKeyIn, tomorrow } from '../store-clinic.ts';

const ids = (bookings: readonly Booking[]): readonly string[] => bookings.map(({ id }) => id);
const many = (count: number, from = 1): Booking[] =>
  Array.from({ length: count }, (_, index) => booking(`b${from + index}`));

function withCacheFile(folder: string, work: (database: Database) => void, kind = cacheFile): void {
  const day = readDayKey(folder, deriveKey(storeKeyIn(folder), 'day-key'));
  assert(day, 'there is a day with a key');
  const database = openDatabase({ file: path.join(folder, 'cache.db'), key: day.key, kind });
  assert(database.ok, 'the cache opens with the key of its day');
  work(database.value);
  database.value.close();
}

test('before the first pull there is no list, no age and nobody', () => {
  const { cache } = opened(newFolder());
  expect(cache.age()).toBeNull();
  expect([
    cache.bookings(),
    cache.setAside(),
    cache.findByNhsNumber(testNumber(1)),
    cache.findByCode('REF-b1'),
  ]).toEqual([[], [], [], []]);
  expect(cache.booking('b1')).toBeNull();
  expect(cache.isDamaged()).toBe(false);
});

test('a booking is found by NHS number, by its reference and by an order number, exactly as they are', () => {
  const { cache } = opened(newFolder());
  const shared = booking('b3', { references: ['REF-b1'] });
  cache.replaceDayList(goodAge, [booking('b1'), booking('b2'), shared], []);
  expect(ids(cache.findByNhsNumber(testNumber(2)))).toEqual(['b2']);
  expect(cache.findByNhsNumber(testNumber(2))).toEqual([booking('b2')]);
  expect(ids(cache.findByCode('REF-b1'))).toEqual(['b1', 'b3']);
  expect(ids(cache.findByCode('ORD-b2'))).toEqual(['b2']);
  for (const code of ['ref-b1', 'REF-b', 'REF-b1 ', '%', '']) expect(cache.findByCode(code)).toEqual([]);
});

test('the list is in the order of start', () => {
  const { cache } = opened(newFolder());
  const late = booking('b1', { startsAt: '2026-11-23T11:00:00Z' });
  cache.replaceDayList(goodAge, [late, booking('b3'), booking('b2')], []);
  expect(ids(cache.bookings())).toEqual(['b2', 'b3', 'b1']);
});

test('a new list takes the place of the old one, with its age and what was set aside', () => {
  const { cache } = opened(newFolder());
  const later: DayListAge = { ...goodAge, pulledAt: '2026-11-23T07:00:00.000Z' };
  cache.replaceDayList(goodAge, many(3), [{ appointmentId: 'a9', why: 'no-patient' }]);
  expect(cache.setAside()).toEqual([{ appointmentId: 'a9', why: 'no-patient' }]);
  cache.replaceDayList(later, many(2, 3), []);
  expect(ids(cache.bookings())).toEqual(['b3', 'b4']);
  expect(cache.age()).toEqual(later);
  expect(cache.setAside()).toEqual([]);
  expect(cache.findByCode('REF-b1')).toEqual([]);
});

test('S11: a list that is being written is not seen before it is finished, nor after it was given up or cut short', () => {
  const folder = newFolder();
  const first = opened(folder);
  first.cache.replaceDayList(goodAge, many(3), []);
  const list = first.cache.beginDayList({ ...goodAge, pulledAt: '2026-11-23T07:00:00.000Z' });
  list.add(many(1, 7));
  expect(ids(first.cache.bookings())).toEqual(['b1', 'b2', 'b3']);
  list.abandon();
  expect(list.finish([])).toBe(false);
  first.cache.beginDayList(goodAge).add(many(1, 8));
  first.close();
  const { cache } = opened(folder);
  expect(ids(cache.bookings())).toEqual(['b1', 'b2', 'b3']);
  expect(cache.age()).toEqual(goodAge);
  expect(cache.findByCode('REF-b8')).toEqual([]);
});

test('S11: after a restart the list is what the last whole pull brought, also when a longer one was given up before', () => {
  const folder = newFolder();
  const first = opened(folder);
  first.cache.replaceDayList(goodAge, many(2), []);
  const givenUp = first.cache.beginDayList(goodAge);
  givenUp.add(many(500, 10));
  givenUp.abandon();
  const list = first.cache.beginDayList(goodAge);
  list.add([booking('b2'), booking('b3'), booking('b2', { references: ['NEW-REF'] })]);
  list.finish([]);
  first.close();
  const second = opened(folder);
  expect(second.cache.bookings()).toEqual([booking('b2', { references: ['NEW-REF'] }), booking('b3')]);
  expect(ids(second.cache.findByCode('NEW-REF'))).toEqual(['b2']);
  second.cache.replaceDayList(goodAge, many(1), []);
  second.cache.noteVersion('b1', '7');
  second.close();
  expect(opened(folder).cache.bookings()).toEqual([booking('b1', { version: '7' })]);
});

test('a list in steps is the same as the whole at once, and dated when it was finished', () => {
  const { cache } = opened(newFolder());
  cache.replaceDayList(goodAge, many(5), []);
  const list = cache.beginDayList(goodAge);
  list.add(many(2));
  list.add([booking('b2', { references: ['NEW-REF'] }), booking('b9')]);
  expect(list.finish([{ appointmentId: 'a1', why: 'other-site' }], '2026-11-23T06:00:09.000Z')).toBe(true);
  expect(ids(cache.bookings())).toEqual(['b1', 'b2', 'b9']);
  expect(ids(cache.findByCode('NEW-REF'))).toEqual(['b2']);
  expect(cache.findByCode('REF-b2')).toEqual([]);
  expect(cache.age()?.pulledAt).toBe('2026-11-23T06:00:09.000Z');
  expect(list.finish([])).toBe(false);
});

test('of two pulls at a time the one that began last is kept', () => {
  const { cache } = opened(newFolder());
  const first = cache.beginDayList(goodAge);
  first.add(many(1));
  const second = cache.beginDayList(goodAge);
  second.add(many(1, 2));
  expect(first.finish([])).toBe(false);
  expect(second.finish([])).toBe(true);
  expect(ids(cache.bookings())).toEqual(['b2']);
});

test('pull after pull does not let the file grow', () => {
  const folder = newFolder();
  const pull = () => {
    const store = opened(folder);
    const list = store.cache.beginDayList(goodAge);
    for (let from = 1; from < 200; from += 50) list.add(many(50, from));
    list.finish([]);
    store.close();
    return fs.statSync(path.join(folder, 'cache.db')).size;
  };
  pull();
  pull();
  const size = pull();
  for (let again = 0; again < 5; again += 1) expect(pull()).toBeLessThan(size * 1.1);
});

test('the version that upstream gave after our own write is remembered, and nothing else of the booking changes', () => {
  const { cache } = opened(newFolder());
  cache.replaceDayList(goodAge, many(2), []);
  expect(cache.bookings()).toHaveLength(2);
  cache.noteVersion('b1', '7');
  expect(cache.booking('b1')).toEqual(booking('b1', { version: '7' }));
  expect(cache.bookings()).toEqual([booking('b1', { version: '7' }), booking('b2')]);
  cache.noteVersion('nowhere', '1');
});

test("S10: yesterday's list is gone when a new day begins, with its key, and the audit trail says so", () => {
  const folder = newFolder();
  const first = opened(folder);
  first.cache.replaceDayList(goodAge, many(3), []);
  first.close();
  const yesterdaysKey = fs.readFileSync(path.join(folder, 'cache.key'), 'utf8');
  const { cache, ledger } = opened(folder, { clinicDay: tomorrow });
  expect(cache.age()).toBeNull();
  expect(cache.bookings()).toEqual([]);
  expect(fs.readFileSync(path.join(folder, 'cache.key'), 'utf8')).not.toBe(yesterdaysKey);
  expect(ledger.audit().at(-1)).toMatchObject({
    who: 'kiosk',
    act: 'day-list-forgotten',
    details: { why: 'another-day' },
  });
});

test("S10: a kiosk that runs over midnight forgets yesterday's list, and a pull of yesterday cannot bring it back", () => {
  const folder = newFolder();
  const store = opened(folder);
  store.cache.replaceDayList(goodAge, many(3), []);
  const late = store.cache.beginDayList(goodAge);
  late.add(many(3));
  store.beginClinicDay(goodAge.clinicDay);
  expect(store.cache.bookings()).toHaveLength(3);
  store.beginClinicDay(tomorrow);
  expect(store.cache.age()).toBeNull();
  expect(store.cache.bookings()).toEqual([]);
  late.add(many(1));
  expect(late.finish([])).toBe(false);
  expect(store.cache.age()).toBeNull();
  expect(store.ledger.audit().at(-1)).toMatchObject({
    act: 'day-list-forgotten',
    details: { clinicDay: '2026-11-23' },
  });
});

test('S10: a list for another day takes the place of the file, key and all', () => {
  const store = opened(newFolder());
  store.cache.replaceDayList(goodAge, many(3), []);
  const age = { ...goodAge, clinicDay: tomorrow };
  store.cache.replaceDayList(age, many(1, 4), []);
  expect(ids(store.cache.bookings())).toEqual(['b4']);
  expect(store.cache.age()).toEqual(age);
  store.cache.beginDayList(goodAge);
  expect(store.cache.age()).toBeNull();
});

test.each([
  ['a flipped bit', (folder: string) => flipBits(path.join(folder, 'cache.db'))],
  ['half a file', (folder: string) => fs.truncateSync(path.join(folder, 'cache.db'), 5000)],
  ['a lost key', (folder: string) => fs.rmSync(path.join(folder, 'cache.key'))],
  ['a key that says nothing', (folder: string) => fs.writeFileSync(path.join(folder, 'cache.key'), '{"clinicDay":1}')],
  [
    'a plain file',
    (folder: string) => fs.writeFileSync(path.join(folder, 'cache.db'), 'SQLite format 3\0'.repeat(300)),
  ],
])('%s in the cache costs the list, which can be pulled again, and never the ledger', (_, damage) => {
  const folder = newFolder();
  const first = opened(folder);
  first.cache.replaceDayList(goodAge, many(30), []);
  first.ledger.write((writes) => writes.audit({ who: 'nurse-1', act: 'a mark', bookingId: null, details: {} }));
  first.close();
  damage(folder);
  const { cache, ledger } = opened(folder);
  expect(cache.age()).toBeNull();
  expect(cache.isDamaged()).toBe(true);
  expect(ledger.audit().map(({ act }) => act)).toEqual(['ledger-created', 'a mark', 'day-list-forgotten']);
  cache.replaceDayList(goodAge, many(2), []);
  expect(cache.bookings()).toEqual(many(2));
  expect(cache.isDamaged()).toBe(false);
});

test('a row that says something else than a booking is not shown, and the list is not good until it is pulled again', async () => {
  const folder = newFolder();
  const first = opened(folder);
  first.cache.replaceDayList(goodAge, many(3), []);
  first.close();
  withCacheFile(folder, ({ sql }) => {
    const set = sql.prepare(
      "UPDATE bookings SET booking_json = json_set(booking_json, ?, ?) WHERE booking_json ->> '$.id' = ?",
    );
    set.run('$.patient.nhsNumber', '9990000000', 'b2');
  });
  const { cache, onChange } = opened(folder);
  const changed = new Promise<void>((resolve) => onChange(resolve));
  expect(cache.isDamaged()).toBe(false);
  expect(cache.age()).toEqual(goodAge);
  expect(ids(cache.bookings())).toEqual(['b1', 'b3']);
  expect(cache.findByNhsNumber(testNumber(2))).toEqual([]);
  expect(cache.isDamaged()).toBe(true);
  await changed;
  expect(listState(cache.age(), Date.parse(goodAge.pulledAt), defaultClinicRules)).toBe('ageing');
  cache.replaceDayList(goodAge, many(3), []);
  expect(listState(cache.age(), Date.parse(goodAge.pulledAt), defaultClinicRules)).toBe('good');
});

test('a list that an older version of the kiosk left is not read but pulled again, and nothing is damaged', () => {
  const folder = newFolder();
  opened(folder).close();
  const file = path.join(folder, 'cache.db');
  fs.rmSync(file);
  const firstShape = { ...cacheFile, migrations: cacheFile.migrations.slice(0, 1) };
  withCacheFile(
    folder,
    ({ sql }) => {
      sql.prepare('INSERT INTO day_list VALUES (1, 1, ?, ?, ?, ?)').run('2026-11-23', 'site-1', goodAge.pulledAt, '[]');
      sql.prepare('INSERT INTO bookings VALUES (1, ?, NULL, NULL, ?)').run('b1', '{}');
    },
    firstShape,
  );
  const { cache } = opened(folder);
  expect([cache.age(), cache.bookings(), cache.isDamaged()]).toEqual([null, [], false]);
  cache.replaceDayList(goodAge, many(2), []);
  expect(cache.bookings()).toEqual(many(2));
});

test('a list that was written before pulls were kept page by page is read as it was', () => {
  const folder = newFolder();
  const first = opened(folder);
  first.cache.replaceDayList(goodAge, many(3), []);
  first.close();
  withCacheFile(folder, ({ sql }) => {
    sql.exec('DROP TABLE pull_under_way; DROP TABLE pull_pages; PRAGMA user_version = 2');
  });
  const { cache } = opened(folder);
  expect([cache.bookings(), cache.age(), cache.pullPages.underWay()]).toEqual([many(3), goodAge, null]);
});

test('a booking that is not whole is a bug where it is written, and the old list stays', () => {
  const { cache } = opened(newFolder());
  cache.replaceDayList(goodAge, many(2), []);
  const broken = { ...booking('b3'), startsAt: 'half past nine' };
  expect(() => cache.replaceDayList(goodAge, [booking('b4'), broken], [])).toThrow();
  expect(ids(cache.bookings())).toEqual(['b1', 'b2']);
});

/** One in every page. */
function flipBits(file: string): void {
  const bytes = fs.readFileSync(file);
  for (let at = 4096 + 77; at < bytes.length; at += 4096) bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  fs.writeFileSync(file, bytes);
}

test('S10: a list that came again as it was gets its new age, and keeps its bookings as they are', () => {
  const folder = newFolder();
  const { cache, close } = opened(folder);
  cache.replaceDayList(goodAge, many(3), [{ appointmentId: 'a9', why: 'no-patient' }]);
  const before = cache.bookings();
  const later: DayListAge = { ...goodAge, pulledAt: '2026-11-23T07:00:00.000Z' };
  expect(cache.confirmDayList(later, [])).toBe(true);
  expect(cache.bookings()).toBe(before);
  close();
  const again = opened(folder).cache;
  expect([again.age(), again.setAside(), ids(again.bookings())]).toEqual([later, [], ['b1', 'b2', 'b3']]);
});

test('S11: of a list that came again with some changes, those are written with its age, and the others stay as they are', () => {
  const folder = newFolder();
  const { cache, close } = opened(folder);
  cache.replaceDayList(goodAge, many(3), []);
  const [first] = cache.bookings();
  const later: DayListAge = { ...goodAge, pulledAt: '2026-11-23T07:00:00.000Z' };
  expect(cache.confirmDayList(later, [], [booking('b2', { status: 'cancelled' }), booking('b4')])).toBe(true);
  expect(cache.booking('b1')).toBe(first);
  expect(cache.booking('b2')?.status).toBe('cancelled');
  close();
  const again = opened(folder).cache;
  expect([again.age(), ids(again.bookings()).toSorted()]).toEqual([later, ['b1', 'b2', 'b3', 'b4']]);
  expect([again.booking('b2')?.status, again.booking('b3')?.status]).toEqual(['cancelled', 'booked']);
});

test('S10: a list of another day or site, or none, is not confirmed', () => {
  const { cache } = opened(newFolder());
  expect(cache.confirmDayList(goodAge, [])).toBe(false);
  cache.replaceDayList(goodAge, many(1), []);
  expect(cache.confirmDayList({ ...goodAge, clinicDay: '2026-11-24' }, [])).toBe(false);
  expect(cache.confirmDayList({ ...goodAge, siteId: 'site-2' }, [])).toBe(false);
  expect(cache.age()).toEqual(goodAge);
});
