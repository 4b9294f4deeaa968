/**
 * The tests that need no Electron, in four kinds: `rules` and stores in one process, `screens` under jsdom, `peers`: those that
 * start processes or threads, and `days`: the simulation, which has every core for itself when the others are over. `npm run
 * check` leaves the last two to `npm test`.
 */
import fs from 'node:fs';
import os from 'node:os';
import { defineConfig } from 'vitest/config';

/** A test that waits for an event needs milliseconds; one that starts programs took 30 s on a machine that did ten things at once. */
const testTimeoutMs = 120_000;

/** A test that starts something says so by what it imports. */
const startsSomething = new RegExp(
  [
    "^(?:import|}).* from '.*(?:peers/|faults/|-launcher|worker_threads|label-proof|station-clinic|kiosk-command|until-the-end|after-every-cut|cable-sentences|ways-to-printers)",
    "^import .*(?:spawn|fork).* from 'node:child_process'",
  ].join('|'),
  'm',
);
const simulated = 'test/**/*.simulation.test.ts';
const underNode = fs.globSync('test/**/*.test.ts', { cwd: import.meta.dirname, exclude: [simulated] });
const isPeers = (file: string) => startsSomething.test(fs.readFileSync(`${import.meta.dirname}/${file}`, 'utf8'));
const peers = underNode.filter(isPeers);
const rules = underNode.filter((file) => !peers.includes(file));

// Files share a process: none leaves anything behind, and loading the libraries anew for each took as long as the tests.
const shared = { isolate: false };

export default defineConfig({
  test: {
    allowOnly: !process.env.CI,
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    // Most tests wait for sockets and processes, not for the processor.
    maxWorkers: os.availableParallelism() + 1,
    projects: [
      { extends: true, test: { ...shared, name: 'rules', include: rules } },
      { extends: true, test: { ...shared, name: 'peers', include: peers } },
      { extends: true, test: { ...shared, name: 'days', include: [simulated], sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          ...shared,
          name: 'screens',
          include: ['test/**/*.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['test/renderer/dom.ts'],
        },
      },
    ],
  },
});
