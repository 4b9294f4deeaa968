/** A whole station on a disk that fails or is full: what its windows show, and that it never falls over. */
import fs from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { exampleConfig } from '../../electron/example-config.ts';
import { KioskConfig } from '../../electron/kiosk-config.ts';
import { silentLog } from '../../electron/log.ts';
import type { PatientView } from '../../electron/patient-api.ts';
import type { StaffView } from '../../electron/staff-api.ts';
import { openStation, type Station } from '../../electron/station.ts';
import { booking } from '../clinic/examples.ts';
import { breakWritesTo } from '../offline-store/broken-descriptor.ts';
import { smallDisk } from '../offline-store/small-disk.ts';
import { newFolder, opened, visit } from '../offline-store/store-clinic.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

vi.setConfig({ testTimeout: 60_000 });

/** However busy the machine is. */
const untilIt = (holds: () => void) => vi.waitFor(holds, { timeout: 30_000 });

const startsAt = '2026-11-24T09:00:00.000Z';
const clinicDay = '2026-11-24';
const ballastBytes = 512 * 1024;

interface Clinic {
  readonly station: Station;
  readonly clock: ManualClock;
  readonly folder: string;
  readonly patientSaw: PatientView[];
  readonly staffSaw: StaffView[];
  /** Scans the letter and says the date of birth. */
  checkIn(reference: string): Promise<PatientView>;
}

async function openClinic(folder = newFolder()): Promise<Clinic> {
  const clock = manualClock(startsAt);
  const siteId = booking().siteId;
  // Nobody answers there: what is tried meanwhile fails at once.
  const nobody = { host: '127.0.0.1', port: 9 };
  const settings = KioskConfig.parse({
    ...exampleConfig,
    site: { ...exampleConfig.site, training: true },
    station: { ...exampleConfig.station, scanner: null },
    printers: exampleConfig.printers.map((printer) => ({ ...printer, connection: { kind: 'network', ...nobody } })),
    upstream: { baseUrl: 'http://127.0.0.1:9/fhir/', siteLocationIds: [siteId], auth: { kind: 'none' } },
    store: { folder: path.join(folder, 'store'), key: { kind: 'os-disk-only' } },
    clinicRules: { containerSuffixes: { EDTA: 'E', SST: 'S' } },
  });
  const station = await openStation(settings, { log: silentLog, clock, ballastBytes });
  if (!station.ok) throw new Error(station.problem.join());
  const { patient, staff, store } = station.value;
  onTestFinished(() => station.value.close());
  const list = [1, 2, 3].map((n) => booking({ id: `b${n}`, references: [`BK-100${n}`], siteId }));
  store.cache.replaceDayList({ clinicDay, siteId, pulledAt: startsAt }, list, []);
  const patientSaw: PatientView[] = [];
  const staffSaw: StaffView[] = [];
  patient.onView((view) => patientSaw.push(view));
  staff.onView((view) => staffSaw.push(view));
  return {
    ...{ station: station.value, clock, patientSaw, staffSaw, folder: settings.store.folder },
    async checkIn(reference) {
      await patient.act({ kind: 'start-again' });
      await patient.act({ kind: 'scan', text: reference });
      const answer = patient.act({ kind: 'give-date-of-birth', day: '18', month: '1', year: '1980' });
      // The act is under way when those before it have been answered.
      await Promise.resolve();
      clock.pass(1000);
      return answer;
    },
  };
}

const screenOf = ({ content }: PatientView): string =>
  content.screen === 'see-reception' ? content.reason : content.screen;

test('S3: a write that fails once sends one patient to reception; the next one is checked in, and staff are told', async () => {
  const { checkIn, folder, station } = await openClinic();
  expect(screenOf(await checkIn('BK-1001'))).toBe('checked-in');
  breakWritesTo(path.join(folder, 'ledger.db-wal'));
  expect(screenOf(await checkIn('BK-1002'))).toBe('not-possible-now');
  expect(station.store.ledger.visit('b2')).toBeNull();
  expect(screenOf(await checkIn('BK-1003'))).toBe('checked-in');
  const matters = station.store.ledger.openTasks().map(({ matter }) => matter);
  expect(matters).toContainEqual({ kind: 'store-trouble', because: 'disk-error' });
  expect(station.store.ledger.auditBreak()).toBeNull();
});

test('S3, S15: a disk that fails for good: both windows are out of service with what to do, and nothing falls over', async () => {
  const { checkIn, folder, station, clock, patientSaw, staffSaw } = await openClinic();
  expect(screenOf(await checkIn('BK-1001'))).toBe('checked-in');
  breakWritesTo(path.join(folder, 'ledger.db-wal'));
  // It cannot be opened again either.
  fs.renameSync(path.join(folder, 'ledger.db'), path.join(folder, 'elsewhere'));
  const answer = await checkIn('BK-1002');
  expect(['out-of-service', 'not-possible-now']).toContain(screenOf(answer));
  await untilIt(() => expect(patientSaw.at(-1)?.content.screen).toBe('out-of-service'));
  expect(staffSaw.at(-1)?.content).toMatchObject({ screen: 'out-of-service' });
  expect(JSON.stringify(staffSaw.at(-1)?.content)).toContain('nothing that was acknowledged is lost');
  // Hours pass, and people go on touching it.
  clock.pass(3 * 60 * 60 * 1000);
  expect(screenOf(await station.patient.act({ kind: 'scan', text: 'BK-1003' }))).toBe('out-of-service');
  expect((await station.staff.act({ kind: 'open-tasks' })).content.screen).toBe('out-of-service');
  expect(await station.staff.picture('any')).toEqual({ ok: false, problem: 'not-known' });
  station.patient.scanned('BK-1003');
  await station.close();
  fs.renameSync(path.join(folder, 'elsewhere'), path.join(folder, 'ledger.db'));
  const { ledger } = opened(folder, { clinicDay });
  expect(ledger.visit('b1')).not.toBeNull();
});

test('S3: on a full disk patients are sent to reception, and when there is room again check-in goes on by itself', async () => {
  const disk = smallDisk(6);
  const { checkIn, station, clock, folder } = await openClinic(disk.folder);
  clock.pass(31_000);
  await untilIt(() => expect(fs.existsSync(path.join(folder, 'ballast'))).toBe(true));
  disk.fill();
  expect(screenOf(await checkIn('BK-1001'))).toBe('checked-in');
  // Somebody goes on filling it, and the ballast too.
  while (station.store.trouble() === null) {
    disk.fill();
    const audit = { who: 'kiosk', act: 'test', bookingId: null, details: {} };
    try {
      station.store.ledger.write((writes) => writes.audit(audit));
    } catch {
      break;
    }
  }
  expect(station.store.trouble()).toBe('disk-full');
  expect(screenOf(await station.patient.act({ kind: 'start-again' }))).toBe('not-possible-now');
  expect(screenOf(await checkIn('BK-1002'))).toBe('not-possible-now');
  disk.makeRoom();
  clock.pass(16_000);
  await untilIt(() => expect(fs.existsSync(path.join(folder, 'ballast'))).toBe(true));
  expect(station.store.trouble()).toBeNull();
  clock.pass(30_000);
  expect(screenOf(await checkIn('BK-1003'))).toBe('checked-in');
});

test('S13: what a window was shown is let go of, for as long as the kiosk runs', async () => {
  const { station } = await openClinic();
  const shown = async (source: { view(): Promise<object> }) => new WeakRef(await source.view());
  const views: WeakRef<object>[] = [];
  for (const source of [station.patient, station.staff]) {
    for (let n = 0; n < 20; n += 1) views.push(await shown(source));
  }
  await untilIt(() => {
    collectGarbage();
    // The desk may have the newest one of each.
    expect(views.filter((view) => view.deref() !== undefined).length).toBeLessThanOrEqual(4);
  });
});

describe('S15: a ledger that rots while the kiosk runs ends in the calm stop, whoever is the first to read of it', () => {
  /** More than SQLite holds in memory, so that pages have to be read from the disk. */
  const patients = 1000;
  const heldBack = [{ why: 'transfusion', tube: 'XM', tests: ['x'.repeat(20_000)] }] as const;

  async function rottingClinic(): Promise<Clinic> {
    const folder = newFolder();
    const before = opened(path.join(folder, 'store'), { clinicDay });
    before.ledger.write((writes) => {
      for (let ticket = 1; ticket <= patients; ticket += 1) {
        writes.checkIn(visit(`of-before-${ticket}`, ticket, { clinicDay, heldBack }));
        const bookingId = `of-before-${ticket}`;
        writes.addPaper({ id: `ticket-${ticket}`, bookingId, kind: 'queue-ticket', specimenId: null, copy: 0 });
        writes.addOutbox({ eventId: `event-${ticket}`, bookingId, kind: 'arrived', occurredAt: startsAt });
      }
    });
    before.close();
    const clinic = await openClinic(folder);
    rot(path.join(clinic.folder, 'ledger.db'));
    return clinic;
  }

  test.each<[string, (clinic: Clinic) => Promise<unknown>]>([
    ['a patient', ({ checkIn }) => checkIn('BK-1001')],
    ['a member of staff', ({ station }) => station.staff.view()],
    ['the sync', async ({ station }) => void (await station.sync.pullNow())],
    ['a listener', async ({ station }) => void station.store.cache.noteVersion('b1', '2')],
    ['the copy of the night', async ({ station }) => void station.store.keepCopy()],
    ['the clock', async ({ clock }) => clock.pass(3 * 60 * 60 * 1000)],
  ])('%s', async (_, reads) => {
    const clinic = await rottingClinic();
    await reads(clinic).catch(() => undefined);
    await untilIt(() => {
      clinic.clock.pass(60_000);
      expect(clinic.patientSaw.at(-1)?.content.screen).toBe('out-of-service');
    });
    expect(JSON.stringify(clinic.staffSaw.at(-1)?.content)).toContain('nothing that was acknowledged is lost');
    expect(clinic.station.store.trouble()).toBe('stopped');
    await clinic.station.close();
  });
});

function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
}

function rot(file: string): void {
  const descriptor = fs.openSync(file, 'r+');
  for (let at = 1500; at < fs.fstatSync(descriptor).size; at += 1024) fs.writeSync(descriptor, 'rotten', at);
  fs.closeSync(descriptor);
}
