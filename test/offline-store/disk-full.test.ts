/** A full disk: the ballast gives room, then the kiosk takes nobody, and nothing that was acknowledged is lost (S3). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { NotStored } from '../../offline-store/not-stored.ts';
import type { Store } from '../../offline-store/store.ts';
import { smallDisk } from './small-disk.ts';
import { booking, checkIn, goodAge, opened, today, visit } from './store-clinic.ts';

const megabytes = 6;
const ballastBytes = 1024 * 1024;
const endless = 9000;

/** Until the disk refuses one: how many were acknowledged, and why the last was not. */
function checkInUntilRefused(store: Store, firstTicket: number): { acknowledged: number[]; because: string } {
  const acknowledged: number[] = [];
  for (let ticket = firstTicket; ticket < endless; ticket += 1) {
    const outcome = refusalOf(() => checkIn(store, visit(`b${ticket}`, ticket)));
    if (outcome !== null) return { acknowledged, because: outcome };
    acknowledged.push(ticket);
  }
  return { acknowledged, because: 'never' };
}

function refusalOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof NotStored) return error.because;
    throw error;
  }
}

const hasBallast = (folder: string): boolean => fs.existsSync(path.join(folder, 'ballast'));
const ticketsOf = (store: Store): number[] => store.ledger.visits(today).map(({ ticketNumber }) => ticketNumber);

test('S3: when the disk is full the ballast is given up, check-in goes on, and staff are told', async () => {
  const disk = smallDisk(megabytes);
  const store = opened(disk.folder);
  expect(await store.keepBallast(ballastBytes)).toBe('kept');
  expect(fs.statSync(path.join(disk.folder, 'ballast')).size).toBe(ballastBytes);
  expect(store.isCopyWanted()).toBe(true);
  disk.fill();
  let ticket = 0;
  while (hasBallast(disk.folder)) {
    ticket += 1;
    expect(checkIn(store, visit(`b${ticket}`, ticket))).toBe(true);
  }
  expect(store.trouble()).toBeNull();
  expect(ticketsOf(store)).toHaveLength(ticket);
  expect(store.ledger.openTasks().map(({ matter }) => matter)).toEqual([
    { kind: 'store-trouble', because: 'disk-full' },
  ]);
  expect(store.ledger.audit().at(-1)).toMatchObject({ who: 'kiosk', act: 'ballast-given-up' });
  expect(checkIn(store, visit('one-more', ticket + 1))).toBe(true);
  expect(store.ledger.auditBreak()).toBeNull();
});

test('S3: full again, nobody is checked in, all who were stay so, and with room again it goes on', async () => {
  const disk = smallDisk(megabytes);
  const store = opened(disk.folder);
  await store.keepBallast(ballastBytes);
  disk.fill();
  const { acknowledged, because } = checkInUntilRefused(store, 1);
  expect(because).toBe('disk-full');
  expect(acknowledged.length).toBeGreaterThan(20);
  expect(store.trouble()).toBe('disk-full');
  expect(ticketsOf(store)).toEqual(acknowledged);
  expect(await store.keepBallast(ballastBytes)).toBe('no-room');
  expect(store.trouble()).toBe('disk-full');

  disk.makeRoom();
  expect(await store.keepBallast(ballastBytes)).toBe('kept');
  expect(store.trouble()).toBeNull();
  expect(checkIn(store, visit('later', 8000))).toBe(true);
  store.close();
  const again = opened(disk.folder);
  expect(ticketsOf(again)).toEqual([...acknowledged, 8000]);
  expect(again.ledger.auditBreak()).toBeNull();
});

test('S3: a full disk without ballast refuses and loses nothing; the next write that finds room ends the trouble', () => {
  const disk = smallDisk(megabytes);
  const store = opened(disk.folder);
  checkIn(store, visit('b1', 1));
  disk.fill();
  const { acknowledged, because } = checkInUntilRefused(store, 2);
  expect([because, store.trouble()]).toEqual(['disk-full', 'disk-full']);
  disk.makeRoom();
  expect(checkIn(store, visit('later', 8000))).toBe(true);
  expect(store.trouble()).toBeNull();
  expect(ticketsOf(store)).toEqual([1, ...acknowledged, 8000]);
});

test('S3: a kiosk that is switched off with its disk full knows everybody when it starts with room again', () => {
  const disk = smallDisk(megabytes);
  const store = opened(disk.folder);
  disk.fill();
  const { acknowledged } = checkInUntilRefused(store, 1);
  store.close();
  disk.makeRoom();
  expect(ticketsOf(opened(disk.folder))).toEqual(acknowledged);
});

test('S3: one that is switched on with its disk full begins with the ballast, and staff are told', async () => {
  const disk = smallDisk(megabytes);
  const store = opened(disk.folder);
  await store.keepBallast(ballastBytes);
  checkIn(store, visit('b1', 1));
  store.close();
  disk.fill();
  const again = opened(disk.folder);
  expect(hasBallast(disk.folder)).toBe(false);
  expect(checkIn(again, visit('b2', 2))).toBe(true);
  expect(again.ledger.openTasks().map(({ matter }) => matter)).toEqual([
    { kind: 'store-trouble', because: 'disk-full' },
  ]);
});

test.each([4, 8, 16, 64, 512])(
  'S3: the same where %i KB are left, which is too little for a day',
  async (kilobytes) => {
    const disk = smallDisk(megabytes);
    const store = opened(disk.folder);
    await store.keepBallast(ballastBytes);
    checkIn(store, visit('b1', 1));
    store.close();
    const spare = path.join(disk.folder, 'spare');
    fs.writeFileSync(spare, Buffer.alloc(kilobytes * 1024));
    disk.fill();
    fs.rmSync(spare);
    const again = opened(disk.folder);
    expect(hasBallast(disk.folder)).toBe(false);
    expect(checkIn(again, visit('b2', 2))).toBe(true);
    expect(ticketsOf(again)).toEqual([1, 2]);
  },
);

test('S11: a pull that finds the disk full leaves the list as it was, whole, also after a restart', () => {
  const disk = smallDisk(megabytes);
  const store = opened(disk.folder);
  const list = Array.from({ length: 40 }, (_, index) => booking(`b${index + 1}`));
  store.cache.replaceDayList(goodAge, list, []);
  disk.fill();
  const longer = Array.from({ length: 3000 }, (_, index) => booking(`n${index + 1}`));
  const pulled = store.cache.beginDayList({ ...goodAge, pulledAt: '2026-11-23T09:00:00.000Z' });
  expect(() => {
    for (let from = 0; from < longer.length; from += 100) pulled.add(longer.slice(from, from + 100));
    pulled.finish([]);
  }).toThrow();
  expect(store.cache.age()).toEqual(goodAge);
  expect(store.cache.bookings()).toHaveLength(list.length);
  store.close();
  disk.makeRoom();
  const again = opened(disk.folder);
  expect(again.cache.age()).toEqual(goodAge);
  expect(again.cache.bookings()).toHaveLength(list.length);
  again.cache.replaceDayList(goodAge, longer, []);
  expect(again.cache.bookings()).toHaveLength(longer.length);
});

test('a copy that finds the disk full is not kept, and the one before it is', async () => {
  const disk = smallDisk(megabytes);
  const store = opened(disk.folder);
  checkIn(store, visit('b1', 1));
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  checkIn(store, visit('b2', 2));
  const before = fs.readdirSync(path.join(disk.folder, 'copies'));
  disk.fill();
  expect(await store.keepCopy()).toEqual({ ok: false, problem: 'disk-full' });
  expect(fs.readdirSync(path.join(disk.folder, 'copies'))).toEqual(before);
  disk.makeRoom();
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
});
