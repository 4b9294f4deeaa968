/** `backup` and `restore` as site IT runs them, with what `doctor` and a refused start say of copies. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../electron/command-line.ts';
import { openStoreOf } from '../../electron/commands/command.ts';
import { exampleConfig } from '../../electron/example-config.ts';
import { KioskConfig } from '../../electron/kiosk-config.ts';
import { storeProblemInWords } from '../../electron/store-problem-words.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { journalsIn } from '../../offline-store/ledger/journal.ts';
import { smallDisk } from '../offline-store/small-disk.ts';
import { checkIn, newFolder, visit } from '../offline-store/store-clinic.ts';

interface Kiosk {
  readonly file: string;
  readonly folder: string;
  readonly config: KioskConfig;
}

/** Two patients: one in the copy, and one after it. */
async function usedKiosk(): Promise<Kiosk> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-restore-'));
  onTestFinished(() => fs.rmSync(root, { recursive: true, force: true }));
  const folder = path.join(root, 'store');
  const config = KioskConfig.parse({ ...exampleConfig, store: { folder, key: { kind: 'os-disk-only' } } });
  const file = path.join(root, 'kiosk.json');
  fs.writeFileSync(file, JSON.stringify(config));
  const store = openStoreOf(config);
  if (!store.ok) throw new Error(store.problem);
  checkIn(store.value, visit('b1', 1));
  expect((await store.value.keepCopy()).ok).toBe(true);
  checkIn(store.value, visit('b2', 2));
  store.value.close();
  return { file, folder, config };
}

const run = (kiosk: Kiosk, ...args: string[]) => runCommandLine([...args, '--config', kiosk.file]);

function damage(file: string): void {
  const bytes = fs.readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(1500) ^ 1, 1500);
  fs.writeFileSync(file, bytes);
}

test('a kiosk with a damaged ledger says what to type, and what it says works', async () => {
  const kiosk = await usedKiosk();
  damage(path.join(kiosk.folder, 'ledger.db'));
  const refused = await run(kiosk, 'audit', 'verify');
  expect(refused.exit).toBe(1);
  const [, typed = ''] = /npm run kiosk -- (.*)$/.exec(refused.line) ?? [];
  expect(typed).toBe(`restore ${copiesIn(kiosk.folder).at(-1)?.file}`);
  const restored = await run(kiosk, ...typed.split(' '));
  expect(restored).toMatchObject({ exit: 0, facts: { missing: 0, replayed: 1 } });
  expect(restored.line).toContain('nothing is missing');
  expect(await run(kiosk, 'audit', 'verify')).toMatchObject({ exit: 0 });
});

test('what it says can be typed as it stands, also where the folder has spaces and letters of any script', () => {
  const place = newFolder();
  const folder = path.join(place, 'kiosk Größe 1');
  const copies = path.join(folder, 'copies');
  fs.mkdirSync(copies, { recursive: true });
  const words = () => storeProblemInWords('ledger-damaged', { folder, key: { kind: 'os-disk-only' } });
  fs.writeFileSync(path.join(copies, 'ledger-7.db'), '');
  expect(words()).toMatch(new RegExp(`npm run kiosk -- restore "${copies}/ledger-7.db"$`));
  const key = { kind: 'systemd-credential', name: 'store-key' } as const;
  expect(storeProblemInWords('ledger-damaged', { folder, key })).toMatch(
    new RegExp(
      `systemd-run .* -p LoadCredentialEncrypted=store-key:\\S+ npm run kiosk -- restore "${copies}/ledger-7.db"$`,
    ),
  );
  // A disk that gives back nothing of the copies either.
  fs.rmSync(copies, { recursive: true });
  fs.writeFileSync(copies, '');
  expect(words()).toMatch(/npm run kiosk -- restore FILE, with the newest backup$/);
});

test('what is missing is bad news, and counted', async () => {
  const kiosk = await usedKiosk();
  damage(path.join(kiosk.folder, 'ledger.db'));
  for (const { file } of journalsIn(kiosk.folder)) fs.rmSync(file);
  const restored = await run(kiosk, 'restore', copiesIn(kiosk.folder).at(-1)?.file ?? '');
  expect(restored).toMatchObject({ exit: 1, facts: { missing: 1, replayed: 0 } });
  expect(restored.line).toContain('1 act could not be brought back, and staff have a task about it');
});

test('S12: when nobody can know which numbers are on labels, it says that the station needs another range', async () => {
  const kiosk = await usedKiosk();
  fs.rmSync(path.join(kiosk.folder, 'ledger.db'));
  fs.rmSync(path.join(kiosk.folder, 'audit-anchor'));
  const restored = await run(kiosk, 'restore', copiesIn(kiosk.folder).at(-1)?.file ?? '');
  expect(restored).toMatchObject({ exit: 1, facts: { missing: null, isRangeEnded: true } });
  expect(restored.line).toContain('set a range that this station never had');
});

test('restore alone says which copies there are, and changes nothing', async () => {
  const kiosk = await usedKiosk();
  const { exit, line, body } = await run(kiosk, 'restore');
  const [copy] = copiesIn(kiosk.folder);
  expect(exit).toBe(0);
  expect(line).toBe(`nothing was restored; to restore the newest, type: restore ${copy?.file}`);
  expect(body).toContain(copy?.file);
});

test('a backup goes to a file that is not there yet, and never over another', async () => {
  const kiosk = await usedKiosk();
  const file = path.join(path.dirname(kiosk.folder), 'stick', 'backup.db');
  fs.mkdirSync(path.dirname(file));
  expect(await run(kiosk, 'backup', file)).toMatchObject({ exit: 0, facts: { file, entries: 3 } });
  const before = fs.readFileSync(file);
  expect(await run(kiosk, 'backup', file)).toMatchObject({ exit: 1, facts: { problem: 'is-there' } });
  expect(fs.readFileSync(file)).toEqual(before);
  expect(before.includes('SQLite format')).toBe(false);
  expect(await run(kiosk, 'restore', file)).toMatchObject({ exit: 0, facts: { missing: 0 } });
});

test('no backup is made where the stick or the share is missing: it would lie on the disk of the kiosk', async () => {
  const kiosk = await usedKiosk();
  const folder = path.join(path.dirname(kiosk.folder), 'stick');
  const { exit, line } = await run(kiosk, 'backup', path.join(folder, 'backup.db'));
  expect({ exit, line }).toEqual({
    exit: 1,
    line: `there is no folder ${folder}: connect what belongs there, or make it`,
  });
  expect(fs.existsSync(folder)).toBe(false);
});

test('on a disk without room for it a list is told not to be there, and no part of it is', async () => {
  const kiosk = await usedKiosk();
  const disk = smallDisk(1);
  const out = path.join(disk.folder, 'list.pdf');
  fs.writeFileSync(out, '');
  disk.fill();
  const { exit, line } = await run(kiosk, 'outbox', '--out', out);
  expect({ exit, line }).toEqual({ exit: 1, line: 'there is no room on the disk' });
  expect(fs.existsSync(out)).toBe(false);
});

test('neither works while the kiosk runs', async () => {
  const kiosk = await usedKiosk();
  const store = openStoreOf(kiosk.config);
  if (!store.ok) throw new Error(store.problem);
  onTestFinished(() => store.value.close());
  const backup = await run(kiosk, 'backup', path.join(kiosk.folder, '..', 'b.db'));
  const restore = await run(kiosk, 'restore', copiesIn(kiosk.folder).at(-1)?.file ?? '');
  expect([backup.exit, restore.exit]).toEqual([1, 1]);
  for (const { line } of [backup, restore]) expect(line).toContain('is the kiosk running already?');
});

test.each([['backup'], ['backup', 'a', 'b'], ['restore', 'a', 'b']])('misused: %s %s %s', async (...args) => {
  const kiosk = await usedKiosk();
  expect((await run(kiosk, ...args.filter((word) => word !== undefined))).exit).toBe(2);
});

test.each([
  ['nowhere.db', 'is not there'],
  ['store/copies', 'is no file'],
  ['kiosk.json', 'cannot be read with the key of this kiosk'],
])('nothing is restored from %s', async (name, says) => {
  const kiosk = await usedKiosk();
  const { exit, line } = await run(kiosk, 'restore', path.join(kiosk.folder, '..', name));
  expect(exit).toBe(1);
  expect(line).toContain(says);
  expect(await run(kiosk, 'audit', 'verify')).toMatchObject({ exit: 0 });
});

test('a folder that cannot be looked into is not said to be without copies, nor to be new', async () => {
  const kiosk = await usedKiosk();
  fs.renameSync(kiosk.folder, `${kiosk.folder}-away`);
  fs.writeFileSync(kiosk.folder, 'a file in its place');
  expect(await run(kiosk, 'restore')).toMatchObject({ exit: 1, line: `${kiosk.folder} cannot be opened (ENOTDIR)` });
  const { body } = await run(kiosk, 'doctor');
  expect(body).toContain(`ILL   store: ${storeProblemInWords('folder-not-readable', kiosk.config.store)}`);
  expect(body).not.toContain('first start');
});

test('doctor says that a ledger is gone, and what to type, and not that there never was one', async () => {
  const kiosk = await usedKiosk();
  for (const name of ['ledger.db', 'ledger.db-wal', 'store.key', 'key-check'])
    fs.rmSync(path.join(kiosk.folder, name), { force: true });
  const { body } = await run(kiosk, 'doctor');
  expect(body).toContain(`ILL   store: ${storeProblemInWords('ledger-damaged', kiosk.config.store)}`);
  expect(body).toContain(`ILL   key: ${storeProblemInWords('key-missing', kiosk.config.store)}`);
});

test('doctor says how old the copies are, how long the journal is, and whether either is ill', async () => {
  const kiosk = await usedKiosk();
  // Its findings about the store; the network is another matter.
  const findings = async () => (await run(kiosk, 'doctor')).body ?? '';
  const well = await findings();
  expect(well).toMatch(/well {2}copies: 1 kept, the newest 0 hours old, opened and found whole when it was made/);
  expect(well).toMatch(/well {2}journal: 1 write since the last copy, whole/);
  expect(well).toMatch(/well {2}ballast: none is kept now/);
  expect(well).toMatch(/store: .* MB free/);
  fs.appendFileSync(journalsIn(kiosk.folder)[0]?.file ?? '', 'half a line');
  expect(await findings()).toMatch(/ILL {3}journal: journal-\d+ is damaged; the next copy begins it anew/);
  const old = new Date(Date.now() - 6 * 24 * 60 * 60 * 1000);
  fs.utimesSync(copiesIn(kiosk.folder)[0]?.file ?? '', old, old);
  expect(await findings()).toMatch(/ILL {3}copies: 1 kept, the newest 14\d hours old/);
});
