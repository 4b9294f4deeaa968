/** The ledger is copied while the clinic goes on: nobody waits for it, and nobody who came meanwhile is lost (S3). */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { ledgerFile } from '../../offline-store/ledger/ledger-file.ts';
import { restoreLedger } from '../../offline-store/restore.ts';
import { stillFile } from '../../offline-store/still-file.ts';
import type { Store } from '../../offline-store/store.ts';
import { lengthen, untilOnDisk } from './long-ledger.ts';
import { smallDisk } from './small-disk.ts';
import { checkIn, newFolder, opened, optionsFor, today, visit, withLedger } from './store-clinic.ts';

const inCopies = (folder: string) => fs.readdirSync(path.join(folder, 'copies'));
const draftIn = (folder: string) =>
  path.join(folder, 'copies', inCopies(folder).find((name) => /\.new$/.test(name)) ?? '-');
const draftBytes = (folder: string) => fs.statSync(draftIn(folder), { throwIfNoEntry: false })?.size ?? 0;
/** Every byte of it is there, and it has no name yet. */
const isBeingChecked = (folder: string) => draftBytes(folder) >= fs.statSync(path.join(folder, 'ledger.db')).size;

function longLedger(folder = newFolder()): { readonly folder: string; readonly store: Store } {
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  lengthen(store);
  return { folder, store };
}

const patientsOf = ({ ledger }: Store) => ledger.visits(today).map(({ bookingId }) => bookingId);

/** One patient with each turn of the event loop, for as long as the copying lasts. */
async function checkInMeanwhile(store: Store, copying: Promise<unknown>): Promise<readonly string[]> {
  const events: string[] = [];
  let isOver = false;
  void copying.finally(() => {
    isOver = true;
  });
  for (let ticket = 2; !isOver; ticket += 1) {
    if (ticket <= 40) {
      checkIn(store, visit(`b${ticket}`, ticket));
      events.push(`b${ticket}`);
    }
    await nextTurn();
  }
  return [...events, 'copied'];
}

test('S3: patients are checked in while the ledger is copied, and come back from that copy and from the one before', async () => {
  const { folder, store } = longLedger();
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  checkIn(store, visit('b0', 99));
  const copying = store.keepCopy();
  const events = await checkInMeanwhile(store, copying);
  expect(await copying).toEqual({ ok: true, value: 'kept' });
  expect(events.length).toBeGreaterThan(10);
  expect(store.isCopyWanted()).toBe(false);
  const [knew, audit] = [patientsOf(store), store.ledger.audit()];
  store.close();
  fs.truncateSync(path.join(folder, 'ledger.db'), 5000);
  const copies = copiesIn(folder);
  expect(copies).toHaveLength(2);
  for (const [index, { file }] of copies.entries()) {
    const image = newFolder();
    fs.cpSync(folder, image, { recursive: true });
    // Everybody who came meanwhile is not in the copy, and is in the journal that begins with it.
    const replayed = events.length - 1 + (index === 0 ? 1 : 0);
    expect(restoreLedger(optionsFor(image), file.replace(folder, image))).toMatchObject({
      ok: true,
      value: { missing: 0, isComplete: true, replayed },
    });
    const again = opened(image);
    expect(patientsOf(again)).toEqual(knew);
    expect(again.ledger.audit().slice(0, -1)).toEqual(audit);
    expect(again.ledger.auditBreak()).toBeNull();
  }
});

test('whoever asks for a copy while one is made is given the same one', async () => {
  const { folder, store } = longLedger();
  const both = [store.keepCopy(), store.keepCopy()];
  expect(await Promise.all(both)).toEqual([
    { ok: true, value: 'kept' },
    { ok: true, value: 'kept' },
  ]);
  expect(inCopies(folder)).toHaveLength(1);
});

test('a file that is held still does not change, however much is written, and changes again when it is let go', () => {
  const { folder, store } = longLedger();
  store.close();
  const file = path.join(folder, 'ledger.db');
  withLedger(folder, ({ sql, write }) => {
    const still = stillFile(sql, file);
    const held = still.hold();
    assert(held.ok, 'it is held');
    const bytesNow = () => {
      const bytes = Buffer.alloc(fs.statSync(file).size);
      fs.readSync(held.value.descriptor, bytes, 0, bytes.length, 0);
      return bytes;
    };
    const writeMuch = () => {
      const wal = () => fs.statSync(`${file}-wal`).size;
      const before = wal();
      for (let n = 0; wal() < before + 2 * ledgerFile.logBytesMax && n < 100; n += 1)
        write(() => sql.exec('UPDATE check_ins SET held_back_json = json_quote(hex(randomblob(20000)))'));
    };
    const before = bytesNow();
    writeMuch();
    expect(bytesNow().equals(before)).toBe(true);
    held.value.letGo();
    writeMuch();
    expect(bytesNow().equals(before)).toBe(false);
    const again = still.hold();
    // Letting go what another holds by now does nothing.
    held.value.letGo();
    const then = bytesNow();
    writeMuch();
    expect(bytesNow().equals(then)).toBe(true);
    if (again.ok) again.value.letGo();
    still.close();
  });
});

test('S15: copying opens the ledger to no other process, neither meanwhile nor afterwards', async () => {
  const { folder, store } = longLedger();
  const script = path.join(import.meta.dirname, 'ledger-lock-process.ts');
  const another = () =>
    spawnSync(process.execPath, [script, path.join(folder, 'ledger.db')], { encoding: 'utf8' }).stdout;
  const copying = store.keepCopy();
  untilOnDisk(() => draftBytes(folder) > 0);
  expect(another()).toBe('kept out');
  expect(await copying).toEqual({ ok: true, value: 'kept' });
  expect(checkIn(store, visit('b2', 2))).toBe(true);
  expect(another()).toBe('kept out');
  store.close();
  expect(another()).toBe('let in');
});

test.each<[string, (folder: string) => boolean]>([
  ['before the thread is there', () => true],
  ['while the bytes are copied', (folder) => draftBytes(folder) > 0],
  ['while the copy is checked', isBeingChecked],
])('a kiosk that is closed %s leaves no half copy, and the next copy reaches everybody', async (_, isThen) => {
  const { folder, store } = longLedger();
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  checkIn(store, visit('b2', 2));
  const before = inCopies(folder);
  const begun = once(process, 'worker');
  const byForce = vi.spyOn(Worker.prototype, 'terminate');
  onTestFinished(() => byForce.mockRestore());
  const copying = store.keepCopy();
  untilOnDisk(() => isThen(folder));
  checkIn(store, visit('b3', 3));
  store.close();
  expect(inCopies(folder)).toEqual(before);
  // By itself.
  const [thread] = await begun;
  await once(thread, 'exit');
  expect(byForce).not.toHaveBeenCalled();
  expect(await copying).toEqual({ ok: false, problem: 'broken-off' });
  const again = opened(folder);
  expect(again.isCopyWanted()).toBe(true);
  // Until then the copy before and both journals reach everybody.
  const image = newFolder();
  fs.cpSync(folder, image, { recursive: true });
  fs.rmSync(path.join(image, 'ledger.db'));
  expect(restoreLedger(optionsFor(image), path.join(image, 'copies', before[0] ?? ''))).toMatchObject({
    ok: true,
    value: { missing: 0, replayed: 2 },
  });
  expect(patientsOf(opened(image))).toEqual(['b1', 'b2', 'b3']);
  expect(await again.keepCopy()).toEqual({ ok: true, value: 'kept' });
  expect(again.isCopyWanted()).toBe(false);
});

test('S3: a disk that fills up while the ledger is copied: the half copy goes, and the patient is checked in', async () => {
  const disk = smallDisk(16);
  const { store } = longLedger(disk.folder);
  const copying = store.keepCopy();
  untilOnDisk(() => draftBytes(disk.folder) > 0);
  disk.fill();
  for (let ticket = 2; ticket <= 40; ticket += 1) expect(checkIn(store, visit(`b${ticket}`, ticket))).toBe(true);
  expect((await copying).ok).toBe(false);
  expect(inCopies(disk.folder)).toEqual([]);
  expect(store.trouble()).toBeNull();
  disk.makeRoom();
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
});

test('without room for all of it no copy is begun', async () => {
  const disk = smallDisk(3);
  const { folder, store } = longLedger(disk.folder);
  expect(await store.keepCopy()).toEqual({ ok: false, problem: 'disk-full' });
  expect(inCopies(folder)).toEqual([]);
  expect(store.trouble()).toBeNull();
});
