import { openVisit, scanWithWedge } from '../../build/training-app.ts';
import { checkInByNumber, expect, look, signInStaff, test } from './clinic-app.ts';

test.describe('labels that went one way', () => {
  test.use({ labelsGoOneWay: true });

  test('the first of each set is scanned, a label of another ticket stops whoever holds it, and a set is voided and printed again with the keyboard alone', async ({
    clinic,
  }, info) => {
    const { patient, staff, premises } = clinic;
    const [first, second] = premises.day.nearest(Date.now()).filter(({ tests }) => tests.join(' ') === 'fbc ue lft');
    if (first === undefined || second === undefined) throw new Error('The training day has no two such patients.');
    await checkInByNumber(patient, first);
    await patient.getByRole('button', { name: 'Finish' }).click();
    await checkInByNumber(patient, second);

    await signInStaff(staff);
    await staff.getByLabel('Show').selectOption('Labels need you');
    await expect(staff.getByText('Scan the first')).toHaveCount(2);
    await look(staff, info, 'day-list-to-confirm');
    await staff.getByRole('button', { name: /^Tasks/ }).click();
    await expect(staff.getByText('Scan the first label of ticket 2 (LABELS-1).')).toBeVisible();
    await look(staff, info, 'tasks-to-scan');
    const field = staff.getByLabel(/^Label of ticket 1:/);
    await field.focus();
    await scanWithWedge(staff, `${second.requisition}E`);
    await expect(staff.getByRole('alert')).toHaveText(/^Stop\. That label is not of ticket 1: it is of ticket 2\./);
    await expect(field).toBeFocused();
    await look(staff, info, 'label-of-another-ticket');
    await scanWithWedge(staff, `${first.requisition}E`);
    await expect(staff.getByRole('status').filter({ hasText: 'Label 1 of 2 for ticket 1 is there.' })).toBeFocused();
    await expect(staff.getByText('Scan the first label of ticket 1 (LABELS-1).')).toBeHidden();

    await staff.getByRole('button', { name: 'Open the visit' }).click();
    await expect(staff.getByText('2 labels (2 not confirmed)')).toBeVisible();
    await look(staff, info, 'visit-to-scan');
    await staff.getByRole('button', { name: 'Void the set' }).press('Enter');
    await look(staff, info, 'void-the-set');
    await staff.keyboard.press('Space');
    await staff.keyboard.press('Enter');
    await expect(staff.getByText(/^Look in the tray for 3 labels that may have come out/)).toBeVisible();
    await expect(staff.getByText('No labels, 2 void')).toBeVisible();
    await look(staff, info, 'visit-void');
    await staff.getByRole('button', { name: 'Reprint the set' }).press('Enter');
    await staff.getByLabel('It was void or spoiled, and is needed after all').press('Space');
    await staff.keyboard.press('Enter');
    await expect(staff.getByText('2 labels (2 not confirmed), 2 void')).toBeVisible();
    await expect(staff.getByRole('heading', { name: /^Label 2 of 2, REPRINT 1/ })).toBeVisible();
    await look(staff, info, 'visit-printed-again');
  });
});

test('a label with which its printer stopped is waited for no longer when staff say so, and its set is voided then', async ({
  clinic,
}, info) => {
  const { patient, staff, premises } = clinic;
  const [somebody] = premises.day.nearest(Date.now()).filter(({ tests }) => tests.join(' ') === 'fbc ue lft');
  if (somebody === undefined) throw new Error('The training day has no such patient.');
  await premises.labels.cutOff({ afterBytes: 60, startingAt: '^XA', refusesAfterwards: true });
  await checkInByNumber(patient, somebody);
  await signInStaff(staff);
  await openVisit(staff, somebody);
  await expect(staff.getByText(/^A printer stopped with a label of this set/)).toBeVisible({ timeout: 60_000 });
  await look(staff, info, 'visit-printer-stopped');
  await staff.getByRole('button', { name: 'Do not wait for Header label' }).click();
  await expect(staff.getByText(/is the header label for ticket 1 there, and whole\?/)).toBeVisible();
  await look(staff, info, 'visit-asked-instead');
  await staff.getByRole('button', { name: 'Void the set' }).click();
  await staff.getByLabel('The patient left').check();
  await staff.getByRole('dialog').getByRole('button', { name: 'Void the set' }).click();
  await expect(staff.getByText(/^Look in the tray for 1 label that may have come out/)).toBeVisible();
  await expect(staff.getByText('No labels, 2 void')).toBeVisible();
  await look(staff, info, 'visit-void-while-stopped');
});
