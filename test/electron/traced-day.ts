/** A clinic day on which everything happens that may write somebody down: acts of patients and staff, faults, an outage, papers. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TrainingPatient } from '../../build/training-day.ts';
import { assert } from '../../clinic/assert.ts';
import { emptyWalkInForm, type WalkInForm } from '../../clinic/walk-in-form.ts';
import { runCommandLine } from '../../electron/command-line.ts';
import { addStaff } from '../../electron/staff/staff-accounts.ts';
import type { StaffAction } from '../../electron/staff-api.ts';
import { testNumber } from '../clinic/examples.ts';
import type { FhirJson } from '../peers/fhir/fhir-door.ts';
import { quickPin } from './desks.ts';
import {
  act,
  checkIn,
  checkInAtReception,
  labelsOf,
  numbersOf,
  type StationClinic,
  tasksOf,
  until,
  untilPapersAre,
} from './station-clinic.ts';
import type { TracedPremises } from './traced-premises.ts';

const nurse = { staffId: 'nurse', name: 'Sorrel Finch', badge: 'TRAINING-BADGE-0002', pin: '590318' } as const;
const listFile = 'list-of-today.json';

export const form: WalkInForm = {
  ...emptyWalkInForm,
  family: 'Hollyhocksley',
  given: 'Wilhelmina-Ottilie',
  day: '9',
  month: '3',
  year: '1931',
  nhsNumber: testNumber(400_077),
  tests: ['fbc', 'ue'],
  requisition: 'W7000077',
};

/** As the booking system knows who came with a paper form. */
export const walkInUpstream: FhirJson = {
  resourceType: 'Patient',
  id: 'patient-of-the-form',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: form.nhsNumber }],
  name: [{ use: 'official', family: form.family, given: [form.given] }],
  birthDate: '1931-03-09',
};

/** Patients and staff, a printer that fails in the middle of a label, a booking system that answers nonsense and cancels a booking. */
export async function busyMorning(clinic: StationClinic, premises: TracedPremises): Promise<void> {
  const [first, second, third, fourth] = [
    premises.twoTubes(),
    premises.twoTubes(),
    premises.fourTubes(),
    premises.twoTubes(),
  ];
  await checkIn(clinic, first);
  await clinic.station.patient.act({ kind: 'scan', text: second.nhsNumber });
  await clinic.station.patient.act({ kind: 'give-date-of-birth', day: '1', month: '1', year: '1901' });
  await premises.labels.cutOff({ afterBytes: 150, startingAt: '^FDSST' });
  await checkInAtReception(clinic, second);
  await premises.fhir.misbehave({ kind: 'status', status: 500 });
  await clinic.station.sync.pullNow();
  await checkInAtReception(clinic, third);
  await untilPapersAre(clinic, [first, second, third], 'printed', 'uncertain');
  await actsOfStaff(clinic, first, third);
  await cancelled(premises, fourth);
  await checkInAtReception(clinic, fourth);
  await premises.fhir.behave();
  await clinic.station.sync.pushNow();
  await until(clinic, () => tasksOf(clinic, fourth).length > 0);
  await act(clinic, { kind: 'print-day-list' });
}

async function actsOfStaff(clinic: StationClinic, first: TrainingPatient, third: TrainingPatient): Promise<void> {
  const [, label, other] = labelsOf(clinic, first);
  assert(label !== undefined && other !== undefined, 'there are two tubes');
  await act(clinic, { kind: 'open-visit', bookingId: first.appointmentId });
  await act(clinic, { kind: 'reprint', paperId: label.id, reason: 'damaged' });
  await act(clinic, { kind: 'void-set', bookingId: third.appointmentId, reason: 'labels-damaged' });
  await act(clinic, { kind: 'reprint-set', bookingId: third.appointmentId, reason: 'damaged' });
  await act(clinic, bloodTakenOf(clinic, first.appointmentId));
  await until(clinic, () => labelsOf(clinic, third).filter(({ state }) => state === 'printed').length === 5);
}

/** Somebody at the booking system, after the list was pulled. */
async function cancelled({ fhir }: TracedPremises, { appointmentId }: TrainingPatient): Promise<void> {
  const booking = await fhir.read('Appointment', appointmentId);
  assert(booking !== null, 'the booking is upstream');
  await fhir.save({ ...booking, status: 'cancelled' });
}

function bloodTakenOf({ station }: StationClinic, bookingId: string): StaffAction {
  const specimenIds = station.store.ledger.visit(bookingId)?.specimens.map(({ id }) => id) ?? [];
  return { kind: 'record-collection', isIdentityConfirmed: true, isLabelledByHand: false, bookingId, specimenIds };
}

/** The booking system is away: a list from a stick, a patient with a paper form, lists on paper. Answers the registered visit's id. */
export async function outage(clinic: StationClinic, premises: TracedPremises): Promise<string> {
  const { station } = clinic;
  await addStaff(station.store, nurse, quickPin);
  const entry = premises.day.resources.map((resource) => ({ resource }));
  const list = { resourceType: 'Bundle', type: 'collection', timestamp: new Date().toISOString(), entry };
  writeFileSync(path.join(premises.ofTheSite, listFile), JSON.stringify(list));
  await act(clinic, { kind: 'open-outage' });
  const second = { badge: nurse.badge, pin: nurse.pin };
  const { content } = await act(clinic, { kind: 'import-list', file: listFile, second, agreedCount: null });
  assert(content.screen === 'outage' && content.outage.told?.kind === 'list-loaded', JSON.stringify(content));
  await act(clinic, { kind: 'open-walk-in' });
  await act(clinic, { kind: 'read-walk-in', form: { ...form, tests: [...form.tests] } });
  const registered = await act(clinic, { kind: 'register-walk-in', isConfirmed: true, isSomebodyElse: true });
  assert(registered.content.screen === 'visit', 'whoever was registered is shown');
  const { bookingId } = registered.content.visit.row;
  const somebody = premises.twoTubes();
  await checkIn(clinic, somebody);
  const papers = () => [bookingId, somebody.appointmentId].flatMap((id) => station.store.ledger.papers(id));
  await until(clinic, () => papers().every(({ state }) => state === 'sent' || state === 'printed'));
  await act(clinic, bloodTakenOf(clinic, bookingId));
  await act(clinic, { kind: 'print-day-list' });
  await act(clinic, { kind: 'open-not-sent' });
  await act(clinic, { kind: 'print-not-sent' });
  return bookingId;
}

/** What site IT asks for at the command line, into a folder of the site's. */
export async function commandsOfSiteIt(premises: TracedPremises, specimen: string): Promise<readonly string[]> {
  const out = (name: string) => path.join(premises.ofTheSite, name);
  const said: string[] = [];
  for (const words of [
    ['outbox', '--out', out('owed.csv')],
    ['outbox', '--out', out('owed.pdf')],
    ['day-list', '--out', out('list.csv')],
    ['day-list', '--out', out('list.pdf')],
    ['label-preview', specimen, '--out', out('label.png')],
    ['backup', path.join(premises.folder, 'backup-of-the-day')],
  ]) {
    const answer = await runCommandLine([...words, '--config', premises.settingsFile]);
    said.push(`${words[0]} ${answer.exit}`);
  }
  return said;
}

/** Labels and tickets that nobody carries out of their folders. Answers the numbers on some of them. */
export async function lastPatients(clinic: StationClinic, premises: TracedPremises): Promise<readonly string[]> {
  const [one, another] = [premises.twoTubes(), premises.fourTubes()];
  await checkIn(clinic, one);
  await checkInAtReception(clinic, another);
  await untilPapersAre(clinic, [one, another], 'sent');
  return numbersOf(clinic, another);
}
