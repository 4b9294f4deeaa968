/** Many simulated days, shared out among threads that have nothing in common; the seed of each that fails is kept with its steps. */
import { once } from 'node:events';
import os from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { DayReport } from './clinic-day.ts';
import type { DayOrder } from './days-worker.ts';

/** More do not help whoever looks for the reason. */
const failuresMaxUsually = 3;

/** A pull of 300 is more than the usual room for what is new: everything that it brings would be moved out of it and die there. */
const resourceLimits = { maxYoungGenerationSizeMb: 160 };

export interface DaysReport {
  readonly days: number;
  readonly failures: readonly DayReport[];
  /** By seed. */
  readonly digests: Readonly<Record<string, string>>;
  /** How often things happened that the promises are about. */
  readonly met: Readonly<Record<string, number>>;
}

interface RunOptions {
  /** It ends with so many. */
  readonly failuresMax?: number;
  readonly onDay?: (report: DayReport) => void;
}

export interface DaysRunner {
  run(orders: readonly DayOrder[], options?: RunOptions): Promise<DaysReport>;
  close(): Promise<void>;
}

/**
 * A thread collects its garbage by itself: with helpers, which wait for one another while every core is at work, a day costs a fifth
 * more.
 */
function collectAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
}

/** Threads are kept from one run to the next: one that has lived through some days is twice as quick as a new one. */
export function openDaysRunner(): DaysRunner {
  collectAlone();
  const threads = Array.from({ length: os.availableParallelism() }, openThread);
  return {
    async run(orders, { failuresMax = failuresMaxUsually, onDay } = {}) {
      const left = orders.toReversed();
      const met = new Map<string, number>();
      const failures: DayReport[] = [];
      const digests: Record<string, string> = {};
      let days = 0;
      const note = (report: DayReport) => {
        days += 1;
        digests[report.seed] = report.digest;
        for (const [what, times] of Object.entries(report.met)) met.set(what, (met.get(what) ?? 0) + times);
        if (report.broken !== null) failures.push(report);
        onDay?.(report);
      };
      const next = () => (failures.length < failuresMax ? left.pop() : undefined);
      await Promise.all(threads.map((thread) => workOff(thread, next, note)));
      return {
        days,
        digests,
        failures: failures.toSorted((one, other) => one.seed - other.seed),
        met: Object.fromEntries(met),
      };
    },
    close: async () => void (await Promise.all(threads.map(({ close }) => close()))),
  };
}

async function workOff(
  { live }: Thread,
  next: () => DayOrder | undefined,
  note: (report: DayReport) => void,
): Promise<void> {
  for (let order = next(); order !== undefined; order = next()) note(await live(order));
}

interface Thread {
  live(order: DayOrder): Promise<DayReport>;
  close(): Promise<unknown>;
}

function openThread(): Thread {
  const worker = new Worker(new URL('./days-worker.ts', import.meta.url), { resourceLimits });
  const ended = once(worker, 'exit');
  return {
    async live(order) {
      worker.postMessage(order);
      const answer: unknown[] = await once(worker, 'message');
      // The worker sends nothing else.
      return answer[0] as DayReport;
    },
    close() {
      worker.postMessage(null);
      return ended;
    },
  };
}

/** For people: which promise was broken on which day, how to have that day again, and what happened before. */
export function failureInWords({ seed, broken, lines }: DayReport, linesMax = 60): string {
  return [`CLINIC_DAY_SEED=${seed}: ${broken}`, ...lines.slice(-linesMax)].join('\n  ');
}
