/**
 * npm start: sets up what is missing, bundles, and opens the training clinic; with KIOSK_CONFIG set,
 * the clinic of those settings instead.
 */
import path from 'node:path';
import { prepare } from './launch.mjs';
import { root, testSwitches } from './runtime.mjs';
import { runToEnd } from './tools.mjs';

const args = process.argv.slice(2);
const { runtime, env, isVirtual, stop } = await prepare();
if (isVirtual) console.log(`start: there is no display here, so the windows open on a virtual one (${env.DISPLAY})`);

const training = path.join(root, 'build/training-clinic.ts');
const status = env.KIOSK_CONFIG
  ? await runToEnd(runtime.executable, [...testSwitches(), '.', ...args], { env })
  : await runToEnd(process.execPath, [training, ...args], {
      env: { ...env, KIOSK_DISPLAY: isVirtual ? 'virtual' : 'real' },
    });
stop();
process.exit(status);
