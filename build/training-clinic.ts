/**
 * The training clinic, which `npm start` opens when there are no settings: everything on this machine, nobody real.
 *
 * Without a display it walks one patient through by itself and leaves pictures in training-output/; `--once` then ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureRuntime, root, testSwitches } from './runtime.mjs';
import { openPremises, type Premises } from './training-premises.ts';
import { trainingStaff } from './training-settings.ts';
import { walkThrough } from './training-walk.ts';

const folder = path.join(root, 'training-output');
const isOnce = process.argv.includes('--once');
const hasNoDisplay = process.env.KIOSK_DISPLAY === 'virtual';

await rm(folder, { recursive: true, force: true });
const premises = await openPremises({ folder });
describe(premises);
try {
  if (isOnce || hasNoDisplay) await walkThrough(premises, { isOnce });
  else process.exitCode = await openApp(premises);
} finally {
  await premises.stop();
}
process.exit();

function describe({ day, settingsFile }: Premises): void {
  const [first, second] = day.nearest(Date.now());
  console.log(`
The training clinic is open. Nobody in it is real.
  scan (or type, then Enter)   ${first?.reference}   date of birth ${first?.dateOfBirth}
  or type the NHS number       ${second?.nhsNumber}      date of birth ${second?.dateOfBirth}
  staff window: badge ${trainingStaff.badge}, PIN ${trainingStaff.pin}
  labels and tickets as pictures: ${path.relative(process.cwd(), folder)}/labels, …/tickets
  settings: ${path.relative(process.cwd(), settingsFile)}
`);
}

/** @returns the app's exit status. */
async function openApp({ settingsFile }: Premises): Promise<number> {
  const runtime = await ensureRuntime(() => undefined);
  const env = { ...process.env, KIOSK_CONFIG: settingsFile };
  const app = spawn(runtime.executable, [...testSwitches(), root], { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.kill(signal));
  const [code] = await once(app, 'exit');
  return code ?? 1;
}
