/** The closing line of `npm test` is true: nothing that failed is left out of it. */
import { expect, test } from 'vitest';
import { closingLine, playwrightTally, tallyOf, vitestTally } from '../../build/checks.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});
const vitestReport = (testResults: unknown[], passed: number, failed: number, skipped = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTodoTests: 0,
  testResults,
});

test('the stages are summed', () => {
  const line = closingLine([
    { passed: 3, failed: 0, skipped: 1 },
    { passed: 4, failed: 2, skipped: 0 },
  ]);
  expect(line).toBe('7 passed, 2 failed, 1 skipped');
});

test('a test file that does not load is a failure, though none of its tests failed', () => {
  const report = vitestReport([file('passed', 'passed'), file('failed')], 1, 0);
  expect(vitestTally(report)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a file with a failed test is counted by its tests', () => {
  const report = vitestReport([file('failed', 'passed', 'failed')], 1, 1, 2);
  expect(vitestTally(report)).toEqual({ passed: 1, failed: 1, skipped: 2 });
});

test('a test that passed only the second time has failed', () => {
  const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] };
  expect(playwrightTally(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test.each([
  ['green', 0, '{}', 0],
  ['no report', 0, undefined, 1],
  ['a crash after the last test', 1, '{}', 1],
])('%s: exit status %s gives the failures %s', (_what, status, report, failed) => {
  const tally = tallyOf(status, report, () => ({ passed: 1, failed: 0, skipped: 0 }));
  expect(tally.failed).toBe(failed);
});
