/**
 * One kiosk of a simulated day: the real station over real encrypted files, with the world's edges handed in. Its power can be cut
 * at any moment: what stands in its files at that instant is all that is left of it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { ok } from '../../clinic/result.ts';
import type { KioskConfig } from '../../electron/kiosk-config.ts';
import type { Log } from '../../electron/log.ts';
import type { PatientView } from '../../electron/patient-api.ts';
import { openStation, type Station } from '../../electron/station.ts';
import type { HttpTransport } from '../../offline-store/sync/http-transport.ts';
import { type Printer, printerWaits } from '../../printing/printer.ts';
import { computerClock, type VirtualTime } from './virtual-time.ts';

/** Minutes, so that a day has few looks in vain; whatever is done wakes its printer at once. */
const printerTimes = { pollMs: 180_000, waits: printerWaits };

/** What the world is to a kiosk while it lives. */
export interface Edges {
  readonly transport: HttpTransport;
  openPrinter(name: string): Printer;
  onProved(bytes: Uint8Array): void;
  /** Something happened inside that never should. */
  onFault(where: string): void;
}

interface KioskOptions {
  readonly name: string;
  /** Of this kiosk alone. The first of its lives is at work in `0`. */
  readonly folder: string;
  settings(storeFolder: string): KioskConfig;
  readonly time: VirtualTime;
  /** What a right clock would say. */
  trueMs(): number;
  random(): number;
  edges(isCut: () => boolean): Edges;
  /** A bug, to prove that it would be found: what was written last is not on the disk. */
  readonly losesTheNewest: boolean;
  /** Each time it opens. */
  onOpen(station: Station): void;
}

export interface Kiosk {
  readonly name: string;
  /** Null while it has no power. */
  station(): Station | null;
  /** What stands on the patients' screen. */
  screen(): PatientView['content']['screen'];
  /** By its own clock. */
  wallMs(): number;
  jumpClock(ms: number): void;
  /** Null: it is open. Or why it refuses to be, in words (S15). */
  start(): Promise<readonly string[] | null>;
  cutPower(): void;
  shutDown(): Promise<void>;
  /** The day is over, and nobody wants its files any more. */
  discard(): void;
}

interface Life {
  readonly station: Station;
  end(): void;
}

export function kioskOf(options: KioskOptions): Kiosk {
  const { name, folder, time } = options;
  let lives = 0;
  let aheadMs = 0;
  let ids = 0;
  let life: Life | null = null;
  let screen: PatientView['content']['screen'] = 'start';
  const wallMs = () => options.trueMs() + aheadMs;
  const storeFolder = () => path.join(folder, String(lives));

  function newId(): string {
    ids += 1;
    return `00000000-0000-4000-8000-${name.slice(-1)}${ids.toString(16).padStart(11, '0')}`;
  }

  async function start(): Promise<readonly string[] | null> {
    const clock = computerClock(time, wallMs);
    let isCut = false;
    const { transport, ...edges } = options.edges(() => isCut);
    const log: Log = {
      event: (event, facts) => event === 'not-handled' && !isCut && edges.onFault(JSON.stringify(facts)),
    };
    const opened = await openStation(options.settings(storeFolder()), {
      log,
      clock,
      newId,
      random: options.random,
      openPrinter: (setting) => edges.openPrinter(setting.name),
      proof: proofThatNotes(edges.onProved),
      transport,
      printerTimes,
    });
    if (!opened.ok) return opened.problem;
    life = {
      station: opened.value,
      end() {
        isCut = true;
        clock.cutPower();
      },
    };
    opened.value.patient.onView(({ content }) => {
      screen = content.screen;
    });
    screen = (await opened.value.patient.view()).content.screen;
    options.onOpen(opened.value);
    return null;
  }

  /** Only when they were copied: whatever a closing writes is not in the files of the next life. */
  function discard(dead: string): void {
    if (life === null) return;
    life.end();
    emptyLogs(dead);
    life.station.store.close();
    life = null;
    fs.rmSync(dead, { recursive: true });
  }

  return {
    name,
    station: () => life?.station ?? null,
    screen: () => screen,
    wallMs,
    jumpClock(ms) {
      aheadMs += ms;
    },
    start,
    cutPower() {
      if (life === null) return;
      const before = storeFolder();
      lives += 1;
      copyFiles(before, storeFolder());
      if (options.losesTheNewest) loseTheNewest(storeFolder());
      discard(before);
    },
    async shutDown() {
      const closing = life;
      life = null;
      await closing?.station.close();
      closing?.end();
    },
    discard: () => discard(storeFolder()),
  };
}

/** Nothing that SQLite would move from its log into a file that is thrown away is worth the time. */
function emptyLogs(folder: string): void {
  for (const name of fs.readdirSync(folder)) if (name.endsWith('.db-wal')) fs.truncateSync(path.join(folder, name));
}

/** As a process that is killed leaves them: what was written is there, flushed or not. */
export function copyFiles(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyFiles(source, target);
    else fs.copyFileSync(source, target);
  }
}

/** The label proof costs a thread and a tenth of a second; here it only notes which bytes it was asked about. */
function proofThatNotes(note: (bytes: Uint8Array) => void) {
  return {
    warmUp: () => undefined,
    prove: async (bytes: Uint8Array) => {
      note(bytes);
      return ok({ png: new Uint8Array() });
    },
    picture: async () => ok(new Uint8Array()),
    close: async () => undefined,
  };
}

/** The end of SQLite's log, and what would notice that it is gone. */
function loseTheNewest(folder: string): void {
  const log = path.join(folder, 'ledger.db-wal');
  if (fs.existsSync(log)) fs.truncateSync(log, Math.floor(fs.statSync(log).size / 2));
  fs.rmSync(path.join(folder, 'audit-anchor'), { force: true });
}
