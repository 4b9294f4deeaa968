/** Staff void a set, spoil a label, print a set again: signed for, all or nothing, and the count of copies stays right. */
import { describe, expect, test } from 'vitest';
import { countPapers } from '../../clinic/paper-life.ts';
import type { Paper } from '../../clinic/visit.ts';
import { booking, request } from '../clinic/examples.ts';
import { begin, settle, settleAll } from './desk-printer.ts';
import { clinicDay, type Desks, openDesks, signIn } from './desks.ts';

const bookingId = 'booking-1';

/** A header, a serum and an EDTA label, a ticket: all wait. */
async function checkedIn(): Promise<Desks> {
  const bookings = [booking({ requests: [request('FBC'), request('U&E')] })];
  const desks = openDesks({ bookings, rules: { containerSuffixes: { EDTA: 'E', SST: 'S' } } });
  await desks.arrive('BK-1001', '1980-01-18');
  await signIn(desks);
  return desks;
}

const papersOf = ({ store }: Desks) => store.ledger.papers(bookingId);
const states = (desks: Desks) => papersOf(desks).map(({ kind, copy, state }) => `${kind} ${copy} ${state}`);
const lastAct = ({ store }: Desks) => store.ledger.audit().at(-1);
const matters = ({ store }: Desks) => store.ledger.openTasks().map(({ matter }) => matter.kind);

function paperAt(desks: Desks, index: number): Paper {
  const paper = papersOf(desks)[index];
  if (paper === undefined) throw new Error('there is no such paper');
  return paper;
}

async function withSetPrinted(): Promise<Desks> {
  const desks = await checkedIn();
  settleAll(desks, 'printed');
  return desks;
}

const voidSet = ({ staff }: Desks, reason: 'patient-left' | 'labels-damaged' = 'patient-left') =>
  staff.act({ kind: 'void-set', bookingId, reason });

describe('voiding a set', () => {
  test('says how many labels to destroy, and is signed for with its reason (S14)', async () => {
    const desks = await withSetPrinted();
    const { content } = await voidSet(desks);
    expect(content).toMatchObject({
      screen: 'visit',
      problem: null,
      notice: { kind: 'destroy', labels: 3, perhaps: 0 },
      visit: {
        row: { labels: 'void' },
        labelCount: { live: 0, voided: 2, deadOut: 2 },
        voidSet: 'nothing-to-void',
        mayReprintSet: true,
      },
    });
    expect(states(desks)).toEqual([
      'header-label 0 voided',
      'specimen-label 0 voided',
      'specimen-label 0 voided',
      'queue-ticket 0 printed',
    ]);
    expect(lastAct(desks)).toMatchObject({
      who: 'staff-1',
      act: 'void-set',
      bookingId,
      details: { reason: 'patient-left', labels: 3, perhaps: 0 },
    });
    expect(desks.store.ledger.auditBreak()).toBe(null);
  });

  test('what waits never prints, and there is nothing to destroy', async () => {
    const desks = await checkedIn();
    const { content } = await voidSet(desks);
    expect(content).toMatchObject({ notice: { kind: 'destroy', labels: 0, perhaps: 0 } });
    expect(new Set(papersOf(desks).map(({ state }) => state))).toEqual(new Set(['voided']));
    expect(desks.store.ledger.countWaiting(['header-label', 'specimen-label', 'queue-ticket'])).toBe(0);
  });

  test('S5: while a label is in the printer it does nothing at all, and says why', async () => {
    const desks = await checkedIn();
    settle(desks, paperAt(desks, 0), 'printed');
    begin(desks, paperAt(desks, 1));
    const before = [states(desks), desks.store.ledger.auditCount()];
    const shown = await desks.staff.act({ kind: 'open-visit', bookingId });
    expect(shown.content).toMatchObject({ visit: { voidSet: 'being-printed' } });
    const { content } = await voidSet(desks);
    expect(content).toMatchObject({ screen: 'visit', problem: 'being-printed', notice: null });
    // One entry more: that the visit was looked at.
    expect([states(desks), desks.store.ledger.auditCount() - 1]).toEqual(before);
  });

  test('ends the question about a label that may have come out, and says to look for it', async () => {
    const desks = await checkedIn();
    settle(desks, paperAt(desks, 0), 'printed');
    settle(desks, paperAt(desks, 1), 'uncertain');
    expect(matters(desks)).toEqual(['paper-uncertain']);
    const { content } = await voidSet(desks);
    expect(content).toMatchObject({ notice: { kind: 'destroy', labels: 1, perhaps: 1 } });
    expect(matters(desks)).toEqual([]);
  });

  test('twice is refused the second time: there is nothing left to void', async () => {
    const desks = await withSetPrinted();
    await voidSet(desks);
    const { content } = await voidSet(desks);
    expect(content).toMatchObject({ problem: 'not-possible-now' });
    expect(desks.store.ledger.audit().filter(({ act }) => act === 'void-set')).toHaveLength(1);
  });

  test('by nobody signed in changes nothing', async () => {
    const desks = await withSetPrinted();
    await desks.staff.act({ kind: 'sign-out' });
    const before = states(desks);
    await voidSet(desks);
    expect(states(desks)).toEqual(before);
  });

  test('of a booking that was never checked in is refused', async () => {
    const desks = await checkedIn();
    const entries = desks.store.ledger.auditCount();
    const { content } = await desks.staff.act({ kind: 'void-set', bookingId: 'nowhere', reason: 'not-needed' });
    // There is no such visit to show.
    expect(content.screen).toBe('day-list');
    expect(desks.store.ledger.auditCount()).toBe(entries);
  });
});

describe('S9: printing a set again', () => {
  test('the whole set, header included; each label counts on, and nothing is printed by itself before', async () => {
    const desks = await withSetPrinted();
    await voidSet(desks, 'labels-damaged');
    expect(desks.store.ledger.countWaiting(['header-label', 'specimen-label'])).toBe(0);
    const { content } = await desks.staff.act({ kind: 'reprint-set', bookingId, reason: 'damaged' });
    expect(content).toMatchObject({ visit: { voidSet: 'possible', mayReprintSet: false } });
    expect(states(desks).slice(4)).toEqual([
      'header-label 1 waiting',
      'specimen-label 1 waiting',
      'specimen-label 1 waiting',
    ]);
    expect(lastAct(desks)).toMatchObject({ who: 'staff-1', act: 'reprint-set', details: { reason: 'damaged' } });
  });

  test('stands on the screen as the set came out, and the copies before it below', async () => {
    const desks = await withSetPrinted();
    await voidSet(desks);
    const { content } = await desks.staff.act({ kind: 'reprint-set', bookingId, reason: 'damaged' });
    const lines = content.screen === 'visit' ? content.visit.papers : [];
    expect(lines.map(({ kind, copy, isNewest }) => `${kind} ${copy} ${isNewest ? 'newest' : 'older'}`)).toEqual([
      'header-label 1 newest',
      'specimen-label 1 newest',
      'specimen-label 1 newest',
      'queue-ticket 0 newest',
      'header-label 0 older',
      'specimen-label 0 older',
      'specimen-label 0 older',
    ]);
  });

  test('is refused while one label of it may still be used', async () => {
    const desks = await withSetPrinted();
    const { content } = await desks.staff.act({ kind: 'reprint-set', bookingId, reason: 'lost' });
    expect(content).toMatchObject({ problem: 'not-possible-now' });
    expect(papersOf(desks)).toHaveLength(4);
  });

  test('or one label of a void set by itself, and then the set is not offered whole any more', async () => {
    const desks = await withSetPrinted();
    await voidSet(desks);
    const { content } = await desks.staff.act({
      kind: 'reprint',
      paperId: paperAt(desks, 1).id,
      reason: 'needed-after-all',
    });
    expect(states(desks).slice(4)).toEqual(['specimen-label 1 waiting']);
    expect(content).toMatchObject({ visit: { mayReprintSet: false, row: { labels: 'needs-staff' } } });
  });
});

describe('spoiling a label', () => {
  test('makes it dead, says to destroy it, and leaves printing again to staff (S14)', async () => {
    const desks = await withSetPrinted();
    const { id: paperId } = paperAt(desks, 1);
    const { content } = await desks.staff.act({ kind: 'spoil', paperId, reason: 'torn' });
    expect(content).toMatchObject({
      notice: { kind: 'destroy', labels: 1 },
      visit: { row: { labels: 'needs-staff' } },
    });
    expect(desks.store.ledger.paper(paperId)?.state).toBe('spoiled');
    expect(lastAct(desks)).toMatchObject({
      who: 'staff-1',
      act: 'spoil',
      details: { spoiled: paperId, reason: 'torn' },
    });
    expect(desks.store.ledger.countWaiting(['specimen-label'])).toBe(0);
    await desks.staff.act({ kind: 'reprint', paperId, reason: 'damaged' });
    expect(states(desks)).toContain('specimen-label 0 spoiled');
    expect(states(desks).at(-1)).toBe('specimen-label 1 waiting');
  });

  test('that has not come out yet, or twice, is refused', async () => {
    const desks = await checkedIn();
    const { id: paperId } = paperAt(desks, 1);
    const spoil = () => desks.staff.act({ kind: 'spoil', paperId, reason: 'not-readable' });
    expect((await spoil()).content).toMatchObject({ problem: 'not-possible-now' });
    settleAll(desks, 'printed');
    await spoil();
    expect((await spoil()).content).toMatchObject({ problem: 'not-possible-now' });
  });

  test('a ticket is not spoiled but printed again: its duplicate says so, and the first stays good', async () => {
    const desks = await withSetPrinted();
    const { id: paperId } = paperAt(desks, 3);
    const { content } = await desks.staff.act({ kind: 'spoil', paperId, reason: 'torn' });
    expect(content).toMatchObject({ problem: 'not-possible-now' });
    await desks.staff.act({ kind: 'reprint', paperId, reason: 'lost' });
    expect(states(desks).filter((one) => one.startsWith('queue-ticket'))).toEqual([
      'queue-ticket 0 printed',
      'queue-ticket 1 waiting',
    ]);
  });
});

test('a header that nothing follows any more is void, and no reason to call staff', async () => {
  const desks = await withSetPrinted();
  const { id } = paperAt(desks, 0);
  desks.store.ledger.write((writes) => {
    const header = { id: 'rest', bookingId, kind: 'header-label', specimenId: null, copy: 1 } as const;
    writes.addContinuationHeader(header, id);
    writes.setPaperState('rest', 'voided');
  });
  const { content } = await desks.staff.act({ kind: 'open-visit', bookingId });
  expect(content).toMatchObject({ visit: { row: { labels: 'printed' } } });
  const lines = content.screen === 'visit' ? content.visit.papers : [];
  expect(lines.find(({ paperId }) => paperId === 'rest')).toMatchObject({ isContinuation: true, isToDestroy: false });
  expect(lines.find(({ paperId }) => paperId === id)).toMatchObject({ state: 'printed', life: 'live' });
});

test('what was printed again is asked of nobody any more', async () => {
  const desks = await checkedIn();
  const label = paperAt(desks, 1);
  desks.store.ledger.write((writes) => {
    writes.setPaperState(label.id, 'refused');
    writes.openTask(bookingId, { kind: 'paper-refused', paperId: label.id, because: 'patient-changed' });
  });
  await desks.staff.act({ kind: 'reprint', paperId: label.id, reason: 'wrong-details-corrected' });
  expect(matters(desks)).toEqual([]);
});

test('the ledger counts every piece of paper of a day, and those that must be destroyed', async () => {
  const desks = await withSetPrinted();
  await desks.staff.act({ kind: 'reprint', paperId: paperAt(desks, 1).id, reason: 'damaged' });
  settleAll(desks, 'printed');
  await desks.staff.act({ kind: 'spoil', paperId: paperAt(desks, 2).id, reason: 'torn' });
  expect(countPapers(desks.store.ledger.papersOfDay(clinicDay))).toEqual({
    live: 3,
    mayBeLive: 0,
    notThere: 0,
    voided: 1,
    spoiled: 1,
    deadOut: 2,
    deadPerhapsOut: 0,
  });
  expect(desks.store.ledger.papersOfDay('2026-11-23')).toEqual([]);
  expect(desks.store.ledger.papersOfDay('2026-11-25')).toEqual([]);
});
