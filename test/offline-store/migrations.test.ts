/** Files that earlier versions left: opened by this one, they hold what they held, wherever the way there is cut short. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { cacheFile } from '../../offline-store/cache/cache-file.ts';
import { openDatabase } from '../../offline-store/database.ts';
import { ledgerFile } from '../../offline-store/ledger/ledger-file.ts';
import { openStore } from '../../offline-store/open-store.ts';
import type { Store } from '../../offline-store/store.ts';
import { deriveKey, makeDayKey, readDayKey } from '../../offline-store/store-key.ts';
import { olderLedger } from './older-ledger.ts';
import {
  booking,
  checkIn,
  goodAge,
  newFolder,
  nowText,
  opened,
  optionsFor,
  storeKeyIn,
  today,
  visit,
  withLedger,
} from './store-clinic.ts';

const newest = ledgerFile.migrations.length;
const earlier = Array.from({ length: newest - 1 }, (_, index) => index + 1);
const testTimeoutMs = 60_000;

/** Everything that the first version could keep, as the kiosk reads it. */
function readsAsItWas(store: Store, version: number): void {
  const { ledger } = store;
  expect(ledger.visits(today)).toMatchObject([{ bookingId: 'b1', ticketNumber: 1, visitCode: 'K7', foundBy: 'scan' }]);
  expect(ledger.visit('b1')).toMatchObject({
    patientMark: version >= 2 ? 'a'.repeat(32) : '',
    specimens: [{ id: 'V1X-1', tube: 'EDTA', tests: ['fbc'], identifier: 'V1X-1', handling: ['ice'] }],
  });
  expect(ledger.papers('b1').map(({ id, state, sequence }) => [id, state, sequence])).toEqual([
    ['header', 'printed', 1],
    ['label', 'sending', 2],
  ]);
  const serial = version >= 4 ? '50J01' : null;
  expect(ledger.inDoubt('labels')).toMatchObject([
    { paper: { id: 'label' }, attempt: { token: 'ABCD', odometerBefore: 41, serial } },
  ]);
  expect(ledger.outboxOf('b1')[0]).toMatchObject({
    eventId: 'event-1',
    kind: 'arrived',
    attempts: 2,
    state: 'pending',
  });
  expect(ledger.outboxPending()).toHaveLength(version >= 7 ? 2 : 1);
  expect(ledger.collections('b1')).toHaveLength(version >= 7 ? 1 : 0);
  expect(ledger.openTasks()).toMatchObject([{ id: 'task-1', matter: { kind: 'transfusion-by-hand', tests: ['gs'] } }]);
  expect(ledger.staff()).toMatchObject([{ staffId: 'staff-1', failedTries: 1 }]);
  expect(ledger.guessing()).toEqual({ misses: 3, restingUntil: null });
  expect(
    ledger
      .audit()
      .slice(0, 2)
      .map(({ act }) => act),
  ).toEqual(['ledger-created', 'check-in']);
  expect(ledger.auditBreak()).toBeNull();
}

/** It is not only read: the next patient is checked in, printed, sent; numbers that were given are not given again. */
async function goesOn(store: Store): Promise<void> {
  expect(checkIn(store, visit('b2', 2))).toBe(true);
  expect(store.ledger.papers('b2').map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6]);
  const range = { prefix: 'PK', from: 1, to: 99, digits: 6 };
  expect(store.ledger.write((writes) => writes.takeReserved(range, 1))).toEqual(['PK000008']);
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
}

describe('a ledger of an earlier version is read as it was left, and goes on', () => {
  test.each(earlier)('version %i', async (version) => {
    const folder = olderLedger(version);
    const store = opened(folder);
    readsAsItWas(store, version);
    await goesOn(store);
    store.close();
    withLedger(folder, ({ sql }) => expect(sql.pragma('user_version', { simple: true })).toBe(newest));
    opened(folder).close();
  });
});

test('S15: a ledger of a newer version is refused, and stays as it is', () => {
  const folder = olderLedger(newest);
  withLedger(folder, ({ sql }) => sql.pragma(`user_version = ${newest + 1}`));
  const before = fs.readFileSync(path.join(folder, 'ledger.db'));
  expect(openStore(optionsFor(folder))).toEqual({ ok: false, problem: 'newer-version' });
  expect(fs.readFileSync(path.join(folder, 'ledger.db'))).toEqual(before);
});

describe('S3: a kiosk that is killed in the middle of a new version', () => {
  // Each migration flushes the log once; the first flush is of the header.
  test.each(earlier)(
    'at flush %i of the log: the next start goes on from there, and nothing is lost',
    async (flush) => {
      const folder = olderLedger(1);
      const log = path.join(folder, 'ledger.db-wal');
      const script = path.join(import.meta.dirname, 'disk-fault-process.ts');
      const fault = `inject=fsync:signal=SIGKILL:when=${flush}`;
      const args = ['-f', '-qq', '-P', log, '-o', path.join(newFolder(), 'trace'), '-e', 'trace=fsync', '-e', fault];
      const child = spawn('strace', [...args, process.execPath, script, folder, '2', '0'], { stdio: 'ignore' });
      const how = await new Promise<string | number | null>((resolve, reject) => {
        child.once('exit', (code, signal) => resolve(signal ?? code));
        child.once('error', () => reject(new Error('this test needs strace (build/system-packages.txt)')));
      });
      expect(how).toBe('SIGKILL');
      const store = opened(folder);
      readsAsItWas(store, 1);
      await goesOn(store);
    },
    testTimeoutMs,
  );
});

describe('a day list of an earlier version', () => {
  const versions = cacheFile.migrations.slice(0, -1).map(({ version }) => version);

  /** As that version left it: the list in its own shape where it is one that is still read. */
  function olderCache(version: number): string {
    const folder = newFolder();
    opened(folder).close();
    fs.rmSync(path.join(folder, 'cache.db'));
    const wrappingKey = deriveKey(storeKeyIn(folder), 'day-key');
    const { key } = readDayKey(folder, wrappingKey) ?? makeDayKey(folder, wrappingKey, today);
    const kind = { ...cacheFile, migrations: cacheFile.migrations.slice(0, version) };
    const made = openDatabase({ file: path.join(folder, 'cache.db'), key, kind });
    assert(made.ok, 'a day list of an earlier version is made');
    const { sql, close } = made.value;
    const json = JSON.stringify(booking('b1'));
    if (version === 1) {
      sql.prepare(`INSERT INTO day_list VALUES (1, 1, ?, 'site-1', ?, '[]')`).run(today, nowText);
      sql.prepare(`INSERT INTO bookings VALUES (1, 'b1', NULL, '1', ?)`).run(json);
    } else {
      sql
        .prepare(`INSERT INTO day_list (id, slot, places, clinic_day, site_id, pulled_at, set_aside_json)
        VALUES (1, 0, 1, ?, 'site-1', ?, '[]')`)
        .run(today, nowText);
      sql.prepare(`INSERT INTO bookings (id, version, booking_json) VALUES (0, '1', ?)`).run(json);
    }
    close();
    return folder;
  }

  test.each(versions)(
    'version %i: what is still read is shown, the rest is pulled again, and it is never wrong',
    (version) => {
      const { cache } = opened(olderCache(version));
      expect(cache.isDamaged()).toBe(false);
      expect(cache.bookings()).toEqual(version === 1 ? [] : [booking('b1')]);
      expect(cache.age()?.pulledAt).toBe(version === 1 ? undefined : nowText);
      cache.replaceDayList(goodAge, [booking('b1'), booking('b2')], []);
      expect(cache.bookings()).toHaveLength(2);
    },
  );

  test('a newer version: its list is put away, and pulled again', () => {
    const folder = newFolder();
    const first = opened(folder);
    first.cache.replaceDayList(goodAge, [booking('b1')], []);
    first.close();
    const key = readDayKey(folder, deriveKey(storeKeyIn(folder), 'day-key'))?.key;
    assert(key, 'the day has a key');
    const later = {
      ...cacheFile,
      migrations: [
        ...cacheFile.migrations,
        { version: cacheFile.migrations.length + 1, sql: 'CREATE TABLE later (a)' },
      ],
    };
    const made = openDatabase({ file: path.join(folder, 'cache.db'), key, kind: later });
    assert(made.ok, 'a day list of a newer version is made');
    made.value.close();
    const { cache } = opened(folder);
    expect([cache.age(), cache.bookings(), cache.isDamaged()]).toEqual([null, [], true]);
  });
});
