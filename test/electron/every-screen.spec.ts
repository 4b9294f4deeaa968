import { openVisit, scanWithWedge } from '../../build/training-app.ts';
import { checkInByNumber, expect, giveDateOfBirth, look, signInStaff, test } from './clinic-app.ts';

test.describe('every screen can be seen, heard and reached', () => {
  // Each longer than a look at a screen takes on a busy machine, which the kiosk sees as nobody there.
  test.use({ clinicRules: { idleQuestionSeconds: 20, idleWipeSeconds: 60 } });

  test('at the patient’s window', async ({ clinic }, info) => {
    const { patient, premises } = clinic;
    const [somebody] = premises.day.nearest(Date.now());
    await patient.getByRole('button', { name: 'Type your NHS number' }).click();
    await look(patient, info, 'type-number');
    await patient.getByText('I do not know my NHS number').click();
    await look(patient, info, 'type-number-not-known');
    await patient.getByLabel('NHS number').fill('999 123 4567');
    await patient.getByRole('button', { name: 'Continue' }).click();
    await expect(patient.getByText('There is a problem')).toBeVisible();
    await look(patient, info, 'type-number-refused');
    await patient.getByLabel('NHS number').fill(somebody?.nhsNumber ?? '');
    await patient.getByRole('button', { name: 'Continue' }).click();
    await giveDateOfBirth(patient, '1980-02-31');
    await expect(patient.getByText('Your date of birth must be a real date').first()).toBeVisible();
    await look(patient, info, 'date-of-birth-refused');
    for (const triesLeft of ['2 more times', '1 more time']) {
      await giveDateOfBirth(patient, '1911-01-01');
      await expect(patient.getByRole('alert')).toContainText(triesLeft);
    }
    await look(patient, info, 'date-of-birth-no-match');
    await expect(patient.getByRole('heading', { name: 'Do you need more time?' })).toBeVisible({ timeout: 60_000 });
    await look(patient, info, 'still-there');
    await patient.getByRole('button', { name: 'Yes, I need more time' }).click();
    await giveDateOfBirth(patient, '1911-01-01');
    await expect(patient.getByRole('heading', { name: 'Speak to reception' })).toBeVisible();
    await look(patient, info, 'could-not-match');
    await scanWithWedge(patient, 'HTTPS://EXAMPLE.INVALID/');
    await expect(patient.getByRole('heading', { name: 'We could not read that barcode' })).toBeVisible();
    await look(patient, info, 'code-not-recognised');
  });

  test('at the staff’s window', async ({ clinic }, info) => {
    const { patient, staff, premises } = clinic;
    const [forTransfusion] = premises.day.nearest(Date.now(), 'transfusion');
    const [expected] = premises.day.nearest(Date.now());
    if (forTransfusion === undefined || expected === undefined)
      throw new Error('The training day has nobody like that.');
    await checkInByNumber(patient, forTransfusion);
    await staff.getByLabel('Badge').fill('SOMEBODY-ELSE');
    await staff.getByLabel('PIN').fill('111111');
    await staff.getByRole('button', { name: 'Sign in' }).click();
    await expect(staff.getByText('There is a problem')).toBeVisible();
    await look(staff, info, 'sign-in-refused');
    await signInStaff(staff);
    await premises.labels.become({ paperOut: true });
    await expect(staff.getByText('It has no paper. Put in a new roll.')).toBeVisible();
    await look(staff, info, 'day-list-printer-has-no-paper');
    await staff.getByRole('button', { name: /^Tasks/ }).click();
    await expect(staff.getByText(/Transfusion tests: Group and save/)).toBeVisible();
    await look(staff, info, 'tasks');
    await staff.getByRole('button', { name: 'Outage' }).click();
    await expect(staff.getByRole('heading', { name: 'If the booking system is away' })).toBeVisible();
    await look(staff, info, 'outage');
    await staff.getByRole('button', { name: "Today's list" }).click();
    await openVisit(staff, expected);
    await staff.getByRole('button', { name: 'Check in at reception' }).click();
    await staff.getByRole('button', { name: 'Check in', exact: true }).click();
    await expect(staff.getByText('Confirm name and date of birth with the patient first').first()).toBeVisible();
    await look(staff, info, 'check-in-at-reception');
    await staff.getByLabel('I have confirmed name and date of birth with the patient').check();
    await staff.getByRole('button', { name: 'Check in', exact: true }).click();
    await expect(staff.getByText('Checked in', { exact: true })).toBeVisible();
    await look(staff, info, 'visit-checked-in-at-reception');
  });
});
