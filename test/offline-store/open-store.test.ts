/** Opening the store: what a first start makes, what a later one finds, and every reason to refuse (S15). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../offline-store/open-store.ts';
import type { StoreKeySettings } from '../../offline-store/store.ts';
import {
  booking,
  checkIn,
  goodAge,
  newFolder,
  nowText,
  opened,
  optionsFor,
  visit,
  withLedger,
} from './store-clinic.ts';

const problemOf = (folder: string, key: StoreKeySettings = { kind: 'os-disk-only' }): string => {
  const store = openStore(optionsFor(folder, { key }));
  if (!store.ok) return store.problem;
  store.value.close();
  return 'opened';
};

/** A folder as a clinic leaves it in the evening: two patients checked in. */
function usedFolder(): string {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  checkIn(store, visit('b2', 2));
  store.close();
  return folder;
}

const file = (folder: string, name: string): string => path.join(folder, name);

function flipBit(name: string, at: number): void {
  const bytes = fs.readFileSync(name);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
  fs.writeFileSync(name, bytes);
}

test('what was recorded is there after a restart', () => {
  const folder = newFolder();
  const first = opened(folder);
  const arriving = visit('b1', 1);
  first.cache.replaceDayList(goodAge, [booking('b1')], []);
  expect(checkIn(first, arriving)).toBe(true);
  first.close();
  const second = opened(folder);
  expect(second.ledger.visit('b1')).toEqual(arriving);
  expect(second.cache.bookings()).toEqual([booking('b1')]);
  expect(second.keyProtection).toBe('os-disk-only');
});

test('the first start makes a key for its owner only, and says in the audit trail how it is kept', () => {
  const folder = file(newFolder(), 'made-by-the-kiosk');
  const store = opened(folder);
  expect(store.ledger.audit()).toEqual([
    {
      sequence: 1,
      at: nowText,
      who: 'kiosk',
      act: 'ledger-created',
      bookingId: null,
      details: { keyProtection: 'os-disk-only' },
    },
  ]);
  if (process.platform !== 'win32') {
    for (const name of ['store.key', 'audit-escrow.key']) {
      expect(fs.statSync(file(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
  }
});

test('derived keys stay the same over restarts, and differ for each purpose', () => {
  const folder = newFolder();
  const first = opened(folder);
  const badge = first.deriveKey('staff-badge');
  first.close();
  const second = opened(folder);
  expect(second.deriveKey('staff-badge')).toEqual(badge);
  expect(second.deriveKey('staff-pin')).not.toEqual(badge);
  expect(badge).toHaveLength(32);
});

test('S15: a ledger without its key is never replaced by an empty one', () => {
  const folder = usedFolder();
  const ledger = fs.readFileSync(file(folder, 'ledger.db'));
  fs.renameSync(file(folder, 'store.key'), file(folder, 'elsewhere'));
  expect(problemOf(folder)).toBe('key-missing');
  expect(fs.readFileSync(file(folder, 'ledger.db'))).toEqual(ledger);
  fs.renameSync(file(folder, 'elsewhere'), file(folder, 'store.key'));
  expect(problemOf(folder)).toBe('opened');
});

test('S15: where nothing is left but copies and a journal no empty ledger is begun beside them, and no key made', async () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  expect((await store.keepCopy()).ok).toBe(true);
  checkIn(store, visit('b2', 2));
  store.close();
  for (const name of ['ledger.db', 'ledger-id', 'audit-anchor', 'key-check']) fs.rmSync(file(folder, name));
  expect(problemOf(folder)).toBe('ledger-damaged');
  fs.rmSync(file(folder, 'store.key'));
  const left = fs.readdirSync(folder).toSorted();
  expect(problemOf(folder)).toBe('key-missing');
  expect(fs.readdirSync(folder).toSorted()).toEqual(left);
});

test('S15: another key, or a text that is no key, is refused by name', () => {
  const folder = usedFolder();
  fs.writeFileSync(file(folder, 'store.key'), 'ab'.repeat(32));
  expect(problemOf(folder)).toBe('key-wrong');
  fs.writeFileSync(file(folder, 'store.key'), 'correct horse battery staple');
  expect(problemOf(folder)).toBe('key-wrong');
});

test('S15: another key is refused by name even when the key check is lost too', () => {
  const folder = usedFolder();
  fs.rmSync(file(folder, 'key-check'));
  fs.writeFileSync(file(folder, 'store.key'), 'ab'.repeat(32));
  expect(problemOf(folder)).toBe('key-wrong');
});

test('a credential file is the key; without it, or with another, nothing opens', () => {
  const folder = newFolder();
  const credential = file(newFolder(), 'credential');
  const key: StoreKeySettings = { kind: 'credential-file', path: credential };
  expect(problemOf(folder, key)).toBe('key-missing');
  expect(fs.existsSync(file(folder, 'ledger.db'))).toBe(false);
  fs.writeFileSync(credential, `${'1f'.repeat(32)}\n`);
  expect(problemOf(folder, key)).toBe('opened');
  expect(fs.existsSync(file(folder, 'store.key'))).toBe(false);
  fs.writeFileSync(credential, `${'2f'.repeat(32)}\n`);
  expect(problemOf(folder, key)).toBe('key-wrong');
  fs.rmSync(credential);
  expect(problemOf(folder, key)).toBe('key-missing');
});

test('S15: a change from a credential file to a key on the disk does not make a new key', () => {
  const folder = newFolder();
  const credential = file(newFolder(), 'credential');
  fs.writeFileSync(credential, '1f'.repeat(32));
  expect(problemOf(folder, { kind: 'credential-file', path: credential })).toBe('opened');
  expect(problemOf(folder)).toBe('key-missing');
});

test('a second opening is refused while the first has the store, and works when it is closed', () => {
  const folder = newFolder();
  const first = opened(folder);
  expect(problemOf(folder)).toBe('in-use');
  first.close();
  expect(problemOf(folder)).toBe('opened');
});

test('S15: a plain database in the place of the ledger is refused: it was written by a build that does not encrypt', () => {
  const folder = usedFolder();
  const plain = Buffer.alloc(4096);
  plain.write('SQLite format 3\0', 'latin1');
  fs.writeFileSync(file(folder, 'ledger.db'), plain);
  expect(problemOf(folder)).toBe('not-encrypted');
});

test('S15: a ledger that was there and is gone, or is empty, is damage and not a first start', () => {
  const folder = usedFolder();
  fs.truncateSync(file(folder, 'ledger.db'), 0);
  expect(problemOf(folder)).toBe('ledger-damaged');
  fs.rmSync(file(folder, 'ledger.db'));
  expect(problemOf(folder)).toBe('ledger-damaged');
  expect(fs.existsSync(file(folder, 'ledger.db'))).toBe(false);
});

test('S15: a ledger that is gone together with its anchor is damage too, and not a first start', () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  store.close();
  for (const name of ['audit-anchor', 'ledger.db']) fs.rmSync(file(folder, name));
  expect(problemOf(folder)).toBe('ledger-damaged');
  expect(fs.existsSync(file(folder, 'ledger.db'))).toBe(false);
});

test('S15: one flipped bit anywhere in the ledger is found at the start, never shown as data', () => {
  const folder = usedFolder();
  const { size } = fs.statSync(file(folder, 'ledger.db'));
  for (let at = 5; at < size; at += 4099) {
    flipBit(file(folder, 'ledger.db'), at);
    expect(problemOf(folder), `byte ${at}`).toBe('ledger-damaged');
    flipBit(file(folder, 'ledger.db'), at);
  }
  expect(problemOf(folder)).toBe('opened');
});

test('S15: a flipped bit in the log, which SQLite passes over in silence, is found by the anchor', () => {
  const folder = newFolder();
  const store = opened(folder);
  for (let ticket = 1; ticket <= 3; ticket += 1) checkIn(store, visit(`b${ticket}`, ticket));
  const image = newFolder();
  fs.cpSync(folder, image, { recursive: true });
  expect(problemOf(image)).toBe('opened');
  fs.cpSync(folder, image, { recursive: true });
  flipBit(file(image, 'ledger.db-wal'), 32 + 24 + 100);
  expect(problemOf(image)).toBe('ledger-damaged');
});

test("S15: yesterday's copy of the ledger put back is found by the anchor", () => {
  const folder = usedFolder();
  fs.copyFileSync(file(folder, 'ledger.db'), file(folder, 'yesterday'));
  const store = opened(folder);
  checkIn(store, visit('b3', 3));
  store.close();
  fs.renameSync(file(folder, 'yesterday'), file(folder, 'ledger.db'));
  expect(problemOf(folder)).toBe('ledger-damaged');
});

test('a lost anchor is made again, and the audit trail says that it was lost', () => {
  const folder = usedFolder();
  fs.rmSync(file(folder, 'audit-anchor'));
  const store = opened(folder);
  expect(store.ledger.audit().at(-1)).toMatchObject({ who: 'kiosk', act: 'audit-anchor-missing' });
  expect(store.ledger.auditBreak()).toBeNull();
});

test('S15: a ledger that a newer version wrote is refused and left as it is', () => {
  const folder = usedFolder();
  withLedger(folder, ({ sql }) => sql.pragma('user_version = 99'));
  expect(problemOf(folder)).toBe('newer-version');
  expect(problemOf(folder)).toBe('newer-version');
});

test('S15: a folder that cannot be made is said so', () => {
  const blocked = file(newFolder(), 'a-file');
  fs.writeFileSync(blocked, '');
  expect(problemOf(file(blocked, 'store'))).toBe('folder-not-writable');
});

test('a first start that was cut short before anything was kept begins again', () => {
  const folder = newFolder();
  opened(folder).close();
  for (const name of ['audit-anchor', 'ledger-id', 'ledger.db']) fs.rmSync(file(folder, name));
  fs.writeFileSync(file(folder, 'ledger.db'), '');
  expect(problemOf(folder)).toBe('opened');
});

test('listeners hear of a change once the code that made it has run to its end, and no more when they leave', async () => {
  const store = opened(newFolder());
  let heard = 0;
  const leave = store.onChange(() => {
    heard += 1;
  });
  checkIn(store, visit('b1', 1));
  store.cache.replaceDayList(goodAge, [booking('b1')], []);
  expect(heard).toBe(0);
  await Promise.resolve();
  expect(heard).toBe(1);
  leave();
  checkIn(store, visit('b2', 2));
  await Promise.resolve();
  expect(heard).toBe(1);
});

test('S15: a clock that cannot be right opens nothing, and the list of today is still there when it is set', () => {
  const folder = newFolder();
  const store = opened(folder);
  store.cache.replaceDayList(goodAge, [booking('b1')], []);
  store.close();
  const asked: (string | null)[] = [];
  const isClockPossible = (lastActAt: string | null) => {
    asked.push(lastActAt);
    return false;
  };
  expect(openStore(optionsFor(folder, { clinicDay: '1970-01-01', isClockPossible }))).toEqual({
    ok: false,
    problem: 'clock-wrong',
  });
  expect(asked).toEqual([nowText]);
  expect(
    opened(folder)
      .cache.bookings()
      .map(({ id }) => id),
  ).toEqual(['b1']);
});
