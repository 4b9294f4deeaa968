/**
 * The log: named events with numbers and closed words, one JSON line each.
 *
 * There is no free text, because error messages quote values: a name or a number can reach the log only by adding
 * it to `LogEvents`, where a reviewer sees it (S13).
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { destination, pino } from 'pino';
import { onDisk } from '../offline-store/durable-file.ts';

/** Every event that may be logged, with its fields. Identifiers are ours or upstream's, never a person's. */
interface LogEvents {
  'station-opened': { printers: number };
  'station-closed': Record<never, never>;
  'settings-refused': { problems: number };
  'store-refused': { problem: string };
  'window-shown': { window: 'patient' | 'staff'; afterMs: number };
  'window-gone': { window: 'patient' | 'staff'; reason: string };
  'window-given-up': { window: 'patient' | 'staff' };
  'crash-loop': Record<never, never>;
  'checked-in': { ticketNumber: number; labels: number; heldBack: number; problems: number };
  'not-stored': { kind: string; at: string; because: string };
  'store-stopped': Record<never, never>;
  'ledger-copied': { outcome: string };
  'pull-finished': { bookings: number; setAside: number };
  'pull-failed': { problem: string };
  'printer-status': { printer: string; isReady: boolean; troubles: string };
  'paper-settled': { paperId: string; outcome: string; because: string };
  'scanner-open': { path: string };
  'scanner-lost': { path: string };
  'downtime-pack': { outcome: string };
  'papers-forgotten': { papers: number };
  'staff-act': { act: string };
  clock: { kind: string; byMs: number };
  'day-closed': { printed: number; collected: number; addsUp: boolean };
  'not-handled': { where: string; kind: string; at: string };
}

export interface Log {
  event<Name extends keyof LogEvents>(name: Name, fields: LogEvents[Name]): void;
}

interface LogLimits {
  readonly fileBytesMax: number;
  /** Besides the one that is written. */
  readonly oldFilesMax: number;
}

/** Lines that a full disk keeps waiting; later ones are lost. */
const waitingBytesMax = 1_000_000;
/** Weeks of a busy kiosk. */
const limitsAsARule: LogLimits = { fileBytesMax: 5_000_000, oldFilesMax: 4 };

/**
 * Appends to `kiosk.log` in the folder, synchronously: the last line before a crash is the one that matters. A full file becomes
 * `kiosk.1.log`, that one `kiosk.2.log`, and the oldest is deleted. Where no file can be opened there is no
 * log: what is wrong with the folder, the store says by name.
 */
export function openLog(folder: string, limits: LogLimits = limitsAsARule): Log {
  const opened = onDisk(() => openLogIn(folder, limits));
  return opened.ok ? opened.value : silentLog;
}

function openLogIn(folder: string, { fileBytesMax, oldFilesMax }: LogLimits): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (age: number) => path.join(folder, age === 0 ? 'kiosk.log' : `kiosk.${age}.log`);
  const file = destination({ dest: fileOf(0), sync: true, append: true, mode: 0o600, maxLength: waitingBytesMax });
  // A disk that takes no more lines is told of elsewhere, and must not end the kiosk.
  file.on('error', () => undefined);
  const lines = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, file);

  function rotate(): void {
    rmSync(fileOf(oldFilesMax), { force: true });
    for (let age = oldFilesMax - 1; age >= 0; age -= 1) {
      if (existsSync(fileOf(age))) renameSync(fileOf(age), fileOf(age + 1));
    }
    file.reopen();
  }

  return {
    event(name, fields) {
      onDisk(() => {
        if (sizeOf(fileOf(0)) >= fileBytesMax) rotate();
        lines.info({ event: name, ...fields });
      });
    },
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

export const silentLog: Log = { event: () => undefined };

/**
 * Where an unexpected error came from, without its message: the class and the first place of ours in the stack.
 */
export function placeOf(error: unknown): { kind: string; at: string } {
  if (!(error instanceof Error)) return { kind: typeof error, at: 'unknown' };
  const line = error.stack?.split('\n').find((text) => /^\s+at .*\.(ts|cjs|js):\d+/.test(text));
  return { kind: error.name, at: line?.match(/([\w-]+\.(?:ts|cjs|js):\d+)/)?.[1] ?? 'unknown' };
}
