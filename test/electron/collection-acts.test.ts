/** The act "blood taken" at the staff desk, over a real store; and the list of what is not yet upstream. */
import { describe, expect, test } from 'vitest';
import type { StaffAction } from '../../electron/staff-api.ts';
import type { Desks } from './desks.ts';
import { clinicWithStaff, register } from './walk-in-clinic.ts';

type Record = Extract<StaffAction, { kind: 'record-collection' }>;

/** Two tubes, both with labels that came out. */
async function atTheChair(): Promise<{ desks: Desks; id: string; tubes: readonly string[]; record: Record }> {
  const desks = await clinicWithStaff();
  const id = await register(desks);
  const tubes = desks.store.ledger.visit(id)?.specimens.map((specimen) => specimen.id) ?? [];
  comesOut(desks, id);
  const record: Record = {
    kind: 'record-collection',
    bookingId: id,
    specimenIds: [...tubes],
    isIdentityConfirmed: true,
    isLabelledByHand: false,
  };
  return { desks, id, tubes, record };
}

function comesOut({ store }: Desks, id: string): void {
  store.ledger.write((writes) => {
    for (const { id: paperId } of store.ledger.papers(id)) {
      const startedAt = '2026-11-24T09:00:00Z';
      writes.setPaperState(paperId, 'sending');
      writes.startAttempt({ paperId, printer: 'LABELS-1', token: paperId, odometerBefore: 1, serial: null, startedAt });
      writes.setPaperState(paperId, 'printed');
    }
  });
}

describe('blood taken', () => {
  test('S14: which tubes, when and by whom are recorded with the event for upstream and the trail, in one transaction', async () => {
    const { desks, id, tubes, record } = await atTheChair();
    const { content } = await desks.staff.act(record);
    expect(content).toMatchObject({
      screen: 'visit',
      problem: null,
      visit: {
        row: { taken: 'all' },
        collection: { mayRecord: false, tubes: [{ taken: { at: '09:00', by: 'Robin Fennel' } }, {}] },
      },
    });
    expect(desks.store.ledger.collections(id).map(({ specimenId }) => specimenId)).toEqual(tubes);
    expect(desks.store.ledger.outboxOf(id).map(({ kind }) => kind)).toEqual(['walk-in', 'collected']);
    expect(desks.store.ledger.audit().at(-1)).toMatchObject({
      who: 'staff-1',
      act: 'blood-taken',
      bookingId: id,
      details: { identityConfirmed: true, labelledByHand: '', notTaken: 0 },
    });
  });

  test('one tube now and one later are two records; the row says that a part is taken', async () => {
    const { desks, id, tubes, record } = await atTheChair();
    const part = await desks.staff.act({ ...record, specimenIds: tubes.slice(0, 1) });
    expect(part.content).toMatchObject({ visit: { row: { taken: 'some' }, collection: { mayRecord: true } } });
    const rest = await desks.staff.act({ ...record, specimenIds: tubes.slice(1) });
    expect(rest.content).toMatchObject({ visit: { row: { taken: 'all' } } });
    expect(desks.store.ledger.outboxOf(id).filter(({ kind }) => kind === 'collected')).toHaveLength(2);
  });

  test('a tube is recorded once: a second record changes nothing and says so', async () => {
    const { desks, id, tubes, record } = await atTheChair();
    await desks.staff.act({ ...record, specimenIds: tubes.slice(0, 1) });
    const before = desks.store.ledger.auditCount();
    const again = await desks.staff.act(record);
    expect(again.content).toMatchObject({ screen: 'visit', problem: 'taken-already' });
    expect(desks.store.ledger.collections(id)).toHaveLength(1);
    expect(desks.store.ledger.auditCount()).toBe(before);
  });

  test.each<[string, Partial<Record>, string]>([
    ['who the patient is was not confirmed', { isIdentityConfirmed: false }, 'identity-not-confirmed'],
    ['no tube was chosen', { specimenIds: [] }, 'nothing-chosen'],
    ['a tube of another visit', { specimenIds: ['elsewhere-1'] }, 'not-of-this-visit'],
    ['a booking that is nowhere', { bookingId: 'nowhere' }, 'not-of-this-visit'],
  ])('nothing is recorded: %s', async (_why, changes, problem) => {
    const { desks, id, record } = await atTheChair();
    const { content } = await desks.staff.act({ ...record, ...changes });
    if (changes.bookingId === undefined) expect(content).toMatchObject({ screen: 'visit', problem });
    expect(desks.store.ledger.collections(id)).toEqual([]);
    expect(desks.store.ledger.outboxOf(id)).toHaveLength(1);
  });

  test('a tube whose label is void has to be answered for: labelled by hand, and the trail says which', async () => {
    const { desks, id, tubes, record } = await atTheChair();
    await desks.staff.act({ kind: 'void-set', bookingId: id, reason: 'labels-lost' });
    const shown = await desks.staff.act({ kind: 'open-visit', bookingId: id });
    expect(shown.content).toMatchObject({
      visit: { collection: { tubes: [{ hasGoodLabel: false }, { hasGoodLabel: false }] } },
    });
    expect((await desks.staff.act(record)).content).toMatchObject({ problem: 'label-not-good' });
    expect(desks.store.ledger.collections(id)).toEqual([]);
    await desks.staff.act({ ...record, isLabelledByHand: true });
    expect(desks.store.ledger.collections(id)).toHaveLength(2);
    expect(desks.store.ledger.audit().at(-1)?.details).toMatchObject({ labelledByHand: tubes.join(' ') });
  });

  test('S7: a tube that was held back is no specimen here and cannot be recorded', async () => {
    const desks = await clinicWithStaff();
    const id = await register(desks, { tests: ['group-save'] });
    const { content } = await desks.staff.act({ kind: 'open-visit', bookingId: id });
    expect(content).toMatchObject({
      visit: {
        row: { taken: 'none' },
        collection: { tubes: [], mayRecord: false },
        heldBack: [{ why: 'transfusion' }],
      },
    });
  });
});

describe('not yet in the booking system', () => {
  test('who was registered and whose blood was taken, in order of time, with the numbers of the tubes and who did it', async () => {
    const { desks, tubes, record } = await atTheChair();
    desks.clock.pass(60_000);
    await desks.staff.act({ ...record, specimenIds: tubes.slice(1) });
    const { content } = await desks.staff.act({ kind: 'open-not-sent' });
    const common = {
      ticketNumber: 1,
      name: 'HOLLYHOCK, Wilhelmina',
      by: 'Robin Fennel',
      day: null,
      because: 'waiting',
    };
    expect(content).toMatchObject({
      screen: 'not-sent',
      notSent: {
        hasDocumentPrinter: false,
        lines: [
          { ...common, what: 'registered', at: '09:00', specimens: ['T7654321S', 'T7654321E'] },
          { ...common, what: 'collected', at: '09:01', specimens: ['T7654321E'] },
        ],
      },
    });
  });

  test('what upstream has is not on it; what a person must see to is, until it is answered', async () => {
    const { desks, id } = await atTheChair();
    const eventId = desks.store.ledger.outboxOf(id)[0]?.eventId ?? '';
    const set = (state: 'applied' | 'conflict') =>
      desks.store.ledger.write((writes) =>
        writes.setOutbox(eventId, {
          state,
          attempts: 1,
          nextAttemptAt: null,
          ...(state === 'conflict' ? { because: 'changed' as const } : {}),
        }),
      );
    const lines = async () => (await desks.staff.act({ kind: 'open-not-sent' })).content;
    set('conflict');
    desks.store.ledger.write((writes) => writes.openTask(id, { kind: 'upstream-conflict', because: 'changed' }));
    expect(await lines()).toMatchObject({ notSent: { lines: [{ because: 'conflict' }] } });
    const taskId = desks.store.ledger.openTasks()[0]?.id ?? '';
    desks.store.ledger.write((writes) => writes.endTask(taskId, 'done', 'staff-1'));
    expect(await lines()).toMatchObject({ notSent: { lines: [] } });
    set('applied');
    expect(await lines()).toMatchObject({ notSent: { lines: [] } });
  });
});
