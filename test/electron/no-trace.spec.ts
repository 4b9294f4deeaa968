/** S13 in real windows: what patients and staff type and read is in no file that the app or its browser leaves. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { launchApp, windowOf } from '../../build/training-app.ts';
import type { TrainingPatient } from '../../build/training-day.ts';
import { formatDateOfBirth } from '../../clinic/date-of-birth.ts';
import { formatName } from '../../clinic/name.ts';
import { formatNhsNumber, type NhsNumber } from '../../clinic/nhs-number.ts';
import { onDisk } from '../../offline-store/durable-file.ts';
import { testNumber } from '../clinic/examples.ts';
import { checkInByNumber, expect, signInStaff, test } from './clinic-app.ts';
import { ownSurroundings } from './own-surroundings.ts';
import { tracesIn, whatIdentifies } from './traces.ts';

const strangersNumber: NhsNumber = testNumber(400_078);
/** Typed, and known to nobody. */
const typed = ['Hollyhocksley', 'Wilhelmina-Ottilie', strangersNumber, formatNhsNumber(strangersNumber), '1931-03-09'];

/** One checks in; another is still typing. */
async function patientsType(page: Page, first: TrainingPatient): Promise<void> {
  await checkInByNumber(page, first);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('button', { name: 'Type your NHS number' }).click();
  await page.getByLabel('NHS number').fill(strangersNumber);
  await page.getByRole('button', { name: 'Continue' }).click();
  for (const [label, text] of [
    ['Day', '9'],
    ['Month', '3'],
    ['Year', '1931'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(text);
  }
}

async function staffType(page: Page, somebody: TrainingPatient): Promise<void> {
  await signInStaff(page);
  await page.getByLabel('Find a patient').fill(somebody.family);
  await page.getByRole('button', { name: formatName(somebody), exact: true }).click();
  await expect(page.getByRole('img', { name: /Picture of Label 1 of 2/ })).toBeVisible();
  await page.getByRole('button', { name: "Today's list", exact: true }).click();
  await page.getByRole('button', { name: 'Register a patient without a booking' }).click();
  await page.getByLabel('Family name').fill('Hollyhocksley');
  await page.getByLabel('Given names').fill('Wilhelmina-Ottilie');
  await page.getByLabel('Day', { exact: true }).fill('9');
  await page.getByLabel('Month', { exact: true }).fill('3');
  await page.getByLabel('Year', { exact: true }).fill('1931');
  await page.getByLabel('NHS number', { exact: true }).fill(strangersNumber);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('alert').getByRole('link').first()).toBeVisible();
}

/** In the middle of what somebody types. Its window shows it again. */
async function crashPatientsPage(app: ElectronApplication): Promise<void> {
  await app.evaluate(async ({ BrowserWindow }) => {
    const isPatients = (url: string) => url.endsWith('/patient.html');
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => isPatients(webContents.getURL()));
    const { promise, resolve } = Promise.withResolvers<void>();
    window?.webContents.once('dom-ready', () => resolve());
    window?.webContents.forcefullyCrashRenderer();
    await promise;
  });
}

/** As a service manager does. */
function keepWhatItSays(app: ElectronApplication, file: string): void {
  const { stdout, stderr } = app.process();
  for (const stream of [stdout, stderr]) stream?.on('data', (said: Buffer) => appendFileSync(file, said));
}

/** What each of its processes would put into a core dump: core(5). */
async function dumpsOf(app: ElectronApplication): Promise<readonly string[]> {
  const ids = await app.evaluate(({ app: self }) => self.getAppMetrics().map(({ pid }) => pid));
  // One that has ended meanwhile has none, or no memory any more.
  return ids
    .map((id) => `/proc/${id}/coredump_filter`)
    .flatMap((file) => {
      const read = onDisk(() => readFileSync(file, 'utf8').trim());
      return read.ok && read.value !== '' ? [read.value] : [];
    });
}

test('S13: what patients type, staff search and a page shows when it crashes is in no file of the app: data, log, browser, temporary, home', async ({
  premises,
}) => {
  const people = [...whatIdentifies(premises.day.resources), ...typed, formatDateOfBirth('1931-03-09')];
  const somebody = premises.day.nearest(Date.now()).find(({ tests }) => tests.join(' ') === 'fbc ue lft');
  if (somebody === undefined) throw new Error('Somebody is on the list.');
  // Short, for it is part of the path of a socket.
  const outside = mkdtempSync(path.join(os.tmpdir(), 'kiosk-'));
  const places = [path.join(premises.folder, 'store'), outside];
  const traces = () => places.flatMap((place) => tracesIn(place, people));

  const app = await launchApp(premises.settingsFile, ownSurroundings(outside));
  keepWhatItSays(app, path.join(outside, 'said'));
  const [patient, staff] = await Promise.all([windowOf(app, 'patient'), windowOf(app, 'staff')]);
  await patientsType(patient, somebody);
  await staffType(staff, somebody);
  const pages = await app.evaluate(({ app: self, session }) => ({
    browser: self.getPath('sessionData'),
    ofOurs: session.fromPartition('kiosk').storagePath,
  }));
  expect(pages).toEqual({ browser: path.join(premises.folder, 'store', 'window'), ofOurs: null });
  if (process.platform === 'linux') expect(new Set(await dumpsOf(app))).toEqual(new Set(['00000000']));
  expect(traces()).toEqual([]);
  await crashPatientsPage(app);
  if (process.platform === 'linux') expect(new Set(await dumpsOf(app))).toEqual(new Set(['00000000']));
  await app.close();
  expect(traces()).toEqual([]);
  // The very same search finds one line too much.
  writeFileSync(path.join(outside, 'home', 'planted'), `name=${somebody.family}`);
  expect(traces()).toHaveLength(1);
  rmSync(outside, { recursive: true, force: true });
});
