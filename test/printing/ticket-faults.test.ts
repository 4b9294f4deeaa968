/** Thousands of tickets through every fault that we know of. A run can be had again by its seed. */
import { expect, test } from 'vitest';
import { faultsPerHundred, seedOfThisRun } from './faults/fault-plan.ts';
import { runTicketFaults } from './faults/ticket-run.ts';

const tickets = 2_000;
/** Half a minute on a machine that does nothing else. */
const runMsMax = 240_000;
const seed = seedOfThisRun();
const nothing = { printedTwice: 0, lost: 0, unexplained: 0, problems: [] };
const promise = 'none twice unasked, none lost, each uncertain one explained';

test(
  `S5: ${tickets} tickets, ${faultsPerHundred} % of them with a fault: ${promise} (PRINT_FAULTS_SEED=${seed})`,
  async () => {
    const report = await runTicketFaults(seed, tickets);
    console.info(`PRINT_FAULTS_SEED=${seed}`, report.met);
    expect(report).toMatchObject({ papers: tickets, ...nothing });
  },
  runMsMax,
);
