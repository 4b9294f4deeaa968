/** A scanner on a serial port, as a process on a pseudo-terminal, in front of a real station. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TrainingPatient } from '../../build/training-day.ts';
import { type Scanner, startScanner } from '../peers/scanner-launcher.ts';
import { openStationClinic, type StationClinic, untilPatientSees } from './station-clinic.ts';
import { openTestPremises, type TestPremises } from './station-premises.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let premises: TestPremises;
let scanner: Scanner;
let clinic: StationClinic;
let patient: TrainingPatient;
beforeAll(async () => {
  [premises, scanner] = await Promise.all([openTestPremises(), startScanner()]);
  patient = premises.twoTubes();
  clinic = await openStationClinic(premises, {
    name: 'scanner',
    change: (settings) => ({
      ...settings,
      station: { ...settings.station, scanner: { kind: 'serial', path: scanner.path, baudRate: 9600 } },
    }),
  });
  await scanner.waitForOpen();
});
afterAll(async () => {
  await clinic.station.close();
  await Promise.all([scanner.stop(), premises.stop()]);
});
beforeEach(() => clinic.station.patient.act({ kind: 'start-again' }));

describe('a scan finds, and the date of birth confirms', () => {
  test.each([
    ['the reference on the letter', () => patient.reference],
    ['an NHS number', () => patient.nhsNumber],
    ['a reference that is on no list', () => 'NOT-ON-THE-LIST'],
  ])('S1, S2: after %s the patient is asked for a date of birth, and nothing is shown', async (_what, code) => {
    await scanner.scan(code());
    const view = await untilPatientSees(clinic, 'date-of-birth');
    expect(view.content).toEqual({ screen: 'date-of-birth', triesLeft: 3, problem: null });
  });

  test('a letter that is scanned in two bursts is one code', async () => {
    const half = patient.reference.slice(0, 5);
    await scanner.send(half);
    await scanner.scan(patient.reference.slice(5));
    await untilPatientSees(clinic, 'date-of-birth');
  });
});

describe('what no letter carries is one calm screen', () => {
  test.each([
    ['ten kilobytes', 'A'.repeat(10_000)],
    ['control characters', '\x00\x03\x1b[2JTRN\x07'],
    ["another hospital's wristband", ']d28018501234599900000189'],
    ['a web address', 'https://example.invalid/?q=1'],
    ['a name in another alphabet', 'الزهراني'],
  ])('%s', async (_what, code) => {
    const sittings = new Set<number>();
    const stop = clinic.station.patient.onView(({ content, sitting }) => {
      if (content.screen === 'see-reception') sittings.add(sitting);
    });
    await scanner.scan(code);
    const view = await untilPatientSees(clinic, 'see-reception');
    expect(view.content).toEqual({
      screen: 'see-reception',
      reason: 'code-not-recognised',
      startsAt: null,
      checkInFrom: null,
    });
    // The next patient's letter works at once.
    await scanner.scan(patient.reference);
    await untilPatientSees(clinic, 'date-of-birth');
    stop();
    expect(sittings.size).toBe(1);
  });
});

test('unplugged and plugged in again, it works as before', async () => {
  const after = await scanner.now();
  await scanner.unplug();
  await scanner.plugIn();
  await scanner.waitForOpen({ after });
  await scanner.scan(patient.reference);
  await untilPatientSees(clinic, 'date-of-birth');
});
