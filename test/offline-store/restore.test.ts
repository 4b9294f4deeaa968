/** A ledger that is lost comes back from its last copy and the journals, and what cannot come back is said (S3, S15). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { journalsIn } from '../../offline-store/ledger/journal.ts';
import { openStore } from '../../offline-store/open-store.ts';
import { type Restored, restoreLedger } from '../../offline-store/restore.ts';
import type { Store } from '../../offline-store/store.ts';
import { checkIn, newFolder, opened, optionsFor, today, visit } from './store-clinic.ts';

const ledgerIn = (folder: string): string => path.join(folder, 'ledger.db');
const newestCopy = (folder: string): string => copiesIn(folder).at(-1)?.file ?? 'none';

function damage(file: string, at = 1500): void {
  const bytes = fs.readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
  fs.writeFileSync(file, bytes);
}

function restored(folder: string, copy = newestCopy(folder)): Restored {
  const answer = restoreLedger(optionsFor(folder), copy);
  assert(answer.ok, `the ledger is restored: ${answer.ok ? '' : answer.problem}`);
  return answer.value;
}

const restoreProblem = (folder: string, copy = newestCopy(folder)): string => {
  const answer = restoreLedger(optionsFor(folder), copy);
  return answer.ok ? 'restored' : answer.problem;
};

/** A day with a copy in the middle: two patients before it, two after, and labels on their way. */
async function dayWithCopy(): Promise<{ readonly folder: string; readonly knew: unknown }> {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  checkIn(store, visit('b2', 2));
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  printOne(store, 'V1X-1-label', 'printed');
  checkIn(store, visit('b3', 3));
  printOne(store, 'V3X-1-label', 'uncertain');
  checkIn(store, visit('b4', 4));
  const knew = everything(store);
  store.close();
  return { folder, knew };
}

function printOne(store: Store, paperId: string, ended: 'printed' | 'uncertain'): void {
  const attempt = { paperId, printer: 'labels', token: 'ABCD', odometerBefore: 7, serial: null, startedAt: 'now' };
  store.ledger.write((writes) => {
    writes.startAttempt(attempt);
    writes.setPaperState(paperId, 'sending');
  });
  store.ledger.write((writes) => {
    writes.setPaperState(paperId, ended);
    if (ended === 'uncertain') writes.openTask('b3', { kind: 'paper-uncertain', paperId });
    writes.audit({ who: 'kiosk', act: 'print', bookingId: null, details: { paperId } });
  });
}

function everything({ ledger }: Store) {
  const visits = ledger.visits(today);
  return {
    visits,
    papers: visits.map(({ bookingId }) => ledger.papers(bookingId)),
    outbox: ledger.outbox(),
    tasks: ledger.openTasks(),
    audit: ledger.audit().filter(({ act }) => act !== 'ledger-restored'),
  };
}

test('S3: a damaged ledger comes back whole from the last copy and the journal: every act, to the last link of the audit', async () => {
  const { folder, knew } = await dayWithCopy();
  damage(ledgerIn(folder));
  expect(openStore(optionsFor(folder))).toEqual({ ok: false, problem: 'ledger-damaged' });
  expect(restored(folder)).toMatchObject({ missing: 0, replayed: 6 });
  const store = opened(folder);
  expect(everything(store)).toEqual(knew);
  expect(store.ledger.audit().at(-1)).toMatchObject({ act: 'ledger-restored', details: { missing: 0, replayed: 6 } });
  expect(store.ledger.auditBreak()).toBeNull();
  const seal = fs.readFileSync(path.join(folder, 'audit-escrow.key'), 'utf8');
  expect(store.ledger.auditBreak(seal)).toBeNull();
});

test('S3: the older copy and both journals reach the ledger too, should the newest copy be damaged as well', async () => {
  const { folder } = await dayWithCopy();
  const store = opened(folder);
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
  expect(await store.keepCopy()).toEqual({ ok: true, value: 'nothing-new' });
  checkIn(store, visit('b5', 5));
  const knew = everything(store);
  store.close();
  for (const file of [ledgerIn(folder), newestCopy(folder)]) damage(file);
  expect(restoreProblem(folder)).toBe('copy-damaged');
  expect(restored(folder, copiesIn(folder)[0]?.file)).toMatchObject({ missing: 0 });
  expect(everything(opened(folder))).toEqual(knew);
});

test('two copies are kept, and the journals that the older of them needs', async () => {
  const folder = newFolder();
  const store = opened(folder);
  expect(store.isCopyWanted()).toBe(true);
  for (let ticket = 1; ticket <= 4; ticket += 1) {
    checkIn(store, visit(`b${ticket}`, ticket));
    expect(await store.keepCopy()).toEqual({ ok: true, value: 'kept' });
    expect(store.isCopyWanted()).toBe(false);
  }
  expect(copiesIn(folder).map(({ writeNumber }) => writeNumber)).toEqual([3, 4]);
  expect(journalsIn(folder).map(({ after }) => after)).toEqual([3, 4]);
  expect(fs.readdirSync(path.join(folder, 'copies'))).toHaveLength(2);
});

test('S15: what could not be brought back is counted, and staff are told; nothing that may have printed prints again (S5)', async () => {
  const { folder } = await dayWithCopy();
  damage(ledgerIn(folder));
  for (const { file } of journalsIn(folder)) damage(file, 20);
  const { missing, replayed } = restored(folder);
  expect({ missing, replayed }).toEqual({ missing: 4, replayed: 0 });
  const { ledger } = opened(folder);
  expect(ledger.visits(today).map(({ bookingId }) => bookingId)).toEqual(['b1', 'b2']);
  expect(ledger.audit().at(-1)).toMatchObject({ act: 'ledger-restored', details: { missing: 4 } });
  expect(ledger.openTasks().map(({ matter }) => matter)).toContainEqual({ kind: 'store-trouble', because: 'restored' });
  expect(ledger.countWaiting(['header-label', 'specimen-label', 'queue-ticket'])).toBe(0);
  expect(ledger.papers('b1').map(({ state }) => state)).toEqual(['refused', 'refused', 'refused', 'refused']);
});

test('a flipped bit in any line of the journal ends it there: what comes after is counted as missing, never guessed', async () => {
  const { folder } = await dayWithCopy();
  damage(ledgerIn(folder));
  const [journal] = journalsIn(folder);
  assert(journal, 'there is a journal');
  const lines = fs.readFileSync(journal.file, 'utf8').split('\n').slice(0, -1);
  expect(lines).toHaveLength(6);
  // As many entries of the trail as each line and those after it would have brought.
  const lostFrom = [4, 4, 3, 2, 2, 1];
  for (const [index, line] of lines.entries()) {
    const image = newFolder();
    fs.cpSync(folder, image, { recursive: true });
    const at = lines.slice(0, index).join('\n').length + 1 + Math.floor(line.length / 2);
    const copy = journalsIn(image)[0];
    assert(copy, 'the journal is copied');
    damage(copy.file, at);
    expect(restored(image)).toMatchObject({ replayed: index, missing: lostFrom[index] });
    opened(image).close();
  }
});

test('a line of the journal that is missing, doubled or out of its place is found', async () => {
  const { folder } = await dayWithCopy();
  damage(ledgerIn(folder));
  const [journal] = journalsIn(folder);
  assert(journal, 'there is a journal');
  const lines = fs.readFileSync(journal.file, 'utf8').split('\n').slice(0, -1);
  const changed: Readonly<Record<string, readonly (string | undefined)[]>> = {
    missing: lines.toSpliced(2, 1),
    doubled: lines.toSpliced(2, 0, lines[1] ?? ''),
    swapped: lines.with(2, lines[3] ?? '').with(3, lines[2] ?? ''),
  };
  for (const [what, text] of Object.entries(changed)) {
    const image = newFolder();
    fs.cpSync(folder, image, { recursive: true });
    fs.writeFileSync(journalsIn(image)[0]?.file ?? '', `${text.join('\n')}\n`);
    expect([what, restored(image).replayed]).toEqual([what, 2]);
  }
});

test('S13: the journal and the copies hold nothing to read', async () => {
  const { folder } = await dayWithCopy();
  for (const file of [...journalsIn(folder), ...copiesIn(folder)].map((each) => each.file)) {
    const bytes = fs.readFileSync(file);
    for (const word of ['check-in', 'V1X-1-label', 'paper-uncertain', 'SQLite format'])
      expect(bytes.includes(word)).toBe(false);
  }
});

test('S15: nothing is restored from a damaged copy, from one of another key, or from one of another kiosk; nothing changes', async () => {
  const { folder } = await dayWithCopy();
  const other = (await dayWithCopy()).folder;
  damage(ledgerIn(folder));
  const before = fs.readdirSync(folder).toSorted();
  expect(restoreProblem(folder, newestCopy(other))).toBe('copy-not-readable');
  // The same key, as a credential that a site gives to all its kiosks.
  const twin = newFolder();
  fs.copyFileSync(path.join(folder, 'store.key'), path.join(twin, 'store.key'));
  fs.copyFileSync(path.join(folder, 'key-check'), path.join(twin, 'key-check'));
  const store = opened(twin, { now: () => '2026-11-23T07:00:00.000Z' });
  checkIn(store, visit('b9', 9));
  await store.keepCopy();
  store.close();
  expect(restoreProblem(folder, newestCopy(twin))).toBe('copy-of-another-kiosk');
  const broken = path.join(newFolder(), 'copy.db');
  fs.copyFileSync(newestCopy(folder), broken);
  damage(broken, 3000);
  expect(restoreProblem(folder, broken)).toBe('copy-damaged');
  expect(restoreProblem(folder, path.join(folder, 'nowhere'))).toBe('no-such-copy');
  expect(fs.readdirSync(folder).toSorted()).toEqual(before);
  expect(openStore(optionsFor(folder))).toEqual({ ok: false, problem: 'ledger-damaged' });
});

test('nothing is restored while the kiosk runs, and never over a whole ledger that knows more', async () => {
  const { folder } = await dayWithCopy();
  const store = opened(folder);
  expect(restoreProblem(folder)).toBe('in-use');
  store.close();
  const [journal] = journalsIn(folder);
  assert(journal, 'there is a journal');
  fs.rmSync(journal.file);
  expect(restoreProblem(folder)).toBe('ledger-is-newer');
  expect(opened(folder).ledger.visits(today)).toHaveLength(4);
});

test('what was there is set aside under a dated name, to the byte', async () => {
  const { folder } = await dayWithCopy();
  damage(ledgerIn(folder));
  const was = fs.readFileSync(ledgerIn(folder));
  const { setAside } = restored(folder);
  expect(setAside).toContain('set-aside-2026-11-23');
  expect(fs.readFileSync(path.join(setAside ?? '', 'ledger.db'))).toEqual(was);
  expect(fs.readdirSync(setAside ?? '')).toContain('audit-anchor');
});

test('a backup brought to a new disk with its key is the ledger; how much is missing there nobody can know', async () => {
  const { folder, knew } = await dayWithCopy();
  const store = opened(folder);
  const backup = path.join(newFolder(), 'backup.db');
  expect(await store.backUp(backup)).toMatchObject({ ok: true, value: { file: backup } });
  expect(await store.backUp(backup)).toEqual({ ok: false, problem: 'is-there' });
  store.close();
  const fresh = newFolder();
  expect(restoreProblem(fresh, backup)).toBe('key-missing');
  fs.copyFileSync(path.join(folder, 'store.key'), path.join(fresh, 'store.key'));
  expect(restored(fresh, backup)).toMatchObject({ missing: null, replayed: 0, setAside: null });
  expect(everything(opened(fresh)).visits).toEqual((knew as ReturnType<typeof everything>).visits);
});

test('S5: a kiosk that was not closed in good order may have printed more than anybody knows: nothing prints by itself, staff are told', async () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  await store.keepCopy();
  checkIn(store, visit('b2', 2));
  const image = newFolder();
  // As the plug leaves it: the journal and the anchor may both be a second behind what the ledger knew.
  const anchor = fs.readFileSync(path.join(folder, 'audit-anchor'));
  store.close();
  fs.cpSync(folder, image, { recursive: true });
  fs.writeFileSync(path.join(image, 'audit-anchor'), anchor);
  damage(ledgerIn(image));
  expect(restored(image)).toMatchObject({ missing: 0, isComplete: false });
  const { ledger } = opened(image);
  expect(ledger.countWaiting(['header-label', 'specimen-label', 'queue-ticket'])).toBe(0);
  expect(ledger.openTasks().map(({ matter }) => matter)).toContainEqual({ kind: 'store-trouble', because: 'restored' });
  // Closed in good order, the same loss is known to be whole, and what waited is printed.
  damage(ledgerIn(folder));
  expect(restored(folder)).toMatchObject({ missing: 0, isComplete: true });
  expect(opened(folder).ledger.countWaiting(['specimen-label'])).toBe(4);
});

test('what is set aside is never written over, and has the log that a power cut left, to the byte', async () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  await store.keepCopy();
  checkIn(store, visit('b2', 2));
  // The journal is written when the desk has been answered.
  await Promise.resolve();
  const image = newFolder();
  fs.cpSync(folder, image, { recursive: true });
  const log = fs.readFileSync(path.join(image, 'ledger.db-wal'));
  expect(log.length).toBeGreaterThan(0);
  const first = restored(image).setAside ?? '';
  expect(fs.readFileSync(path.join(first, 'ledger.db-wal'))).toEqual(log);
  damage(ledgerIn(image));
  const second = restored(image).setAside;
  expect(second).not.toBe(first);
  expect(fs.readFileSync(path.join(first, 'ledger.db-wal'))).toEqual(log);
});
