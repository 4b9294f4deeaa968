/** Acts with papers at odd moments: a printer that stopped for good, a day that is over, a label that is spoiled when it is looked for. */
import { describe, expect, test } from 'vitest';
import type { PrinterLine } from '../../electron/staff-api.ts';
import { booking, request } from '../clinic/examples.ts';
import { begin, settle, settleAll } from './desk-printer.ts';
import { clinicDay, type Desks, openDesks, signIn } from './desks.ts';

const bookingId = 'booking-1';
const wellPrinter: PrinterLine = { name: 'LABELS-1', isReady: true, troubles: [], papersWaiting: 0 };
const deadPrinter: PrinterLine = { ...wellPrinter, isReady: false, troubles: ['unreachable'] };
const dayMs = 24 * 3_600_000;
/** Longer than a roll takes. */
const aWhileMs = 60_000;

/** A header, a serum and an EDTA label, a ticket: all wait. */
async function checkedIn(printers: () => readonly PrinterLine[] = () => [wellPrinter]): Promise<Desks> {
  const bookings = [booking({ requests: [request('FBC'), request('U&E')] })];
  const desks = openDesks({ bookings, rules: { containerSuffixes: { EDTA: 'E', SST: 'S' } }, printers });
  await desks.arrive('BK-1001', '1980-01-18');
  await signIn(desks);
  return desks;
}

const papersOf = ({ store }: Desks) => store.ledger.papers(bookingId);
const states = (desks: Desks) => papersOf(desks).map(({ kind, copy, state }) => `${kind} ${copy} ${state}`);
const openMatters = ({ store }: Desks) => store.ledger.openTasks().map(({ matter }) => matter.kind);

function labelOf(desks: Desks) {
  const label = papersOf(desks).find(({ kind }) => kind === 'specimen-label');
  if (label === undefined) throw new Error('there is a label');
  return label;
}

describe('S5: a printer that stopped in the middle of a label', () => {
  test('for good leaves it after a while to a person, who signs for that, is asked what is in the tray, and may void the set then', async () => {
    const desks = await checkedIn(() => [deadPrinter]);
    const { id: paperId } = labelOf(desks);
    begin(desks, labelOf(desks));
    expect((await desks.staff.act({ kind: 'stop-waiting', paperId })).content).toMatchObject({
      problem: 'not-possible-now',
    });
    desks.clock.pass(aWhileMs);
    const { content } = await desks.staff.act({ kind: 'open-visit', bookingId });
    const lines = content.screen === 'visit' ? content.visit.papers : [];
    expect(lines.filter(({ mayStopWaiting }) => mayStopWaiting).map((line) => line.paperId)).toEqual([paperId]);
    expect((await desks.staff.act({ kind: 'void-set', bookingId, reason: 'patient-left' })).content).toMatchObject({
      problem: 'being-printed',
    });
    const after = await desks.staff.act({ kind: 'stop-waiting', paperId });
    expect(after.content).toMatchObject({ problem: null, visit: { tasks: [{ matter: { kind: 'paper-uncertain' } }] } });
    expect(desks.store.ledger.audit().at(-1)).toMatchObject({
      who: 'staff-1',
      act: 'stop-waiting',
      details: { paperId, printer: 'LABELS-1' },
    });
    await desks.staff.act({ kind: 'void-set', bookingId, reason: 'patient-left' });
    expect(new Set(papersOf(desks).map(({ state }) => state))).toEqual(new Set(['voided']));
    expect(openMatters(desks)).toEqual([]);
  });

  test('and says afterwards that it printed it all the same changes nothing: a person has the word by then', async () => {
    const desks = await checkedIn(() => [deadPrinter]);
    const label = labelOf(desks);
    begin(desks, label);
    desks.clock.pass(aWhileMs);
    await desks.staff.act({ kind: 'stop-waiting', paperId: label.id });
    settle(desks, label, 'printed');
    expect(desks.store.ledger.paper(label.id)?.state).toBe('uncertain');
    const [task] = desks.store.ledger.openTasks();
    await desks.staff.act({ kind: 'end-task', taskId: task?.id ?? '', answer: 'it-is-not-there' });
    settle(desks, label, 'printed');
    expect(desks.store.ledger.paper(label.id)?.state).toBe('voided');
    expect(states(desks).at(-1)).toBe('specimen-label 1 waiting');
  });

  test('is waited for as long as it is well, or as nothing is known to be the matter with it', async () => {
    let printer: PrinterLine = wellPrinter;
    const desks = await checkedIn(() => [printer]);
    const { id: paperId } = labelOf(desks);
    begin(desks, labelOf(desks));
    desks.clock.pass(aWhileMs);
    for (printer of [wellPrinter, { ...wellPrinter, isReady: false }, { ...deadPrinter, name: 'LABELS-2' }]) {
      const { content } = await desks.staff.act({ kind: 'stop-waiting', paperId });
      expect(content).toMatchObject({ problem: 'not-possible-now' });
    }
    expect(desks.store.ledger.paper(paperId)?.state).toBe('sending');
    expect(openMatters(desks)).toEqual([]);
  });
});

describe('S5: nothing of another day is printed', () => {
  test('so no label becomes void for one that would never come', async () => {
    const desks = await checkedIn();
    settleAll(desks, 'printed');
    desks.clock.pass(dayMs);
    await signInAgain(desks);
    const { content } = await desks.staff.act({ kind: 'reprint', paperId: labelOf(desks).id, reason: 'damaged' });
    expect(content).toMatchObject({ problem: 'another-day' });
    expect(labelOf(desks).state).toBe('printed');
    await desks.staff.act({ kind: 'void-set', bookingId, reason: 'not-needed' });
    const again = await desks.staff.act({ kind: 'reprint-set', bookingId, reason: 'damaged' });
    expect(again.content).toMatchObject({ problem: 'another-day' });
    expect(papersOf(desks)).toHaveLength(4);
  });

  test('whoever still looks for a label of it is told which day, and nothing waits after the answer', async () => {
    const desks = await checkedIn();
    settle(desks, labelOf(desks), 'uncertain');
    expect((await desks.staff.act({ kind: 'open-tasks' })).content).toMatchObject({ tasks: [{ otherDay: null }] });
    desks.clock.pass(dayMs);
    await signInAgain(desks);
    const { content } = await desks.staff.act({ kind: 'open-tasks' });
    expect(content).toMatchObject({ tasks: [{ otherDay: clinicDay, ticketNumber: 1 }] });
    const [task] = desks.store.ledger.openTasks();
    await desks.staff.act({ kind: 'end-task', taskId: task?.id ?? '', answer: 'it-is-not-there' });
    expect(labelOf(desks).state).toBe('voided');
    expect(papersOf(desks)).toHaveLength(4);
    expect(openMatters(desks)).toEqual([]);
  });
});

async function signInAgain(desks: Desks): Promise<void> {
  await desks.staff.act({ kind: 'sign-in', badge: 'BADGE-0001-ABCD', pin: '280419' });
}

describe('whoever looked for a label', () => {
  test('and has it in hand, spoiled, is taken to its visit, where it is printed again', async () => {
    const desks = await checkedIn();
    settle(desks, labelOf(desks), 'uncertain');
    await desks.staff.act({ kind: 'open-tasks' });
    const [task] = desks.store.ledger.openTasks();
    const { content } = await desks.staff.act({ kind: 'end-task', taskId: task?.id ?? '', answer: 'it-is-spoiled' });
    expect(content).toMatchObject({ screen: 'visit', notice: { kind: 'destroy', labels: 1, perhaps: 0 } });
    expect(desks.store.ledger.audit().slice(-2)).toMatchObject([{ act: 'end-task' }, { act: 'open-visit', bookingId }]);
  });

  test('and answers what was answered before is told that nothing was changed', async () => {
    const desks = await checkedIn();
    settle(desks, labelOf(desks), 'uncertain');
    await desks.staff.act({ kind: 'open-tasks' });
    const [task] = desks.store.ledger.openTasks();
    const answer = () => desks.staff.act({ kind: 'end-task', taskId: task?.id ?? '', answer: 'it-is-not-there' });
    expect((await answer()).content).toMatchObject({ notice: null });
    expect((await answer()).content).toMatchObject({ notice: { kind: 'task-is-over' } });
    expect(papersOf(desks)).toHaveLength(5);
  });
});
