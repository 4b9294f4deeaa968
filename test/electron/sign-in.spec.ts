/** Signing in at the real staff window: a PIN is checked beside it, whatever happens meanwhile. */
import { once } from 'node:events';
import type { ElectronApplication } from '@playwright/test';
import { expect, signInStaff, test } from './clinic-app.ts';

/** What is done with the process of the very next check of a PIN, which has a tenth of a second of work before it. */
function withNextCheck(app: ElectronApplication, does: 'is left' | 'stands still'): Promise<void> {
  return app.evaluate(({ app: main, utilityProcess }, then) => {
    const { fork } = utilityProcess;
    utilityProcess.fork = (...args: Parameters<typeof fork>) => {
      utilityProcess.fork = fork;
      const child = fork(...args);
      child.once('spawn', () => {
        if (then === 'is left') main.quit();
        else process.kill(child.pid ?? 0, 'SIGSTOP');
      });
      return child;
    };
  }, does);
}

test('a kiosk that is closed in the middle of a sign-in ends in order', async ({ clinic: { app, staff } }) => {
  const ended = once(app.process(), 'exit');
  await withNextCheck(app, 'is left');
  await signInStaff(staff).catch(() => undefined);
  expect(await ended).toEqual([0, null]);
});

test('a check that stands still is told in words, and the next one signs in; the kiosk ends in order', async ({
  clinic: { app, staff },
}) => {
  await withNextCheck(app, 'stands still');
  await signInStaff(staff);
  await expect(staff.getByText('could not be checked').first()).toBeVisible();
  await signInStaff(staff);
  await expect(staff.getByRole('button', { name: 'Sign out' })).toBeVisible();
  const ended = once(app.process(), 'exit');
  // In a turn of its own: what the debugger runs may stand in the middle of a socket's callback.
  await app.evaluate(({ app: main }) => void setImmediate(() => main.quit()));
  expect(await ended).toEqual([0, null]);
});
