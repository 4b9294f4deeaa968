/**
 * A station: store, sync, printers and desks, wired together. No Electron in it, so that the command line and the tests run
 * the very same thing under plain Node.
 */
import { clinicDayOf } from '../clinic/clinic-day.ts';
import type { Clock } from '../clinic/clock.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { openStore } from '../offline-store/open-store.ts';
import type { Store } from '../offline-store/store.ts';
import { type Sync, type SyncStatus, startSync } from '../offline-store/sync/sync-worker.ts';
import { siteIdOf } from '../offline-store/sync/upstream-settings.ts';
import { printersServing } from '../printing/printer-service.ts';
import type { ArrivalDependencies } from './arrival.ts';
import { changeSignal } from './change-signal.ts';
import { openCheckInDesk } from './check-in-desk.ts';
import { isoOf } from './clock.ts';
import type { KioskConfig } from './kiosk-config.ts';
import { settleLostPrinters, settleOtherDays } from './left-papers.ts';
import { type Log, placeOf } from './log.ts';
import { settlePapersThatWaited } from './papers-that-waited.ts';
import type { PatientWindowSource } from './patient-window.ts';
import { openSerialScanner } from './scanners/serial-scanner.ts';
import { openStaffDesk, type StaffDesk } from './staff-desk.ts';
import type { StaffWindowSource } from './staff-window.ts';
import { portsOf, type StationPorts } from './station-ports.ts';
import { type PrinterTimes, type StationPrinters, startStationPrinters } from './station-printers.ts';
import { clockProblem, stationStatus } from './station-status.ts';
import { storeProblemInWords } from './store-problem-words.ts';
import { watchForChanges } from './visit-marks.ts';

/** Ages count in minutes, and midnight is noticed within this time. */
const lookAtClockEveryMs = 15_000;

interface StationOptions extends Partial<StationPorts> {
  readonly log: Log;
  readonly nativeBinding?: string | undefined;
  /** The bundled worker; without it the source runs as it is. */
  readonly labelProofWorker?: string;
  readonly printerTimes?: PrinterTimes;
}

export interface Station {
  readonly patient: PatientWindowSource & { scanned(code: string | null): void };
  readonly staff: StaffWindowSource;
  readonly store: Store;
  readonly sync: Sync;
  /** The windows are shown: what costs a second of work and nobody needs yet may begin. */
  warmUp(): void;
  close(): Promise<void>;
}

/** @returns the station at work, or why it does not open, in words for site IT (S15). */
export async function openStation(
  settings: KioskConfig,
  options: StationOptions,
): Promise<Result<Station, readonly string[]>> {
  const ports = portsOf(options);
  const { clock } = ports;
  const { store: section, site } = settings;
  let wrongClock: string | null = null;
  const opened = openStore({
    ...section,
    clinicDay: clinicDayOf(clock.nowMs(), site.timeZone),
    now: () => isoOf(clock.nowMs()),
    nativeBinding: options.nativeBinding,
    isClockPossible(lastActAt) {
      wrongClock = clockProblem(clock.nowMs(), lastActAt);
      return wrongClock === null;
    },
  });
  if (!opened.ok) return refuse([wrongClock ?? storeProblemInWords(opened.problem, section)]);
  return ok(start(settings, opened.value, ports, options));
}

function start(settings: KioskConfig, store: Store, ports: StationPorts, options: StationOptions): Station {
  const { log, printerTimes: times } = options;
  const { clock, newId, proof } = ports;
  const { site, clinicRules: rules } = settings;
  const now = () => isoOf(clock.nowMs());
  const changes = changeSignal(clock);
  settleLostPrinters(
    store,
    printersServing(settings.printers, settings.station).map(({ name }) => name),
    log,
  );
  settleOtherDays(store, clinicDayOf(clock.nowMs(), site.timeZone), log);
  settlePapersThatWaited(store, clock.nowMs(), log);
  const printers = startStationPrinters({ ...ports, settings, store, now, log, onStatus: changes.raise, times });
  const sync = startStationSync(settings, store, ports, log, changes.raise);
  const arrival: ArrivalDependencies = {
    store,
    rules,
    reservedRange: settings.station.reservedRange,
    newId,
    log,
  };
  const patient = openCheckInDesk({ ...arrival, site, siteId: siteIdOf(settings.upstream), clock });
  const staff = openStaff(settings, arrival, clock, printers, sync);
  const scanner = settings.station.scanner;
  const serialScanner =
    scanner === null ? null : openSerialScanner({ ...scanner, clock, log, onCode: patient.scanned });
  const stopListening = store.onChange(() => {
    printers.wake();
    sync.wake();
    changes.raise();
  });
  const stopWatching = watchForChanges(store, () => clinicDayOf(clock.nowMs(), site.timeZone), log);
  const stopDays = followTheDays(settings, store, clock, {
    onLook: changes.raise,
    onNewDay(today) {
      settleOtherDays(store, today, log);
      void sync.pullNow();
    },
  });
  changes.onRaised(() => {
    staff.refresh();
    patient.refresh();
  });
  log.event('station-opened', { printers: settings.printers.length });

  return {
    patient: { ...patient, view: async () => patient.view() },
    staff: { ...staff, view: async () => staff.view() },
    store,
    sync,
    warmUp() {
      proof.warmUp();
      // Read and checked whole, so that the first scan after a restart need not wait for it.
      store.cache.bookings();
    },
    async close() {
      stopListening();
      stopWatching();
      stopDays();
      serialScanner?.close();
      patient.close();
      staff.close();
      changes.close();
      // Together: a worker waits for a label that is being proved, and a proof that hangs takes its time.
      await Promise.all([printers.stop(), sync.stop(), proof.close()]);
      store.close();
      log.event('station-closed', {});
    },
  };
}

function startStationSync(
  settings: KioskConfig,
  store: Store,
  { clock, newId, random, transport }: StationPorts,
  log: Log,
  onStatus: () => void,
): Sync {
  let logged: SyncStatus['lastPull'] = null;
  return startSync({
    settings: settings.upstream,
    timeZone: settings.site.timeZone,
    rules: settings.clinicRules,
    cache: store.cache,
    ledger: store.ledger,
    clock,
    newId,
    random,
    transport,
    onStatus(status) {
      if (status.lastPull !== logged) logPull(status, log);
      logged = status.lastPull;
      onStatus();
    },
    onFault: (error) => log.event('not-handled', { where: 'sync', ...placeOf(error) }),
  });
}

function logPull({ lastPull }: SyncStatus, log: Log): void {
  if (lastPull === null) return;
  if (!lastPull.ok) log.event('pull-failed', { problem: lastPull.problem.kind });
  else log.event('pull-finished', { bookings: lastPull.value.bookings, setAside: lastPull.value.setAside });
}

function openStaff(
  settings: KioskConfig,
  arrival: ArrivalDependencies,
  clock: Clock,
  printers: StationPrinters,
  sync: Sync,
): StaffDesk {
  const { store } = arrival;
  return openStaffDesk({
    ...arrival,
    clock,
    timeZone: settings.site.timeZone,
    nowMs: clock.nowMs,
    signOutAfterSeconds: settings.staff.signOutAfterSeconds,
    printerFor: printers.printerFor,
    picture: printers.picture,
    pullNow: () => void sync.pullNow(),
    status: () =>
      stationStatus({ settings, store, nowMs: clock.nowMs(), sync: sync.status(), printers: printers.lines() }),
  });
}

/** Ages grow and days end without anything happening. */
function followTheDays(
  settings: KioskConfig,
  store: Store,
  clock: Clock,
  { onLook, onNewDay }: { onLook: () => void; onNewDay: (today: string) => void },
): () => void {
  const { timeZone } = settings.site;
  let day = clinicDayOf(clock.nowMs(), timeZone);
  let cancel = () => {};
  const look = () => {
    const today = clinicDayOf(clock.nowMs(), timeZone);
    // A clock that lost its battery must not make the kiosk forget the list of the day that it is.
    if (today !== day && clockProblem(clock.nowMs(), null) === null) {
      day = today;
      store.beginClinicDay(today);
      onNewDay(today);
    }
    onLook();
    cancel = clock.after(lookAtClockEveryMs, look);
  };
  look();
  return () => cancel();
}
