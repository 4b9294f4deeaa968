/** Many simulated days, shared out among threads that have nothing in common; the seed of each that fails is kept with its steps. */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { DayReport } from './clinic-day.ts';
import type { DayOrder } from './days-worker.ts';

/** More do not help whoever looks for the reason. */
const failuresMaxUsually = 3;

/** A pull of 300 is more than the usual room for what is new: everything that it brings would be moved out of it and die there. */
const resourceLimits = { maxYoungGenerationSizeMb: 48 };

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

export async function runDays(
  orders: readonly DayOrder[],
  { failuresMax = failuresMaxUsually, onDay }: RunOptions = {},
): Promise<DaysReport> {
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
  const next = () => (failures.length < failuresMax ? (left.pop() ?? null) : null);
  const threads = Math.min(os.availableParallelism(), orders.length);
  await Promise.all(Array.from({ length: threads }, () => liveInThread(next, note)));
  return {
    days,
    digests,
    failures: failures.toSorted((one, other) => one.seed - other.seed),
    met: Object.fromEntries(met),
  };
}

function liveInThread(next: () => DayOrder | null, note: (report: DayReport) => void): Promise<void> {
  const worker = new Worker(new URL('./days-worker.ts', import.meta.url), { resourceLimits });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.on('message', (report: DayReport | null) => {
    if (report !== null) note(report);
    worker.postMessage(next());
  });
  worker.on('error', reject);
  worker.on('exit', () => resolve());
  return promise;
}

/** For people: which promise was broken on which day, how to have that day again, and what happened before. */
export function failureInWords({ seed, broken, lines }: DayReport, linesMax = 60): string {
  return [`CLINIC_DAY_SEED=${seed}: ${broken}`, ...lines.slice(-linesMax)].join('\n  ');
}
