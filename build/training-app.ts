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

/** As a scanner that acts as a keyboard: a burst of keys at its pace, ended by Enter, into one of the windows. */
export async function scanWithWedge(
  app: ElectronApplication,
  code: string,
  into: 'patient' | 'staff' = 'patient',
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, { text, page }) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().endsWith(page));
      if (window === undefined) throw new Error('there is no such window');
      window.webContents.focus();
      const press = (keyCode: string) => {
        const modifiers: 'shift'[] = /^[A-Z]$/.test(keyCode) ? ['shift'] : [];
        window.webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
        if (keyCode.length === 1) window.webContents.sendInputEvent({ type: 'char', keyCode, modifiers });
        window.webContents.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
      };
      for (const character of text) press(character);
      press('Return');
    },
    { text: code, page: `/${into}.html` },
  );
}
