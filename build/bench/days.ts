/**
 * Clinic days by chance (see test/simulation): how many kept every promise, and how long they took. `npm run bench -- days --days
 * 20000`; every day that did not is printed with its seed, and CLINIC_DAY_SEED has it again in the test.
 */
import { type DaysRunner, failureInWords, openDaysRunner } from '../../test/simulation/run-days.ts';
import type { BenchOptions, Row } from './row.ts';

/** So that the table of all benchmarks stays quick. */
const daysUsually = 100;
/** Behind those that every test run lives through. */
const firstSeed = 1_001;
const msPerSecond = 1_000;
/** Enough to see what is wrong. */
const brokenDaysMax = 20;
const daysBetweenLines = 250;

export async function rows(options: BenchOptions): Promise<readonly Row[]> {
  const days = Number(options.days ?? daysUsually);
  if (!Number.isInteger(days) || days < 1) throw new Error('--days is how many, as a whole number');
  const runner = openDaysRunner();
  const part = await timed(
    runner,
    Array.from({ length: days }, (_, at) => ({ seed: firstSeed + at })),
  );
  const whole = await timed(
    runner,
    [1, 2].map((seed) => ({ seed, isWholeDay: true })),
  );
  await runner.close();
  return [
    {
      name: `${days} clinic days by chance: broke a promise`,
      unit: 'days',
      ours: part.failures,
      hold: 'none',
      isMet: part.failures === 0,
    },
    { name: `${days} clinic days by chance, on every core`, unit: 's', ours: part.seconds, hold: 'none', isMet: true },
    {
      name: 'a clinic day of 300 patients, from the first to the last',
      unit: 's',
      ours: whole.seconds,
      hold: 'none',
      isMet: whole.failures === 0,
    },
  ];
}

async function timed(
  runner: DaysRunner,
  orders: Parameters<DaysRunner['run']>[0],
): Promise<{ readonly failures: number; readonly seconds: number }> {
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / msPerSecond;
  let days = 0;
  const report = await runner.run(orders, {
    failuresMax: brokenDaysMax,
    onDay(day) {
      days += 1;
      if (day.broken !== null) console.log(`days: ${failureInWords(day)}`);
      if (days % daysBetweenLines === 0) console.log(`days: ${days} of ${orders.length}, ${seconds().toFixed(0)} s`);
    },
  });
  console.log(`days: ${JSON.stringify(report.met)}`);
  return { failures: report.failures.length, seconds: seconds() };
}
