/**
 * Clinic days by chance: two kiosks, their printers, staff and patients against one booking system, with everything that goes wrong
 * in between. `CLINIC_DAY_SEED=…` has one day again, with all its steps.
 */
import { expect, test } from 'vitest';
import { failureInWords, runDays } from './simulation/run-days.ts';

const days = 500;
/** Two minutes on a machine that does nothing else. */
const runMsMax = 900_000;
const given = process.env.CLINIC_DAY_SEED;
const seeds = given === undefined ? Array.from({ length: days }, (_, at) => at + 1) : [Number(given)];

test(
  `${seeds.length} clinic days with two kiosks keep every promise, whatever breaks in between`,
  async () => {
    const report = await runDays(seeds.map((seed) => ({ seed })));
    console.info(report.met);
    const stepsShown = given === undefined ? 60 : Number.POSITIVE_INFINITY;
    expect(report.failures.map((failure) => failureInWords(failure, stepsShown)).join('\n\n')).toBe('');
    expect(report.days).toBe(seeds.length);
  },
  runMsMax,
);
