/**
 * From the start of the process to a patient window that shows its first words and reads scans, and what all processes
 * together then hold in memory; beside an Electron window with one word in it.
 *
 * Chromium itself says when the first words were painted; it is asked afterwards, over its debugging port, so that
 * asking delays neither. (Memory is the proportional set size: shared pages count once.)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { ensureRuntime, root, testSwitches } from '../runtime.mjs';
import { openPremises } from '../training-premises.ts';
import { quantile, type Row } from './row.ts';

const launches = 7;
const readyRatioMax = 1.5;
const memoryAboveBlankMbMax = 220;
const settleMs = 3_000;
const launchTimeoutMs = 30_000;

interface Launch {
  readonly readyMs: number;
  readonly memoryMb: number;
}

export async function rows(): Promise<readonly Row[]> {
  const { executable } = await ensureRuntime(() => undefined);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-bench-'));
  const premises = await openPremises({ folder });
  const blank: Launch[] = [];
  const ours: Launch[] = [];
  for (let index = 0; index < launches; index += 1) {
    const blankData = path.join(folder, `blank-${index}`);
    blank.push(
      await launch(executable, [`--user-data-dir=${blankData}`, path.join(import.meta.dirname, 'blank-window')]),
    );
    ours.push(await launch(executable, [root], { KIOSK_CONFIG: premises.settingsFile }));
  }
  await premises.stop();
  fs.rmSync(folder, { recursive: true });
  return [readyRow(blank, ours), ...(process.platform === 'linux' ? [memoryRow(blank, ours)] : [])];
}

const median = (values: readonly number[]) => quantile(values, 0.5);

function readyRow(blank: readonly Launch[], launched: readonly Launch[]): Row {
  const floor = median(blank.map(({ readyMs }) => readyMs));
  const ours = median(launched.map(({ readyMs }) => readyMs));
  return {
    name: 'patient window ready for a scan, median',
    unit: 'ms',
    ours,
    floor,
    hold: `≤ ${readyRatioMax} × a blank window`,
    isMet: ours <= readyRatioMax * floor,
  };
}

function memoryRow(blank: readonly Launch[], launched: readonly Launch[]): Row {
  const floor = median(blank.map(({ memoryMb }) => memoryMb));
  const ours = median(launched.map(({ memoryMb }) => memoryMb));
  return {
    name: 'memory of all processes, idle, median',
    unit: 'MB',
    ours,
    floor,
    hold: `≤ a blank window + ${memoryAboveBlankMbMax} MB`,
    isMet: ours <= floor + memoryAboveBlankMbMax,
  };
}

async function launch(executable: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Launch> {
  const startedAtMs = Date.now();
  const app = spawn(executable, [...testSwitches(), '--remote-debugging-port=0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(app, 'exit');
  const giveUp = setTimeout(() => app.kill('SIGKILL'), launchTimeoutMs);
  const browser = await chromium.connectOverCDP(await debuggingAddress(app));
  const page = await pageWhenThere(() => browser.contexts().flatMap((context) => context.pages()));
  const readyMs = (await paintedAtMs(page)) - startedAtMs;
  await wait(settleMs);
  const memoryMb = app.pid === undefined ? Number.NaN : memoryMbOf(app.pid);
  await browser.close();
  app.kill();
  await ended;
  clearTimeout(giveUp);
  return { readyMs, memoryMb };
}

/** Given only once the page has had time to load: attaching in the middle of a navigation hangs. */
async function debuggingAddress(app: ChildProcess): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    let text = '';
    app.stderr?.on('data', (data: Buffer) => {
      text += data.toString();
      const found = /DevTools listening on (\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
    app.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
  await wait(settleMs);
  return address;
}

async function pageWhenThere(pages: () => Page[]): Promise<Page> {
  const giveUpAtMs = Date.now() + launchTimeoutMs;
  for (;;) {
    const found = pages().find((page) => /patient\.html|^data:/.test(page.url()));
    if (found) return found;
    if (Date.now() > giveUpAtMs) throw new Error('no window opened');
    await wait(100);
  }
}

/** Of the first words on the page, as Chromium recorded it. */
async function paintedAtMs(page: Page): Promise<number> {
  const paint = 'first-contentful-paint';
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, paint, {
    timeout: launchTimeoutMs,
  });
  return page.evaluate(
    (name) => performance.timeOrigin + (performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN),
    paint,
  );
}

/** Of a process and all that it started. */
function memoryMbOf(pid: number): number {
  const parents = new Map(
    fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(/\) \S (\d+)/.exec(readOf(`/proc/${name}/stat`))?.[1])]),
  );
  const children = (parent: number): number[] =>
    [...parents].filter(([, of]) => of === parent).flatMap(([child]) => [child, ...children(child)]);
  const kb = [pid, ...children(pid)].map((each) =>
    Number(/^Pss:\s+(\d+)/m.exec(readOf(`/proc/${each}/smaps_rollup`))?.[1] ?? 0),
  );
  return kb.reduce((sum, each) => sum + each, 0) / 1024;
}

/** Empty for a process that has just ended. */
function readOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
