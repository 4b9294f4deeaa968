/** The station under plain Node while its booking system is away, answers nonsense or changes its mind, and over a restart. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TrainingPatient } from '../../build/training-day.ts';
import { silentLog } from '../../electron/log.ts';
import { openStation } from '../../electron/station.ts';
import type { Misbehaviour } from '../peers/fhir/fhir-door.ts';
import {
  act,
  checkIn,
  checkInAtReception,
  labelsOf,
  numbersOf,
  openStationClinic,
  type StationClinic,
  settableClock,
  signIn,
  tasksOf,
  until,
  untilPapersAre,
  untilStaffSee,
} from './station-clinic.ts';
import { openTestPremises, type TestPremises } from './station-premises.ts';
import { tracesIn, whatIdentifies } from './traces.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const hoursMs = 3_600_000;

let premises: TestPremises;
beforeAll(async () => {
  premises = await openTestPremises();
});
afterAll(() => premises.stop());
afterEach(async () => {
  await premises.fhir.behave();
  await premises.fhir.up();
});

/** What the kiosk wrote to this booking, upstream. */
const writesTo = async ({ appointmentId }: TrainingPatient) =>
  (await premises.fhir.writes()).filter((write) => write.by === 'client' && write.id === appointmentId);

const outboxOf = ({ station }: StationClinic, { appointmentId }: TrainingPatient) =>
  station.store.ledger.outbox().find(({ bookingId }) => bookingId === appointmentId)?.state;

/** Somebody at the booking system changes the booking. */
async function change({ appointmentId }: TrainingPatient, status: string): Promise<void> {
  const appointment = await premises.fhir.read('Appointment', appointmentId);
  if (appointment === null) throw new Error('the booking is there');
  await premises.fhir.save({ ...appointment, status });
}

describe('without the booking system', () => {
  let clinic: StationClinic;
  beforeAll(async () => {
    clinic = await openStationClinic(premises, { name: 'offline' });
  });
  afterAll(() => clinic.station.close());
  beforeEach(() => premises.newPaper());

  test('S3: the server is down and nothing changes for the patient: checked in, labels printed, the entry waits; when it is back it goes once', async () => {
    const patient = premises.twoTubes();
    await premises.fhir.down();
    expect((await checkIn(clinic, patient)).content).toMatchObject({ screen: 'checked-in', isRepeat: false });
    await untilPapersAre(clinic, [patient], 'printed');
    expect(await premises.numbersOut(3)).toEqual(numbersOf(clinic, patient));
    await clinic.station.sync.pullNow();
    const { status } = await untilStaffSee(clinic, (view) => view.status?.upstream.state === 'offline');
    expect(status).toMatchObject({ outboxWaiting: 1, list: { state: 'good' } });
    expect(outboxOf(clinic, patient)).toBe('pending');

    await premises.fhir.up();
    await until(clinic, () => outboxOf(clinic, patient) === 'applied');
    expect(await premises.fhir.read('Appointment', patient.appointmentId)).toMatchObject({ status: 'arrived' });
    await clinic.station.sync.pushNow();
    expect(await writesTo(patient)).toHaveLength(1);
  });

  test('S3: the answer to the write is lost: it is not written again', async () => {
    const patient = premises.twoTubes();
    await premises.fhir.misbehave({ kind: 'drop-answer' }, { method: 'PUT', times: 1 });
    await checkInAtReception(clinic, patient);
    await until(clinic, () => outboxOf(clinic, patient) === 'applied');
    expect(await writesTo(patient)).toHaveLength(1);
  });

  test.each<Misbehaviour>([
    { kind: 'html' },
    { kind: 'half-page' },
    { kind: 'half-json' },
    { kind: 'empty-page' },
    { kind: 'no-next' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 401 },
  ])('S11: upstream answers with $kind: the list stays, with its age', async (misbehaviour) => {
    const { cache } = clinic.station.store;
    // One that the end of the fault before asked for is over then.
    expect(await clinic.station.sync.pullNow()).toMatchObject({ ok: true });
    const [before, age] = [cache.bookings(), cache.age()];
    await premises.fhir.misbehave(misbehaviour, { method: 'GET', pathContains: 'Appointment?' });
    const pulled = await clinic.station.sync.pullNow();
    expect(pulled.ok).toBe(false);
    expect(cache.bookings()).toEqual(before);
    expect(cache.age()).toEqual(age);
    expect((await clinic.station.patient.act({ kind: 'start-again' })).content.screen).toBe('start');
  });

  test('a booking that is cancelled upstream after the check-in is not flipped: staff have a task', async () => {
    const patient = premises.twoTubes();
    await premises.fhir.down();
    await checkInAtReception(clinic, patient);
    await change(patient, 'cancelled');
    await premises.fhir.up();
    await until(clinic, () => outboxOf(clinic, patient) === 'conflict');
    expect(await premises.fhir.read('Appointment', patient.appointmentId)).toMatchObject({ status: 'cancelled' });
    expect(await writesTo(patient)).toEqual([]);
    expect(tasksOf(clinic, patient).map(({ matter }) => matter)).toEqual([
      { kind: 'upstream-conflict', because: 'cancelled' },
    ]);
    // Nor does the next pull un-check the patient here.
    await clinic.station.sync.pullNow();
    const view = await act(clinic, { kind: 'open-visit', bookingId: patient.appointmentId });
    expect(view.content).toMatchObject({
      visit: { row: { state: 'checked-in' }, tasks: [{ matter: { because: 'cancelled' } }] },
    });
  });

  test('somebody at a desk recorded the arrival first: theirs stands, and the patient notices nothing', async () => {
    const patient = premises.twoTubes();
    await change(patient, 'arrived');
    await checkInAtReception(clinic, patient);
    await until(clinic, () => outboxOf(clinic, patient) === 'merged');
    expect(await writesTo(patient)).toEqual([]);
    expect(tasksOf(clinic, patient)).toEqual([]);
  });
});

test('S5: closed and opened again in the middle of a set: nothing is lost, and nothing printed twice', async () => {
  const [first, second] = [premises.fourTubes(), premises.twoTubes()];
  const before = await openStationClinic(premises, { name: 'restart' });
  await premises.newPaper();
  await checkInAtReception(before, first);
  await checkInAtReception(before, second);
  await premises.labels.waitForLabel(3);
  await before.station.close();

  const after = await openStationClinic(premises, { name: 'restart' });
  await untilPapersAre(after, [first, second], 'printed');
  // The rest of a set has a header of its own.
  const count = labelsOf(after, first).length + labelsOf(after, second).length;
  expect(await premises.numbersOut(count)).toEqual([...numbersOf(after, first), ...numbersOf(after, second)]);
  expect((await premises.tickets.state()).tickets).toBe(2);
  await after.station.close();
});

describe("S10: yesterday's list", () => {
  test('is not used when midnight passes and the booking system is away', async () => {
    const clinic = await openStationClinic(premises, { name: 'midnight' });
    await premises.fhir.down();
    clinic.clock.setForward(24 * hoursMs);
    await signIn(clinic);
    const { status } = await untilStaffSee(clinic, (view) => view.status?.list.state === 'none');
    expect(status?.list).toEqual({ state: 'none', asOf: null, ageMinutes: null });
    const patient = premises.twoTubes();
    expect((await checkIn(clinic, patient)).content).toMatchObject({
      screen: 'see-reception',
      reason: 'list-not-ready',
    });
    expect(clinic.station.store.ledger.visit(patient.appointmentId)).toBe(null);
    await clinic.station.close();
  });

  test('is not used by a station that was off over night', async () => {
    const clinic = await openStationClinic(premises, { name: 'night' });
    await clinic.station.close();
    await premises.fhir.down();
    const clock = settableClock();
    clock.setForward(24 * hoursMs);
    const tomorrow = await openStationClinic(premises, { name: 'night', clock, hasList: false });
    expect(tomorrow.station.store.cache.bookings()).toEqual([]);
    expect((await tomorrow.station.patient.view()).content).toMatchObject({
      screen: 'see-reception',
      reason: 'list-not-ready',
    });
    await tomorrow.station.close();
  });
});

test('S15: a clock that cannot be right opens nothing, and says so', async () => {
  const { settings, station } = await openStationClinic(premises, { name: 'clock' });
  await station.close();
  const clock = settableClock();
  clock.setForward(-48 * hoursMs);
  const opened = await openStation(settings, { log: silentLog, clock });
  expect(opened).toMatchObject({ ok: false, problem: [expect.stringMatching(/^clock: .*before the last entry/)] });
});

test('an arrival says how long the kiosk had been running, and how far the booking system’s clock was ahead', async () => {
  const clinic = await openStationClinic(premises, { name: 'event-time' });
  await premises.fhir.clockOffset(60_000);
  await clinic.station.sync.pullNow();
  await premises.fhir.down();
  const patients = [premises.twoTubes(), premises.twoTubes()];
  for (const patient of patients) await checkIn(clinic, patient);
  const [first, second] = clinic.station.store.ledger.outboxPending();
  await premises.fhir.up();
  await premises.fhir.clockOffset(0);
  expect(Math.abs((first?.clockSkewMs ?? 0) - 60_000)).toBeLessThan(10_000);
  expect(Number(second?.monotonicMs)).toBeGreaterThan(Number(first?.monotonicMs));
  await clinic.station.close();
});

test('patients wait while the kiosk’s clock is six minutes from the booking system’s, until staff sign for it', async () => {
  const clinic = await openStationClinic(premises, { name: 'skew' });
  await premises.fhir.clockOffset(6 * 60_000);
  await clinic.station.sync.pullNow();
  const patient = premises.twoTubes();
  expect((await checkIn(clinic, patient)).content).toMatchObject({ reason: 'list-not-ready' });
  const view = await act(clinic, { kind: 'confirm-time' });
  expect(view.status?.clock).toBeNull();
  expect(clinic.station.store.ledger.audit().at(-1)).toMatchObject({ who: 'training-staff', act: 'confirm-time' });
  expect((await checkIn(clinic, patient)).content.screen).toBe('checked-in');
  await premises.fhir.clockOffset(0);
  await clinic.station.close();
});

test('S13: after a morning with faults nobody can be found in the logs or in any file of the store', async () => {
  const people = whatIdentifies(premises.day.resources);
  expect(people.length).toBeGreaterThan(1_000);
  const clinic = await openStationClinic(premises, { name: 'traces' });
  await premises.newPaper();
  const [first, second] = [premises.twoTubes(), premises.twoTubes()];
  await checkIn(clinic, first);
  await clinic.station.patient.act({ kind: 'scan', text: second.nhsNumber });
  await clinic.station.patient.act({ kind: 'give-date-of-birth', day: '1', month: '1', year: '1901' });
  await premises.labels.cutOff({ afterBytes: 150, startingAt: '^FDSST' });
  await checkInAtReception(clinic, second);
  await premises.fhir.misbehave({ kind: 'status', status: 500 });
  await clinic.station.sync.pullNow();
  await untilPapersAre(clinic, [first, second], 'printed', 'uncertain');

  expect(readFileSync(path.join(clinic.folder, 'log', 'kiosk.log'), 'utf8')).toContain('"event":"checked-in"');
  // While it is open: the write-ahead logs hold what the files do not have yet.
  expect(tracesIn(clinic.folder, people)).toEqual([]);
  await clinic.station.close();
});

test.each([
  ['as text', (name: string) => Buffer.from(`{"name":"${name}"}`)],
  ['in two bytes a letter', (name: string) => Buffer.from(name, 'utf16le')],
  ['in base64', (name: string) => Buffer.from(Buffer.from(`{"n":"${name}"}`).toString('base64'))],
])('S13: the search itself finds somebody who was written down %s', (form, written) => {
  const folder = path.join(premises.folder, 'planted', form);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'file'), Buffer.concat([Buffer.alloc(7), written('Quillfeather')]));
  expect(tracesIn(folder, ['Quillfeather'])).not.toEqual([]);
});
