/**
 * Damage in every page of both files, in the log and in the journal: what is damaged is never shown, and the ledger comes back
 * whole from its copy and journal (S3, S15).
 */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { cacheFile } from '../../offline-store/cache/cache-file.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { ledgerFile } from '../../offline-store/ledger/ledger-file.ts';
import { openStore } from '../../offline-store/open-store.ts';
import { restoreLedger } from '../../offline-store/restore.ts';
import { booking, checkIn, goodAge, newFolder, opened, optionsFor, today, visit } from './store-clinic.ts';

const testTimeoutMs = 60_000;
const patients = 12;

function flip(file: string, at: number): void {
  const descriptor = fs.openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  fs.readSync(descriptor, byte, 0, 1, at);
  byte.writeUInt8(byte.readUInt8(0) ^ 0x10);
  fs.writeSync(descriptor, byte, 0, 1, at);
  fs.closeSync(descriptor);
}

/** Another byte in each page, so that every part of a page is hit by some. */
function placesIn(file: string, pageBytes: number): readonly number[] {
  const pages = Math.floor(fs.statSync(file).size / pageBytes);
  return Array.from({ length: pages }, (_, page) => page * pageBytes + ((page * 131 + 17) % pageBytes));
}

function copyOf(folder: string): string {
  const image = newFolder();
  fs.cpSync(folder, image, { recursive: true });
  return image;
}

/** An evening's store: a copy from the middle of the day, and a journal since. */
async function usedFolder(): Promise<string> {
  const folder = newFolder();
  const store = opened(folder);
  store.cache.replaceDayList(
    goodAge,
    Array.from({ length: 60 }, (_, index) => booking(`b${index + 1}`)),
    [],
  );
  for (let ticket = 1; ticket <= patients; ticket += 1) {
    checkIn(store, visit(`b${ticket}`, ticket));
    if (ticket === patients / 2) await store.keepCopy();
  }
  store.close();
  return folder;
}

test(
  'S3, S15: one flipped bit in any page of the ledger is found at the start, and the ledger comes back whole',
  async () => {
    const folder = await usedFolder();
    const places = placesIn(path.join(folder, 'ledger.db'), ledgerFile.pageBytes);
    expect(places.length).toBeGreaterThan(20);
    const image = copyOf(folder);
    for (const at of places) {
      flip(path.join(image, 'ledger.db'), at);
      expect([at, openStore(optionsFor(image))]).toEqual([at, { ok: false, problem: 'ledger-damaged' }]);
      flip(path.join(image, 'ledger.db'), at);
    }
    const last = places.at(-1);
    assert(last !== undefined, 'the ledger has pages');
    flip(path.join(image, 'ledger.db'), last);
    const restored = restoreLedger(optionsFor(image), copiesIn(image).at(-1)?.file ?? '');
    expect(restored).toMatchObject({ ok: true, value: { missing: 0, replayed: patients / 2 } });
    expect(opened(image).ledger.visits(today)).toEqual(opened(folder).ledger.visits(today));
  },
  testTimeoutMs,
);

test(
  'S11, S13: one flipped bit in any page of the day list: the list is pulled again, and no other name is ever shown',
  async () => {
    const folder = await usedFolder();
    const whole = opened(copyOf(folder)).cache.bookings();
    for (const at of placesIn(path.join(folder, 'cache.db'), cacheFile.pageBytes)) {
      const image = copyOf(folder);
      flip(path.join(image, 'cache.db'), at);
      const { cache, ledger } = opened(image);
      expect([at, cache.bookings()]).toEqual([at, []]);
      expect([cache.age(), cache.isDamaged()]).toEqual([null, true]);
      expect(ledger.audit().at(-1)).toMatchObject({ act: 'day-list-forgotten', details: { why: 'damage' } });
      // The check-ins are not of the list: nobody is un-checked.
      expect(ledger.visits(today)).toHaveLength(patients);
      cache.replaceDayList(goodAge, whole, []);
      expect(cache.bookings()).toEqual(whole);
    }
  },
  testTimeoutMs,
);

describe('S15: the log of a kiosk that was switched off at the wall', () => {
  /** The files as they lie while the kiosk runs: its newest acts are in the log alone. */
  async function switchedOff(): Promise<string> {
    const folder = newFolder();
    const store = opened(folder);
    for (let ticket = 1; ticket <= 4; ticket += 1) {
      checkIn(store, visit(`b${ticket}`, ticket));
      if (ticket === 1) await store.keepCopy();
    }
    return copyOf(folder);
  }

  test(
    'one flipped bit in any page of it: everything is there, or the kiosk does not open',
    async () => {
      const folder = await switchedOff();
      const log = path.join(folder, 'ledger.db-wal');
      // A page of the log has a header of its own.
      const places = placesIn(log, ledgerFile.pageBytes + 24);
      expect(places.length).toBeGreaterThan(20);
      let refusals = 0;
      for (const at of places) {
        const image = copyOf(folder);
        flip(path.join(image, 'ledger.db-wal'), at);
        const again = openStore(optionsFor(image));
        if (again.ok) {
          // What lies behind the newest act is left of older ones: nothing reads it.
          expect([at, again.value.ledger.visits(today).length]).toEqual([at, 4]);
          again.value.close();
          continue;
        }
        refusals += 1;
        expect([at, again.problem]).toEqual([at, 'ledger-damaged']);
      }
      expect(refusals).toBeGreaterThan(places.length / 2);
    },
    testTimeoutMs,
  );

  test('a log that is cut off, or gone, is found by the anchor; the copy and the journal bring everything back', async () => {
    const running = newFolder();
    const store = opened(running);
    checkIn(store, visit('b1', 1));
    await store.keepCopy();
    checkIn(store, visit('b2', 2));
    checkIn(store, visit('b3', 3));
    // The journal is written when the desk has been answered.
    await Promise.resolve();
    const log = 'ledger.db-wal';
    const bytes = fs.statSync(path.join(running, log)).size;
    for (const left of [0, 32, Math.floor(bytes / 2), bytes - 1]) {
      const image = copyOf(running);
      fs.truncateSync(path.join(image, log), left);
      expect([left, openStore(optionsFor(image))]).toEqual([left, { ok: false, problem: 'ledger-damaged' }]);
      const restored = restoreLedger(optionsFor(image), copiesIn(image).at(-1)?.file ?? '');
      expect([left, restored]).toMatchObject([left, { ok: true, value: { missing: 0, replayed: 2 } }]);
      expect(
        opened(image)
          .ledger.visits(today)
          .map(({ bookingId }) => bookingId),
      ).toEqual(['b1', 'b2', 'b3']);
    }
  });

  test('an act that left no trace in the audit is missed too: a label that was being sent is not sent again (S5)', () => {
    const folder = newFolder();
    const store = opened(folder);
    checkIn(store, visit('b1', 1));
    const before = copyOf(folder);
    store.ledger.write((writes) => {
      writes.startAttempt({
        paperId: 'V1X-1-label',
        printer: 'labels',
        token: 'ABCD',
        odometerBefore: 1,
        serial: null,
        startedAt: 'now',
      });
      writes.setPaperState('V1X-1-label', 'sending');
    });
    const after = copyOf(folder);
    for (const name of ['ledger.db', 'ledger.db-wal']) fs.copyFileSync(path.join(before, name), path.join(after, name));
    expect(openStore(optionsFor(after))).toEqual({ ok: false, problem: 'ledger-damaged' });
  });
});

test("S15: yesterday's ledger put back is refused, and today's comes back from the copy and the journal", async () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  store.close();
  const yesterday = copyOf(folder);
  const again = opened(folder);
  await again.keepCopy();
  checkIn(again, visit('b2', 2));
  again.close();
  fs.copyFileSync(path.join(yesterday, 'ledger.db'), path.join(folder, 'ledger.db'));
  expect(openStore(optionsFor(folder))).toEqual({ ok: false, problem: 'ledger-damaged' });
  expect(restoreLedger(optionsFor(folder), copiesIn(folder).at(-1)?.file ?? '')).toMatchObject({
    ok: true,
    value: { missing: 0, replayed: 1 },
  });
  expect(opened(folder).ledger.visits(today)).toHaveLength(2);
});
