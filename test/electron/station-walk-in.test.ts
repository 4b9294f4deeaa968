/** A patient without a booking at a whole station, with a booking system that goes away and comes back, and a real printer peer. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { emptyWalkInForm, type WalkInForm } from '../../clinic/walk-in-form.ts';
import { testNumber } from '../clinic/examples.ts';
import { act, openStationClinic, type StationClinic, until } from './station-clinic.ts';
import { openTestPremises, type TestPremises } from './station-premises.ts';
import { tracesIn } from './traces.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let premises: TestPremises;
let clinic: StationClinic;
beforeAll(async () => {
  premises = await openTestPremises();
  clinic = await openStationClinic(premises, { name: 'walk-ins' });
});
afterAll(async () => {
  await clinic.station.close();
  await premises.stop();
});
beforeEach(() => premises.newPaper());
afterEach(() => premises.fhir.up());

let people = 0;
/** Somebody whom no other test has seen. */
function person(changes: Partial<WalkInForm> = {}): WalkInForm {
  people += 1;
  return {
    ...emptyWalkInForm,
    family: `Hollyhock${'abcdefgh'.charAt(people)}`,
    given: 'Wilhelmina',
    day: '9',
    month: '3',
    year: String(1921 + people),
    nhsNumber: testNumber(400_000 + people),
    tests: ['fbc', 'ue'],
    requisition: `W${7_000_000 + people}`,
    ...changes,
  };
}

async function register(form: WalkInForm): Promise<string> {
  await act(clinic, { kind: 'open-walk-in' });
  await act(clinic, { kind: 'read-walk-in', form: { ...form, tests: [...form.tests] } });
  const { content } = await act(clinic, { kind: 'register-walk-in', isConfirmed: true, isSomebodyElse: true });
  assert(content.screen === 'visit', 'the visit of who was registered is shown');
  return content.visit.row.bookingId;
}

const knownUpstream = ({ nhsNumber, family, given, year }: WalkInForm) => ({
  resourceType: 'Patient',
  id: `patient-${nhsNumber}`,
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }],
  name: [{ use: 'official', family, given: [given] }],
  birthDate: `${year}-03-09`,
});

const ledger = () => clinic.station.store.ledger;
const outbox = (id: string) =>
  ledger()
    .outboxOf(id)
    .map(({ kind, state }) => `${kind} ${state}`);

describe('a patient without a booking', () => {
  test('S3: registered while the booking system is away: labels come out, blood is recorded, and when it is back it is there once', async () => {
    const form = person();
    await premises.fhir.load([knownUpstream(form)]);
    await premises.fhir.down();
    const id = await register(form);
    const visit = ledger().visit(id);
    expect(visit?.specimens).toHaveLength(2);
    expect(await premises.numbersOut(3)).toEqual(visit?.specimens.map(({ identifier }) => identifier));
    await until(clinic, () =>
      ledger()
        .papers(id)
        .every(({ state }) => state === 'printed' || state === 'sent'),
    );
    const specimenIds = visit?.specimens.map((specimen) => specimen.id) ?? [];
    const record = { isIdentityConfirmed: true, isLabelledByHand: false, bookingId: id };
    await act(clinic, { kind: 'record-collection', ...record, specimenIds });
    expect(outbox(id)).toEqual(['walk-in pending', 'collected pending']);

    await premises.fhir.up();
    await until(clinic, () => outbox(id).every((entry) => entry.endsWith(' applied')));
    await clinic.station.sync.pushNow();
    const made = (await premises.fhir.all('Appointment')).filter((one) =>
      JSON.stringify(one.participant).includes(`patient-${form.nhsNumber}`),
    );
    expect(made).toHaveLength(1);
    await clinic.station.sync.pullNow();
    const onList = clinic.station.store.cache.bookings().filter(({ patient }) => patient.nhsNumber === form.nhsNumber);
    expect(onList.map((booking) => booking.id)).toEqual([id]);
    expect(
      ledger()
        .openTasks()
        .filter(({ bookingId }) => bookingId === id),
    ).toEqual([]);
  });

  test('a name that no printer here has is refused with a task for each label, and the patient has a ticket', async () => {
    const id = await register(person({ family: 'Hollyhock 😀' }));
    await until(
      clinic,
      () =>
        ledger()
          .papers(id)
          .filter(({ state }) => state === 'refused').length === 2,
    );
    const refused = ledger()
      .openTasks()
      .filter(({ bookingId, matter }) => bookingId === id && matter.kind === 'paper-refused');
    expect(refused.map(({ matter }) => matter)).toMatchObject([
      { kind: 'paper-refused', because: 'name-not-printable' },
      { kind: 'paper-refused', because: 'name-not-printable' },
    ]);
    await until(clinic, () =>
      ledger()
        .papers(id)
        .some(({ kind, state }) => kind === 'queue-ticket' && state === 'printed'),
    );
  });

  test('S6: a name that looks like a command to the printer is printed as letters, and three labels come out', async () => {
    const id = await register(person({ family: '^XZ^XA~JA' }));
    const labels = await premises.labelsOut(3);
    await until(
      clinic,
      () =>
        ledger()
          .papers(id)
          .filter(({ state }) => state === 'printed').length >= 3,
    );
    for (const label of labels) expect(label.match(/\^XA/g)).toHaveLength(1);
  });

  test('S13: neither log nor audit names who was registered', async () => {
    const form = person();
    await register(form);
    const identifies = [form.family, form.given, form.nhsNumber, `${form.year}-03-09`];
    expect(tracesIn(clinic.folder, identifies)).toEqual([]);
    expect(JSON.stringify(ledger().audit())).not.toContain(form.family);
  });
});
