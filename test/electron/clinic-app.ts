/** A whole clinic for a test: the premises of the training clinic as processes of their own, and the app in real windows. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, type ElectronApplication, expect, type Page, type TestInfo } from '@playwright/test';
import { launchApp, windowOf } from '../../build/training-app.ts';
import type { TrainingPatient } from '../../build/training-day.ts';
import { openPremises, type Premises } from '../../build/training-premises.ts';
import { type Settings, trainingStaff } from '../../build/training-settings.ts';

export interface Clinic {
  readonly premises: Premises;
  readonly app: ElectronApplication;
  readonly patient: Page;
  readonly staff: Page;
}

interface Fixtures {
  /** What this test has otherwise in the clinic's rules. */
  clinicRules: Settings['clinicRules'];
  /** Labels are taken by a folder, which never says what came of them. */
  labelsGoOneWay: boolean;
  premises: Premises;
  clinic: Clinic;
}

export const test = base.extend<Fixtures>({
  clinicRules: [{}, { option: true }],
  labelsGoOneWay: [false, { option: true }],
  premises: async ({ clinicRules, labelsGoOneWay }, use, info) => {
    const folder = info.outputPath('clinic');
    const oneWay = { kind: 'folder' as const, folder: path.join(folder, 'one-way') };
    const premises = await openPremises({
      folder,
      change: (settings) => ({
        ...settings,
        clinicRules: { ...settings.clinicRules, ...clinicRules },
        printers: settings.printers.map((printer) =>
          labelsGoOneWay && printer.purpose === 'specimen-label' ? { ...printer, connection: oneWay } : printer,
        ),
      }),
    });
    await use(premises);
    await premises.stop();
  },
  clinic: async ({ premises }, use, info) => {
    const app = await launchApp(premises.settingsFile);
    const [patient, staff] = await Promise.all([windowOf(app, 'patient'), windowOf(app, 'staff')]);
    await use({ premises, app, patient, staff });
    if (info.status !== info.expectedStatus) await tellWhatIsShown({ patient, staff });
    await app.close();
  },
});

export { expect };

/** Whoever has only the words of a failed run still sees what stood on the screens. */
async function tellWhatIsShown(windows: Readonly<Record<string, Page>>): Promise<void> {
  for (const [name, page] of Object.entries(windows)) {
    const shown = await page
      .locator('body')
      .ariaSnapshot({ timeout: 5_000 })
      .catch(() => 'it shows nothing any more');
    console.log(`the ${name}'s window:\n${shown}`);
  }
}

/** Day, month and year as a patient types them, then the button. */
export async function giveDateOfBirth(page: Page, dateOfBirth: string): Promise<void> {
  const [year = '', month = '', day = ''] = dateOfBirth.split('-');
  await expect(page.getByRole('heading', { name: 'What is your date of birth?' })).toBeVisible();
  await page.getByLabel('Day', { exact: true }).fill(day);
  await page.getByLabel('Month', { exact: true }).fill(month);
  await page.getByLabel('Year', { exact: true }).fill(year);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function checkInByNumber(page: Page, patient: TrainingPatient): Promise<void> {
  await page.getByRole('button', { name: 'Type your NHS number' }).click();
  await page.getByLabel('NHS number').fill(patient.nhsNumber);
  await page.getByRole('button', { name: 'Continue' }).click();
  await giveDateOfBirth(page, patient.dateOfBirth);
  await expect(page.getByRole('heading', { name: 'You are checked in' })).toBeVisible();
}

export async function signInStaff(page: Page): Promise<void> {
  await page.getByLabel('Badge').fill(trainingStaff.badge);
  await page.getByLabel('PIN').fill(trainingStaff.pin);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** No violation of the rules that axe knows, on this screen as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // Legacy mode: Electron cannot open the second page that axe otherwise uses.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.html) }))).toEqual([]);
}

/** A picture to look at afterwards, and no violation on the way. */
export async function look(page: Page, info: TestInfo, name: string): Promise<void> {
  const folder = info.outputPath('screens');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  await expectAccessible(page);
}
