/**
 * A window that shows one page of ours and can do nothing else: sandboxed, isolated, no menu, no shortcut, no zoom.
 *
 * A kiosk's real lock is the operating system; this keeps honest fingers and stuck keys from leaving the page.
 */
import path from 'node:path';
import { app, BrowserWindow, type Input, type Session } from 'electron';
import { isCrashLoop } from '../../clinic/crash-loop.ts';
import type { Log } from '../log.ts';
import { appOrigin } from './app-protocol.ts';

const triedAgainAfterMs = 300_000;

interface LockedWindowOptions {
  readonly name: 'patient' | 'staff';
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Fills the screen, and closes only with the app. */
  readonly fullScreen: boolean;
  readonly session: Session;
  readonly log: Log;
}

export function pageUrl(name: LockedWindowOptions['name'] | 'stopped'): string {
  return `${appOrigin}/${name}.html`;
}

export function openLockedWindow({ name, log, ...options }: LockedWindowOptions): BrowserWindow {
  const startedMs = performance.now();
  const window = new BrowserWindow({
    title: options.title,
    width: options.width,
    height: options.height,
    kiosk: options.fullScreen,
    show: false,
    backgroundColor: '#f0f4f5',
    webPreferences: {
      preload: path.join(app.getAppPath(), `out/preload/${name}-preload.cjs`),
      session: options.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.setMenuBarVisibility(false);
  window.once('ready-to-show', () => {
    window.show();
    log.event('window-shown', { window: name, afterMs: Math.round(performance.now() - startedMs) });
  });
  const { webContents } = window;
  webContents.on('before-input-event', (event, input) => {
    if (isShortcut(input)) event.preventDefault();
  });
  webContents.on('did-finish-load', () => void webContents.setVisualZoomLevelLimits(1, 1));
  keepShowing(window, name, log);
  window.on('page-title-updated', (event) => event.preventDefault());
  return window;
}

/** A page that crashed is loaded anew; one that crashes again and again makes room for one that cannot, for a while. */
function keepShowing(window: BrowserWindow, name: LockedWindowOptions['name'], log: Log): void {
  const crashedAtMs: number[] = [];
  const load = (url: string) => {
    if (!window.isDestroyed()) void window.loadURL(url);
  };
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.event('window-gone', { window: name, reason });
    if (reason === 'clean-exit') return;
    crashedAtMs.push(performance.now());
    if (!isCrashLoop(crashedAtMs, performance.now())) {
      load(pageUrl(name));
      return;
    }
    log.event('window-given-up', { window: name });
    load(pageUrl('stopped'));
    setTimeout(() => load(pageUrl(name)), triedAgainAfterMs);
  });
}

/** Reload, print, zoom, developer tools, close: a scanner that acts as a keyboard must not reach any of them. */
function isShortcut(input: Input): boolean {
  return input.control || input.alt || input.meta || /^F\d{1,2}$/.test(input.key);
}
