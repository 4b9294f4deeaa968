/**
 * The app: reads the settings, opens the station, shows its windows. With any problem it shows why and takes nobody (S15).
 */
import { once } from 'node:events';
import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, type BrowserWindow, Menu, session } from 'electron';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { onDisk } from '../offline-store/durable-file.ts';
import { nativeBinding } from '../offline-store/native-binding.ts';
import { LedgerStopped } from '../offline-store/not-stored.ts';
import { watchThreads } from './app-threads.ts';
import { commandOf, runCommand, settingsNamedIn } from './command-in-app.ts';
import { beginRun } from './crash-guard.ts';
import { withKeySealer } from './key-sealer.ts';
import { configFile, type KioskConfig, readConfig } from './kiosk-config.ts';
import { type Log, openLog, placeOf, silentLog } from './log.ts';
import { keepMemoryOutOfDumps } from './memory-dumps.ts';
import { systemSealer } from './safe-storage-key.ts';
import type { Station } from './station.ts';
import { registerAppScheme, serveApp } from './windows/app-protocol.ts';
import { patientOutOfService, staffOutOfService } from './windows/out-of-service.ts';
import { openPatientWindow, type PatientWindowSource } from './windows/patient-window.ts';
import { refuseEscapes, refusePermissions } from './windows/permissions.ts';
import { openStaffWindow, type StaffWindowSource } from './windows/staff-window.ts';

/** sysexits.h EX_CONFIG: a service manager must not start it again and again. */
const exitRefusedSandbox = 78;
/** Weeks of check-ins. */
const ballastBytes = 32 * 1024 * 1024;
const crashLoopWords =
  'the kiosk stopped three times within a minute and was not started again; its log says where it stopped; start it again in a minute';

// A package never runs without Chromium's sandbox. Whoever develops as root cannot have it, and
// `enableSandbox` would then make every child process fail.
const isUnsandboxed = app.commandLine.hasSwitch('no-sandbox') || process.env.ELECTRON_DISABLE_SANDBOX !== undefined;
if (app.isPackaged && isUnsandboxed) {
  console.error('The kiosk does not start without the sandbox.');
  process.exit(exitRefusedSandbox);
}
if (!isUnsandboxed) app.enableSandbox();
// The first pages begin in processes that were started before this line was read.
keepMemoryOutOfDumps([process.pid]);
app.on('web-contents-created', (_event, contents) =>
  contents.on('dom-ready', () => keepMemoryOutOfDumps(app.getAppMetrics().map(({ pid }) => pid))),
);

const command = commandOf(process.argv);
const config = readConfig(settingsNamedIn(command ?? []) ?? configFile());
const windowFolder = config.ok ? path.join(config.value.store.folder, 'window') : null;
// In a folder that cannot be written the app would end without a word. Elsewhere its window says what is wrong.
if (windowFolder !== null && canBeWritten(windowFolder)) app.setPath('userData', windowFolder);
const threads = watchThreads();
registerAppScheme();
refuseEscapes();
Menu.setApplicationMenu(null);

// A command runs beside the kiosk, as it does under Node.
if (command !== null) void app.whenReady().then(() => answerCommand(command));
else if (app.requestSingleInstanceLock()) void app.whenReady().then(run);
else app.quit();

function canBeWritten(folder: string): boolean {
  return onDisk(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  }).ok;
}

async function answerCommand(args: readonly string[]): Promise<void> {
  const bundle = path.join(app.getAppPath(), 'out/main/command-line.cjs');
  process.exitCode = await runCommand(bundle, args, systemSealer());
  await leave();
}

async function run(): Promise<void> {
  const log = config.ok ? openLog(path.join(config.value.store.folder, 'log')) : silentLog;
  process.on('uncaughtException', (error) => stopAt('uncaught', error, log));
  process.on('unhandledRejection', (error) => stopAt('unhandled', error, log));
  const kioskSession = session.fromPartition('kiosk');
  refusePermissions(kioskSession);
  serveApp(kioskSession, path.join(app.getAppPath(), 'out/renderer'));

  // The patient's page comes first: what would make it wait begins when it is there.
  const opening = Promise.withResolvers<Result<Station, readonly string[]>>();
  const wanted = config.ok ? config.value.station.windows : ['patient'];
  const fullScreen = config.ok && config.value.station.fullScreen;
  const shown = { session: kioskSession, log };
  const windows: BrowserWindow[] = [];
  const leaving = closeTogether(windows, opening.promise);
  if (wanted.includes('patient')) {
    const window = openPatientWindow(patientSource(opening.promise), { ...shown, fullScreen });
    windows.push(window);
    const isLoaded = once(window.webContents, 'dom-ready');
    void loadStation();
    await Promise.race([isLoaded, once(window, 'closed'), once(leaving, 'abort')]);
  }
  const station = config.ok ? await open(withKeySealer(config.value, systemSealer()), log) : refuse(config.problem);
  opening.resolve(station);
  if (!station.ok) report(station.problem, log);
  await Promise.all(windows.filter((window) => !window.isDestroyed()).map(shownOrClosed));
  if (leaving.aborted) return;
  if (wanted.includes('staff')) windows.push(openStaffWindow(staffSource(station), shown));
  if (station.ok) station.value.warmUp();
}

async function shownOrClosed(window: BrowserWindow): Promise<void> {
  if (!window.isVisible()) await Promise.race([once(window, 'show'), once(window, 'closed')]);
}

function report(problems: readonly string[], log: Log): void {
  for (const problem of problems) console.error(problem);
  log.event('settings-refused', { problems: problems.length });
  process.exitCode = 1;
}

/** Most of the app's code; it is read while the patient's page starts in a process of its own. */
const loadStation = () => import('./station.ts');

/** Anything unexpected while opening is a reason not to open; what it was goes to the log, never to a screen. */
async function open(settings: KioskConfig, log: Log): Promise<Result<Station, readonly string[]>> {
  try {
    const run = beginRun(settings.store.folder, Date.now());
    if (run.isCrashLoop) {
      log.event('crash-loop', {});
      return refuse([crashLoopWords]);
    }
    const { openStation } = await loadStation();
    const opened = await openStation(settings, {
      log,
      ballastBytes,
      nativeBinding: nativeBinding(),
    });
    if (!opened.ok) {
      run.ended();
      return opened;
    }
    const station = opened.value;
    return ok({ ...station, close: () => station.close().then(run.ended) });
  } catch (error) {
    log.event('not-handled', { where: 'open-station', ...placeOf(error) });
    return refuse(['the kiosk could not start; its log says where it stopped']);
  }
}

/** What the patient's window asks before the station is open waits for it. */
function patientSource(opening: Promise<Result<Station, readonly string[]>>): PatientWindowSource {
  const desk = opening.then((station) => (station.ok ? station.value.patient : patientOutOfService(station.problem)));
  return {
    view: async () => (await desk).view(),
    act: async (action) => (await desk).act(action),
    onView(listener) {
      let stop = () => {};
      void desk.then((opened) => {
        stop = opened.onView(listener);
      });
      return () => stop();
    },
  };
}

function staffSource(station: Result<Station, readonly string[]>): StaffWindowSource {
  return station.ok ? station.value.staff : staffOutOfService(station.problem);
}

/** Whoever is told to end while the station opens opens it to its end, and closes it: no run is taken for one that crashed. */
function closeTogether(
  windows: readonly BrowserWindow[],
  opening: Promise<Result<Station, readonly string[]>>,
): AbortSignal {
  const leaving = new AbortController();
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => windows[0]?.focus());
  app.on('before-quit', (event) => {
    if (leaving.signal.aborted) return;
    leaving.abort();
    event.preventDefault();
    void opening.then((station) => (station.ok ? station.value.close() : undefined)).finally(leave);
  });
  return leaving.signal;
}

/** All is closed and on the disk: a thread that does not end, for which the app would wait for ever, is cut short. */
async function leave(): Promise<void> {
  if (!(await threads.end())) process.kill(process.pid, 'SIGKILL');
  app.exit(Number(process.exitCode ?? 0));
}

/** But for a ledger that has stopped: whatever asked it has failed, and the windows say that and why (calm-stop.ts). */
function stopAt(where: string, error: unknown, log: Log): void {
  if (error instanceof LedgerStopped) return;
  log.event('not-handled', { where, ...placeOf(error) });
  app.exit(1);
}
