/**
 * Runs that did not end well are remembered on disk, so that the third within a minute is followed by a screen that says so and
 * not by a fourth (a service manager would start the kiosk for ever).
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isCrashLoop, recentCrashes } from '../clinic/crash-loop.ts';
import { onDisk, readIfThere, writeDurably } from '../offline-store/durable-file.ts';

interface Run {
  /** The runs before crashed again and again: do nothing, and say so. */
  readonly isCrashLoop: boolean;
  /** It ended as it should. */
  ended(): void;
}

/** A disk that takes no note keeps nobody from starting: what is wrong with it, the store says by name. */
export function beginRun(folder: string, nowMs: number): Run {
  const file = path.join(folder, 'unfinished-runs');
  const before = recentCrashes(unfinishedRuns(file), nowMs);
  if (isCrashLoop(before, nowMs)) return { isCrashLoop: true, ended: () => undefined };
  const note = (runs: readonly number[]) => {
    onDisk(() => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeDurably(file, runs.join('\n'));
    });
  };
  note([...before, nowMs]);
  return { isCrashLoop: false, ended: () => note([]) };
}

/** A file that says nothing must not keep a kiosk from starting. */
function unfinishedRuns(file: string): readonly number[] {
  const read = onDisk(() => readIfThere(file));
  const text = read.ok ? (read.value ?? '') : '';
  return Array.from(text.matchAll(/^\d{1,15}$/gm), ([startedAtMs]) => Number(startedAtMs));
}
