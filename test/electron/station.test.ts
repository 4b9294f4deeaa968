/** The station under plain Node over real peers: what comes out of the printers and goes upstream, whatever fails meanwhile. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TrainingPatient } from '../../build/training-day.ts';
import type { KioskConfig } from '../../electron/kiosk-config.ts';
import type { PrinterLine, StaffView } from '../../electron/staff-api.ts';
import {
  act,
  checkIn,
  checkInAtReception,
  labelsOf,
  numbersOf,
  openStationClinic,
  rename,
  type StationClinic,
  tasksOf,
  until,
  untilPapersAre,
  untilStaffSee,
} from './station-clinic.ts';
import { openTestPremises, type TestPremises, wordsOf } from './station-premises.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let premises: TestPremises;
beforeAll(async () => {
  premises = await openTestPremises();
});
afterAll(() => premises.stop());

const line = (view: StaffView, printer: string): PrinterLine | undefined =>
  view.status?.printers.find(({ name }) => name === printer);
const labelsNeed = (trouble: PrinterLine['troubles'][number]) => (view: StaffView) =>
  line(view, 'LABELS-1')?.troubles.includes(trouble) === true;

describe('a morning at the printers', () => {
  let clinic: StationClinic;
  beforeAll(async () => {
    clinic = await openStationClinic(premises, { name: 'morning', change: labelEverythingAtCheckIn });
  });
  afterAll(() => clinic.station.close());
  /** Each test has paper of its own. */
  beforeEach(() => premises.newPaper());

  /** With a header for the rest, when the printer was seen to stand still in the middle of the set. */
  const countOf = (patient: TrainingPatient) => labelsOf(clinic, patient).length;

  /** As a site would that does not know better: S7 stands above it. */
  function labelEverythingAtCheckIn(settings: KioskConfig): KioskConfig {
    const tests = { 'group-save': 'at-check-in' as const };
    const labelRelease = {
      ...settings.clinicRules.labelRelease,
      tests,
      disciplines: { transfusion: 'at-check-in' as const },
    };
    return { ...settings, clinicRules: { ...settings.clinicRules, labelRelease } };
  }

  test('S5, S6: header, then each tube in the order of draw, once, with the number that a scanner reads off the paper', async () => {
    const patient = premises.fourTubes();
    expect((await checkIn(clinic, patient)).content).toMatchObject({ screen: 'checked-in', isRepeat: false });
    await untilPapersAre(clinic, [patient], 'printed');
    const [header, ...labels] = await premises.labelsOut(5);
    expect(header).toContain('4 labels to follow');
    expect(await premises.numbersOut(5)).toEqual(
      ['B', 'E', 'J', 'M'].map((container) => patient.requisition + container),
    );
    expect(labels.map((label) => /(CIT|SST|EDTA|FLUOR) \d\/4/.exec(label)?.[0])).toEqual([
      'CIT 1/4',
      'SST 2/4',
      'EDTA 3/4',
      'FLUOR 4/4',
    ]);
    for (const label of labels) expect(label).toContain(patient.family.toUpperCase());
  });

  test('the ticket comes out of the other printer, with a number and nothing that says who it is', async () => {
    const patient = premises.twoTubes();
    const visit = await checkInAtReception(clinic, patient);
    const ticket = await premises.tickets.waitForTicket(1);
    const words = ticket.lines.join('\n');
    expect(words).toContain(String(visit.ticketNumber));
    expect(words).toContain(visit.visitCode);
    const { family, given, reference, requisition, nhsNumber, dateOfBirth } = patient;
    for (const secret of [family, given, reference, requisition, nhsNumber.slice(-4), dateOfBirth.slice(0, 4)])
      expect(words.toUpperCase()).not.toContain(secret.toUpperCase());
    await untilPapersAre(clinic, [patient], 'printed');
    expect((await premises.tickets.state()).tickets).toBe(1);
  });

  test('S4: scanned again, the patient sees the same ticket and nothing more comes out', async () => {
    const patient = premises.twoTubes();
    const first = await checkIn(clinic, patient);
    const again = await checkIn(clinic, patient);
    expect(again.content).toEqual({ ...first.content, isRepeat: true });
    await untilPapersAre(clinic, [patient], 'printed');
    expect(await premises.numbersOut(3)).toEqual(numbersOf(clinic, patient));
    expect((await premises.tickets.state()).tickets).toBe(1);
  });

  test('S9: a reprint says so in its bytes, with the same number, and the next one counts on', async () => {
    const patient = premises.twoTubes();
    await checkInAtReception(clinic, patient);
    await untilPapersAre(clinic, [patient], 'printed');
    for (const copy of [1, 2]) {
      const newest = labelsOf(clinic, patient).at(-1);
      await act(clinic, { kind: 'reprint', paperId: newest?.id ?? '', reason: 'damaged' });
      await untilPapersAre(clinic, [patient], 'printed', 'voided');
      expect((await premises.labelsOut(3 + copy)).at(-1)).toContain(`REPRINT ${copy}`);
    }
    const [first = '', second = ''] = numbersOf(clinic, patient);
    expect(await premises.numbersRead(5)).toEqual([first, second, second, second]);
    expect(labelsOf(clinic, patient).map(({ copy, state }) => `${copy} ${state}`)).toEqual([
      '0 printed',
      '0 printed',
      '0 voided',
      '1 voided',
      '2 printed',
    ]);
  });

  test('S7: a group and save gets no label, whatever the settings say, and staff have a task', async () => {
    const [patient] = premises.day.nearest(Date.now(), 'transfusion');
    if (patient === undefined) throw new Error('nobody has a transfusion test');
    await checkInAtReception(clinic, patient);
    await untilPapersAre(clinic, [patient], 'printed');
    const out = await premises.labelsOut(2);
    expect(out[0]).toContain('1 tube to label by hand');
    expect(await premises.numbersOut(2)).toEqual([`${patient.requisition}J`]);
    expect(out.join(' ')).not.toMatch(/transfusion|group/i);
    expect(tasksOf(clinic, patient).map(({ matter }) => matter.kind)).toEqual(['transfusion-by-hand']);
  });

  test('paper out: patients check in as ever, staff see it, and every label waits its turn', async () => {
    const [first, second] = [premises.twoTubes(), premises.twoTubes()];
    await premises.labels.become({ paperOut: true });
    await untilStaffSee(clinic, labelsNeed('paper-out'));
    expect((await checkIn(clinic, first)).content.screen).toBe('checked-in');
    await checkInAtReception(clinic, second);
    const view = await untilStaffSee(clinic, (shown) => line(shown, 'LABELS-1')?.papersWaiting === 6);
    expect(line(view, 'LABELS-1')).toMatchObject({ isReady: false, troubles: ['paper-out'] });
    await premises.tickets.waitForTicket(2);
    await premises.labelsOut(0);

    await premises.labels.become({ paperOut: false });
    await untilPapersAre(clinic, [first, second], 'printed');
    expect(await premises.numbersOut(6)).toEqual([...numbersOf(clinic, first), ...numbersOf(clinic, second)]);
    await untilStaffSee(clinic, (shown) => line(shown, 'LABELS-1')?.isReady === true);
  });

  test('S5: the head is opened in the middle of a set: a header says which labels follow, and no tube has two', async () => {
    const patient = premises.fourTubes();
    await premises.labels.endRoll({ afterLabels: 2, inMotion: true, becomes: { headOpen: true } });
    const { ticketNumber } = await checkInAtReception(clinic, patient);
    const view = await untilStaffSee(clinic, (shown) => (line(shown, 'LABELS-1')?.interrupted ?? null) !== null);
    expect(line(view, 'LABELS-1')).toMatchObject({ isReady: false, interrupted: { ticketNumber, count: 4 } });
    await premises.labels.become({ headOpen: false });
    await untilPapersAre(clinic, [patient], 'printed');
    expect(await premises.numbersOut(6)).toEqual(numbersOf(clinic, patient));
    const words = (await premises.labelsOut(6)).map(wordsOf);
    // One that was in the printer when it stopped comes out before its header.
    expect(words.filter((text) => /^Labels .*4 of 4 follow$/m.test(text))).toHaveLength(1);
    await untilStaffSee(clinic, (shown) => line(shown, 'LABELS-1')?.interrupted === null);
  });

  test.each([1, 60, 300])(
    'S5: the connection breaks off %i bytes into a label: nothing is lost, and nothing printed twice',
    async (afterBytes) => {
      const patient = premises.twoTubes();
      await premises.labels.cutOff({ afterBytes, startingAt: '^XA' });
      await checkInAtReception(clinic, patient);
      await premises.labels.waitFor('cut-off');
      await untilPapersAre(clinic, [patient], 'printed');
      expect(await premises.numbersOut(countOf(patient))).toEqual(numbersOf(clinic, patient));
    },
  );

  test.each(['before-next-label', 'after-next-label'] as const)(
    'S5: the printer loses its power %s: the set is finished, and nothing printed twice',
    async (when) => {
      const patient = premises.twoTubes();
      await premises.labels.cyclePower(when);
      await checkInAtReception(clinic, patient);
      await premises.labels.waitFor('power-lost');
      await untilPapersAre(clinic, [patient], 'printed');
      expect(await premises.numbersOut(countOf(patient))).toEqual(numbersOf(clinic, patient));
    },
  );

  test('S5: the printer obeys and says nothing: what came out counts when it speaks again', async () => {
    const patient = premises.twoTubes();
    await premises.labels.become({ paused: true });
    await untilStaffSee(clinic, labelsNeed('paused'));
    await checkInAtReception(clinic, patient);
    await premises.labels.become({ paused: false });
    await premises.labels.waitForLabel(1);
    await premises.labels.hear('mute');
    await untilStaffSee(clinic, labelsNeed('silent'));
    await premises.labels.hear('normal');
    await untilPapersAre(clinic, [patient], 'printed');
    expect(await premises.numbersOut(countOf(patient))).toEqual(numbersOf(clinic, patient));
  });

  test('S5: a label that may have come out waits for a person; the one that replaces it says REPRINT', async () => {
    const patient = premises.twoTubes();
    // Another host's label comes out while ours is cut off: the count of labels says nothing any more.
    const foreignLabel = '^XA^FO10,10^A0N,30^FDWard 7^FS^XZ';
    await premises.labels.cutOff({ afterBytes: 60, startingAt: '^XA', foreignLabel });
    await checkInAtReception(clinic, patient);
    const task = await until(clinic, () => tasksOf(clinic, patient, 'paper-uncertain').at(0));
    await untilPapersAre(clinic, [patient], 'printed', 'uncertain');
    expect(labelsOf(clinic, patient).map(({ state }) => state)).toEqual(['uncertain', 'printed', 'printed']);
    await premises.labelsOut(3);

    await act(clinic, { kind: 'end-task', taskId: task.id, answer: 'it-is-not-there' });
    await untilPapersAre(clinic, [patient], 'printed', 'voided');
    expect((await premises.labelsOut(4)).at(-1)).toContain('REPRINT 1');
    expect(await premises.numbersOut(4)).toEqual(numbersOf(clinic, patient));
  });

  test('S5: a ticket that broke off waits for a person; when it is not there, its duplicate says so', async () => {
    const patient = premises.twoTubes();
    await premises.tickets.cutOff({ afterBytes: 40, startingAt: '\x1b@' });
    await checkInAtReception(clinic, patient);
    const task = await until(clinic, () => tasksOf(clinic, patient, 'paper-uncertain').at(0));
    await act(clinic, { kind: 'end-task', taskId: task.id, answer: 'it-is-not-there' });
    await untilPapersAre(clinic, [patient], 'printed', 'voided');
    // What was torn is cut off by itself, so that it is not taken for the head of the next one.
    expect((await premises.tickets.waitForTicket(2)).lines).toContain('DUPLICATE 1');
    expect((await premises.tickets.state()).tickets).toBe(2);
  });

  test('a name that no label can carry goes to staff, every other prints as it is, and nobody waits for it', async () => {
    const names = [
      { family: 'มณีวรรณ', given: 'สมหญิง' },
      { family: 'Quill😀feather', given: 'Marigold' },
      { family: `${'Featherstonehaugh-'.repeat(5)}`.slice(0, 80), given: 'Marigold' },
      { family: '^XZ^XA', given: '~JA' },
      { family: 'Quill\\_7E{feather}', given: '^FDZ^FS' },
      { family: "O'Łukasińska-Pole", given: '' },
      { family: 'الزهراني', given: 'فاطمة' },
    ];
    const patients = await Promise.all(names.map((name) => rename(premises, premises.twoTubes(), name)));
    await clinic.station.sync.pullNow();
    const after = premises.twoTubes();
    for (const patient of [...patients, after]) await checkInAtReception(clinic, patient);
    await untilPapersAre(clinic, [...patients, after], 'printed', 'refused');

    const [unprintable, printable] = [patients.slice(0, 2), [...patients.slice(2), after]];
    for (const patient of unprintable) {
      expect(labelsOf(clinic, patient).map(({ state }) => state)).toEqual(['printed', 'refused', 'refused']);
      const matters = tasksOf(clinic, patient).map(({ matter }) => matter);
      expect(matters).toMatchObject([{ because: 'name-not-printable' }, { because: 'name-not-printable' }]);
    }
    const out = await premises.labelsOut(2 * 1 + 6 * 3);
    expect(await premises.numbersRead(out.length)).toEqual(printable.flatMap((patient) => numbersOf(clinic, patient)));
    for (const label of out) expect([label.match(/\^XA/g)?.length, label.match(/\^XZ/g)?.length]).toEqual([1, 1]);
    const words = out.map(wordsOf);
    const labelsThatSay = (text: string) => words.filter((label) => label.includes(text)).length;
    expect(labelsThatSay('FEATHERSTONEHAUGH-FEATHERSTON...,\nMarigold')).toBe(2);
    expect(labelsThatSay('^XZ^XA, ~JA')).toBe(2);
    expect(labelsThatSay('QUILL\\_7E{FEATHER},\n^FDZ^FS')).toBe(2);
    expect(labelsThatSay("O'ŁUKASIŃSKA-POLE\n")).toBe(2);
    expect(out.filter((label) => label.includes(':Z64:'))).toHaveLength(2);
  });
});
