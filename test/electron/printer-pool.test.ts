/** A station with two label printers for one purpose: which of them prints what, whatever happens to them in the middle of a set. */
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { TrainingPatient } from '../../build/training-day.ts';
import type { KioskConfig } from '../../electron/kiosk-config.ts';
import type { PrinterLine } from '../../electron/staff-api.ts';
import type { PrinterSetting } from '../../printing/printer-config.ts';
import { graceForBegunSetMs } from '../../printing/printer-pool.ts';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { barcodesOf } from './read-barcode.ts';
import {
  act,
  checkInAtReception,
  labelsOf,
  numbersOf,
  openStationClinic,
  type StationClinic,
  until,
  untilPapersAre,
  untilStaffSee,
} from './station-clinic.ts';
import { openTestPremises, type TestPremises, wordsOf } from './station-premises.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let premises: TestPremises;
let first: ZebraPrinter;
let second: ZebraPrinter;
beforeAll(async () => {
  premises = await openTestPremises();
  first = premises.labels;
  second = await startZebraPrinter({ dotsPerMm: 8, labelMs: 20 });
});
afterAll(() => Promise.all([premises.stop(), second.stop()]));

let clinic: StationClinic;
let clinics = 0;

/** Both printers with nothing printed and nothing wrong, and a station that has heard from them. */
async function openPool(change: (labels: PrinterSetting) => Partial<PrinterSetting> = () => ({})): Promise<void> {
  await Promise.all([premises.newPaper({ isStationOpen: false }), second.renew()]);
  clinics += 1;
  clinic = await openStationClinic(premises, {
    name: `pool-${clinics}`,
    change: (settings) => withSecond(settings, change),
  });
  await untilStaffSee(clinic, ({ status }) => status?.printers.every(({ isReady }) => isReady) === true);
}

/** The same for the next test of an open station. */
async function newPaper(): Promise<void> {
  await Promise.all([premises.newPaper(), second.renew()]);
  await second.waitFor('asked');
  await untilStaffSee(clinic, ({ status }) => status?.printers.every(({ isReady }) => isReady) === true);
}

function withSecond(settings: KioskConfig, change: (labels: PrinterSetting) => Partial<PrinterSetting>): KioskConfig {
  const [labels, tickets] = settings.printers;
  if (labels === undefined || tickets === undefined) throw new Error('the training clinic has two printers');
  const connection = { kind: 'network', host: '127.0.0.1', port: second.port } as const;
  const pool = [labels, { ...labels, name: 'LABELS-2', connection }].map(
    // What is changed are whom and what a printer is for, which all kinds of printer say alike.
    (one) => ({ ...one, ...change(one) }) as PrinterSetting,
  );
  return { ...settings, printers: [...pool, tickets] };
}

const line = (name: string) =>
  untilStaffSee(clinic, () => true).then((view) => view.status?.printers.find((printer) => printer.name === name));
const untilLine = (name: string, isIt: (printer: PrinterLine) => boolean) =>
  untilStaffSee(
    clinic,
    ({ status }) => status?.printers.some((printer) => printer.name === name && isIt(printer)) === true,
  );
const untilStopped = (name: string) => untilLine(name, ({ isReady }) => !isReady);
const untilWell = (name: string) => untilLine(name, ({ isReady }) => isReady);

/** What came out, in order: the number of a specimen label, or what a header says below ticket and visit code, without its token. */
async function outOf(printer: ZebraPrinter): Promise<readonly string[]> {
  const labels = (await printer.labels()).map(({ base64 }) => Buffer.from(base64, 'base64').toString('utf8'));
  return labels.map((label) => {
    const number = /\^BC[^^]*\^FD([^^]*)\^FS/.exec(label)?.[1];
    return number ?? wordsOf(label).split('\n').slice(4, -1).join(' / ');
  });
}
const outOfBoth = async () => [await outOf(first), await outOf(second)];

async function arrive(patient: TrainingPatient) {
  await checkInAtReception(clinic, patient);
  return numbersOf(clinic, patient);
}

/** The first printer stops right after the header and label 1. */
async function interruptedAfterLabel1() {
  const patient = premises.fourTubes();
  await first.endRoll({ afterLabels: 2, inMotion: false });
  const numbers = await arrive(patient);
  await untilLine('LABELS-1', ({ interrupted }) => interrupted?.follow.join() === '2,3,4');
  return { patient, numbers };
}

describe('two printers for every label', () => {
  beforeAll(() => openPool());
  afterAll(() => clinic.station.close());
  beforeEach(() => newPaper());

  test('a set comes out of the first that is ready, header and all, and so does the next', async () => {
    const patients = [premises.twoTubes(), premises.twoTubes()];
    const numbers = [];
    for (const patient of patients) numbers.push(...(await arrive(patient)));
    await untilPapersAre(clinic, patients, 'printed');
    const follow = '2 labels to follow';
    expect(await outOfBoth()).toEqual([[follow, ...numbers.slice(0, 2), follow, ...numbers.slice(2)], []]);
  });

  test('S5: the first fails before anything has started: the whole set comes out of the second, once', async () => {
    const [patient, next] = [premises.twoTubes(), premises.twoTubes()];
    await first.become({ paperOut: true });
    await untilStopped('LABELS-1');
    const numbers = await arrive(patient);
    await untilPapersAre(clinic, [patient], 'printed');
    await first.become({ paperOut: false });
    await untilWell('LABELS-1');
    const later = await arrive(next);
    await untilPapersAre(clinic, [next], 'printed');
    const follow = '2 labels to follow';
    expect(await outOfBoth()).toEqual([
      [follow, ...later],
      [follow, ...numbers],
    ]);
  });

  test('S5: the first fails after label 1: when no roll is changed the rest comes out of the second, behind a header that says so', async () => {
    const { patient, numbers } = await interruptedAfterLabel1();
    const [one = '', ...others] = numbers;
    expect(await line('LABELS-1')).toMatchObject({ isReady: false, papersWaiting: 3, interrupted: { count: 4 } });
    expect(await line('LABELS-2')).toMatchObject({ isReady: true, papersWaiting: 0, interrupted: null });
    expect(await outOf(second)).toEqual([]);
    clinic.clock.setForward(graceForBegunSetMs);
    await untilPapersAre(clinic, [patient], 'printed');
    expect(await outOfBoth()).toEqual([
      ['4 labels to follow', one],
      ['Labels 2-4 of 4 follow / Label 1: LABELS-1', ...others],
    ]);
    // What people and scanners read, and not only what was sent.
    const pictures = await Promise.all([2, 3, 4].map((number) => second.picture(number)));
    expect((await Promise.all(pictures.map((png) => barcodesOf(png ?? Buffer.of())))).flat()).toEqual(others);
  });

  test('S5: a label in doubt at the first stays there and is settled there, while the others go on at the second', async () => {
    const patient = premises.fourTubes();
    await first.endRoll({ afterLabels: 1, inMotion: true });
    const [one = '', ...others] = await arrive(patient);
    await untilLine('LABELS-1', ({ interrupted }) => interrupted?.follow.join() === '2,3,4');
    clinic.clock.setForward(graceForBegunSetMs);
    await second.waitForLabel(4);
    await until(clinic, () => labelsOf(clinic, patient).at(4)?.state === 'printed');
    expect(labelsOf(clinic, patient).map(({ state }) => state)).toEqual([
      'printed',
      'sending',
      'printed',
      'printed',
      'printed',
      'printed',
    ]);
    await first.become({ paperOut: false });
    await untilPapersAre(clinic, [patient], 'printed');
    expect(await outOfBoth()).toEqual([
      ['4 labels to follow', one],
      ['Labels 2-4 of 4 follow / Label 1: LABELS-1', ...others],
    ]);
  });

  test('S5: the roll is changed in time: the rest comes out of the same printer, behind a header of its own', async () => {
    const { patient, numbers } = await interruptedAfterLabel1();
    await first.become({ paperOut: false });
    await untilPapersAre(clinic, [patient], 'printed');
    const [one = '', ...others] = numbers;
    expect(await outOfBoth()).toEqual([['4 labels to follow', one, 'Labels 2-4 of 4 follow', ...others], []]);
    expect(await line('LABELS-1')).toMatchObject({ isReady: true, papersWaiting: 0, interrupted: null });
    expect(clinic.station.store.ledger.auditBreak()).toBeNull();
  });

  test('S5: the kiosk is restarted in the middle of a set: the rest has a header of its own', async () => {
    const { patient, numbers } = await interruptedAfterLabel1();
    await clinic.station.close();
    await first.become({ paperOut: false });
    clinic = await openStationClinic(premises, {
      name: `pool-${clinics}`,
      change: (settings) => withSecond(settings, () => ({})),
    });
    await untilPapersAre(clinic, [patient], 'printed');
    const [one = '', ...others] = numbers;
    expect(await outOfBoth()).toEqual([['4 labels to follow', one, 'Labels 2-4 of 4 follow', ...others], []]);
  });

  test('S5: both fail and come back: each part of the set has a header, and no tube has two labels', async () => {
    await second.endRoll({ afterLabels: 2, inMotion: false });
    const { patient, numbers } = await interruptedAfterLabel1();
    clinic.clock.setForward(graceForBegunSetMs);
    await untilLine('LABELS-2', ({ interrupted }) => interrupted?.follow.join() === '3,4');
    clinic.clock.setForward(graceForBegunSetMs);
    await first.become({ paperOut: false });
    await untilPapersAre(clinic, [patient], 'printed');
    await second.become({ paperOut: false });
    await untilWell('LABELS-2');
    const [one = '', two = '', ...others] = numbers;
    expect(await outOfBoth()).toEqual([
      ['4 labels to follow', one, 'Labels 3 and 4 of 4 follow / Label 2: LABELS-2', ...others],
      ['Labels 2-4 of 4 follow / Label 1: LABELS-1', two],
    ]);
  });

  test('S9: a single reprint needs no header, and goes to the first that is ready', async () => {
    const patient = premises.twoTubes();
    const [one = '', two = ''] = await arrive(patient);
    await untilPapersAre(clinic, [patient], 'printed');
    await first.become({ headOpen: true });
    await untilStopped('LABELS-1');
    await act(clinic, { kind: 'reprint', paperId: labelsOf(clinic, patient).at(-1)?.id ?? '', reason: 'damaged' });
    await untilPapersAre(clinic, [patient], 'printed', 'voided');
    expect(await outOfBoth()).toEqual([['2 labels to follow', one, two], [two]]);
  });
});

test('S5: headers and labels at printers of their own: the header says where its labels are', async () => {
  await openPool(({ name }) => ({ kinds: name === 'LABELS-1' ? ['specimen-label'] : ['header-label'] }));
  onTestFinished(() => clinic.station.close());
  const patient = premises.twoTubes();
  const numbers = await arrive(patient);
  await untilPapersAre(clinic, [patient], 'printed');
  expect(await outOfBoth()).toEqual([numbers, ['2 labels at LABELS-1']]);
});

test('a printer that serves another bay gets nothing, however ready it is', async () => {
  await openPool(({ name }) => (name === 'LABELS-1' ? { bays: ['BAY-9'] } : {}));
  onTestFinished(() => clinic.station.close());
  const patient = premises.twoTubes();
  const numbers = await arrive(patient);
  await untilPapersAre(clinic, [patient], 'printed');
  expect(await outOfBoth()).toEqual([[], ['2 labels to follow', ...numbers]]);
  expect((await untilStaffSee(clinic, () => true)).status?.printers.map(({ name }) => name)).toEqual([
    'LABELS-2',
    'TICKETS-1',
  ]);
});
