/** The tests in a real Electron window. Run by build/e2e.mjs, which prepares the runtime and the display. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/electron',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/electron',
  workers: 1,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
});
