/** Walk-ins in the store: kept sealed, through restarts, pulls and midnight, until nothing is owed; then gone. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { bookingOfWalkIn, type WalkIn } from '../../clinic/walk-in.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { journalsIn } from '../../offline-store/ledger/journal.ts';
import { NotStored } from '../../offline-store/not-stored.ts';
import { restoreLedger } from '../../offline-store/restore.ts';
import type { Store } from '../../offline-store/store.ts';
import { testNumber } from '../clinic/examples.ts';
import { smallDisk } from './small-disk.ts';
import {
  booking,
  checkIn,
  goodAge,
  newFolder,
  nowText,
  opened,
  optionsFor,
  today,
  tomorrow,
  visit,
} from './store-clinic.ts';

const walkIn = (changes: Partial<WalkIn> = {}): WalkIn => ({
  bookingId: 'walk-in-1',
  clinicDay: today,
  siteId: 'site-1',
  patient: { family: 'Hollyhock', given: 'Wilhelmina', dateOfBirth: '1961-03-09', nhsNumber: testNumber(7) },
  tests: [{ code: 'fbc', system: null, name: 'Full blood count' }],
  requisition: 'T7654321',
  registeredAt: nowText,
  registeredBy: 'staff-1',
  ...changes,
});

/** As the desk does: the details first, then the check-in. */
function register(store: Store, registered: WalkIn, ticketNumber = 1): void {
  store.walkIns.add(registered);
  checkIn(store, visit(registered.bookingId, ticketNumber));
}

const filesIn = (folder: string): readonly string[] => {
  const place = path.join(folder, 'walk-ins');
  return fs.existsSync(place) ? fs.readdirSync(place).sort() : [];
};

test('a registered patient is on the day list and found by number and order, until the next day', () => {
  const store = opened(newFolder());
  store.cache.replaceDayList(goodAge, [booking('b1')], []);
  register(store, walkIn());
  expect(store.cache.bookings().map(({ id }) => id)).toHaveLength(2);
  expect(store.cache.listed().map(({ id }) => id)).toEqual(['b1']);
  expect(store.cache.booking('walk-in-1')).toMatchObject({ status: 'arrived', patient: { dateOfBirth: '1961-03-09' } });
  expect(store.cache.findByNhsNumber(testNumber(7)).map(({ id }) => id)).toEqual(['walk-in-1']);
  expect(store.cache.findByCode('T7654321').map(({ id }) => id)).toEqual(['walk-in-1']);
  expect(store.cache.bookings()).toBe(store.cache.bookings());
  store.beginClinicDay(tomorrow);
  expect(store.cache.bookings()).toEqual([]);
  expect(store.cache.booking('walk-in-1')).toBeNull();
});

test('S4: the booking that upstream made of one is given to somebody else: they are on the list, and found; the walk-in stays who they are', () => {
  const store = opened(newFolder());
  register(store, walkIn());
  store.ledger.write((writes) => writes.setUpstreamBooking('walk-in-1', 'b1'));
  const listed = (changes: Partial<Booking>) =>
    store.cache.replaceDayList(goodAge, [booking('b1', { references: ['BK-1'], ...changes })], []);
  const shown = () => store.cache.bookings().map(({ id }) => id);
  const { patient } = bookingOfWalkIn(walkIn());
  listed({ patient: { ...patient, id: 'p9', name: { family: 'Hollyhock-Marsh', given: 'Wilhelmina' } } });
  expect(shown()).toEqual(['walk-in-1']);
  const other = { ...patient, id: 'p1', name: { family: 'Larkspur', given: 'Olive' }, nhsNumber: testNumber(8) };
  listed({ patient: other, status: 'cancelled' });
  expect(shown().toSorted()).toEqual(['b1', 'walk-in-1']);
  expect(store.cache.findByNhsNumber(testNumber(8)).map(({ id }) => id)).toEqual(['b1']);
  expect(store.cache.findByCode('BK-1').map(({ id }) => id)).toEqual(['b1']);
  // Their cancellation is not hers.
  expect(store.cache.booking('walk-in-1')).toMatchObject({ status: 'arrived', patient: { nhsNumber: testNumber(7) } });
  expect(store.cache.bookings()).toBe(store.cache.bookings());
  listed({ patient: { ...patient, id: 'p9' }, status: 'cancelled' });
  expect(shown()).toEqual(['walk-in-1']);
  expect(store.cache.booking('walk-in-1')?.status).toBe('cancelled');
});

test('S3: a registered patient survives a restart, a fresh pull, a damaged day list and a midnight while owed upstream', () => {
  const folder = newFolder();
  const first = opened(folder);
  first.cache.replaceDayList(goodAge, [booking('b1')], []);
  register(first, walkIn());
  first.cache.replaceDayList(goodAge, [booking('b2')], []);
  expect(first.cache.booking('walk-in-1')).not.toBeNull();
  first.close();
  fs.writeFileSync(path.join(folder, 'cache.db'), Buffer.alloc(9000, 7));
  const second = opened(folder);
  expect(second.cache.bookings().map(({ id }) => id)).toEqual(['walk-in-1']);
  second.close();
  const third = opened(folder, { clinicDay: tomorrow });
  expect(third.cache.bookings()).toEqual([]);
  expect(third.walkIns.get('walk-in-1')).toEqual(walkIn());
  expect(third.walkIns.all()).toEqual([walkIn()]);
});

test('S13: what was written before a power cut without its check-in is shown to nobody and swept at the next start', () => {
  const folder = newFolder();
  const first = opened(folder);
  first.walkIns.add(walkIn());
  expect(first.walkIns.all()).toEqual([]);
  expect(first.cache.bookings()).toEqual([]);
  first.close();
  fs.writeFileSync(path.join(folder, 'walk-ins', 'walk-in-2.walk-in.key.new'), 'half');
  fs.writeFileSync(path.join(folder, 'walk-ins', 'walk-in-3.walk-in.key'), 'key without content');
  expect(opened(folder).walkIns.get('walk-in-1')).toBeNull();
  expect(filesIn(folder)).toEqual([]);
});

test('S13: a forgotten patient cannot be read from any copy of the file: its own key is destroyed', () => {
  const folder = newFolder();
  const store = opened(folder);
  register(store, walkIn());
  const file = path.join(folder, 'walk-ins', 'walk-in-1.walk-in');
  const copy = fs.readFileSync(file);
  store.walkIns.forget('walk-in-1');
  expect(filesIn(folder)).toEqual([]);
  expect(store.cache.booking('walk-in-1')).toBeNull();
  store.close();
  fs.writeFileSync(file, copy);
  const again = opened(folder);
  expect(again.walkIns.get('walk-in-1')).toBeNull();
  expect(again.walkIns.damaged()).toEqual(['walk-in-1']);
});

test('S13: no name, date of birth or NHS number of a walk-in stands in any file of the store', () => {
  const folder = newFolder();
  const store = opened(folder);
  register(store, walkIn());
  store.close();
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(3);
  for (const entry of files) {
    const bytes = fs.readFileSync(path.join(entry.parentPath, entry.name)).toString('latin1');
    for (const trace of ['Hollyhock', 'Wilhelmina', '1961-03-09', testNumber(7)]) {
      expect(bytes.includes(trace), `${entry.name} holds ${trace}`).toBe(false);
      expect(entry.name.includes(trace)).toBe(false);
    }
  }
});

test.each(['walk-in-1.walk-in', 'walk-in-1.walk-in.key'])(
  'a bit that flipped in %s: the details are damaged by name, nothing crashes, and the visit stays',
  (name) => {
    const folder = newFolder();
    const first = opened(folder);
    register(first, walkIn());
    register(first, walkIn({ bookingId: 'walk-in-9' }), 2);
    first.close();
    const file = path.join(folder, 'walk-ins', name);
    const whole = fs.readFileSync(file, 'latin1');
    for (const at of [0, 20, whole.length - 4]) {
      fs.writeFileSync(file, `${whole.slice(0, at)}${whole[at] === 'A' ? 'B' : 'A'}${whole.slice(at + 1)}`);
      const store = opened(folder);
      expect(store.walkIns.damaged()).toEqual(['walk-in-1']);
      expect(store.walkIns.get('walk-in-1')).toBeNull();
      expect(store.ledger.visit('walk-in-1')).not.toBeNull();
      expect(store.walkIns.get('walk-in-9')).not.toBeNull();
      store.close();
    }
  },
);

test('S15: a file that the disk does not let go of keeps nobody from starting or going on; the next start asks again', () => {
  const folder = newFolder();
  const first = opened(folder);
  register(first, walkIn());
  first.close();
  const at = (name: string) => path.join(folder, 'walk-ins', name);
  // Nothing of them can be removed as a file is.
  for (const name of ['walk-in-1.walk-in.key', 'walk-in-2.walk-in']) {
    fs.rmSync(at(name), { force: true });
    fs.mkdirSync(at(name));
  }
  const second = opened(folder);
  expect(second.walkIns.damaged()).toEqual(['walk-in-1']);
  second.walkIns.forget('walk-in-1');
  expect(second.walkIns.damaged()).toEqual([]);
  second.close();
  for (const name of ['walk-in-1.walk-in.key', 'walk-in-2.walk-in']) fs.rmdirSync(at(name));
  const third = opened(folder);
  third.walkIns.forget('walk-in-1');
  expect(filesIn(folder)).toEqual([]);
});

test('S3: a registration that a restored ledger does not know is a task: the patient is on the paper form alone', async () => {
  const folder = newFolder();
  const first = opened(folder);
  register(first, walkIn());
  await first.keepCopy();
  register(first, walkIn({ bookingId: 'walk-in-2' }), 2);
  first.close();
  fs.rmSync(path.join(folder, 'ledger.db'));
  for (const { file } of journalsIn(folder)) fs.rmSync(file);
  const restored = restoreLedger(optionsFor(folder), copiesIn(folder).at(-1)?.file ?? '');
  expect(restored).toMatchObject({ ok: true, value: { isComplete: false } });
  const { ledger, walkIns } = opened(folder);
  expect(walkIns.get('walk-in-1')).toEqual(walkIn());
  const about = ledger.openTasks().filter(({ matter }) => matter.kind === 'walk-in-lost');
  expect(about.map(({ bookingId }) => bookingId)).toEqual(['walk-in-2']);
});

test('one walk-in may not be read as another: a file is bound to its name', () => {
  const folder = newFolder();
  const first = opened(folder);
  register(first, walkIn());
  register(first, walkIn({ bookingId: 'walk-in-2' }), 2);
  first.close();
  const at = (name: string) => path.join(folder, 'walk-ins', name);
  fs.copyFileSync(at('walk-in-1.walk-in'), at('walk-in-2.walk-in'));
  fs.copyFileSync(at('walk-in-1.walk-in.key'), at('walk-in-2.walk-in.key'));
  expect(opened(folder).walkIns.damaged()).toEqual(['walk-in-2']);
});

test('S3: on a full disk the ballast makes room for a registration; when there is none left nobody is registered, and who was stays', async () => {
  const disk = smallDisk(6);
  const store = opened(disk.folder);
  await store.keepBallast(1024 * 1024);
  register(store, walkIn());
  disk.fill();
  store.walkIns.add(walkIn({ bookingId: 'walk-in-2' }));
  expect(fs.existsSync(path.join(disk.folder, 'ballast'))).toBe(false);
  disk.fill();
  expect(() => store.walkIns.add(walkIn({ bookingId: 'walk-in-3' }))).toThrow(NotStored);
  expect(store.walkIns.get('walk-in-3')).toBeNull();
  expect(store.walkIns.all().map(({ bookingId }) => bookingId)).toEqual(['walk-in-1']);
  disk.makeRoom();
  store.close();
  const again = opened(disk.folder);
  expect(again.walkIns.get('walk-in-1')).toEqual(walkIn());
  expect(filesIn(disk.folder)).toEqual(['walk-in-1.walk-in', 'walk-in-1.walk-in.key']);
});
