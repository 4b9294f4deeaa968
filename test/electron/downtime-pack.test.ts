/** The downtime pack: what lies in its folder, for whom, for how long, and that nobody in the clinic waits for it. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { silentLog } from '../../electron/log.ts';
import { startDowntimePack } from '../../electron/outage/downtime-pack.ts';
import { dayListNow } from '../../electron/paper-lists/day-list-now.ts';
import { dayListText } from '../../electron/paper-lists/day-list-paper.ts';
import { dayListPdf } from '../../electron/paper-lists/day-list-pdf.ts';
import { cacheFile } from '../../offline-store/cache/cache-file.ts';
import { openDatabase } from '../../offline-store/database.ts';
import { readDayCopy, writeDayCopy } from '../../offline-store/list-file/day-copy.ts';
import type { Store } from '../../offline-store/store.ts';
import { deriveKey, readDayKey } from '../../offline-store/store-key.ts';
import { smallDisk } from '../offline-store/small-disk.ts';
import { checkIn, newFolder, opened, storeKeyIn, visit } from '../offline-store/store-clinic.ts';
import { site } from '../offline-store/sync/fhir-examples.ts';
import { manualClock } from './manual-clock.ts';
import { bundle, day, dayResources, openingTime, outageClinic } from './outage-clinic.ts';

const passphrase = 'correct horse battery staple';
const pdfName = `day-list-${site}-${day}.pdf`;
const copyName = `day-list-${site}-${day}.daylist`;
const quarterHourMs = 15 * 60_000;

interface PackClinicOptions {
  readonly words?: string;
  readonly folder?: string;
  readonly isDateConfirmed?: boolean;
  readonly store?: Store;
}

function packClinic({
  words = passphrase,
  folder = newFolder(),
  isDateConfirmed = true,
  store,
}: PackClinicOptions = {}) {
  const keyFolder = newFolder();
  const passphraseFile = path.join(keyFolder, 'passphrase');
  fs.writeFileSync(passphraseFile, `${words}\n`);
  const clinic = outageClinic({ downtimePack: { folder, passphraseFile }, ...(store === undefined ? {} : { store }) });
  const clock = manualClock(openingTime);
  let isClosed = false;
  const date = { isConfirmed: isDateConfirmed };
  const pack = startDowntimePack({
    ...clinic,
    clock,
    log: silentLog,
    onStatus: () => undefined,
    isClosed: () => isClosed,
    isDateConfirmed: () => date.isConfirmed,
  });
  onTestFinished(() => pack.close());
  const file = (name: string) => path.join(folder, name);
  const close = () => {
    isClosed = true;
  };
  return { ...clinic, clock, pack, folder, passphraseFile, file, close, date };
}

async function withList(count = 3, options: PackClinicOptions = {}) {
  const clinic = packClinic(options);
  await clinic.load(clinic.put('today.json', bundle(dayResources(count))));
  await clinic.pack.refresh();
  // The round of the start may have looked before there was a list.
  if (clinic.pack.status()?.writtenAt === null) await clinic.pack.refresh();
  return clinic;
}

/** As bits that flip on the disk do. */
function loseRow(folder: string, bookingId: string): void {
  const key = readDayKey(folder, deriveKey(storeKeyIn(folder), 'day-key'));
  assert(key !== null, 'there is a day with a key');
  const cache = openDatabase({ file: path.join(folder, 'cache.db'), key: key.key, kind: cacheFile });
  assert(cache.ok, 'the cache opens with the key of its day');
  cache.value.sql.prepare("UPDATE bookings SET booking_json = '{}' WHERE booking_json ->> '$.id' = ?").run(bookingId);
  cache.value.close();
}

const pdfText = (file: string, ...options: readonly string[]) =>
  execFileSync('pdftotext', ['-layout', ...options, file, '-'], { encoding: 'utf8', stdio: 'pipe' });

describe('what lies in the folder', () => {
  test('as soon as there is a list: a PDF that only the passphrase opens, with everybody in order of time', async () => {
    const clinic = await withList();
    expect(fs.readdirSync(clinic.folder).sort()).toEqual([copyName, pdfName]);
    expect(() => pdfText(clinic.file(pdfName))).toThrow(/Incorrect password/);
    const text = pdfText(clinic.file(pdfName), '-upw', passphrase);
    expect(text).toContain('Riverside, Tuesday 24 November 2026');
    expect(text).toContain('The list as it was at 06:30, printed at 08:00. 3 bookings, 0 checked in here.');
    expect(text).toContain('page 1 of 1');
    expect(text.match(/MARCHETTI-OKONKWO, Ffion Wren/g)).toHaveLength(3);
    expect(clinic.pack.status()).toEqual({
      folder: clinic.folder,
      writtenAt: '08:00',
      listAsOf: '06:30',
      problem: null,
    });
  });

  test('S13: neither file has a name, a date of birth or an NHS number in it, and only the kiosk’s account reads it', async () => {
    const clinic = await withList();
    for (const name of [pdfName, copyName]) {
      const bytes = fs.readFileSync(clinic.file(name)).toString('latin1');
      for (const trace of ['archetti', 'ARCHETTI', '9990000018', '1980-01-18', 'Jan-1980'])
        expect(bytes).not.toContain(trace);
      expect(fs.statSync(clinic.file(name)).mode & 0o777).toBe(0o600);
    }
  });

  test('who checked in by then is on the paper with ticket and labels, at the next quarter of an hour', async () => {
    const clinic = await withList();
    checkIn(clinic.store, visit('a2', 12, { clinicDay: day, arrivedAt: openingTime }));
    clinic.clock.pass(quarterHourMs);
    await clinic.pack.refresh();
    expect(pdfText(clinic.file(pdfName), '-upw', passphrase)).toMatch(/1 checked in here[\s\S]*12, waiting/);
    expect(clinic.pack.status()?.writtenAt).toBe('08:15');
  });

  test('of 90 patients, forty are on a page', async () => {
    const clinic = await withList(90);
    const text = pdfText(clinic.file(pdfName), '-upw', passphrase);
    expect(text).toContain('page 3 of 3');
    expect(text.split('\f').map((page) => page.match(/MARCHETTI/g)?.length ?? 0)).toEqual([40, 40, 10, 0]);
  });
});

describe('the copy', () => {
  test('is loaded by another kiosk of the site with the passphrase, as old as the list in it', async () => {
    const { file, passphraseFile } = await withList();
    const other = outageClinic({ downtimePack: { folder: newFolder(), passphraseFile } });
    expect(await other.load(file(copyName))).toMatchObject({ ok: true, value: { source: 'copy', bookings: 3 } });
    expect(other.store.cache.age()?.pulledAt).toBe('2026-11-24T06:30:00.000Z');
    expect(other.store.cache.booking('a1')?.patient.name.family).toBe('Marchetti-Okonkwo');
  });

  test('is not opened with another passphrase, or without one', async () => {
    const { file } = await withList();
    const stranger = packClinic({ words: 'another passphrase' });
    expect(await stranger.load(file(copyName))).toMatchObject({ problem: { kind: 'wrong-passphrase' } });
    expect(await outageClinic().load(file(copyName))).toMatchObject({ problem: { kind: 'no-passphrase' } });
  });

  const list = { siteId: site, clinicDay: day, madeAt: openingTime, bookings: [], setAside: [] };
  const wanted = { siteId: site, clinicDay: day };

  test("S10: of yesterday, or of another site, is refused for what it is, and cannot be made today's", async () => {
    const yesterday = await writeDayCopy({ ...list, clinicDay: '2026-11-23' }, passphrase);
    expect(await readDayCopy(yesterday, passphrase, wanted)).toMatchObject({ problem: { kind: 'another-day' } });
    const elsewhere = await writeDayCopy({ ...list, siteId: 'loc-elsewhere' }, passphrase);
    expect(await readDayCopy(elsewhere, passphrase, wanted)).toMatchObject({ problem: { kind: 'another-site' } });
    const renamed = Buffer.from(Buffer.from(yesterday).toString('latin1').replace('2026-11-23', day), 'latin1');
    expect(await readDayCopy(renamed, passphrase, wanted)).toMatchObject({ problem: { kind: 'wrong-passphrase' } });
  });

  test('with any one bit changed is not believed', async () => {
    const { file, passphraseFile } = await withList();
    const whole = fs.readFileSync(file(copyName));
    const reader = outageClinic({ downtimePack: { folder: newFolder(), passphraseFile } });
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 8)) {
      const bent = Buffer.from(whole);
      bent[at] = (bent[at] ?? 0) ^ 1;
      expect((await reader.load(reader.put('bent.daylist', bent))).ok, `byte ${at}`).toBe(false);
    }
    expect(reader.store.cache.age()).toBeNull();
  });
});

describe('a folder that fails', () => {
  test('that is gone is a line for staff; when it is back, the next round writes', async () => {
    const clinic = await withList();
    fs.rmSync(clinic.folder, { recursive: true });
    clinic.clock.pass(quarterHourMs);
    await clinic.pack.refresh();
    expect(clinic.pack.status()).toMatchObject({ problem: 'folder-gone', writtenAt: '08:00' });
    expect(fs.existsSync(clinic.folder)).toBe(false);
    fs.mkdirSync(clinic.folder);
    clinic.clock.pass(quarterHourMs);
    await clinic.pack.refresh();
    expect(clinic.pack.status()).toMatchObject({ problem: null, writtenAt: '08:30' });
  });

  test('that is full keeps the pack before, whole, until there is room', async () => {
    const disk = smallDisk(1);
    const clinic = await withList(3, { folder: disk.folder });
    const before = [pdfName, copyName].map((name) => fs.readFileSync(clinic.file(name)));
    disk.fill();
    await clinic.pack.refresh();
    expect(clinic.pack.status()?.problem).toBe('folder-full');
    expect([pdfName, copyName].map((name) => fs.readFileSync(clinic.file(name)))).toEqual(before);
    expect(fs.readdirSync(disk.folder).filter((name) => name.endsWith('.new'))).toEqual([]);
    disk.makeRoom();
    await clinic.pack.refresh();
    expect(clinic.pack.status()?.problem).toBeNull();
  });

  test('that cannot be written keeps the pack before, whole, and no half of a new one', async () => {
    const clinic = await withList();
    const before = fs.readFileSync(clinic.file(pdfName));
    // A folder in the place of the copy: its rename fails after the paper's was done.
    fs.rmSync(clinic.file(copyName));
    fs.mkdirSync(clinic.file(copyName));
    await clinic.pack.refresh();
    expect(clinic.pack.status()?.problem).toBe('not-written');
    expect(fs.readdirSync(clinic.folder).sort()).toEqual([copyName, pdfName]);
    expect(fs.readFileSync(clinic.file(pdfName)).length).toBeGreaterThan(before.length / 2);
  });

  test('a folder that does not answer holds nobody up: staff are told, and no second round begins behind it', async () => {
    const clinic = packClinic();
    await clinic.load(clinic.put('today.json', bundle(dayResources(1))));
    await clinic.pack.refresh();
    // The limit passes while the round is still under way.
    fs.rmSync(clinic.passphraseFile);
    const first = clinic.pack.refresh();
    clinic.clock.pass(21_000);
    expect(clinic.pack.status()?.problem).toBe('folder-slow');
    expect(clinic.pack.refresh()).toBe(first);
    await first;
    expect(clinic.pack.status()?.problem).toBe('passphrase-missing');
  });

  test('S11: a list of which the disk has lost a part does not take the place of the pack with the whole', async () => {
    const folder = newFolder();
    const first = opened(folder, { clinicDay: day, now: () => openingTime });
    const whole = await withList(3, { store: first });
    const before = [pdfName, copyName].map((name) => fs.readFileSync(whole.file(name)));
    await whole.pack.close();
    first.close();
    loseRow(folder, 'a2');
    const store = opened(folder, { clinicDay: day, now: () => openingTime });
    const clinic = packClinic({ store, folder: whole.folder });
    await clinic.pack.refresh();
    expect(store.cache.bookings()).toHaveLength(2);
    expect(clinic.pack.status()).toMatchObject({ problem: 'list-damaged', writtenAt: null });
    expect([pdfName, copyName].map((name) => fs.readFileSync(clinic.file(name)))).toEqual(before);
    const list = dayListNow({ ...clinic, nowMs: () => Date.parse(openingTime) });
    assert(list !== null, 'there is a list still');
    expect(dayListText(list.heading, list.rows)).toContain('Part of this list was lost');
    const paper = await dayListPdf({ ...list.page, passphrase: null });
    fs.writeFileSync(path.join(folder, 'list.pdf'), paper.ok ? paper.value : '');
    expect(pdfText(path.join(folder, 'list.pdf'))).toContain('somebody who is not on it may be booked.');
  });

  test('a passphrase that is too short writes nothing', async () => {
    const clinic = packClinic({ words: 'short' });
    await clinic.load(clinic.put('today.json', bundle(dayResources(1))));
    await clinic.pack.refresh();
    await clinic.pack.refresh();
    expect(clinic.pack.status()?.problem).toBe('passphrase-short');
    expect(fs.readdirSync(clinic.folder)).toEqual([]);
  });
});

test.each([
  ['a sign that PDF readers do not agree about', 'correct horse 😀 battery'],
  ['a sign that nobody sees', 'correct horse\u200b battery'],
  ['two lines', 'correct horse\nbattery staple'],
  ['more than a PDF reader takes', 'x'.repeat(128)],
  ['the bytes of another encoding', Buffer.from('correct horse battery', 'utf16le').toString('latin1')],
])('a passphrase with %s is named for what it is, because nobody could open the pack with it', async (_what, words) => {
  const clinic = packClinic({ words });
  await clinic.load(clinic.put('today.json', bundle(dayResources(1))));
  await clinic.pack.refresh();
  await clinic.pack.refresh();
  expect(clinic.pack.status()?.problem).toBe('passphrase-odd');
  expect(fs.readdirSync(clinic.folder)).toEqual([]);
});

test('a passphrase in any language opens the PDF, also one that was saved with a mark of its encoding', async () => {
  const words = 'pässwörd für Größen';
  const clinic = await withList(3, { words: `\uFEFF${words.normalize('NFD')}` });
  expect(pdfText(clinic.file(pdfName), '-upw', words)).toContain('3 bookings');
});

describe('S13: it is forgotten', () => {
  test("yesterday's pack is destroyed when the day is another one, with what a power cut left; nobody else's files are", async () => {
    const folder = newFolder();
    const passphraseFile = path.join(newFolder(), 'passphrase');
    fs.writeFileSync(passphraseFile, passphrase);
    const old = ['2026-11-23.pdf', '2026-11-23.daylist', `2026-11-23.pdf.${crypto.randomUUID()}.new`];
    const ours = old.map((end) => `day-list-${site}-${end}`);
    const others = ['day-list-elsewhere-2026-11-23.pdf', 'minutes.pdf'];
    for (const name of [...ours, ...others]) fs.writeFileSync(path.join(folder, name), 'x');
    const clinic = outageClinic({ downtimePack: { folder, passphraseFile } });
    const clock = manualClock(openingTime);
    const rest = { log: silentLog, onStatus: () => undefined, isClosed: () => false, isDateConfirmed: () => true };
    const pack = startDowntimePack({ ...clinic, clock, ...rest });
    onTestFinished(() => pack.close());
    await pack.refresh();
    expect(fs.readdirSync(folder).sort()).toEqual(others);
  });

  test('not by a date that no other clock has confirmed since the start: the pack may be of the right day', async () => {
    const folder = newFolder();
    const before = [`day-list-${site}-2026-11-23.pdf`, `day-list-${site}-2026-11-23.daylist`];
    for (const name of before) fs.writeFileSync(path.join(folder, name), 'x');
    const clinic = await withList(3, { folder, isDateConfirmed: false });
    expect(fs.readdirSync(folder).sort()).toEqual([...before, copyName, pdfName].sort());
    // Nor because the clinic is closed by that clock.
    clinic.close();
    await clinic.pack.refresh();
    expect(fs.readdirSync(folder)).toHaveLength(4);
    clinic.date.isConfirmed = true;
    await clinic.pack.refresh();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('once the booking system has confirmed it, without waiting for the next quarter of an hour', async () => {
    const folder = newFolder();
    fs.writeFileSync(path.join(folder, `day-list-${site}-2026-11-23.pdf`), 'x');
    const clinic = await withList(3, { folder, isDateConfirmed: false });
    clinic.date.isConfirmed = true;
    await clinic.load(clinic.put('again.json', bundle(dayResources(4))));
    await clinic.pack.refresh();
    expect(fs.readdirSync(folder).sort()).toEqual([copyName, pdfName]);
  });

  test("at the close of the clinic today's pack goes too", async () => {
    const clinic = await withList();
    clinic.close();
    await clinic.pack.refresh();
    expect(fs.readdirSync(clinic.folder)).toEqual([]);
    expect(clinic.pack.status()).toMatchObject({ writtenAt: null, problem: null });
  });

  test('a pack that is being written when the clinic closes goes as soon as it is there', async () => {
    const clinic = await withList();
    const round = clinic.pack.refresh();
    clinic.close();
    await round;
    expect(fs.readdirSync(clinic.folder)).toEqual([]);
    expect(clinic.pack.status()).toMatchObject({ writtenAt: null, problem: null });
  });

  test('when the list has grown too old, which is when it is needed, staff still read that it lies there, also after a restart', async () => {
    const clinic = await withList();
    clinic.clock.pass(13 * 60 * 60_000);
    await clinic.pack.refresh();
    expect(fs.readdirSync(clinic.folder).sort()).toEqual([copyName, pdfName]);
    expect(clinic.pack.status()).toMatchObject({ writtenAt: '08:00', listAsOf: '06:30', problem: null });
    const again = packClinic({ folder: clinic.folder });
    fs.utimesSync(clinic.file(pdfName), new Date(openingTime), new Date(openingTime));
    await again.pack.refresh();
    expect(again.pack.status()).toMatchObject({ writtenAt: '08:00', listAsOf: null, problem: null });
  });

  test('without a list that may be used there is no pack, and staff read that there is none yet', async () => {
    const clinic = packClinic();
    await nextTurn();
    await clinic.pack.refresh();
    expect(clinic.pack.status()).toMatchObject({ writtenAt: null, problem: null });
    expect(fs.readdirSync(clinic.folder)).toEqual([]);
  });
});
