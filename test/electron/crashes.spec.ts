/** What people see when the app is killed or its page crashes: the start screen again, and nobody's details. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { root, testSwitches } from '../../build/runtime.mjs';
import { launchApp, windowOf } from '../../build/training-app.ts';
import { type Premises, settingsAt } from '../../build/training-premises.ts';
import { checkInByNumber, expect, expectAccessible, giveDateOfBirth, test } from './clinic-app.ts';

const startHeading = 'Check in for your blood test';

/** The window itself: to Playwright a page that crashed stays crashed, whatever its window shows. */
function inPatientWindow(app: ElectronApplication, script: string): Promise<string> {
  return app.evaluate(({ BrowserWindow }, text) => {
    const isPatients = (url: string) => /\/(patient|stopped)\.html$/.test(url);
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => isPatients(webContents.getURL()));
    return window?.webContents.isLoading() === false ? window.webContents.executeJavaScript(text) : '';
  }, script);
}

const headingIn = (app: ElectronApplication) => inPatientWindow(app, "document.querySelector('h1')?.innerText ?? ''");

function crashPage(app: ElectronApplication): Promise<void> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const isPatients = (url: string) => url.endsWith('/patient.html');
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => isPatients(webContents.getURL()));
    if (window === undefined) throw new Error('The patient’s window is not there.');
    const { promise, resolve } = Promise.withResolvers<void>();
    window.webContents.once('render-process-gone', () => resolve());
    window.webContents.forcefullyCrashRenderer();
    await promise;
  });
}

test('a page that crashes comes back by itself with nothing typed on it; after the third time in a minute it says where to go instead', async ({
  clinic,
}) => {
  const { app, patient, premises } = clinic;
  const [somebody] = premises.day.nearest(Date.now());
  if (somebody === undefined) throw new Error('Somebody is on the list.');
  await patient.getByRole('button', { name: 'Type your NHS number' }).click();
  await patient.getByLabel('NHS number').fill(somebody.nhsNumber);
  await crashPage(app);
  await expect.poll(() => headingIn(app)).toBe('What is your NHS number?');
  expect(await inPatientWindow(app, "document.querySelector('input').value")).toBe('');

  await crashPage(app);
  await expect.poll(() => headingIn(app)).toBe('What is your NHS number?');
  await crashPage(app);
  await expect.poll(() => headingIn(app)).toBe('This screen is not working');
  expect(await inPatientWindow(app, 'document.body.innerText')).toContain('Check in at reception.');
  expect(await inPatientWindow(app, 'String(document.scripts.length)')).toBe('0');
});

/** Of the process that proves labels; null while there is none, and then not the one of before. */
async function proofPid(app: ElectronApplication, before?: number): Promise<number | null> {
  const pids = await app.evaluate(({ app: main }) =>
    main.getAppMetrics().flatMap(({ name, pid }) => (name === 'label proof' ? [pid] : [])),
  );
  return pids.find((pid) => pid !== before) ?? null;
}

async function nextProofPid(app: ElectronApplication, before?: number): Promise<number> {
  await expect.poll(() => proofPid(app, before)).not.toBeNull();
  const pid = await proofPid(app, before);
  // Never 0, which stands for the tests themselves.
  if (pid === null) throw new Error('The process that proves labels is gone again.');
  return pid;
}

test('S6: the process that proves labels is killed, and another proves them; one that stands still does not keep the app from ending', async ({
  premises,
}) => {
  const [somebody] = premises.day.nearest(Date.now());
  if (somebody === undefined) throw new Error('Somebody is on the list.');
  const app = await launchApp(premises.settingsFile);
  const patient = await windowOf(app, 'patient');
  const first = await nextProofPid(app);
  process.kill(first, 'SIGKILL');
  await checkInByNumber(patient, somebody);
  await premises.labels.waitForLabel(1);

  process.kill(await nextProofPid(app, first), 'SIGSTOP');
  const ended = once(app.process(), 'exit');
  // In a turn of its own: what the debugger runs may stand in the middle of a socket's callback.
  await app.evaluate(({ app: main }) => void setImmediate(() => main.quit()));
  expect(await ended).toEqual([0, null]);
});

test('a kiosk that is closed as the process that proves labels begins ends that too', async ({
  clinic: { premises, app, patient },
}) => {
  const [somebody] = premises.day.nearest(Date.now());
  if (somebody === undefined) throw new Error('Somebody is on the list.');
  const first = await nextProofPid(app);
  const ended = once(app.process(), 'exit');
  await app.evaluate(({ app: main, utilityProcess }) => {
    const [{ fork }, { exit }] = [utilityProcess, main];
    utilityProcess.fork = (...args: Parameters<typeof fork>) => {
      const child = fork(...args);
      const gone = new Promise((resolve) => child.once('exit', resolve));
      // However long its begin takes. The app itself waits for two seconds.
      main.exit = (code) => void gone.then(() => exit.call(main, code));
      queueMicrotask(() => main.quit());
      return child;
    };
  });
  process.kill(first, 'SIGKILL');
  await checkInByNumber(patient, somebody).catch(() => undefined);
  expect(await ended).toEqual([0, null]);
});

test('S3: a kiosk that is killed comes back with the check-in it told of; killed three times in a minute it stays down and says so', async ({
  premises,
}, info) => {
  const [somebody] = premises.day.nearest(Date.now());
  if (somebody === undefined) throw new Error('Somebody is on the list.');
  const first = await launchApp(premises.settingsFile);
  const page = await windowOf(first, 'patient');
  await checkInByNumber(page, somebody);
  await killedJustNow(first, premises);

  const second = await launchApp(premises.settingsFile);
  const again = await windowOf(second, 'patient');
  await expect(again.getByRole('heading', { name: startHeading })).toBeVisible();
  await again.getByRole('button', { name: 'Type your NHS number' }).click();
  await again.getByLabel('NHS number').fill(somebody.nhsNumber);
  await again.getByRole('button', { name: 'Continue' }).click();
  await giveDateOfBirth(again, somebody.dateOfBirth);
  await expect(again.getByRole('heading', { name: 'You are already checked in' })).toBeVisible();
  await killedJustNow(second, premises);

  const third = await launchApp(premises.settingsFile);
  await windowOf(third, 'patient').then((shown) =>
    expect(shown.getByRole('heading', { name: startHeading })).toBeVisible(),
  );
  await killedJustNow(third, premises);

  const fourth = await launchApp(premises.settingsFile);
  const stopped = await windowOf(fourth, 'patient');
  await expect(stopped.getByRole('heading', { name: 'This screen is not working' })).toBeVisible();
  await expect(stopped.getByText('three times within a minute')).toBeVisible();
  await stopped.screenshot({ path: info.outputPath('stopped.png') });
  await expectAccessible(stopped);
  await fourth.close();
});

/** With every run that did not end well as of this moment: on a busy machine three starts take longer than a minute. */
async function killedJustNow(app: ElectronApplication, premises: Premises): Promise<void> {
  const child = app.process();
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  const runs = path.join(settingsAt(premises.settingsFile).store.folder, 'unfinished-runs');
  writeFileSync(runs, readFileSync(runs, 'utf8').replaceAll(/\d+/g, String(Date.now())));
}

test('a kiosk that is told to end while it opens ends in order, and is taken for none that crashed', async ({
  premises,
}) => {
  const electron = createRequire(import.meta.url)('electron') as unknown as string;
  const quitWhileOpening = path.join(import.meta.dirname, 'quit-while-opening.cjs');
  const env = { ...process.env, KIOSK_CONFIG: premises.settingsFile };
  const args = [...testSwitches(), '--require', quitWhileOpening, root];
  const child = spawn(electron, args, { cwd: root, env, stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([0, null]);
  const { folder } = settingsAt(premises.settingsFile).store;
  expect(readFileSync(path.join(folder, 'unfinished-runs'), 'utf8')).toBe('');
  const log = readdirSync(path.join(folder, 'log')).map((name) => readFileSync(path.join(folder, 'log', name), 'utf8'));
  expect(log.join('')).toContain('station-closed');
});

test('S15: started twice on one store, the second app ends, and the first goes on', async ({ clinic }) => {
  const { app, patient, premises } = clinic;
  const env = { ...process.env, KIOSK_CONFIG: premises.settingsFile };
  const second = spawn(app.process().spawnfile, [...testSwitches(), root], { cwd: root, env, stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  await expect(patient.getByRole('heading', { name: startHeading })).toBeVisible();
  const [somebody] = premises.day.nearest(Date.now());
  if (somebody === undefined) throw new Error('Somebody is on the list.');
  await checkInByNumber(patient, somebody);
});
