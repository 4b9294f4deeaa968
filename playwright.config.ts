/** The tests in a real Electron window. Run by build/e2e.mjs, which prepares the runtime and the display. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/electron',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/electron',
  workers: 1,
  // A window is there in seconds; on a machine that did thirty things at once four starts of the app took more than a minute.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
});
