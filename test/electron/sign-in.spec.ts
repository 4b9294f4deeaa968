/** Signing in at the real staff window: a PIN is checked beside it, whatever happens meanwhile. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { ElectronApplication } from '@playwright/test';
import { onDisk } from '../../offline-store/durable-file.ts';
import { expect, signInStaff, test } from './clinic-app.ts';

type Fate = 'is left' | 'stands still' | 'gives up';

/** What becomes of the process of the very next check of a PIN, before it is asked anything. */
function withNextCheck(app: ElectronApplication, fate: Fate): Promise<void> {
  return app.evaluate(({ app: main, utilityProcess }, then) => {
    const { fork } = utilityProcess;
    utilityProcess.fork = (...args: Parameters<typeof fork>) => {
      utilityProcess.fork = fork;
      const child = fork(...args);
      const asked: Parameters<typeof child.postMessage>[] = [];
      const postMessage = child.postMessage.bind(child);
      // A copy, as the process would have it: whoever asks forgets the PIN at once.
      child.postMessage = (...question) => void asked.push(structuredClone(question));
      child.once('spawn', () => {
        // As Electron tells of what V8 cannot get over.
        if (then === 'gives up') child.emit('error', 'FatalError', 'v8_ArrayBuffer_NewBackingStore', '{}');
        process.kill(child.pid ?? 0, then === 'gives up' ? 'SIGKILL' : 'SIGSTOP');
        for (const question of asked) postMessage(...question);
        if (then === 'is left') main.quit();
      });
      return child;
    };
  }, fate);
}

/** Whether a process is there that the app started. One that has ended is none, also where nobody asks how. */
function isAnyLeft(appId: number): boolean {
  // Playwright begins the app as the first of a group.
  if (process.platform !== 'linux') return onDisk(() => process.kill(-appId, 0)).ok;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => onDisk(() => readFileSync(`/proc/${id}/stat`, 'utf8')))
    .some((read) => {
      // proc(5): behind the name, in brackets, come state, parent and group.
      const [state, , group] = read.ok ? read.value.slice(read.value.lastIndexOf(')') + 2).split(' ') : [];
      return state !== 'Z' && Number(group) === appId;
    });
}

test('a check that gives up is told in words; a kiosk that is closed in the middle of the next ends in order, and the check with it', async ({
  clinic: { app, staff },
}) => {
  await withNextCheck(app, 'gives up');
  await signInStaff(staff);
  await expect(staff.getByText('could not be checked').first()).toBeVisible();
  const ended = once(app.process(), 'exit');
  const { pid = 0 } = app.process();
  await withNextCheck(app, 'is left');
  await signInStaff(staff).catch(() => undefined);
  expect(await ended).toEqual([0, null]);
  await expect.poll(() => isAnyLeft(pid)).toBe(false);
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
