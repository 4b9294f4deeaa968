/** A system that refuses what a copy or a restoring needs: nothing is taken for whole that is not, and the kiosk goes on (S3, S15). */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { copiesIn } from '../../offline-store/copies.ts';
import { ledgerFile } from '../../offline-store/ledger/ledger-file.ts';
import { NotStored } from '../../offline-store/not-stored.ts';
import { restoreLedger } from '../../offline-store/restore.ts';
import { breakWritesTo } from './broken-descriptor.ts';
import { lengthen, untilOnDisk } from './long-ledger.ts';
import { checkIn, newFolder, opened, optionsFor, today, visit, withLedger } from './store-clinic.ts';

const keepCopy = path.join(import.meta.dirname, 'keep-copy-process.ts');
const restore = path.join(import.meta.dirname, '../faults/ledger-restored.ts');

/** What the disk says, and what it is called. */
const refusals = [
  ['EIO', 'disk-refuses'],
  ['ENOSPC', 'disk-full'],
] as const;

interface Fault {
  /** The only one whose writes fail, or its reads. */
  readonly file: string;
  readonly calls?: string;
  readonly error: 'EIO' | 'ENOSPC';
  /** Which of them, in strace's words. */
  readonly when: string;
}

function runOn({ file, error, when, calls = 'pwrite64' }: Fault, ...words: readonly string[]) {
  const trace = path.join(newFolder(), 'trace');
  const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}:when=${when}`];
  const options = ['-f', '-qq', '-P', file, '-o', trace, ...inject, process.execPath, ...words];
  const { stdout, stderr } = spawnSync('strace', options, { encoding: 'utf8' });
  return { stdout, stderr, faults: fs.readFileSync(trace, 'utf8').split('INJECTED').length - 1 };
}

test.each(refusals)(
  'a copy of which the disk refuses a page after it was opened (%s) is none, and the next one is',
  (error, problem) => {
    const folder = newFolder();
    const store = opened(folder);
    checkIn(store, visit('b1', 1));
    store.close();
    // The first write brings its bytes, the second is of SQLite that opens it.
    const file = path.join(folder, 'copies', 'ledger-1.db.new');
    const said = runOn({ file, error, when: '2' }, keepCopy, folder);
    expect(said).toEqual({ stdout: `${problem}\nkept\n`, stderr: '', faults: 1 });
    expect(copiesIn(folder).map(({ writeNumber }) => writeNumber)).toEqual([2]);
    expect(fs.readdirSync(path.join(folder, 'copies'))).toHaveLength(1);
  },
);

test('a copy of which the disk does not give back a page is made once more, and nothing is said of the ledger', () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  store.close();
  const file = path.join(folder, 'copies', 'ledger-1.db.new');
  const said = runOn({ file, error: 'EIO', when: '6', calls: 'pread64' }, keepCopy, folder);
  expect(said).toEqual({ stdout: 'kept\nkept\n', stderr: '', faults: 1 });
  expect(opened(folder).ledger.openTasks()).toEqual([]);
});

test('where no thread can be begun there is no copy: that is an answer, and the ledger is held still no longer', () => {
  const folder = newFolder();
  const store = opened(folder);
  lengthen(store);
  store.close();
  const permissions = ['--permission', '--allow-addons', '--allow-fs-read=*', '--allow-fs-write=*'];
  const script = path.join(import.meta.dirname, 'no-thread-process.ts');
  const said = spawnSync(process.execPath, ['--no-warnings', ...permissions, script, folder], { encoding: 'utf8' });
  const pages = Math.floor(ledgerFile.logBytesMax / ledgerFile.pageBytes);
  expect([said.stdout, said.stderr]).toEqual([`broken-off ${pages}\n`.repeat(2), '']);
  expect(fs.readdirSync(path.join(folder, 'copies'))).toEqual([]);
  expect(opened(folder).isCopyWanted()).toBe(true);
});

test.each(refusals)(
  'S3: a restoring of which the disk refuses a page (%s) changes nothing, and brings everybody back when it is run again',
  async (error, problem) => {
    const folder = await dayWithCopy();
    fs.truncateSync(path.join(folder, 'ledger.db'), 5000);
    const before = fs.readdirSync(folder);
    const copy = copiesIn(folder)[0]?.file ?? '';
    const said = runOn({ file: path.join(folder, 'ledger.db.restoring'), error, when: '1+' }, restore, folder, copy);
    expect(said.faults).toBeGreaterThan(0);
    expect(said.stderr).toContain(`the ledger is restored: ${problem}`);
    expect(fs.readdirSync(folder)).toEqual(before);
    expect(restoreLedger(optionsFor(folder), copy)).toMatchObject({
      ok: true,
      value: { missing: 0, isComplete: true },
    });
    expect(
      opened(folder)
        .ledger.visits(today)
        .map(({ bookingId }) => bookingId),
    ).toEqual(['b1', 'b2']);
  },
);

test.each([
  ['ENOSPC', 'pwrite64', 'disk-full'],
  ['EIO', 'pwrite64', 'disk-refuses'],
  ['EIO', 'fsync,fdatasync', 'disk-refuses'],
] as const)(
  'S3: a disk that says %s to one %s while the journal is done again: nothing is taken for restored that lacks what follows',
  async (error, calls, problem) => {
    const folder = await dayWithCopy();
    fs.truncateSync(path.join(folder, 'ledger.db'), 5000);
    const before = fs.readdirSync(folder);
    const copy = copiesIn(folder)[0]?.file ?? '';
    // The first writes of its log prove the settings; those that follow are of the journal.
    const when = calls === 'pwrite64' ? '12' : '3';
    const said = runOn(
      { file: path.join(folder, 'ledger.db.restoring-wal'), error, when, calls },
      restore,
      folder,
      copy,
    );
    expect(said.faults).toBe(1);
    expect(said.stderr).toContain(`the ledger is restored: ${problem}`);
    expect(fs.readdirSync(folder)).toEqual(before);
    expect(restoreLedger(optionsFor(folder), copy)).toMatchObject({ ok: true, value: { missing: 0, replayed: 1 } });
  },
);

const readCalls = 'read,pread64,copy_file_range,sendfile';

test('S3, S15: a ledger that the disk does not give back is damaged by name, and a restoring brings everybody back all the same', async () => {
  const folder = await dayWithCopy();
  const file = path.join(folder, 'ledger.db');
  const fault = { file, error: 'EIO', when: '1+', calls: readCalls } as const;
  const opening = path.join(import.meta.dirname, 'another-account-process.ts');
  expect(runOn(fault, opening, folder, '0').stdout).toBe('ledger-damaged');
  const was = fs.readFileSync(file);
  const said = runOn(fault, restore, folder, copiesIn(folder)[0]?.file ?? '');
  expect(said.stderr).toBe('');
  expect(said.faults).toBeGreaterThan(2);
  const aside = fs.readdirSync(folder).find((name) => name.startsWith('set-aside')) ?? '';
  expect(fs.readFileSync(path.join(folder, aside, 'ledger.db'))).toEqual(was);
  expect(opened(folder).ledger.visits(today)).toHaveLength(2);
});

test('S15: a copy that the disk does not give back is damaged, so that the older one is taken', async () => {
  const folder = await dayWithCopy();
  fs.truncateSync(path.join(folder, 'ledger.db'), 5000);
  const before = fs.readdirSync(folder);
  const copy = copiesIn(folder)[0]?.file ?? '';
  const said = runOn({ file: copy, error: 'EIO', when: '1+', calls: readCalls }, restore, folder, copy);
  expect(said.stderr).toContain('the ledger is restored: copy-damaged');
  expect(fs.readdirSync(folder)).toEqual(before);
});

/** One patient before the copy, one after it. */
async function dayWithCopy(): Promise<string> {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  checkIn(store, visit('b2', 2));
  store.close();
  return folder;
}

test('S3, S15: a write that the disk breaks off while the ledger is copied: it is opened again, that copy is none, and the next one is', async () => {
  const folder = newFolder();
  const store = opened(folder);
  lengthen(store);
  checkIn(store, visit('b1', 1));
  const copying = store.keepCopy();
  untilOnDisk(() => fs.readdirSync(path.join(folder, 'copies')).some((name) => name.endsWith('.new')));
  checkIn(store, visit('b2', 2));
  breakWritesTo(path.join(folder, 'ledger.db-wal'));
  expect(() => checkIn(store, visit('b3', 3))).toThrow(NotStored);
  expect(checkIn(store, visit('b4', 4))).toBe(true);
  expect(await copying).toEqual({ ok: false, problem: 'broken-off' });
  expect(fs.readdirSync(path.join(folder, 'copies'))).toEqual([]);
  const lock = path.join(import.meta.dirname, 'ledger-lock-process.ts');
  const another = spawnSync(process.execPath, [lock, path.join(folder, 'ledger.db')], { encoding: 'utf8' });
  expect(another.stdout).toBe('kept out');
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  expect(store.isCopyWanted()).toBe(false);
  store.close();
  fs.truncateSync(path.join(folder, 'ledger.db'), 5000);
  expect(restoreLedger(optionsFor(folder), copiesIn(folder)[0]?.file ?? '')).toMatchObject({
    ok: true,
    value: { missing: 0, isComplete: true },
  });
  expect(
    opened(folder)
      .ledger.visits(today)
      .map(({ bookingId }) => bookingId),
  ).toEqual(['b1', 'b2', 'b4']);
});

test('S3: a trail that was altered where no start looks has no copies, and staff are told so, once', async () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  for (let n = 0; n < 3; n += 1) lengthen(store);
  store.close();
  withLedger(folder, ({ sql }) => {
    sql.exec('DROP TRIGGER audit_is_not_changed');
    sql.exec("UPDATE audit SET act = 'other' WHERE sequence = 2");
  });
  const again = opened(folder);
  for (let n = 0; n < 2; n += 1) expect(await again.keepCopy()).toEqual({ ok: false, problem: 'not-whole' });
  expect(copiesIn(folder)).toEqual([]);
  expect(again.trouble()).toBeNull();
  const told = again.ledger.audit().filter(({ act }) => act === 'ledger-copy-not-whole');
  expect(told).toHaveLength(1);
  expect(again.ledger.openTasks().map(({ matter }) => matter)).toEqual([
    { kind: 'store-trouble', because: 'disk-error' },
  ]);
  expect(checkIn(again, visit('b2', 2))).toBe(true);
});

test('where the copies cannot even be looked at there is none, the journal goes on, and whoever is asked says so', async () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  const copies = path.join(folder, 'copies');
  fs.writeFileSync(copies, 'not a folder');
  expect(store.isCopyWanted()).toBe(false);
  expect(await store.keepCopy()).toEqual({ ok: false, problem: 'disk-refuses' });
  expect(checkIn(store, visit('b2', 2))).toBe(true);
  fs.rmSync(copies);
  expect(store.isCopyWanted()).toBe(true);
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
});
