/**
 * A virtual display (Xvfb) for machines without one. Xvfb picks a free display number by itself, and
 * runs in a process group of its own so that Ctrl-C ends the app before its display.
 */
import { spawn } from 'node:child_process';

/** Wide and high enough for the patient's and the staff's window at once. */
const screen = '1920x1200x24';

/** @returns {Promise<{ env: NodeJS.ProcessEnv, isVirtual: boolean, stop(): void }>} */
export async function display() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    return { env: process.env, isVirtual: false, stop() {} };
  }
  // By itself it begins anew when the last window is gone, and turns away whoever comes just then: an app, which then crashes.
  const args = ['-displayfd', '1', '-screen', '0', screen, '-noreset', '-nolisten', 'tcp', '-dpi', '96'];
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const number = await new Promise((resolve, reject) => {
    xvfb.once('error', reject);
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    xvfb.stdout.once('data', (data) => resolve(String(data).trim()));
  });
  const stop = () => xvfb.kill();
  process.once('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // Whoever else listens ends this process in its own time; without anybody the display would be left behind.
    process.on(signal, () => process.listenerCount(signal) === 1 && process.exit(1));
  }
  return { env: { ...process.env, DISPLAY: `:${number}` }, isVirtual: true, stop };
}
