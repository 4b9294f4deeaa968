/** The picture of a label that staff see: what came out of the printer, or would, and nothing that would not. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { KioskConfig } from '../../electron/kiosk-config.ts';
import type { PrinterSetting } from '../../printing/printer-config.ts';
import {
  checkInAtReception,
  labelsOf,
  openStationClinic,
  type StationClinic,
  until,
  untilPapersAre,
} from './station-clinic.ts';
import { openTestPremises, type TestPremises } from './station-premises.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let premises: TestPremises;
beforeAll(async () => {
  premises = await openTestPremises();
});
afterAll(() => premises.stop());

async function openWith(name: string, labelPrinters: (labels: PrinterSetting) => readonly PrinterSetting[]) {
  await premises.newPaper({ isStationOpen: false });
  const change = (settings: KioskConfig): KioskConfig => {
    const [labels, tickets] = settings.printers;
    if (labels === undefined || tickets === undefined) throw new Error('the training clinic has two printers');
    return { ...settings, printers: [...labelPrinters(labels), tickets] };
  };
  return openStationClinic(premises, { name, change });
}

const movedBy = (labels: PrinterSetting, x: number): PrinterSetting =>
  labels.language === 'zpl' ? { ...labels, offsetMm: { x, y: 0 } } : labels;

async function pictureOf(clinic: StationClinic, paperId = ''): Promise<Buffer | string> {
  const picture = await clinic.station.staff.picture(paperId);
  return picture.ok ? Buffer.from(picture.value.replace('data:image/png;base64,', ''), 'base64') : picture.problem;
}

test('a label is shown as the printer that printed it was set', async () => {
  const nobody = { kind: 'network', host: '127.0.0.1', port: 1 } as const;
  const clinic = await openWith('picture-of-second', (labels) => [
    { ...labels, name: 'LABELS-0', connection: nobody },
    movedBy(labels, 1),
  ]);
  const patient = premises.twoTubes();
  await checkInAtReception(clinic, patient);
  await untilPapersAre(clinic, [patient], 'printed');
  expect(await pictureOf(clinic, labelsOf(clinic, patient).at(-1)?.id)).toEqual(await premises.labels.picture(3));
  await clinic.station.close();
});

test('S6: a label that would fail its proof is not shown either', async () => {
  const clinic = await openWith('picture-of-none', (labels) => [movedBy(labels, 5)]);
  const patient = premises.twoTubes();
  await checkInAtReception(clinic, patient);
  await until(clinic, () => labelsOf(clinic, patient).every(({ state }) => state === 'refused'));
  expect(await pictureOf(clinic, labelsOf(clinic, patient).at(-1)?.id)).toBe('not-drawable');
  expect(await premises.labels.labels()).toEqual([]);
  await clinic.station.close();
});
