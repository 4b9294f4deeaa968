import { formatNhsNumber, type NhsNumber } from '../../clinic/nhs-number.ts';
import { testNumber } from '../clinic/examples.ts';
import { expect, look, signInStaff, test } from './clinic-app.ts';
import { barcodesOf } from './read-barcode.ts';

const nhsNumber: NhsNumber = testNumber(400_077);

const knownUpstream = {
  resourceType: 'Patient',
  id: 'patient-of-the-form',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }],
  name: [{ use: 'official', family: 'Hollyhock', given: ['Wilhelmina'] }],
  birthDate: '1931-03-09',
};

test('S3: with the booking system away a patient is registered from the paper form, labels come out, blood is recorded; later it is there once', async ({
  clinic,
}, info) => {
  const { staff, premises } = clinic;
  await premises.fhir.load([knownUpstream]);
  await signInStaff(staff);
  await expect(staff.getByRole('heading', { name: "Today's list" })).toBeVisible();
  await premises.fhir.down();

  await staff.getByRole('button', { name: 'Register a patient without a booking' }).click();
  await look(staff, info, 'walk-in');
  await staff.getByRole('button', { name: 'Continue' }).click();
  await expect(staff.getByRole('alert').getByRole('link')).toHaveCount(4);
  await look(staff, info, 'walk-in-problems');
  await staff.getByLabel('Family name').fill('Hollyhock');
  await staff.getByLabel('Given names').fill('Wilhelmina');
  await staff.getByLabel('Day', { exact: true }).fill('9');
  await staff.getByLabel('Month', { exact: true }).fill('3');
  await staff.getByLabel('Year', { exact: true }).fill('1931');
  await staff.getByLabel('NHS number', { exact: true }).fill(nhsNumber);
  await staff.getByLabel('Find a test').fill('fbc');
  await staff.getByLabel('Find a test').press('Enter');
  await staff.getByLabel(/order number/).fill('W7000077');
  await look(staff, info, 'walk-in-filled-in');
  await staff.getByRole('button', { name: 'Continue' }).click();
  await expect(staff.getByText('HOLLYHOCK, Wilhelmina')).toBeVisible();
  await expect(staff.getByText(formatNhsNumber(nhsNumber))).toBeVisible();
  await look(staff, info, 'walk-in-read-back');
  await staff.getByLabel(/^The patient said this name/).check();
  if (await staff.getByLabel(/looked at each/).isVisible()) await staff.getByLabel(/looked at each/).check();
  await staff.getByRole('button', { name: 'Register and print' }).click();

  await expect(staff.getByRole('heading', { name: /HOLLYHOCK, Wilhelmina/ })).toBeVisible();
  await premises.labels.waitForLabel(2);
  const png = await premises.labels.picture(2);
  expect(png === null ? [] : await barcodesOf(png)).toHaveLength(1);
  await premises.tickets.waitForTicket(1);
  await expect(staff.getByText('Printed', { exact: true })).toHaveCount(3);
  await staff.getByRole('button', { name: 'Record blood taken' }).click();
  await staff.getByLabel(/said their full name and date of birth, and they agree/).check();
  await look(staff, info, 'record-blood-taken');
  await staff.getByRole('button', { name: 'Record as taken' }).click();
  await expect(staff.getByText('All tubes of this visit are recorded as taken.')).toBeVisible();
  await staff.getByRole('button', { name: 'Outage' }).click();
  await staff.getByRole('button', { name: 'Not yet in the booking system' }).click();
  await expect(staff.getByRole('cell', { name: 'Blood taken' })).toBeVisible();
  await look(staff, info, 'not-sent');

  await premises.fhir.up();
  await expect(staff.getByText('Everything is in the booking system.')).toBeVisible({ timeout: 60_000 });
  const made = (await premises.fhir.all('Appointment')).filter((one) =>
    JSON.stringify(one.participant).includes('patient-of-the-form'),
  );
  expect(made).toHaveLength(1);
});
