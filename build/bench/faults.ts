/**
 * Labels and tickets through every fault that we know of (see test/printing/faults): how many came out twice unasked, were
 * lost, or are uncertain without a reason. `npm run bench -- faults --labels 20000`; PRINT_FAULTS_SEED has a run again.
 */
import { faultsPerHundred, seedOfThisRun } from '../../test/printing/faults/fault-plan.ts';
import type { FaultReport } from '../../test/printing/faults/fault-run.ts';
import { runLabelFaults } from '../../test/printing/faults/label-run.ts';
import { runTicketFaults } from '../../test/printing/faults/ticket-run.ts';
import type { BenchOptions, Row } from './row.ts';

/** So that the table of all benchmarks stays quick. */
const papersUsually = 400;

export async function rows({ labels }: BenchOptions): Promise<readonly Row[]> {
  const papers = Number(labels ?? papersUsually);
  if (!Number.isInteger(papers) || papers < 1) throw new Error('--labels is how many, as a whole number');
  const seed = seedOfThisRun();
  console.log(`faults: PRINT_FAULTS_SEED=${seed}`);
  return [
    ...rowsOf('labels', await runLabelFaults(seed, papers)),
    ...rowsOf('tickets', await runTicketFaults(seed, papers)),
  ];
}

function rowsOf(what: string, report: FaultReport): readonly Row[] {
  for (const problem of report.problems) console.log(`faults: ${problem}`);
  const name = `${report.papers} ${what}, ${faultsPerHundred} % with a fault`;
  const none = (said: string, ours: number): Row => ({
    name: `${name}: ${said}`,
    unit: 'papers',
    ours,
    hold: 'none',
    isMet: ours === 0 && report.problems.length === 0,
  });
  return [
    none('twice unasked', report.printedTwice),
    none('lost', report.lost),
    none('uncertain, and not of a known fault', report.unexplained),
  ];
}
