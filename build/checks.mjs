/**
 * The stages that a change must pass, and their sum. Each stage answers how many tests passed, failed
 * and were skipped, from the runner's own machine-readable report, never from its prose. A stage
 * that failed without a failed test (types, lint, a crash) counts as one failure.
 */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './runtime.mjs';
import { runTool, runToolQuietly } from './tools.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

const projects = ['clinic', 'electron', 'renderer', 'test'];
const reports = path.join(root, 'test-results');

/** @returns {Tally} */
export function vitestTally(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** @returns {Tally} */
export function playwrightTally({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** A stage whose exit status says that it failed has failed, whatever its report says. */
export function tallyOf(status, reportText, readReport) {
  const nothing = { passed: 0, failed: 0, skipped: 0 };
  const tally = reportText === undefined ? nothing : readReport(JSON.parse(reportText));
  const isGreen = status === 0 && reportText !== undefined;
  return isGreen || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** @param {Tally[]} tallies */
export function closingLine(tallies) {
  const sum = (key) => tallies.reduce((total, tally) => total + tally[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
}

/** What tsc found last time: it checks again only what changed. */
const rememberedTypes = (project) => path.join(root, 'node_modules/.cache/tsc', `${project}.tsbuildinfo`);

async function timed(name, work) {
  const startedAt = performance.now();
  const tally = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${name}: ${tally.failed > 0 ? 'FAILED' : 'ok'}, ${seconds} s`);
  return tally;
}

const quietStage = (name, runs) =>
  timed(name, async () => {
    const statuses = await Promise.all(runs.map(([tool, args]) => runToolQuietly(tool, args)));
    return { passed: 0, failed: statuses.some((status) => status !== 0) ? 1 : 0, skipped: 0 };
  });

async function reported(file, run, readReport) {
  fs.mkdirSync(reports, { recursive: true });
  fs.rmSync(file, { force: true });
  const status = await run();
  return tallyOf(status, fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined, readReport);
}

const unitTests = (args) => {
  const file = path.join(reports, 'vitest.json');
  const run = () =>
    runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile=${file}`, ...args]);
  return timed('unit tests', () => reported(file, run, vitestTally));
};

/** Types, lint and the tests that need no Electron, all at once. */
export const fastChecks = (args = []) =>
  Promise.all([
    quietStage(
      'types',
      projects.map((project) => [
        'tsc',
        ['-p', project, '--incremental', '--tsBuildInfoFile', rememberedTypes(project)],
      ]),
    ),
    quietStage('lint', [['biome', ['check', '--error-on-warnings', '.']]]),
    unitTests(args),
  ]);

/** The tests in a real Electron window. `env` is what launch.mjs prepared. */
export const electronTests = (env, args = []) => {
  const file = path.join(reports, 'playwright.json');
  const run = () =>
    runTool('playwright', ['test', '--reporter=list,json', ...args], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  return timed('electron tests', () => reported(file, run, playwrightTally));
};
