/**
 * A station: store, sync, printers and desks, wired together. No Electron in it, so that the command line and the tests run
 * the very same thing under plain Node.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { clinicDayOf } from '../clinic/clinic-day.ts';
import type { Clock } from '../clinic/clock.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { openStore } from '../offline-store/open-store.ts';
import type { Store } from '../offline-store/store.ts';
import type { Sync } from '../offline-store/sync/sync-worker.ts';
import { siteIdOf } from '../offline-store/sync/upstream-settings.ts';
import { printersServing } from '../printing/printer-service.ts';
import type { ArrivalDependencies } from './arrival.ts';
import { openCalmStop } from './calm-stop.ts';
import { changeSignal } from './change-signal.ts';
import { openCheckInDesk } from './check-in-desk.ts';
import { followClinicDays } from './days/clinic-days.ts';
import { isoOf } from './days/clock.ts';
import { type ClockGuard, isDoubted, openClockGuard } from './days/clock-guard.ts';
import { type SteadyClock, steadyClock } from './days/steady-clock.ts';
import type { KioskConfig } from './kiosk-config.ts';
import type { Log } from './log.ts';
import { type DowntimePack, startDowntimePack } from './outage/downtime-pack.ts';
import { watchWalkIns } from './outage/walk-in-watch.ts';
import { settleLostPrinters, settleOtherDays } from './printers/left-papers.ts';
import { papersInFolders } from './printers/papers-in-folders.ts';
import { settlePapersThatWaited } from './printers/papers-that-waited.ts';
import { type PrinterTimes, type StationPrinters, startStationPrinters } from './printers/station-printers.ts';
import { openSerialScanner } from './scanners/serial-scanner.ts';
import { openStaffDesk, type StaffDesk } from './staff/staff-desk.ts';
import { portsOf, type StationPorts } from './station-ports.ts';
import { clockProblem, stationStatus } from './station-status.ts';
import { type ServerClock, serverClock, startStationSync } from './station-sync.ts';
import { keepStore } from './store-keeper.ts';
import { storeProblemInWords } from './store-problem-words.ts';
import { watchForChanges } from './visit-changes.ts';
import type { PatientWindowSource } from './windows/patient-window.ts';
import type { StaffWindowSource } from './windows/staff-window.ts';

interface StationOptions extends Partial<StationPorts> {
  readonly log: Log;
  readonly nativeBinding?: string | undefined;
  readonly printerTimes?: PrinterTimes;
  /** How much room is held back on the disk for when it is full; none, when absent. */
  readonly ballastBytes?: number;
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
  const computer = portsOf(options);
  const clock = steadyClock(computer.clock);
  const server = serverClock();
  const { store: section, site } = settings;
  let wrongClock: string | null = null;
  const opened = openStore({
    ...section,
    clinicDay: clinicDayOf(clock.nowMs(), site.timeZone),
    now: () => isoOf(clock.nowMs()),
    nativeBinding: options.nativeBinding,
    eventTime: () => ({ monotonicMs: clock.monotonicMs(), clockSkewMs: clock.skewNow(server.skewMs()) }),
    isClockPossible(lastActAt) {
      wrongClock = clockProblem(clock.nowMs(), lastActAt, site.timeZone);
      return wrongClock === null;
    },
  });
  if (!opened.ok) return refuse([wrongClock ?? storeProblemInWords(opened.problem, section)]);
  // On a long day each of these takes a while, and a window that is there already is answered in between.
  await nextTurn();
  // Read and checked whole, so that the first scan after a restart need not wait for it.
  opened.value.cache.bookings();
  await nextTurn();
  return ok(start(settings, opened.value, { ...computer, clock }, server, options));
}

type SteadyPorts = StationPorts & { readonly clock: SteadyClock };

function start(
  settings: KioskConfig,
  store: Store,
  given: SteadyPorts,
  server: ServerClock,
  options: StationOptions,
): Station {
  const { log, printerTimes: times } = options;
  const calm = openCalmStop(store, settings.store.folder, log);
  const ports = { ...given, clock: calm.quietened(given.clock) };
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
  const guard = openClockGuard({ clock, store, log, skewMs: server.skewMs });
  const mayPull = () => days.dayToPull() !== null;
  const sync = startStationSync({ settings, store, ports, server, mayPull, log, onStatus: changes.raise });
  const arrival: ArrivalDependencies = {
    store,
    rules,
    reservedRange: settings.station.reservedRange,
    newId,
    log,
  };
  const whenOpen = { isClosed: () => days.isClosed(), isClockDoubted: () => isDoubted(guard.trouble()) };
  const patient = openCheckInDesk({ ...arrival, site, siteId: siteIdOf(settings.upstream), clock, ...whenOpen });
  const staff = openStaff(settings, arrival, {
    clock,
    printers,
    sync,
    guard,
    pack: { status: () => pack.status() },
    isClosed: () => days.isClosed(),
  });
  const scanner = settings.station.scanner;
  const serialScanner =
    scanner === null ? null : openSerialScanner({ ...scanner, clock, log, onCode: patient.scanned });
  const stopListening = store.onChange(() => {
    printers.wake();
    sync.wake();
    changes.raise();
  });
  const today = () => clinicDayOf(clock.nowMs(), site.timeZone);
  const stopWatching = [watchForChanges(store, today, log), watchWalkIns(store, today, log, guard.isBelieved)];
  const folders = papersInFolders({ settings, log, now });
  const days = followClinicDays({
    settings,
    store,
    clock,
    log,
    guard,
    isPatientBusy: patient.isBusy,
    onLook: changes.raise,
    onForgotten: folders.forget,
    onNewDay: () => void sync.pullNow(),
  });
  const isDateConfirmed = () => guard.isCompared() && guard.trouble() === null;
  const pack = startDowntimePack({
    ...{ settings, store, clock, log, onStatus: changes.raise },
    ...{ isClosed: days.isClosed, isDateConfirmed },
  });
  changes.onRaised(() => {
    staff.refresh();
    patient.refresh();
  });
  const { ballastBytes = 0 } = options;
  const stopKeeping = keepStore({ store, clock, log, ballastBytes, isPatientBusy: patient.isBusy });
  function stop(): Promise<unknown> {
    stopListening();
    stopKeeping();
    for (const leave of stopWatching) leave();
    days.stop();
    serialScanner?.close();
    patient.close();
    staff.close();
    changes.close();
    // Together: a worker waits for a label that is being proved, and a proof that hangs takes its time.
    return Promise.all([printers.stop(), sync.stop(), proof.close(), pack.close(), folders.settled()]);
  }
  let stopping: Promise<unknown> | null = null;
  calm.onStop(() => {
    stopping = stop();
  });
  log.event('station-opened', { printers: settings.printers.length });

  return {
    patient: { ...calm.patient({ ...patient, view: async () => patient.view() }), scanned: patient.scanned },
    staff: calm.staff({ ...staff, view: async () => staff.view() }),
    store,
    sync,
    warmUp: proof.warmUp,
    async close() {
      await (stopping ?? stop());
      store.close();
      log.event('station-closed', {});
    },
  };
}

interface StaffSurroundings {
  readonly clock: Clock;
  readonly printers: StationPrinters;
  readonly sync: Sync;
  readonly guard: ClockGuard;
  readonly pack: Pick<DowntimePack, 'status'>;
  readonly isClosed: () => boolean;
}

function openStaff(
  settings: KioskConfig,
  arrival: ArrivalDependencies,
  { clock, printers, sync, guard, pack, isClosed }: StaffSurroundings,
): StaffDesk {
  const { store } = arrival;
  return openStaffDesk({
    ...arrival,
    clock,
    timeZone: settings.site.timeZone,
    siteId: siteIdOf(settings.upstream),
    training: settings.site.training,
    nowMs: clock.nowMs,
    signOutAfterSeconds: settings.staff.signOutAfterSeconds,
    printerFor: printers.printerFor,
    picture: printers.picture,
    pullNow: () => void sync.pullNow(),
    confirmTime: guard.confirm,
    outage: { settings, pack, isClockDoubted: () => isDoubted(guard.trouble()) },
    status: () =>
      stationStatus({
        settings,
        store,
        nowMs: clock.nowMs(),
        sync: sync.status(),
        printers: printers.lines(),
        isClosed: isClosed(),
        clock: guard.trouble(),
      }),
  });
}
