/**
 * What every script that needs Electron does first: set-up, bundles, display. Its answer is the
 * environment to run in; ELECTRON_OVERRIDE_DIST_PATH leads the electron package, and so Playwright,
 * to the runtime. (With Playwright's executablePath instead, some launches hang.)
 */
import { display } from './display.mjs';
import { setup } from './setup.mjs';
import { bundle } from './vite.mjs';

export async function prepare(log = console.log) {
  const runtime = await setup(log);
  await bundle(log);
  const { env, isVirtual, stop } = await display();
  const override = runtime.kind === 'official' ? {} : { ELECTRON_OVERRIDE_DIST_PATH: runtime.dist };
  return { runtime, isVirtual, stop, env: { ...env, ...override } };
}
