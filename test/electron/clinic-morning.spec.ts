import { openVisit, scanWithWedge } from '../../build/training-app.ts';
import type { TrainingPatient } from '../../build/training-day.ts';
import { type Clinic, checkInByNumber, expect, giveDateOfBirth, look, signInStaff, test } from './clinic-app.ts';
import { barcodesOf } from './read-barcode.ts';

/** What the laboratory reads on the labels that came out, header labels left out. */
async function numbersOnLabels({ premises }: Clinic, count: number): Promise<readonly string[]> {
  const read: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    await premises.labels.waitForLabel(number);
    const png = await premises.labels.picture(number);
    expect(png, `label ${number} can be drawn`).not.toBeNull();
    if (png !== null) read.push(...(await barcodesOf(png)));
  }
  return read;
}

const arrived = ({ premises }: Clinic, patient: TrainingPatient) =>
  premises.fhir.waitForWrite({
    resourceType: 'Appointment',
    id: patient.appointmentId,
    matches: (appointment) => appointment?.status === 'arrived',
  });

/** The order's number and what this laboratory adds for each container, in the order of draw. */
const numbersOf = ({ requisition }: TrainingPatient) => [`${requisition}E`, `${requisition}J`];

/** Two patients for blood count, kidneys and liver: a header label each, then a serum gel tube and an EDTA tube. */
function twoPatients({ premises }: Clinic): readonly [TrainingPatient, TrainingPatient] {
  const [first, second] = premises.day.nearest(Date.now()).filter(({ tests }) => tests.join(' ') === 'fbc ue lft');
  if (first === undefined || second === undefined) throw new Error('The training day has no two such patients.');
  return [first, second];
}

test('a letter is scanned, the labels carry the order’s numbers, the arrival is upstream, and one label is printed again', async ({
  clinic,
}, info) => {
  const { patient, staff, premises } = clinic;
  const [first] = twoPatients(clinic);

  await expect(patient.getByRole('heading', { name: 'Check in for your blood test' })).toBeVisible();
  await look(patient, info, 'start');
  await scanWithWedge(patient, first.reference);
  await expect(patient.getByRole('heading', { name: 'What is your date of birth?' })).toBeVisible();
  await look(patient, info, 'date-of-birth');
  await giveDateOfBirth(patient, first.dateOfBirth);
  await expect(patient.getByRole('heading', { name: 'You are checked in' })).toBeVisible();
  await look(patient, info, 'checked-in');

  const numbers = await numbersOnLabels(clinic, 3);
  expect(numbers).toEqual(numbersOf(first));
  await premises.tickets.waitForTicket(1);
  await arrived(clinic, first);
  const sent = (await premises.fhir.requests()).filter(({ method }) => method !== 'GET');
  expect(sent, 'the arrival goes up in one piece').toMatchObject([{ method: 'POST' }]);

  await look(staff, info, 'sign-in');
  await signInStaff(staff);
  await expect(staff.getByRole('heading', { name: "Today's list" })).toBeVisible();
  await look(staff, info, 'day-list');
  await openVisit(staff, first);
  await expect(staff.getByRole('img', { name: /Picture of Label 1 of 2/ })).toBeVisible();
  await look(staff, info, 'visit');
  await staff.getByRole('button', { name: /Reprint Label 1 of 2/ }).click();
  await look(staff, info, 'reprint');
  await staff.getByLabel('It is damaged or cannot be read').check();
  await staff.getByRole('button', { name: 'Print it again' }).click();

  const reprint = await premises.labels.waitForLabel(4);
  expect(Buffer.from(reprint.base64, 'base64').toString('utf8')).toContain('REPRINT 1');
  const png = await premises.labels.picture(4);
  expect(png === null ? [] : await barcodesOf(png)).toEqual(numbersOf(first).slice(0, 1));
});

test('a patient types an NHS number, with the FHIR server stopped: nothing changes for them, and the arrival goes once when it is back', async ({
  clinic,
}) => {
  const { patient, premises } = clinic;
  const [first, second] = twoPatients(clinic);
  await checkInByNumber(patient, first);
  await patient.getByRole('button', { name: 'Finish' }).click();
  await arrived(clinic, first);

  await premises.fhir.down();
  await checkInByNumber(patient, second);
  expect(await numbersOnLabels(clinic, 6)).toEqual([...numbersOf(first), ...numbersOf(second)]);

  await premises.fhir.up();
  await arrived(clinic, second);
  const writes = (await premises.fhir.writes()).filter(
    (write) => write.by === 'client' && write.id === second.appointmentId,
  );
  expect(writes).toHaveLength(1);
});
