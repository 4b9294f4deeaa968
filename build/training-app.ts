/** The app in a real Electron window, driven from outside: for the walk-through of the training clinic and for the tests. */
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { formatName } from '../clinic/name.ts';
import { root, testSwitches } from './runtime.mjs';
import type { TrainingPatient } from './training-day.ts';

/** The environment must hold what launch.mjs prepared: display and runtime. */
export function launchApp(
  settingsFile: string,
  surroundings: Readonly<Record<string, string>> = {},
): Promise<ElectronApplication> {
  return _electron.launch({
    args: [...testSwitches(), root],
    cwd: root,
    // That is: leave --no-sandbox to testSwitches, which knows when it is needed.
    chromiumSandbox: true,
    env: { ...definedEnvironment(), ...surroundings, KIOSK_CONFIG: settingsFile },
  });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The window that shows this page, as soon as it is there. */
export async function windowOf(app: ElectronApplication, name: 'patient' | 'staff'): Promise<Page> {
  const isIt = (page: Page) => page.url().endsWith(`/${name}.html`);
  return app.windows().find(isIt) ?? app.waitForEvent('window', isIt);
}

/** Opens the visit of one patient of today's list. Others have the same family name, and their rows go only when the list has been searched. */
export async function openVisit(staff: Page, patient: TrainingPatient): Promise<void> {
  await staff.getByLabel('Find a patient').fill(patient.nhsNumber);
  await staff.getByRole('button', { name: formatName(patient), exact: true }).click();
}

/** A fast scanner's; each key says itself when it was pressed, so that no machine is too busy for it. */
const secondsBetweenKeys = 0.005;
const shift = 8;
const enter = { key: 'Enter', text: '\r', windowsVirtualKeyCode: 13 };

/** As a scanner that acts as a keyboard: a burst of keys at its pace, ended by Enter, into one of the windows. */
export async function scanWithWedge(page: Page, code: string): Promise<void> {
  const typed = Array.from(code, (key) => ({ key, text: key, modifiers: /^[A-Z]$/.test(key) ? shift : 0 }));
  const keys = [...typed, enter];
  const devTools = await page.context().newCDPSession(page);
  const begunAtSeconds = Date.now() / 1000 - keys.length * secondsBetweenKeys;
  for (const [index, pressed] of keys.entries()) {
    const timestamp = begunAtSeconds + index * secondsBetweenKeys;
    await devTools.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, ...pressed });
    await devTools.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp, key: pressed.key });
  }
  await devTools.detach();
}
