/** The tests that need no Electron: rules, stores and peers under Node, screens under jsdom. */
import os from 'node:os';
import { defineConfig } from 'vitest/config';

/** For the machine that does three things at once; a test that waits for an event needs milliseconds. */
const testTimeoutMs = 30_000;

export default defineConfig({
  test: {
    allowOnly: !process.env.CI,
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    // Most tests wait for sockets and processes, not for the processor.
    maxWorkers: os.availableParallelism() + 1,
    projects: [
      {
        extends: true,
        // Files share a process: none leaves anything behind, and loading the libraries anew for each took as long as the tests.
        test: { name: 'node', include: ['test/**/*.test.ts'], environment: 'node', isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          include: ['test/**/*.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['test/renderer/dom.ts'],
        },
      },
    ],
  },
});
