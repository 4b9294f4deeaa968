/**
 * Forty people check in at once, each with three tubes: from the first check-in until the last of 160 labels is known to be
 * out, beside the time that the paper alone needs (25 mm at 150 mm/s for each label).
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { assert } from '../../clinic/assert.ts';
import { silentLog } from '../../electron/log.ts';
import { openStation, type Station } from '../../electron/station.ts';
import type { FhirJson } from '../../test/peers/fhir/fhir-door.ts';
import type { TrainingPatient } from '../training-day.ts';
import { openPremises, type Premises, settingsAt } from '../training-premises.ts';
import { trainingStaff } from '../training-settings.ts';
import type { Row } from './row.ts';

const checkIns = 40;
/** A header and three tubes. */
const labelsEach = 4;
const labelMs = 167;
const shareMax = 1.1;
/** In this order a request for a blood test each: three tubes, and the fourth goes into one of them. */
const testCodes = ['fbc', 'ue', 'inr', 'lft'];

export async function rows(): Promise<readonly Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-bench-burst-'));
  const premises = await openPremises({ folder, labelMs, keepsPictures: false });
  const [first, ...patients] = await withThreeTubes(premises);
  const opened = await openStation(settingsAt(premises.settingsFile), { log: silentLog });
  assert(opened.ok, 'the station opens');
  assert(first, 'the training day has patients');
  const station = opened.value;
  await station.sync.pullNow();
  await station.staff.act({ kind: 'sign-in', ...trainingStaff });
  // As in the app, where the proof is warm before the first patient has found a letter.
  await checkIn(station, first);
  await allPrinted(station, [first]);
  const startedMs = performance.now();
  for (const patient of patients) await checkIn(station, patient);
  await allPrinted(station, patients);
  const ours = (performance.now() - startedMs) / 1000;
  const labels = patients.flatMap(({ appointmentId }) => labelsOf(station, appointmentId)).length;
  await station.close();
  await premises.stop();
  fs.rmSync(folder, { recursive: true });
  assert(labels === checkIns * labelsEach, 'every visit has a header and three tubes');
  const floor = (labels * labelMs) / 1000;
  const name = `a burst of ${checkIns} check-ins: ${labels} labels, all printed`;
  return [{ name, unit: 's', ours, floor, hold: '≤ the paper + 10 %', isMet: ours <= shareMax * floor }];
}

/** One more than are measured; their orders are changed before the station reads them. */
async function withThreeTubes({ day, fhir }: Premises): Promise<readonly TrainingPatient[]> {
  const patients = day.nearest(Date.now()).filter(({ tests }) => tests.length >= labelsEach - 1);
  const chosen = patients.slice(0, checkIns + 1);
  assert(chosen.length === checkIns + 1, 'enough patients of the day have three requests');
  const indexes = new Set(chosen.map(({ appointmentId }) => appointmentId.split('-')[1]));
  await fhir.load(day.resources.flatMap((resource) => withAnotherTest(resource, indexes)));
  return chosen;
}

function withAnotherTest(resource: FhirJson, indexes: ReadonlySet<string | undefined>): readonly FhirJson[] {
  const [, index, number] = /^request-(\d+)-(\d+)$/.exec(resource.id ?? '') ?? [];
  if (!indexes.has(index)) return [];
  const code = testCodes[Math.min(Number(number), testCodes.length - 1)];
  // A request of the training day has one code, of the training clinic's own.
  const { code: was } = resource as { code?: { coding: readonly [object] } };
  return was === undefined ? [] : [{ ...resource, code: { coding: [{ ...was.coding[0], code, display: code }] } }];
}

/** At reception, where people are checked in at any time of the day: those of a burst come from hours around it. */
async function checkIn({ staff }: Station, { appointmentId }: TrainingPatient): Promise<void> {
  const { content } = await staff.act({ kind: 'check-in', bookingId: appointmentId });
  const isCheckedIn = content.screen === 'visit' && content.visit.row.state === 'checked-in';
  assert(isCheckedIn, 'a patient of the burst is checked in');
}

const labelsOf = ({ store }: Station, appointmentId: string) =>
  store.ledger.papers(appointmentId).filter(({ kind }) => kind !== 'queue-ticket');

function allPrinted(station: Station, patients: readonly TrainingPatient[]): Promise<void> {
  const isPrinted = ({ appointmentId }: TrainingPatient) => {
    const labels = labelsOf(station, appointmentId);
    return labels.length > 0 && labels.every(({ state }) => state === 'printed');
  };
  // The last first: as a rule that one is still to come, and no other needs to be looked up.
  const isDone = () => patients.toReversed().every(isPrinted);
  return new Promise((resolve) => {
    const stop = station.store.onChange(() => {
      if (!isDone()) return;
      stop();
      resolve();
    });
    if (isDone()) resolve();
  });
}
