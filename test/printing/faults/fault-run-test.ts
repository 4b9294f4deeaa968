/** The test that both fault runs are. A run can be had again by its seed. */
import { expect, test } from 'vitest';
import { faultsPerHundred, seedOfThisRun } from './fault-plan.ts';
import type { FaultReport } from './fault-run.ts';

const papers = 2_000;
/** Half a minute on a machine that does nothing else, four of them on one that does ten things at once. */
const runMsMax = 600_000;
const nothing = { printedTwice: 0, lost: 0, unexplained: 0, problems: [] };
const promise = 'none twice unasked, none lost, each uncertain one explained';

export function testFaultRun(what: string, run: (seed: number, papers: number) => Promise<FaultReport>): void {
  const seed = seedOfThisRun();
  test(
    `S5: ${papers} ${what}, ${faultsPerHundred} % of them with a fault: ${promise} (PRINT_FAULTS_SEED=${seed})`,
    async () => {
      const report = await run(seed, papers);
      console.info(`PRINT_FAULTS_SEED=${seed}`, report.met);
      expect(report).toMatchObject({ papers, ...nothing });
    },
    runMsMax,
  );
}
