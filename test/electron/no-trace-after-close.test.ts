/** S13: a day with real printers and faults, then the close of clinic: who was here cannot be found in anything that is left. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { localTime } from '../../clinic/clinic-day.ts';
import { cacheFile } from '../../offline-store/cache/cache-file.ts';
import { openDatabase } from '../../offline-store/database.ts';
import { deriveKey, readDayKey } from '../../offline-store/store-key.ts';
import { storeKeyIn } from '../offline-store/store-clinic.ts';
import {
  checkIn,
  checkInAtReception,
  openStationClinic,
  type StationClinic,
  settableClock,
  until,
  untilPapersAre,
} from './station-clinic.ts';
import { openTestPremises, type TestPremises } from './station-premises.ts';
import { tracesIn, whatIdentifies } from './traces.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const closesAt = '23:59';
const msPerMinute = 60_000;

let premises: TestPremises;
beforeAll(async () => {
  premises = await openTestPremises();
});
afterAll(() => premises.stop());

/** Until just after closing time, for the kiosk and the booking system alike. */
async function untilClosed({ clock, station }: StationClinic): Promise<void> {
  let aheadMs = 0;
  while (localTime(clock.nowMs() + aheadMs) < closesAt) aheadMs += msPerMinute / 2;
  await premises.fhir.clockOffset(aheadMs);
  clock.setForward(aheadMs);
  await until({ station }, () => station.store.cache.bookings().length === 0);
}

/** Whatever the faults left for staff. */
function endTasks({ station: { store } }: StationClinic): void {
  store.ledger.write((writes) => {
    for (const { id } of store.ledger.openTasks()) writes.endTask(id, 'done', 'training-staff');
  });
}

async function dayWithFaults(clinic: StationClinic): Promise<void> {
  const [first, second, third] = [premises.twoTubes(), premises.twoTubes(), premises.fourTubes()];
  await checkIn(clinic, first);
  await clinic.station.patient.act({ kind: 'scan', text: second.nhsNumber });
  await clinic.station.patient.act({ kind: 'give-date-of-birth', day: '1', month: '1', year: '1901' });
  await premises.labels.cutOff({ afterBytes: 150, startingAt: '^FDSST' });
  await checkInAtReception(clinic, second);
  await premises.fhir.misbehave({ kind: 'status', status: 500 });
  await clinic.station.sync.pullNow();
  await checkInAtReception(clinic, third);
  await untilPapersAre(clinic, [first, second, third], 'printed', 'uncertain');
  await premises.fhir.behave();
  await clinic.station.sync.pullNow();
  await clinic.station.sync.pushNow();
  await until(clinic, () => clinic.station.store.ledger.outboxPending().length === 0);
}

test('S13: after the close of clinic nobody is in the data, the logs or what was made for the time being, and no key opens the day', async () => {
  const people = whatIdentifies(premises.day.resources);
  const madeMeanwhile = path.join(premises.folder, 'made-meanwhile');
  mkdirSync(madeMeanwhile);
  vi.stubEnv('TMPDIR', madeMeanwhile);
  const clinic = await openStationClinic(premises, {
    name: 'closing',
    clock: settableClock(),
    change: (settings) => ({ ...settings, clinicRules: { ...settings.clinicRules, closesAt } }),
  });
  await premises.newPaper();
  await dayWithFaults(clinic);
  const traces = () => [...tracesIn(clinic.folder, people), ...tracesIn(madeMeanwhile, people)];
  expect(traces()).toEqual([]);

  // Somebody copies the disk in the morning, and comes back at night for the keys.
  const store = clinic.settings.store.folder;
  const stolen = path.join(premises.folder, 'stolen.db');
  copyFileSync(path.join(store, 'cache.db'), stolen);
  const master = storeKeyIn(store);
  const wrapping = deriveKey(master, 'day-key');
  const keyOfTheDay = readDayKey(store, wrapping);
  const opens = (key: Buffer) => {
    const database = openDatabase({ file: stolen, key, kind: cacheFile });
    if (database.ok) database.value.close();
    return database.ok;
  };
  expect(opens(keyOfTheDay?.key ?? Buffer.alloc(32))).toBe(true);
  endTasks(clinic);
  await untilClosed(clinic);
  const keysLeft = [master, wrapping, readDayKey(store, wrapping)?.key ?? master, deriveKey(master, 'ledger')];
  expect(keysLeft.map(opens)).toEqual([false, false, false, false]);

  expect(traces()).toEqual([]);
  await clinic.station.close();
  expect(traces()).toEqual([]);
  vi.unstubAllEnvs();
  // The very same search, over the very same files, finds one line too much.
  writeFileSync(path.join(clinic.folder, 'log', 'planted.log'), `{"event":"checked-in","name":"${people[0]}"}\n`);
  expect(traces()).toHaveLength(1);
});

test.each<[string, (text: string) => Buffer]>([
  ['as text', (text) => Buffer.from(text)],
  ['in two bytes a letter', (text) => Buffer.from(text, 'utf16le')],
  ['in two bytes a letter, the other way round', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['in base64', (text) => Buffer.from(Buffer.from(`x${text}y`).toString('base64'))],
  ['in hexadecimal', (text) => Buffer.from(Buffer.from(text).toString('hex'))],
  ['in capital hexadecimal', (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase())],
  ['in an address', (text) => Buffer.from(`?name=${encodeURIComponent(text)}&x=1`)],
  ['in a form', (text) => Buffer.from(new URLSearchParams({ name: text }).toString())],
])('S13: the search finds somebody who was written down %s', (form, written) => {
  const folder = path.join(premises.folder, 'planted-forms', form);
  mkdirSync(folder, { recursive: true });
  for (const [at, text] of ['Quillfeather', 'Łukasińska Pole', '1950-02-03', '9990000018'].entries()) {
    writeFileSync(path.join(folder, `file ${at}`), Buffer.concat([Buffer.alloc(7), written(text), Buffer.alloc(3)]));
    const found = tracesIn(folder, [text]).filter((trace) => trace.startsWith(`file ${at}:`));
    expect(found.length, text).toBeGreaterThan(0);
  }
});
