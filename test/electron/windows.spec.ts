import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { root, testSwitches } from '../../build/runtime.mjs';
import { launchApp, windowOf } from '../../build/training-app.ts';
import { trainingSettings } from '../../build/training-settings.ts';
import { expect, expectAccessible, giveDateOfBirth, test } from './clinic-app.ts';

test('a page has no Node, no network, no way to another page, and only its own contract', async ({ clinic }) => {
  for (const [page, bridge, methods] of [
    [clinic.patient, 'patientKiosk', ['act', 'onView', 'view']],
    [clinic.staff, 'staffKiosk', ['act', 'onView', 'picture', 'view']],
  ] as const) {
    const found = await page.evaluate(async (name) => {
      const url = location.href;
      window.open('https://example.invalid/');
      location.href = 'https://example.invalid/';
      const script = document.createElement('script');
      let isScriptRefused = false;
      try {
        script.textContent = 'window.injected = true';
        document.head.append(script);
      } catch {
        isScriptRefused = true;
      }
      const reaches = (address: string) =>
        fetch(address).then(
          () => true,
          () => false,
        );
      return {
        origin: location.origin,
        globals: ['require', 'process', 'module', 'Buffer', 'injected'].filter((global) => global in window),
        bridges: ['patientKiosk', 'staffKiosk'].filter((one) => one in window),
        methods: Object.keys(Reflect.get(window, name)).sort(),
        isScriptRefused,
        reached: await Promise.all([reaches('https://example.invalid/'), reaches('/staff.html')]),
        stayed: location.href === url,
      };
    }, bridge);
    expect(found).toEqual({
      origin: 'app://kiosk',
      globals: [],
      bridges: [bridge],
      methods,
      isScriptRefused: true,
      reached: [false, false],
      stayed: true,
    });
  }
  expect(clinic.app.windows()).toHaveLength(2);
});

test('the patient’s page cannot ask a staff method of main', async ({ clinic }) => {
  const answers = await clinic.patient.evaluate(async () => {
    const { act } = (window as unknown as { patientKiosk: { act(action: unknown): Promise<unknown> } }).patientKiosk;
    const outcome = (action: unknown) =>
      act(action).then(
        () => 'answered',
        () => 'refused',
      );
    return Promise.all([
      outcome({ kind: 'sign-in', badge: 'x', pin: 'y' }),
      outcome({ kind: 'scan', text: 'x'.repeat(10_000) }),
      outcome({ kind: 'scan' }),
      outcome(null),
    ]);
  });
  expect(answers).toEqual(['refused', 'refused', 'refused', 'refused']);
});

test('windows are sandboxed and isolated', async ({ clinic }) => {
  const preferences = await clinic.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      // Not in Electron's types.
      const contents = window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag };
    }),
  );
  const locked = { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false };
  expect(preferences).toEqual([locked, locked]);
});

test('S2: a stranger who guesses sees the same words as for a number that nobody has', async ({ clinic }) => {
  const { patient, premises } = clinic;
  const wordsFor = async (nhsNumber: string) => {
    await patient.getByRole('button', { name: 'Type your NHS number' }).click();
    await patient.getByLabel('NHS number').fill(nhsNumber);
    await patient.getByRole('button', { name: 'Continue' }).click();
    const seen: string[] = [];
    for (const triesLeft of ['2 more times', '1 more time']) {
      await giveDateOfBirth(patient, '1911-01-01');
      await expect(patient.getByRole('alert')).toContainText(triesLeft);
      seen.push(await patient.locator('main').innerText());
    }
    await patient.getByRole('button', { name: 'Start again' }).click();
    return seen;
  };
  const [somebody] = premises.day.nearest(Date.now());
  expect(await wordsFor(somebody?.nhsNumber ?? '')).toEqual(await wordsFor('999 928 9800'));
});

// biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
test('S15: settings that do not parse: an out-of-service window with every problem, exit 1, no stack trace', async ({}, info) => {
  const settingsFile = info.outputPath('kiosk.json');
  await writeFile(settingsFile, JSON.stringify({ site: { name: '' }, printers: [] }));
  const app = await launchApp(settingsFile);
  const page = await windowOf(app, 'patient');
  await expect(page.getByRole('heading', { name: 'This screen is not working' })).toBeVisible();
  await expect(page.getByText('site.name: expected the name of the site')).toBeVisible();
  await expect(page.getByText('upstream: is missing')).toBeVisible();
  expect(await page.locator('body').innerText()).not.toMatch(/\n\s+at /);
  await page.screenshot({ path: info.outputPath('out-of-service.png') });
  await expectAccessible(page);
  await app.close();

  const electron = createRequire(import.meta.url)('electron') as unknown as string;
  const child = spawn(electron, [...testSwitches(), root], { env: { ...process.env, KIOSK_CONFIG: settingsFile } });
  const ended = once(child, 'exit');
  let said = '';
  for await (const text of child.stderr) {
    said += text;
    if (said.includes('upstream: is missing')) break;
  }
  // Asked once: an app that is asked a second time ends without a word.
  child.kill('SIGTERM');
  const [code] = await ended;
  expect(code).toBe(1);
  expect(said).toContain('site.name: expected the name of the site');
  expect(said).not.toMatch(/\n\s+at /);
});

// biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
test('S15: a store that cannot be written: the screen says where, and the app does not end without a word', async ({}, info) => {
  const folder = info.outputPath('a-file');
  await writeFile(folder, '');
  const settings = trainingSettings({ folder, fhirBaseUrl: 'http://127.0.0.1:9/fhir', labelPort: 9, ticketPort: 9 });
  const settingsFile = info.outputPath('kiosk.json');
  await writeFile(settingsFile, JSON.stringify(settings));
  const app = await launchApp(settingsFile);
  const page = await windowOf(app, 'patient');
  await expect(page.getByText(`store.folder: ${folder}/store cannot be written`)).toBeVisible();
  await app.close();
});
