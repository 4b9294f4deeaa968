/** A one-way connection says `sent`, never `printed`: staff scan the first label of each set, and then it is known. */
import { describe, expect, test } from 'vitest';
import type { Specimen } from '../../clinic/specimen.ts';
import type { StaffTask } from '../../clinic/staff-task.ts';
import { booking, patient, request, testNumber } from '../clinic/examples.ts';
import { settle, settleAll } from './desk-printer.ts';
import { type Desks, openDesks, signIn } from './desks.ts';

const requests = [request('FBC'), request('U&E')];
const second = booking({
  id: 'booking-2',
  references: ['BK-2002'],
  patient: patient({ id: 'patient-2', nhsNumber: testNumber(7), dateOfBirth: '1950-02-03' }),
  requests: [request('FBC', { id: 'request-2', requisition: 'T999999' })],
});

async function twoCheckedIn(): Promise<Desks> {
  const bookings = [booking({ requests }), second];
  const desks = openDesks({ bookings, rules: { containerSuffixes: { EDTA: 'E', SST: 'S' } } });
  await desks.arrive('BK-1001', '1980-01-18');
  await desks.patient.act({ kind: 'start-again' });
  await desks.arrive('BK-2002', '1950-02-03');
  await signIn(desks);
  return desks;
}

async function allSent(): Promise<Desks> {
  const desks = await twoCheckedIn();
  settleAll(desks, 'sent');
  await desks.staff.act({ kind: 'open-tasks' });
  return desks;
}

const tasks = ({ store }: Desks) => store.ledger.openTasks();

function specimensOf({ store }: Desks, bookingId: string): readonly [Specimen, ...Specimen[]] {
  const [first, ...rest] = store.ledger.visit(bookingId)?.specimens ?? [];
  if (first === undefined) throw new Error('the visit has specimens');
  return [first, ...rest];
}

function firstTask(desks: Desks, bookingId = 'booking-1'): StaffTask {
  const task = tasks(desks).find((one) => one.bookingId === bookingId);
  if (task === undefined) throw new Error('there is a task');
  return task;
}

const scan = (desks: Desks, code: string, taskId = firstTask(desks).id) =>
  desks.staff.act({ kind: 'scan-label', taskId, code });
const labelStates = ({ store }: Desks) =>
  store.ledger
    .papers('booking-1')
    .filter(({ kind }) => kind === 'specimen-label')
    .map(({ copy, state }) => `${copy} ${state}`);

describe('S5: labels that a one-way connection took', () => {
  test('one task for each set asks for its first label, not for the header', async () => {
    const desks = await allSent();
    const { content } = desks.staff.view();
    expect(content).toMatchObject({
      screen: 'tasks',
      tasks: [
        {
          matter: { kind: 'paper-sent' },
          ticketNumber: 1,
          paper: { printer: 'LABELS-1', kind: 'specimen-label', number: 1, count: 2, copy: 0 },
          mayScan: true,
          answers: ['it-is-not-there', 'it-is-spoiled'],
        },
        { ticketNumber: 2, paper: { number: 1, count: 1 } },
      ],
    });
    expect(tasks(desks)).toHaveLength(2);
  });

  test('a set of which the first label was refused is asked for by the next one', async () => {
    const desks = await twoCheckedIn();
    const first = desks.store.ledger.papers('booking-1').find(({ kind }) => kind === 'specimen-label');
    desks.store.ledger.write((writes) => writes.setPaperState(first?.id ?? '', 'refused'));
    settleAll(desks, 'sent');
    const { content } = await desks.staff.act({ kind: 'open-tasks' });
    expect(content).toMatchObject({ tasks: [{ ticketNumber: 1, paper: { number: 2 } }, { ticketNumber: 2 }] });
  });

  test('labels that the printer proved are asked for by nobody', async () => {
    const desks = await twoCheckedIn();
    settleAll(desks, 'printed');
    expect(tasks(desks)).toEqual([]);
  });

  test('the day list shows which sets nobody has confirmed', async () => {
    const desks = await allSent();
    const labels = async () => {
      const { content } = await desks.staff.act({ kind: 'open-day-list' });
      return content.screen === 'day-list' ? content.rows.map((row) => row.labels) : [];
    };
    expect(await labels()).toEqual(['to-confirm', 'to-confirm']);
    await scan(desks, specimensOf(desks, 'booking-1')[0].identifier);
    expect(await labels()).toEqual(['printed', 'to-confirm']);
  });
});

describe('scanning the first label of a set', () => {
  test('makes it known to be there, ends the task, and is signed for; the number itself is not kept (S13, S14)', async () => {
    const desks = await allSent();
    const [{ identifier }] = specimensOf(desks, 'booking-1');
    const { content } = await scan(desks, identifier);
    expect(content).toMatchObject({
      screen: 'tasks',
      notice: { kind: 'label-is-there', number: 1, count: 2, ticketNumber: 1 },
    });
    expect(labelStates(desks)).toEqual(['0 printed', '0 sent']);
    expect(tasks(desks).map(({ bookingId }) => bookingId)).toEqual(['booking-2']);
    const entry = desks.store.ledger.audit().at(-1);
    expect(entry).toMatchObject({ who: 'staff-1', act: 'scan-label', bookingId: 'booking-1' });
    expect(JSON.stringify(entry)).not.toContain(identifier);
  });

  test.each([
    ['as the scanner names its symbol', (identifier: string) => `]C0${identifier}`],
    ['with what the scanner sends after it', (identifier: string) => `${identifier}\r\n`],
    ['typed in small letters', (identifier: string) => identifier.toLowerCase()],
  ])('%s', async (_how, codeOf) => {
    const desks = await allSent();
    await scan(desks, codeOf(specimensOf(desks, 'booking-1')[0].identifier));
    expect(labelStates(desks)).toEqual(['0 printed', '0 sent']);
  });

  test('another label of the set shows that it is there itself, and the first is still asked for', async () => {
    const desks = await allSent();
    const [, other] = specimensOf(desks, 'booking-1');
    const { content } = await scan(desks, other?.identifier ?? '');
    expect(content).toMatchObject({ notice: { kind: 'other-label-of-set', number: 2, wanted: 1, ticketNumber: 1 } });
    expect(labelStates(desks)).toEqual(['0 sent', '0 printed']);
    expect(tasks(desks)).toHaveLength(2);
  });

  test('a label of another ticket is an alarm: nothing changes for either, and the trail says that it happened', async () => {
    const desks = await allSent();
    const { content } = await scan(desks, specimensOf(desks, 'booking-2')[0].identifier);
    expect(content).toMatchObject({ notice: { kind: 'label-of-another-ticket', ticketNumber: 1, found: 2 } });
    expect(labelStates(desks)).toEqual(['0 sent', '0 sent']);
    expect(desks.store.ledger.papers('booking-2').map(({ state }) => state)).not.toContain('printed');
    expect(tasks(desks)).toHaveLength(2);
    expect(desks.store.ledger.audit().at(-1)).toMatchObject({
      act: 'scan-label',
      details: { outcome: 'label-of-another-ticket' },
    });
  });

  test.each(['SOMETHING-ELSE', '9990000018', '?', '', 'x'.repeat(200), '\u0000'])(
    'what is no label of ours changes nothing: %j',
    async (code) => {
      const desks = await allSent();
      const { content } = await scan(desks, code);
      expect(content).toMatchObject({ notice: { kind: 'not-a-label-of-ours', ticketNumber: 1 } });
      expect(labelStates(desks)).toEqual(['0 sent', '0 sent']);
      // What was scanned may be anything, and is not kept.
      const details = { taskId: expect.any(String), outcome: 'not-a-label-of-ours' };
      expect(desks.store.ledger.audit().at(-1)?.details).toEqual(details);
    },
  );

  test('for a task that is over says so, by nobody signed in is refused, and neither changes anything', async () => {
    const desks = await allSent();
    const { id: taskId } = firstTask(desks);
    const [{ identifier }, other] = specimensOf(desks, 'booking-1');
    await scan(desks, identifier, taskId);
    const { content } = await scan(desks, other?.identifier ?? '', taskId);
    expect(content).toMatchObject({ notice: { kind: 'task-is-over' } });
    await desks.staff.act({ kind: 'sign-out' });
    await scan(desks, specimensOf(desks, 'booking-2')[0].identifier, firstTask(desks, 'booking-2').id);
    expect(tasks(desks)).toHaveLength(1);
    expect(labelStates(desks)).toEqual(['0 printed', '0 sent']);
  });
});

describe('S5: a set of which the first label', () => {
  test.each([
    ['it-is-not-there', ['0 voided', '0 sent', '1 waiting']],
    ['it-is-spoiled', ['0 spoiled', '0 sent']],
  ] as const)('%s ends in a known state', async (given, expected) => {
    const desks = await allSent();
    await desks.staff.act({ kind: 'end-task', taskId: firstTask(desks).id, answer: given });
    expect(labelStates(desks)).toEqual(expected);
    expect(tasks(desks)).toHaveLength(1);
  });

  test('cannot be said to be there without a scan', async () => {
    const desks = await allSent();
    await desks.staff.act({ kind: 'end-task', taskId: firstTask(desks).id, answer: 'it-is-there' });
    expect(labelStates(desks)).toEqual(['0 sent', '0 sent']);
  });

  test('was reprinted is looked for and not scanned: the bars of both copies say the same', async () => {
    const desks = await allSent();
    await desks.staff.act({ kind: 'end-task', taskId: firstTask(desks).id, answer: 'it-is-not-there' });
    settleAll(desks, 'sent');
    const again = tasks(desks).find(({ bookingId }) => bookingId === 'booking-1');
    const { content } = await scan(desks, specimensOf(desks, 'booking-1')[0].identifier, again?.id);
    expect(labelStates(desks)).toEqual(['0 voided', '0 sent', '1 sent']);
    expect(content).toMatchObject({
      tasks: [
        { ticketNumber: 2 },
        {
          ticketNumber: 1,
          mayScan: false,
          paper: { copy: 1 },
          answers: ['it-is-there', 'it-is-not-there', 'it-is-spoiled'],
        },
      ],
    });
    await desks.staff.act({ kind: 'end-task', taskId: again?.id ?? '', answer: 'it-is-there' });
    expect(labelStates(desks)).toEqual(['0 voided', '0 sent', '1 printed']);
  });
});

test('S5: a label that may have printed is shown to be there by its scan, too', async () => {
  const desks = await twoCheckedIn();
  const label = desks.store.ledger.papers('booking-1').find(({ kind }) => kind === 'specimen-label');
  if (label === undefined) throw new Error('there is a label');
  settle(desks, label, 'uncertain');
  await desks.staff.act({ kind: 'open-visit', bookingId: 'booking-1' });
  const { content } = await scan(desks, specimensOf(desks, 'booking-1')[0].identifier);
  expect(content).toMatchObject({ screen: 'visit', notice: { kind: 'label-is-there' } });
  expect(labelStates(desks)).toEqual(['0 printed', '0 waiting']);
  expect(tasks(desks)).toEqual([]);
});
