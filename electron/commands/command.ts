/** What a command of the command line takes and answers, and what several of them begin with. */
import { randomUUID } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { nativeBinding } from '../../offline-store/native-binding.ts';
import { openStore } from '../../offline-store/open-store.ts';
import type { KeySealer, Store } from '../../offline-store/store.ts';
import { isoOf, systemClock } from '../days/clock.ts';
import { withKeySealer } from '../key-sealer.ts';
import { type KioskConfig, readConfig } from '../kiosk-config.ts';
import { clockProblem } from '../station-status.ts';
import { storeProblemInWords } from '../store-problem-words.ts';

export interface CommandInput {
  readonly words: readonly string[];
  readonly options: {
    readonly out?: string | undefined;
    readonly sample?: boolean | undefined;
    readonly ruler?: boolean | undefined;
    readonly name?: string | undefined;
    readonly badge?: string | undefined;
    readonly print?: boolean | undefined;
    readonly agree?: string | undefined;
  };
  readonly configFile: string;
  /** The system's, where there is an app to ask it. */
  readonly keySealer?: KeySealer | undefined;
}

export interface CommandAnswer {
  /** 0: all is well; 1: bad news; 2: misused. */
  readonly exit: 0 | 1 | 2;
  readonly line: string;
  /** Printed before the line; for people only. */
  readonly body?: string;
  /** For `--json`. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export type Command = (input: CommandInput) => Promise<CommandAnswer>;

export const misused = (line: string): CommandAnswer => ({ exit: 2, line, facts: {} });
export const badNews = (line: string, facts: CommandAnswer['facts'] = {}): CommandAnswer => ({ exit: 1, line, facts });
export const good = (line: string, facts: CommandAnswer['facts'] = {}): CommandAnswer => ({ exit: 0, line, facts });

export const newId = (): string => randomUUID();

/** Runs with the settings, or answers with every problem in them. */
export async function withSettings(
  input: CommandInput,
  work: (settings: KioskConfig) => Promise<CommandAnswer>,
): Promise<CommandAnswer> {
  const settings = readConfig(input.configFile);
  if (settings.ok) return work(withKeySealer(settings.value, input.keySealer));
  const body = settings.problem.join('\n');
  return {
    exit: 1,
    body,
    line: `the settings have ${count(settings.problem.length, 'problem')}`,
    facts: { problems: settings.problem },
  };
}

/** Runs with the store open, and closes it again. Only one process may have it: not while the kiosk runs. */
export async function withStore(
  input: CommandInput,
  work: (store: Store, settings: KioskConfig) => Promise<CommandAnswer>,
): Promise<CommandAnswer> {
  return withSettings(input, async (settings) => {
    const store = openStoreOf(settings);
    if (!store.ok) return badNews(store.problem);
    try {
      return await work(store.value, settings);
    } finally {
      store.value.close();
    }
  });
}

export function openStoreOf(settings: KioskConfig): Result<Store, string> {
  const binding = nativeBinding();
  let wrongClock: string | null = null;
  const store = openStore({
    folder: settings.store.folder,
    key: settings.store.key,
    clinicDay: clinicDayOf(systemClock.nowMs(), settings.site.timeZone),
    now: () => isoOf(systemClock.nowMs()),
    isClockPossible(lastActAt) {
      wrongClock = clockProblem(systemClock.nowMs(), lastActAt, settings.site.timeZone);
      return wrongClock === null;
    },
    ...(binding === undefined ? {} : { nativeBinding: binding }),
  });
  if (store.ok) return ok(store.value);
  return refuse(wrongClock ?? storeProblemInWords(store.problem, settings.store));
}

/** What names a patient is for its owner to read, also where an older file was for everybody. */
export function writeForOwner(file: string, content: string | Uint8Array): void {
  writeFileSync(file, '', { mode: 0o600 });
  chmodSync(file, 0o600);
  let isWhole = false;
  try {
    writeFileSync(file, content);
    isWhole = true;
  } finally {
    // A part of a list would pass for all of it.
    if (!isWhole) rmSync(file, { force: true });
  }
}

/** `1 booking`, `2 bookings`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
