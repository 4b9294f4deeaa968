/** A day list on a disk that fails while it is written: it can be fetched again, so it is; nobody sees half of one (S11). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LedgerStopped } from '../../../offline-store/not-stored.ts';
import { breakWritesTo } from '../broken-descriptor.ts';
import { smallDisk } from '../small-disk.ts';
import { booking, checkIn, goodAge, newFolder, opened, visit } from '../store-clinic.ts';
import { oddBookings, oddDay } from '../sync/odd-day.ts';
import { syncClinic } from '../sync/sync-clinic.ts';

const list = (count: number) => Array.from({ length: count }, (_, index) => booking(`b${index + 1}`));

test('S11: a list whose writing the disk broke off is not shown: it is pulled again, and check-ins stay', () => {
  const folder = newFolder();
  const { cache, ledger, ...store } = opened(folder);
  cache.replaceDayList(goodAge, list(20), []);
  checkIn({ ...store, cache, ledger }, visit('b1', 1));
  breakWritesTo(path.join(folder, 'cache.db-wal'));
  expect(() => cache.replaceDayList(goodAge, list(300), [])).toThrow();
  expect([cache.age(), cache.bookings(), cache.isDamaged()]).toEqual([null, [], true]);
  expect(ledger.visit('b1')).not.toBeNull();
  cache.replaceDayList(goodAge, list(300), []);
  expect([cache.bookings().length, cache.isDamaged()]).toEqual([300, false]);
});

test('S11: one that is written in steps is abandoned by the disk at any of them, and the next one comes whole', () => {
  const folder = newFolder();
  const { cache } = opened(folder);
  cache.replaceDayList(goodAge, list(20), []);
  const pulled = cache.beginDayList(goodAge);
  pulled.add(list(10));
  breakWritesTo(path.join(folder, 'cache.db-wal'));
  expect(() => pulled.add(list(200))).toThrow();
  expect(() => pulled.add(list(200))).toThrow();
  expect([cache.age(), cache.isDamaged()]).toEqual([null, true]);
  expect(pulled.finish([])).toBe(false);
  const next = cache.beginDayList(goodAge);
  next.add(list(200));
  expect(next.finish([])).toBe(true);
  expect(cache.bookings()).toHaveLength(200);
});

test('S15: when no file can be begun at all the store stops, and asking for the list goes on answering that there is none', () => {
  const folder = newFolder();
  const store = opened(folder);
  store.cache.replaceDayList(goodAge, list(20), []);
  checkIn(store, visit('b1', 1));
  // Its key can neither be read nor replaced.
  fs.renameSync(path.join(folder, 'cache.key'), path.join(folder, 'elsewhere'));
  fs.mkdirSync(path.join(folder, 'cache.key'));
  store.beginClinicDay('2026-11-24');
  expect(store.trouble()).toBe('stopped');
  expect([store.cache.age(), store.cache.bookings(), store.cache.isDamaged()]).toEqual([null, [], true]);
  expect(() => checkIn(store, visit('b2', 2))).toThrow(LedgerStopped);
  store.close();
  fs.rmdirSync(path.join(folder, 'cache.key'));
  expect(opened(folder).ledger.visit('b1')).not.toBeNull();
});

test('S11: a new day on a full disk takes the ballast; without any it has no list until there is room', async () => {
  const disk = smallDisk(6);
  const store = opened(disk.folder);
  await store.keepBallast(1024 * 1024);
  disk.fill();
  store.beginClinicDay('2026-11-24');
  const tomorrow = { ...goodAge, clinicDay: '2026-11-24' };
  store.cache.replaceDayList(tomorrow, list(3), []);
  expect(store.cache.bookings()).toHaveLength(3);
  expect(fs.existsSync(path.join(disk.folder, 'ballast'))).toBe(false);
  disk.fill();
  store.beginClinicDay('2026-11-25');
  expect([store.cache.age(), store.cache.bookings()]).toEqual([null, []]);
  expect(store.trouble()).toBe('disk-full');
  const later = { ...goodAge, clinicDay: '2026-11-25' };
  disk.makeRoom();
  store.cache.replaceDayList(later, list(3), []);
  expect(store.cache.bookings()).toHaveLength(3);
});

test('S11: when there is room again, the next pull brings the new day its list', async () => {
  const disk = smallDisk(6);
  const clinic = syncClinic(await oddDay(...oddBookings(3)), { folder: disk.folder });
  await clinic.pull();
  disk.fill();
  clinic.store.beginClinicDay('2026-11-25');
  expect(clinic.store.cache.age()).toBeNull();
  disk.makeRoom();
  clinic.at('2026-11-25T06:00:00.000Z');
  expect(await clinic.pull({ clinicDay: '2026-11-25' })).toMatchObject({ ok: true });
  expect(clinic.store.cache.age()?.clinicDay).toBe('2026-11-25');
});
