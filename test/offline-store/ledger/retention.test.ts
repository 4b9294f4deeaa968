/** What the ledger forgets once nobody owes anything, and what it never forgets. */
import { expect, test } from 'vitest';
import type { Ledger, Store } from '../../../offline-store/store.ts';
import { checkIn, newFolder, opened, specimen, visit, withLedger } from '../store-clinic.ts';

const long = '2026-10-01';
const before = '2026-10-24';

/** So many visits of a day long ago, all over: printed, sent, collected. */
function oldDay(folder: string, visits: number, clinicDay = long): Store {
  const store = opened(folder);
  for (let ticket = 1; ticket <= visits; ticket += 1) {
    const bookingId = `${clinicDay} ${ticket}`;
    const visitId = `V${clinicDay.replaceAll('-', '')}T${ticket}`;
    const specimens = [1, 2].map((place) => specimen(visitId, place, { identifier: `${visitId}S${place}`.slice(3) }));
    const arriving = visit(bookingId, ticket, { visitId, clinicDay, specimens });
    checkIn(store, arriving);
    settle(store.ledger, bookingId, visitId, ticket);
  }
  return store;
}

function settle(ledger: Ledger, bookingId: string, visitId: string, ticket: number): void {
  ledger.write((writes) => {
    const all = ledger.papers(bookingId);
    for (const { id } of all) {
      writes.startAttempt({
        paperId: id,
        printer: 'LABELS-1',
        token: 'AAAA',
        odometerBefore: 1,
        serial: null,
        startedAt: `${long}T09:00:00.000Z`,
      });
      writes.setPaperState(id, 'sending');
      writes.setPaperState(id, 'printed');
    }
    writes.openTask(bookingId, { kind: 'visit', problem: { kind: 'no-tests' } }, `task-${visitId}`);
    writes.endTask(`task-${visitId}`, 'done', 'staff-1');
    const collected = {
      eventId: `collected-${visitId}`,
      bookingId,
      specimenIds: [`${visitId}-1`],
      collectedAt: `${long}T09:10:00.000Z`,
      collectedBy: 'staff-1',
    };
    writes.recordCollection(collected);
    writes.markSent(collected.eventId, collected.specimenIds);
    const done = { state: 'applied', attempts: 1, nextAttemptAt: null } as const;
    for (const { eventId } of ledger.outboxOf(bookingId)) writes.setOutbox(eventId, done);
    if (ticket % 2 === 0) writes.setUpstreamBooking(bookingId, `upstream-${visitId}`);
  });
}

/** Rows of each table that holds something of visits. */
function rowsIn(folder: string): Record<string, number> {
  const rows: Record<string, number> = {};
  withLedger(folder, ({ sql }) => {
    const tables = ['check_ins', 'specimens', 'papers', 'print_attempts', 'outbox', 'collections', 'upstream_bookings'];
    for (const table of [...tables, 'continuation_headers', 'tasks', 'retired_identifiers']) {
      rows[table] = Number(sql.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    }
    expect(sql.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  });
  return rows;
}

test('S13: a visit of which nothing is owed is forgotten whole; only its numbers stay, so that none is used twice', () => {
  const folder = newFolder();
  const store = oldDay(folder, 3);
  expect(store.ledger.forgetVisits(before, 10)).toBe(3);
  expect(store.ledger.forgetVisits(before, 10)).toBe(0);
  expect(store.ledger.isIdentifierUsed('261001T1S1')).toBe(true);
  store.close();
  expect(rowsIn(folder)).toEqual({
    check_ins: 0,
    specimens: 0,
    papers: 0,
    print_attempts: 0,
    outbox: 0,
    collections: 0,
    upstream_bookings: 0,
    continuation_headers: 0,
    tasks: 0,
    retired_identifiers: 6,
  });
});

test('S14: the audit trail is whole afterwards, and says how many were forgotten', () => {
  const store = oldDay(newFolder(), 2);
  const entries = store.ledger.auditCount();
  store.ledger.forgetVisits(before, 10);
  expect(store.ledger.audit().at(-1)).toMatchObject({
    act: 'visits-forgotten',
    details: { beforeDay: before, visits: 2 },
  });
  expect([store.ledger.auditCount(), store.ledger.auditBreak()]).toEqual([entries + 1, null]);
});

test('a number that was forgotten can be given to no tube, whoever asks for it', () => {
  const store = oldDay(newFolder(), 1);
  store.ledger.forgetVisits(before, 10);
  const again = visit('b9', 9, { visitId: 'V9', specimens: [specimen('V9', 1, { identifier: '261001T1S1' })] });
  expect(() => store.ledger.write((writes) => writes.checkIn(again))).toThrow('used once ever');
  const range = { prefix: '', from: 1, to: 3, digits: 4 };
  expect(store.ledger.write((writes) => writes.takeReserved(range, 3))).toHaveLength(3);
});

test.each<[string, (store: Store, bookingId: string) => void]>([
  [
    'an event that upstream has not',
    ({ ledger }, bookingId) =>
      ledger.write((writes) => {
        const [entry] = ledger.outboxOf(bookingId);
        writes.setOutbox(entry?.eventId ?? '', { state: 'pending', attempts: 1, nextAttemptAt: null });
      }),
  ],
  ['a conflict with upstream', conflict],
  [
    'a task that nobody ended',
    ({ ledger }, bookingId) =>
      ledger.write((writes) => writes.openTask(bookingId, { kind: 'upstream-conflict', because: 'moved' })),
  ],
  [
    'a paper that waits',
    ({ ledger }, bookingId) =>
      ledger.write((writes) => {
        writes.addPaper({ id: 'again', bookingId, kind: 'queue-ticket', specimenId: null, copy: 1 });
      }),
  ],
])('%s keeps its visit, however old, and no other', (_, owe) => {
  const store = oldDay(newFolder(), 3);
  const kept = `${long} 2`;
  owe(store, kept);
  expect(store.ledger.forgetVisits(before, 10)).toBe(2);
  expect(store.ledger.visits(long).map(({ bookingId }) => bookingId)).toEqual([kept]);
  expect(store.ledger.papers(kept).length).toBeGreaterThan(3);
});

/** Of the arrival and of the blood, as the push leaves them: with a task for each. */
function conflict({ ledger }: Store, bookingId: string): void {
  ledger.write((writes) => {
    const specimenIds = [ledger.visit(bookingId)?.specimens[1]?.id ?? ''];
    const blood = { bookingId, specimenIds, collectedAt: `${long}T09:20:00.000Z`, collectedBy: 'staff-1' };
    writes.recordCollection({ eventId: `late ${bookingId}`, ...blood });
    const stuck = { state: 'conflict', attempts: 1, nextAttemptAt: null } as const;
    for (const { eventId } of ledger.outboxOf(bookingId)) writes.setOutbox(eventId, { ...stuck, because: 'cancelled' });
    const because = 'cancelled' as const;
    writes.openTask(bookingId, { kind: 'upstream-conflict', because }, `arrival ${bookingId}`);
    writes.openTask(bookingId, { kind: 'collection-conflict', because, areSent: false }, `blood ${bookingId}`);
  });
}

test('S13: a conflict that staff have seen to is owed no more: with the last of its tasks ended the visit is forgotten whole', () => {
  const folder = newFolder();
  const store = oldDay(folder, 1);
  conflict(store, `${long} 1`);
  for (const task of [`arrival ${long} 1`, `blood ${long} 1`]) {
    expect(store.ledger.forgetVisits(before, 10)).toBe(0);
    store.ledger.write((writes) => writes.endTask(task, 'done', 'staff-1'));
  }
  expect(store.ledger.forgetVisits(before, 10)).toBe(1);
  store.close();
  const { retired_identifiers, ...others } = rowsIn(folder);
  expect([retired_identifiers, ...new Set(Object.values(others))]).toEqual([2, 0]);
});

test('S13: so is what staff entered elsewhere and set aside; blood that waits to be sent is owed', () => {
  const store = oldDay(newFolder(), 2);
  conflict(store, `${long} 1`);
  conflict(store, `${long} 2`);
  store.ledger.write((writes) => {
    for (const { id } of store.ledger.openTasks()) writes.endTask(id, 'done', 'staff-1');
    const done = { attempts: 9, nextAttemptAt: null } as const;
    writes.setOutbox(`late ${long} 1`, { ...done, state: 'set-aside', because: 'not-taken' });
    writes.setOutbox(`late ${long} 2`, { ...done, state: 'pending' });
  });
  expect(store.ledger.forgetVisits(before, 10)).toBe(1);
  expect(store.ledger.visits(long).map(({ bookingId }) => bookingId)).toEqual([`${long} 2`]);
});

test('visits of the days that are kept stay, and nobody of today is checked in twice', () => {
  const store = oldDay(newFolder(), 2);
  checkIn(store, visit('b1', 1));
  expect(store.ledger.forgetVisits(before, 10)).toBe(2);
  expect(checkIn(store, visit('b1', 2))).toBe(false);
});

test('a few at a time: whatever stops it in between, the rest goes next time', () => {
  const folder = newFolder();
  const store = oldDay(folder, 5);
  expect(store.ledger.forgetVisits(before, 2)).toBe(2);
  store.close();
  const again = opened(folder);
  expect([again.ledger.forgetVisits(before, 2), again.ledger.forgetVisits(before, 2)]).toEqual([2, 1]);
  expect(again.ledger.forgetVisits(before, 2)).toBe(0);
});

test('a step that fails takes nothing away, and references are watched again after it', () => {
  const store = oldDay(newFolder(), 1);
  expect(() =>
    store.ledger.write((writes) => {
      writes.forgetVisits(before, 10);
      throw new Error('the disk is full');
    }),
  ).toThrow('the disk is full');
  expect(store.ledger.visits(long)).toHaveLength(1);
  store.ledger.forgetVisits(before, 10);
  const orphan = { id: 'p1', bookingId: 'b1', kind: 'specimen-label', specimenId: 'V1X-7', copy: 0 } as const;
  checkIn(store, visit('b1', 1));
  expect(() => store.ledger.write((writes) => writes.addPaper(orphan))).toThrow('FOREIGN KEY');
});

test('a day is closed once, and days with check-ins that were not are known', () => {
  const store = oldDay(newFolder(), 1);
  expect(store.ledger.daysNotClosed('2026-11-23')).toEqual([long]);
  store.ledger.write((writes) => writes.closeDay(long));
  expect([store.ledger.daysNotClosed('2026-11-23'), store.ledger.isDayClosed(long)]).toEqual([[], true]);
});
