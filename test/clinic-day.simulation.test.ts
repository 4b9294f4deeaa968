/**
 * Clinic days by chance: two kiosks, their printers, staff and patients against one booking system, with everything that goes wrong
 * in between. `CLINIC_DAY_SEED=…` has one day again, with all its steps.
 */
import { afterAll, expect, test } from 'vitest';
import { failureInWords, openDaysRunner } from './simulation/run-days.ts';
import type { Mutation } from './simulation/world.ts';

const days = 500;
const daysTwice = 6;
/** Two minutes on a machine that does nothing else. */
const runMsMax = 900_000;
const given = process.env.CLINIC_DAY_SEED;
const seeds = given === undefined ? Array.from({ length: days }, (_, at) => at + 1) : [Number(given)];

const runner = openDaysRunner();
afterAll(runner.close);

test(
  'S3, S4, S5, S9, S10, S11, S13, S14, S15: clinic days with two kiosks keep every promise, whatever breaks in between',
  async () => {
    const startedMs = performance.now();
    const report = await runner.run(seeds.map((seed) => ({ seed })));
    console.info({ ...report.met, seconds: Math.round((performance.now() - startedMs) / 1_000) });
    const stepsShown = given === undefined ? 60 : Number.POSITIVE_INFINITY;
    expect(report.failures.map((failure) => failureInWords(failure, stepsShown)).join('\n\n')).toBe('');
    expect(report.days).toBe(seeds.length);
  },
  runMsMax,
);

test(
  'a day is the same, step for step, each time that its seed is lived through',
  async () => {
    const orders = seeds.slice(0, daysTwice).map((seed) => ({ seed, isWholeDay: false }));
    const [one, other] = [await runner.run(orders), await runner.run(orders)];
    expect(one.digests).toEqual(other.digests);
  },
  runMsMax,
);

/** A bug in an edge, how it shows, and in how many days it has to be found. */
const bugs: readonly (readonly [bug: Mutation, promise: RegExp])[] = [
  ['printer-stutters', /^S5: /],
  ['crash-loses-the-newest', /^(?:S3: .* lost the check-in|S5: .* twice)/],
  ['heeds-no-condition', /^S(4|11): /],
  ['forgets-what-it-accepted', /^S3: .* says that upstream knows/],
  ['does-not-close', /^S13: /],
  ['leaves-somebody-out', /^S11: .* vanished from the list/],
];
const daysToFindIt = 60;

test.each(bugs)(
  'a bug is found within some days: %s',
  async (mutation, promise) => {
    const orders = Array.from({ length: daysToFindIt }, (_, at) => ({ seed: at + 1, mutation, isWholeDay: false }));
    const { failures } = await runner.run(orders, { failuresMax: 1 });
    expect(failures[0]?.broken).toMatch(promise);
  },
  runMsMax,
);
