/** Thousands of labels through every fault that we know of. A run can be had again by its seed. */
import { expect, test } from 'vitest';
import { faultsPerHundred, seedOfThisRun } from './faults/fault-plan.ts';
import { runLabelFaults } from './faults/label-run.ts';

const labels = 2_000;
/** Half a minute on a machine that does nothing else. */
const runMsMax = 240_000;
const seed = seedOfThisRun();
const nothing = { printedTwice: 0, lost: 0, unexplained: 0, problems: [] };
const promise = 'none twice unasked, none lost, each uncertain one explained';

test(
  `S5: ${labels} labels, ${faultsPerHundred} % of them with a fault: ${promise} (PRINT_FAULTS_SEED=${seed})`,
  async () => {
    const report = await runLabelFaults(seed, labels);
    console.info(`PRINT_FAULTS_SEED=${seed}`, report.met);
    expect(report).toMatchObject({ papers: labels, ...nothing });
  },
  runMsMax,
);
