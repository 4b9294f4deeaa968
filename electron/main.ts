/**
 * The app: reads the settings, opens the station, shows its windows. With any problem it shows why and takes nobody (S15).
 */
import path from 'node:path';
import { app, type BrowserWindow, Menu, session } from 'electron';
import { type Result, refuse } from '../clinic/result.ts';
import { nativeBinding } from '../offline-store/native-binding.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { configFile, type KioskConfig, readConfig } from './kiosk-config.ts';
import { type Log, openLog, placeOf, silentLog } from './log.ts';
import { patientOutOfService, staffOutOfService } from './out-of-service.ts';
import { openPatientWindow } from './patient-window.ts';
import { refuseEscapes, refusePermissions } from './permissions.ts';
import { openStaffWindow } from './staff-window.ts';
import { openStation, type Station } from './station.ts';

/** sysexits.h EX_CONFIG: a service manager must not start it again and again. */
const exitRefusedSandbox = 78;

// A package never runs without Chromium's sandbox. Whoever develops as root cannot have it, and
// `enableSandbox` would then make every child process fail.
const isUnsandboxed = app.commandLine.hasSwitch('no-sandbox') || process.env.ELECTRON_DISABLE_SANDBOX !== undefined;
if (app.isPackaged && isUnsandboxed) {
  console.error('The kiosk does not start without the sandbox.');
  process.exit(exitRefusedSandbox);
}
if (!isUnsandboxed) app.enableSandbox();

const config = readConfig(configFile());
if (config.ok) app.setPath('userData', path.join(config.value.store.folder, 'window'));
registerAppScheme();
refuseEscapes();
Menu.setApplicationMenu(null);

if (app.requestSingleInstanceLock()) void app.whenReady().then(run);
else app.quit();

async function run(): Promise<void> {
  const log = config.ok ? openLog(path.join(config.value.store.folder, 'log')) : silentLog;
  process.on('uncaughtException', (error) => stopAt('uncaught', error, log));
  process.on('unhandledRejection', (error) => stopAt('unhandled', error, log));
  const kioskSession = session.fromPartition('kiosk');
  refusePermissions(kioskSession);
  serveApp(kioskSession, path.join(app.getAppPath(), 'out/renderer'));

  const station: Result<Station, readonly string[]> = config.ok
    ? await open(config.value, log)
    : refuse(config.problem);
  if (!station.ok) {
    for (const problem of station.problem) console.error(problem);
    log.event('settings-refused', { problems: station.problem.length });
    process.exitCode = 1;
  }
  const windows = openWindows(station, kioskSession, log);
  closeTogether(windows, station.ok ? station.value : null);
}

/** Anything unexpected while opening is a reason not to open; what it was goes to the log, never to a screen. */
async function open(settings: KioskConfig, log: Log): Promise<Result<Station, readonly string[]>> {
  try {
    const worker = path.join(app.getAppPath(), 'out/main/label-proof-worker.cjs');
    return await openStation(settings, { log, nativeBinding: nativeBinding(), labelProofWorker: worker });
  } catch (error) {
    log.event('not-handled', { where: 'open-station', ...placeOf(error) });
    return refuse(['the kiosk could not start; its log says where it stopped']);
  }
}

function openWindows(
  station: Result<Station, readonly string[]>,
  kioskSession: Electron.Session,
  log: Log,
): readonly BrowserWindow[] {
  const wanted = config.ok ? config.value.station.windows : ['patient'];
  const fullScreen = config.ok && config.value.station.fullScreen;
  const windows: BrowserWindow[] = [];
  if (wanted.includes('staff')) {
    const source = station.ok ? station.value.staff : staffOutOfService(station.problem);
    windows.push(openStaffWindow(source, { session: kioskSession, log }));
  }
  if (wanted.includes('patient')) {
    const source = station.ok ? station.value.patient : patientOutOfService(station.problem);
    windows.push(openPatientWindow(source, { fullScreen, session: kioskSession, log }));
  }
  return windows;
}

function closeTogether(windows: readonly BrowserWindow[], station: Station | null): void {
  let isClosing = false;
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => windows[0]?.focus());
  app.on('before-quit', (event) => {
    if (isClosing) return;
    isClosing = true;
    event.preventDefault();
    void (station?.close() ?? Promise.resolve()).then(() => app.exit(Number(process.exitCode ?? 0)));
  });
}

function stopAt(where: string, error: unknown, log: Log): void {
  log.event('not-handled', { where, ...placeOf(error) });
  app.exit(1);
}
