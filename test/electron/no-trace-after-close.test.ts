/** S13: a day with real printers, faults and an outage, then the close of clinic: who was here cannot be found in anything that is left. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import { cacheFile } from '../../offline-store/cache/cache-file.ts';
import { openDatabase } from '../../offline-store/database.ts';
import { deriveKey, readDayKey } from '../../offline-store/store-key.ts';
import { storeKeyIn } from '../offline-store/store-clinic.ts';
import {
  act,
  openStationClinic,
  type StationClinic,
  settableClock,
  signIn,
  until,
  untilStaffSee,
} from './station-clinic.ts';
import { busyMorning, commandsOfSiteIt, form, lastPatients, outage, walkInUpstream } from './traced-day.ts';
import { closesAt, type LabelWay, openTracedPremises, stationName, type TracedPremises } from './traced-premises.ts';
import { tracesIn, whatIdentifies, whatLeadsTo } from './traces.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const msPerMinute = 60_000;
const msPerDay = 24 * 60 * msPerMinute;

let premises: TracedPremises;
beforeAll(async () => {
  premises = await openTracedPremises();
});
afterAll(() => premises.stop());

const clock = settableClock();
const openBy = (way: LabelWay) => openStationClinic(premises.withLabelsBy(way), { name: stationName, clock });

/** Until just after closing time, for the kiosk and the booking system alike. */
async function untilClosed({ station }: StationClinic): Promise<void> {
  let aheadMs = 0;
  while (localTime(clock.nowMs() + aheadMs) < closesAt) aheadMs += msPerMinute / 2;
  await premises.fhir.clockOffset(aheadMs);
  clock.setForward(aheadMs);
  await until({ station }, () => station.store.cache.bookings().length === 0);
}

/** Its files are written and destroyed in the background. */
async function untilPack(clinic: StationClinic, is: 'written' | 'forgotten'): Promise<void> {
  // The day has grown long: nobody may be signed in any more.
  await signIn(clinic);
  await act(clinic, { kind: 'open-outage' });
  await untilStaffSee(
    clinic,
    ({ content }) => content.screen === 'outage' && (content.outage.pack?.writtenAt === null) === (is === 'forgotten'),
  );
}

/** Whatever the day left for staff. */
function endTasks({ station: { store } }: StationClinic): void {
  store.ledger.write((writes) => {
    for (const { id } of store.ledger.openTasks()) writes.endTask(id, 'done', 'training-staff');
  });
}

/** Every number that this kiosk knows of a tube. */
const specimensOf = ({ station: { store } }: StationClinic) =>
  store.ledger
    .visits(clinicDayOf(clock.nowMs()))
    .flatMap(({ specimens }) => specimens.map(({ identifier }) => identifier));

const tracesOf = (texts: readonly string[]) => premises.lookedThrough.flatMap((folder) => tracesIn(folder, texts));

/** Morning, outage and evening, each with other printers. Answers the open kiosk of the evening, and everything that identifies. */
async function wholeDay() {
  const resources = [...premises.day.resources, walkInUpstream];
  const morning = await openBy('network');
  await premises.newPaper();
  await busyMorning(morning, premises);
  await morning.station.close();

  await premises.fhir.down();
  const afternoon = await openBy('cups');
  const registeredId = await outage(afternoon, premises);
  const [specimen = ''] = specimensOf(afternoon);
  await afternoon.station.close();
  const said = await commandsOfSiteIt(premises.withLabelsBy('network'), specimen);
  // One message is for staff: that is bad news.
  expect(said).toEqual(['outbox 1', 'outbox 1', 'day-list 0', 'day-list 0', 'label-preview 0', 'backup 0']);
  await premises.fhir.load([walkInUpstream]);
  await premises.fhir.up();

  const evening = await openBy('folder');
  const inFolder = await lastPatients(evening, premises);
  await until(evening, () => evening.station.store.ledger.outboxPending().length === 0);
  expect(evening.station.store.walkIns.get(registeredId)).not.toBe(null);
  await untilPack(evening, 'written');
  expect(readdirSync(premises.pack)).toHaveLength(2);
  const people = [...whatIdentifies(resources), ...whatLeadsTo(resources), form.requisition, ...specimensOf(evening)];
  return { evening, inFolder, people: [...new Set(people)] };
}

/** Somebody copies the disk in the morning, and comes back at night for the keys. Answers whether one of those there now opens it. */
function stolenList(folder: string): () => boolean {
  const stolen = path.join(premises.folder, 'stolen.db');
  copyFileSync(path.join(folder, 'cache.db'), stolen);
  const master = storeKeyIn(folder);
  const wrapping = deriveKey(master, 'day-key');
  const opens = (key: Buffer) => {
    const database = openDatabase({ file: stolen, key, kind: cacheFile });
    if (database.ok) database.value.close();
    return database.ok;
  };
  return () => [master, wrapping, deriveKey(master, 'ledger'), readDayKey(folder, wrapping)?.key ?? master].some(opens);
}

test('S13: after the close of clinic nobody is in the data, the logs, the spools, the pack or what was made for the time being, and no key opens the day', async () => {
  const { evening, inFolder, people } = await wholeDay();
  // While the clinic is open, only what was printed into a folder names anybody.
  const open = tracesOf(people);
  expect(open.filter((trace) => !trace.startsWith('papers/'))).toEqual([]);
  expect(open.some((trace) => trace.startsWith('papers/labels/') && trace.includes(`: ${inFolder[0]} `))).toBe(true);
  expect(open.some((trace) => trace.startsWith('papers/office/') && trace.endsWith('PDF)'))).toBe(true);

  const folder = path.join(premises.folder, stationName, 'store');
  const mayOpenList = stolenList(folder);
  expect(mayOpenList()).toBe(true);
  endTasks(evening);
  await untilClosed(evening);
  expect(mayOpenList()).toBe(false);
  await untilPack(evening, 'forgotten');
  await evening.station.store.keepCopy();
  await evening.station.close();
  expect(readdirSync(path.join(folder, 'copies'))).not.toEqual([]);
  for (const left of [premises.pack, premises.papers.labels, premises.papers.office, path.join(folder, 'walk-ins')])
    expect(readdirSync(left), left).toEqual([]);
  expect(tracesOf(people)).toEqual([]);

  clock.setForward(msPerDay / 3);
  const nextDay = { name: stationName, clock, hasList: false };
  const nextMorning = await openStationClinic(premises.withLabelsBy('folder'), nextDay);
  await nextMorning.station.close();
  expect(tracesOf(people)).toEqual([]);
  await findsWhatIsThere(people);
});

/** The very same search: what site IT asked for, a label that stands in a queue whose printer is off, one line too much in the log. */
async function findsWhatIsThere(people: readonly string[]): Promise<void> {
  const asked = tracesIn(premises.ofTheSite, people).map((trace) => trace.split(':')[0]);
  for (const name of ['list-of-today.json', 'list.csv', 'list.pdf', 'owed.csv', 'owed.pdf'])
    expect(asked).toContain(name);
  await premises.cups.change({ queue: 'labels', act: 'disable' });
  const name = `${people[0]}`;
  execFileSync('lp', ['-h', premises.cups.server, '-d', 'labels', '-o', 'raw', '-'], { input: `^XA^FD${name}^FS^XZ` });
  expect(tracesOf(people)).toEqual([expect.stringMatching(/^spool\/d/)]);
  await premises.cups.cancelAll();
  writeFileSync(
    path.join(premises.folder, stationName, 'log', 'planted.log'),
    `{"event":"checked-in","name":"${name}"}\n`,
  );
  expect(tracesOf(people)).toEqual([expect.stringMatching(/planted\.log/)]);
}

const archiveWith = (content: Buffer): Buffer => {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(1, 26);
  return Buffer.concat([header, Buffer.from('x'), zlib.deflateRawSync(content)]);
};

const spelt = (text: string, mark: string) =>
  Buffer.from(Array.from(Buffer.from(text), (byte) => `${mark}${byte.toString(16).toUpperCase()}`).join(''));

test.each<[string, (text: string) => Buffer]>([
  ['as text', (text) => Buffer.from(text)],
  ['in two bytes a letter', (text) => Buffer.from(text, 'utf16le')],
  ['in two bytes a letter, the other way round', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['in base64', (text) => Buffer.from(Buffer.from(`x${text}y`).toString('base64'))],
  ['in base64, one letter further', (text) => Buffer.from(Buffer.from(`xx${text}y`).toString('base64'))],
  ['in base64, two letters further', (text) => Buffer.from(Buffer.from(`xxx${text}y`).toString('base64'))],
  ['in hexadecimal', (text) => Buffer.from(Buffer.from(text).toString('hex'))],
  ['in capital hexadecimal', (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase())],
  ['in an address', (text) => Buffer.from(`?name=${encodeURIComponent(text)}&x=1`)],
  ['in an address, every sign spelt', (text) => spelt(text, '%')],
  ['in a form', (text) => Buffer.from(new URLSearchParams({ name: text }).toString())],
  [
    'in JSON without accents',
    (text) =>
      Buffer.from(
        JSON.stringify(text).replaceAll(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
      ),
  ],
  ['on a label', (text) => Buffer.concat([Buffer.from('^XA^FH_^FD'), spelt(text, '_'), Buffer.from('^FS^XZ')])],
  ['in a gzip file', (text) => zlib.gzipSync(`${'y'.repeat(100)}${text}`)],
  ['in a gzip file that was cut off', (text) => zlib.gzipSync(`${text}${'y'.repeat(100)}`).subarray(0, -6)],
  ['deflated', (text) => zlib.deflateSync(`${'y'.repeat(100)}${text}`)],
  ['deflated as far as it goes', (text) => zlib.deflateSync(`${'y'.repeat(100)}${text}`, { level: 9 })],
  ['in an archive', (text) => archiveWith(Buffer.from(`${'y'.repeat(100)}${text}`))],
])('S13: the search finds somebody who was written down %s', (way, written) => {
  const folder = path.join(premises.folder, 'planted-forms', way);
  mkdirSync(folder, { recursive: true });
  for (const [at, text] of ['Quillfeather', 'Łukasińska Pole', '1950-02-03', '9990000018'].entries()) {
    writeFileSync(path.join(folder, `file ${at}`), Buffer.concat([Buffer.alloc(7), written(text), Buffer.alloc(3)]));
    const found = tracesIn(folder, [text]).filter((trace) => trace.startsWith(`file ${at}:`));
    expect(found.length, text).toBeGreaterThan(0);
  }
});

test('S13: the search finds somebody in the name of a file, and in that of its folder', () => {
  const folder = path.join(premises.folder, 'planted-names');
  mkdirSync(path.join(folder, '999 000 0018'), { recursive: true });
  writeFileSync(path.join(folder, '999 000 0018', 'Quillfeather.txt'), '');
  expect(tracesIn(folder, ['Quillfeather', '999 000 0018'])).toHaveLength(2);
});
