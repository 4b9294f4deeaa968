/** A station whose label printer is of the ESC/POS family, and is sent each label as a picture. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../electron/command-line.ts';
import type { KioskConfig } from '../../electron/kiosk-config.ts';
import { testLabelBarcode } from '../../printing/labels/test-label.ts';
import { startTicketPrinter, type TicketPrinter } from '../peers/ticket-printer-launcher.ts';
import { numbersRead, stock } from '../printing/raster-labels.ts';
import { settingsLike } from './kiosk-command.ts';
import { barcodesOf } from './read-barcode.ts';
import {
  act,
  checkIn,
  checkInAtReception,
  labelsOf,
  numbersOf,
  openStationClinic,
  type StationClinic,
  tasksOf,
  until,
  untilPapersAre,
} from './station-clinic.ts';
import { openTestPremises, type TestPremises } from './station-premises.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let premises: TestPremises;
let labels: TicketPrinter;
let clinic: StationClinic;
beforeAll(async () => {
  [premises, labels] = await Promise.all([openTestPremises(), startTicketPrinter({ ticketMs: 5, ...stock })]);
  clinic = await openStationClinic(premises, { name: 'raster', change: withPicturePrinter });
});
beforeEach(() => labels.renew());
afterAll(async () => {
  await clinic.station.close();
  await Promise.all([premises.stop(), labels.stop()]);
});

const picturePrinter = () =>
  ({
    name: 'LABELS-1',
    language: 'esc-pos',
    purpose: 'specimen-label',
    connection: { kind: 'network', host: '127.0.0.1', port: labels.port },
    label: { widthMm: 50, heightMm: 25 },
    dotsPerMm: 8,
    confirmsLabels: true,
  }) as const;

function withPicturePrinter(settings: KioskConfig): KioskConfig {
  const others = settings.printers.filter(({ purpose }) => purpose === 'queue-ticket');
  return { ...settings, printers: [picturePrinter(), ...others] };
}

/** For commands: the settings are read from a file. */
const settingsFile = () =>
  settingsLike(premises.settingsFile, 'raster-settings', (settings) => ({
    ...settings,
    printers: [picturePrinter(), ...settings.printers.filter(({ purpose }) => purpose === 'queue-ticket')],
  }));

test('S5, S6: a patient checks in: header, then each tube in the order of draw, once, with the number that a scanner reads', async () => {
  const patient = premises.fourTubes();
  expect((await checkIn(clinic, patient)).content).toMatchObject({ screen: 'checked-in' });
  await untilPapersAre(clinic, [patient], 'printed');
  const numbers = ['B', 'E', 'J', 'M'].map((container) => patient.requisition + container);
  expect(await numbersRead(labels)).toEqual([[], ...numbers.map((number) => [number])]);
});

test('staff see the picture that is printed, and a reprint is another label with the same number', async () => {
  const patient = premises.twoTubes();
  await checkInAtReception(clinic, patient);
  await untilPapersAre(clinic, [patient], 'printed');
  const [first = '', second = ''] = numbersOf(clinic, patient);
  const newest = labelsOf(clinic, patient).at(-1);
  const picture = await clinic.station.staff.picture(newest?.id ?? '');
  if (!picture.ok) throw new Error(picture.problem);
  const png = Buffer.from(picture.value.replace('data:image/png;base64,', ''), 'base64');
  expect(await barcodesOf(png)).toEqual([second]);
  expect(png).toEqual(await labels.picture(3));

  await act(clinic, { kind: 'reprint', paperId: newest?.id ?? '', reason: 'damaged' });
  await untilPapersAre(clinic, [patient], 'printed', 'voided');
  expect(await numbersRead(labels)).toEqual([[], [first], [second], [second]]);
  expect(await labels.picture(4)).not.toEqual(png);
});

test('S5: a label on whose way the connection was lost is a task for staff, and the others come out', async () => {
  const patient = premises.twoTubes();
  await labels.cutOff({ afterBytes: 5_000, startingAt: '\x1b@' });
  await checkInAtReception(clinic, patient);
  await until(clinic, () => tasksOf(clinic, patient, 'paper-uncertain').length === 1);
  await until(clinic, () => labelsOf(clinic, patient).filter(({ state }) => state === 'printed').length === 2);
  expect(labelsOf(clinic, patient).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'header-label uncertain',
    'specimen-label printed',
    'specimen-label printed',
  ]);
  const read = (await numbersRead(labels)).filter((numbers) => numbers.length > 0);
  expect(read).toEqual(numbersOf(clinic, patient).map((number) => [number]));
});

test('a test label is proved, printed and confirmed', async () => {
  const said = await runCommandLine(['print-test', 'LABELS-1', '--config', settingsFile()]);
  expect(said).toMatchObject({ exit: 0, line: 'LABELS-1 printed it, and proves it' });
  expect(await numbersRead(labels)).toEqual([[testLabelBarcode]]);
});

test('the example of a label is drawn as it would be printed', async () => {
  const out = path.join(premises.folder, 'example.png');
  const said = await runCommandLine(['label-preview', '--sample', '--out', out, '--config', settingsFile()]);
  expect(said).toMatchObject({ exit: 0 });
  const png = readFileSync(out);
  expect(await barcodesOf(png)).toEqual(['R10042E']);
  expect(decode(png)).toMatchObject({ width: 400, height: 200 });
});
