import { describe, expect, test } from 'vitest';
import type { StaffView } from '../../electron/staff-api.ts';
import { booking, nhsNumber, patient, request } from '../clinic/examples.ts';
import { type Desks, openDesks, phlebotomist, signIn } from './desks.ts';

const rules = { containerSuffixes: { EDTA: 'E', SST: 'S' } };
const bookings = [booking({ requests: [request('FBC'), request('U&E')] })];
const bornOn = '1980-01-18';

async function checkedIn(): Promise<Desks> {
  const desks = openDesks({ bookings, rules });
  await desks.arrive('BK-1001', bornOn);
  await signIn(desks);
  return desks;
}

/** As the print worker settles it. */
function cameOut({ store }: Desks, state: 'printed' | 'uncertain'): string {
  const label = store.ledger.papers('booking-1').find((paper) => paper.kind === 'specimen-label');
  if (label === undefined) throw new Error('there is no label');
  store.ledger.write((writes) => {
    writes.setPaperState(label.id, 'sending');
    writes.setPaperState(label.id, state);
    if (state === 'uncertain') writes.openTask('booking-1', { kind: 'paper-uncertain', paperId: label.id });
  });
  return label.id;
}

const labelsOf = ({ store }: Desks) =>
  store.ledger
    .papers('booking-1')
    .filter((paper) => paper.kind === 'specimen-label' && paper.specimenId?.endsWith('-1'))
    .map(({ copy, state }) => ({ copy, state }));

describe('signing in', () => {
  test('without a badge and PIN the window shows nothing of the day', async () => {
    const desks = openDesks({ bookings, rules });
    for (const action of [{ kind: 'open-day-list' }, { kind: 'open-visit', bookingId: 'booking-1' }] as const) {
      expect(await desks.staff.act(action)).toEqual({
        staffName: null,
        status: expect.objectContaining({ printers: expect.anything() }),
        content: { screen: 'sign-in', problem: null, lockedUntil: null },
      });
    }
    expect(await desks.staff.picture('any')).toMatchObject({ ok: false });
  });

  test('what printers need is shown while nobody is signed in', () => {
    const { staff } = openDesks({ bookings, rules });
    const shown: StaffView[] = [];
    staff.onView((view) => shown.push(view));
    staff.refresh();
    expect(shown).toEqual([staff.view()]);
    expect(shown[0]).toMatchObject({ staffName: null, content: { screen: 'sign-in' }, status: { printers: [] } });
  });

  test('an unknown badge and a wrong PIN are one same answer', async () => {
    const desks = await checkedIn();
    await desks.staff.act({ kind: 'sign-out' });
    const wrongPin = await desks.staff.act({ kind: 'sign-in', badge: phlebotomist.badge, pin: '000000' });
    const unknown = await desks.staff.act({ kind: 'sign-in', badge: 'SOMETHING-ELSE', pin: phlebotomist.pin });
    expect(wrongPin).toEqual(unknown);
    expect(wrongPin.content).toMatchObject({ problem: 'not-recognised' });
  });

  test('the fifth wrong PIN locks the badge, in a burst too, and the right PIN does not open it', async () => {
    const desks = await checkedIn();
    await desks.staff.act({ kind: 'sign-out' });
    const tries = Array.from(
      { length: 5 },
      () => ({ kind: 'sign-in', badge: phlebotomist.badge, pin: '111222' }) as const,
    );
    await Promise.all(tries.map((action) => desks.staff.act(action)));
    const right = { kind: 'sign-in', badge: phlebotomist.badge, pin: phlebotomist.pin } as const;
    expect((await desks.staff.act(right)).content).toMatchObject({ screen: 'sign-in', problem: 'locked' });
    desks.clock.pass(61_000);
    expect((await desks.staff.act(right)).staffName).toBe('Robin Fennel');
  });

  test('nobody stays signed in at a window that is left', async () => {
    const desks = await checkedIn();
    desks.clock.pass(181_000);
    expect(desks.staff.view().content.screen).toBe('sign-in');
  });
});

describe('the day list', () => {
  test('shows who is checked in, and marks names that could be mistaken', async () => {
    const twin = patient({
      id: 'p-2',
      name: { family: 'Quillfeather', given: 'Jonathon' },
      nhsNumber: nhsNumber('9990000026'),
    });
    const desks = openDesks({
      bookings: [...bookings, booking({ id: 'booking-2', references: ['BK-2'], patient: twin })],
      rules,
    });
    await desks.arrive('BK-1001', bornOn);
    await signIn(desks);
    const { content } = desks.staff.view();
    expect(content.screen === 'day-list' ? content.rows : []).toMatchObject([
      {
        name: 'QUILLFEATHER, Jonathan',
        dateOfBirth: '18-Jan-1980',
        nhsNumber: '999 000 0018',
        state: 'checked-in',
        ticketNumber: 1,
        hasSimilarName: true,
        labels: 'waiting',
      },
      { name: 'QUILLFEATHER, Jonathon', state: 'expected', ticketNumber: null, hasSimilarName: true, labels: 'none' },
    ]);
  });

  test('reception checks in a patient who came late, and signs for it (S14)', async () => {
    const desks = openDesks({ bookings, rules });
    desks.clock.pass(60 * 60_000);
    await signIn(desks);
    await desks.staff.act({ kind: 'check-in', bookingId: 'booking-1' });
    expect(desks.store.ledger.visit('booking-1')?.foundBy).toBe('staff');
    expect(desks.store.ledger.audit().find(({ act }) => act === 'check-in')?.who).toBe('staff-1');
  });

  test('a cancelled booking is not checked in at reception either', async () => {
    const desks = openDesks({ bookings: [booking({ status: 'cancelled' })], rules });
    await signIn(desks);
    const { content } = await desks.staff.act({ kind: 'check-in', bookingId: 'booking-1' });
    expect(content).toMatchObject({ screen: 'visit', problem: 'not-possible-now' });
    expect(desks.store.ledger.visit('booking-1')).toBe(null);
  });
});

test('tubes are called what their labels say, and tests by their names', async () => {
  const requests = [request('glucose'), request('G&S')];
  const desks = openDesks({ bookings: [booking({ requests })], rules: { containerSuffixes: { FLU: 'F' } } });
  await desks.arrive('BK-1001', bornOn);
  await signIn(desks);
  const { content } = await desks.staff.act({ kind: 'open-visit', bookingId: 'booking-1' });
  expect(content).toMatchObject({
    visit: {
      papers: [{ kind: 'header-label' }, { tube: 'FLUOR', tests: ['Glucose'] }, { kind: 'queue-ticket' }],
      heldBack: [{ tube: 'XM', tests: ['Group and save'] }],
      tasks: [{ matter: { kind: 'transfusion-by-hand', tests: ['Group and save'] } }],
    },
  });
});

describe('S9: a reprint', () => {
  test('says REPRINT 1, voids the one before, and is signed for with its reason (S14)', async () => {
    const desks = await checkedIn();
    const paperId = cameOut(desks, 'printed');
    await desks.staff.act({ kind: 'reprint', paperId, reason: 'damaged' });
    expect(labelsOf(desks)).toEqual([
      { copy: 0, state: 'voided' },
      { copy: 1, state: 'waiting' },
    ]);
    expect(desks.store.ledger.audit().at(-1)).toMatchObject({
      who: 'staff-1',
      act: 'reprint',
      bookingId: 'booking-1',
      details: { voided: paperId, copy: 1, reason: 'damaged' },
    });
    expect(desks.store.ledger.auditBreak()).toBe(null);
  });

  test('is refused to nobody signed in, and changes nothing', async () => {
    const desks = await checkedIn();
    const paperId = cameOut(desks, 'printed');
    await desks.staff.act({ kind: 'sign-out' });
    await desks.staff.act({ kind: 'reprint', paperId, reason: 'damaged' });
    expect(labelsOf(desks)).toEqual([{ copy: 0, state: 'printed' }]);
  });

  test('of a label that has not come out yet is refused: it will come by itself', async () => {
    const desks = await checkedIn();
    const [label] = desks.store.ledger.papers('booking-1').filter((paper) => paper.kind === 'specimen-label');
    const { content } = await desks.staff.act({ kind: 'reprint', paperId: label?.id ?? '', reason: 'did-not-print' });
    expect(content).toMatchObject({ problem: 'not-possible-now' });
    expect(labelsOf(desks)).toEqual([{ copy: 0, state: 'waiting' }]);
  });

  test('pressed twice makes one new label', async () => {
    const desks = await checkedIn();
    const paperId = cameOut(desks, 'printed');
    await desks.staff.act({ kind: 'reprint', paperId, reason: 'damaged' });
    await desks.staff.act({ kind: 'reprint', paperId, reason: 'damaged' });
    expect(labelsOf(desks)).toHaveLength(2);
  });
});

describe('S5: a label that may have printed', () => {
  test.each([
    ['it-is-there', [{ copy: 0, state: 'printed' }]],
    ['it-is-spoiled', [{ copy: 0, state: 'spoiled' }]],
    [
      'it-is-not-there',
      [
        { copy: 0, state: 'voided' },
        { copy: 1, state: 'waiting' },
      ],
    ],
  ] as const)('waits until a person looked; "%s" ends in a known state', async (given, expected) => {
    const desks = await checkedIn();
    cameOut(desks, 'uncertain');
    const [task] = desks.store.ledger.openTasks();
    await desks.staff.act({ kind: 'end-task', taskId: task?.id ?? '', answer: given });
    expect(labelsOf(desks)).toEqual(expected);
    expect(desks.store.ledger.openTasks()).toEqual([]);
    expect(desks.store.ledger.audit().at(-1)).toMatchObject({
      who: 'staff-1',
      act: 'end-task',
      details: { answer: given },
    });
  });

  test('is not ended by "done", which says nothing about the label', async () => {
    const desks = await checkedIn();
    cameOut(desks, 'uncertain');
    const [task] = desks.store.ledger.openTasks();
    await desks.staff.act({ kind: 'end-task', taskId: task?.id ?? '', answer: 'done' });
    expect(desks.store.ledger.openTasks()).toHaveLength(1);
  });
});
