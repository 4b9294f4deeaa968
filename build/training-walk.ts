/**
 * Walks one patient through the training clinic as people would: a letter is scanned, a date of birth typed, labels come
 * out, a phlebotomist signs in and prints one again. Leaves a picture of each screen.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { launchApp, openVisit, scanWithWedge, windowOf } from './training-app.ts';
import type { TrainingPatient } from './training-day.ts';
import type { Premises } from './training-premises.ts';
import { trainingStaff } from './training-settings.ts';

/** Throws at the first thing that does not come. With `isOnce` the app is closed at the end; otherwise it stays open until it is closed. */
export async function walkThrough(premises: Premises, { isOnce }: { readonly isOnce: boolean }): Promise<void> {
  const app = await launchApp(premises.settingsFile);
  const screens = path.join(premises.folder, 'screens');
  await mkdir(screens, { recursive: true });
  const picture = async (page: Page, name: string) => {
    await page.screenshot({ path: path.join(screens, `${name}.png`) });
    console.log(`  ${path.relative(process.cwd(), screens)}/${name}.png`);
  };
  const [patient] = premises.day.nearest(Date.now());
  if (patient === undefined) throw new Error('The training day has nobody to check in.');
  await checkIn(app, premises, patient, picture);
  await reprint(app, premises, patient, picture);
  console.log(
    'The patient is checked in, the labels are printed, the arrival is upstream, and one label was printed again.',
  );
  if (!isOnce) await app.waitForEvent('close', { timeout: 0 });
  else await app.close();
}

type TakePicture = (page: Page, name: string) => Promise<void>;

async function checkIn(
  app: ElectronApplication,
  { fhir, labels, tickets }: Premises,
  patient: TrainingPatient,
  picture: TakePicture,
): Promise<void> {
  const page = await windowOf(app, 'patient');
  await page.getByRole('heading', { name: 'Check in for your blood test' }).waitFor();
  await picture(page, '1-start');
  await scanWithWedge(page, patient.reference);
  await page.getByRole('heading', { name: 'What is your date of birth?' }).waitFor();
  const [year = '', month = '', dayOfMonth = ''] = patient.dateOfBirth.split('-');
  await page.getByLabel('Day', { exact: true }).fill(dayOfMonth);
  await page.getByLabel('Month', { exact: true }).fill(month);
  await page.getByLabel('Year', { exact: true }).fill(year);
  await picture(page, '2-date-of-birth');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'You are checked in' }).waitFor();
  await picture(page, '3-checked-in');
  await labels.waitForLabel(2);
  await tickets.waitForTicket(1);
  await fhir.waitForWrite({
    resourceType: 'Appointment',
    id: patient.appointmentId,
    matches: (one) => one?.status === 'arrived',
  });
}

async function reprint(
  app: ElectronApplication,
  { labels }: Premises,
  patient: TrainingPatient,
  picture: TakePicture,
): Promise<void> {
  const page = await windowOf(app, 'staff');
  await picture(page, '4-sign-in');
  await page.getByLabel('Badge').fill(trainingStaff.badge);
  await page.getByLabel('PIN').fill(trainingStaff.pin);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: "Today's list" }).waitFor();
  await picture(page, '5-day-list');
  await openVisit(page, patient);
  await page.getByRole('img', { name: /Picture of Label 1/ }).waitFor();
  await page.getByText('Picture is being made').first().waitFor({ state: 'hidden' });
  await picture(page, '6-visit');
  const before = (await labels.labels()).length;
  await page.getByRole('button', { name: /Reprint Label 1/ }).click();
  await page.getByLabel('It is damaged or cannot be read').check();
  await picture(page, '7-reprint');
  await page.getByRole('button', { name: 'Print it again' }).click();
  await labels.waitForLabel(before + 1);
  await picture(page, '8-reprinted');
}
