/**
 * The tests that need no Electron, in three kinds: `rules` and stores in one process, `screens` under jsdom, and `peers`:
 * those that start processes or threads. `npm run check` leaves the peers to `npm test`.
 */
import fs from 'node:fs';
import os from 'node:os';
import { defineConfig } from 'vitest/config';

/** For the machine that does three things at once; a test that waits for an event needs milliseconds. */
const testTimeoutMs = 30_000;

/** A test that starts something says so by what it imports. */
const startsSomething = new RegExp(
  [
    "^(?:import|}).* from '.*(?:peers/|faults/|simulation/|-launcher|worker_threads|label-proof|station-clinic|kiosk-command|until-the-end|after-every-cut|cable-sentences|ways-to-printers)",
    "^import .*(?:spawn|fork).* from 'node:child_process'",
  ].join('|'),
  'm',
);
const underNode = fs.globSync('test/**/*.test.ts', { cwd: import.meta.dirname });
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
