/** What the journal keeps can be done again: on an older copy every change of the ledger gives the very same rows (S3, S14). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '../../../clinic/assert.ts';
import { copiesIn } from '../../../offline-store/copies.ts';
import { journalsIn, readJournal } from '../../../offline-store/ledger/journal.ts';
import { ledgerTables } from '../../../offline-store/ledger/ledger-tables.ts';
import { replay } from '../../../offline-store/ledger/replay.ts';
import { restoreLedger } from '../../../offline-store/restore.ts';
import type { LedgerWrites, Store } from '../../../offline-store/store.ts';
import { deriveKey } from '../../../offline-store/store-key.ts';
import { checkIn, newFolder, opened, optionsFor, storeKeyIn, tomorrow, visit, withLedger } from '../store-clinic.ts';

/** Every row of every table but what the restoring itself adds: its entry in the trail, and where the trail then stands. */
function rowsOf(folder: string): Readonly<Record<string, unknown>> {
  let rows: Record<string, unknown> = {};
  withLedger(folder, ({ sql }) => {
    const tables = sql.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck();
    const all = tables.all().filter((table) => table !== 'kiosk_state');
    const trail = "SELECT * FROM audit WHERE act <> 'ledger-restored'";
    rows = Object.fromEntries(
      all.map((table) => [table, sql.prepare(table === 'audit' ? trail : `SELECT * FROM ${table}`).all()]),
    );
    rows.state = sql.prepare('SELECT paper_sequence, guessing_json FROM kiosk_state').all();
  });
  return rows;
}

/** One write for each kind of change, in an order in which they may happen. */
function everyChange(store: Store): ReadonlySet<string> {
  const used = new Set<string>();
  const write = (work: (writes: LedgerWrites) => void): void =>
    store.ledger.write((writes) => {
      const watched = new Proxy(writes, {
        get(target, name) {
          used.add(String(name));
          return Reflect.get(target, name);
        },
      });
      work(watched);
    });
  const [label, bookingId] = ['V5X-1-label', 'b5'];
  const paper = { bookingId, kind: 'header-label', specimenId: null } as const;
  const attempt = { paperId: label, printer: 'labels', token: 'ABCD', odometerBefore: null, serial: null };
  const verifier = { name: 'Robin Fennel', badgeMac: 'mac', pinHash: 'hash', isDisabled: false, failedTries: 0 };
  write((w) => w.checkIn(visit(bookingId, 5, { specimens: visit(bookingId, 5).specimens })));
  write((w) => w.addPaper({ ...paper, id: 'header', copy: 0 }));
  write((w) => w.addPaper({ id: label, bookingId, kind: 'specimen-label', specimenId: 'V5X-1', copy: 0 }));
  write((w) => w.addContinuationHeader({ ...paper, id: 'more', copy: 1 }, 'header'));
  write((w) => {
    w.startAttempt({ ...attempt, startedAt: 'then' });
    w.setPaperState(label, 'sending');
  });
  write((w) => w.takeReserved({ prefix: 'PK', from: 1, to: 9, digits: 6 }, 2));
  write((w) => w.addOutbox({ eventId: 'e5', bookingId, kind: 'arrived', occurredAt: 'then' }));
  write((w) => w.setOutbox('e5', { state: 'conflict', attempts: 1, nextAttemptAt: null, because: 'moved' }));
  const collection = { eventId: 'c5', bookingId, collectedAt: 'then', collectedBy: 'staff-1' };
  write((w) => w.recordCollection({ ...collection, specimenIds: ['V5X-1', 'V5X-2'] }));
  write((w) => w.markSent('c5', ['V5X-1']));
  write((w) => w.setUpstreamBooking(bookingId, 'upstream-5'));
  write((w) => w.setPatientMark(bookingId, 'c'.repeat(32)));
  write((w) => w.openTask(bookingId, { kind: 'transfusion-by-hand', tests: ['gs'] }));
  write((w) => w.endTask(store.ledger.openTasks()[0]?.id ?? '', 'done', 'staff-1'));
  write((w) => w.openTask(null, { kind: 'store-trouble', because: 'disk-error' }));
  write((w) => w.saveStaff({ ...verifier, staffId: 'staff-1', lockedUntil: null }));
  write((w) => w.setGuessing({ misses: 4, restingUntil: null }));
  write((w) => w.closeDay('2026-11-22'));
  write((w) => w.audit({ who: 'kiosk', act: 'test', bookingId: null, details: { a: 1, b: null, c: 'x', d: true } }));
  write((w) => void w.forgetVisits(tomorrow, 10));
  return used;
}

test('S3, S14: every change that the ledger knows is the same when it is done again, row for row, seals and all', async () => {
  const folder = newFolder();
  const store = opened(folder, { eventTime: () => ({ monotonicMs: 12_345.6, clockSkewMs: -20 }) });
  await store.keepCopy();
  const used = everyChange(store);
  // A change that is new has to be among those above.
  const known = store.ledger.write((writes) => Object.keys(writes));
  expect([...used].toSorted()).toEqual(known.toSorted());
  checkIn(store, visit('b6', 6));
  store.close();
  const before = rowsOf(folder);
  fs.truncateSync(path.join(folder, 'ledger.db'), 5000);
  const restored = restoreLedger(optionsFor(folder), copiesIn(folder)[0]?.file ?? '');
  expect(restored).toMatchObject({ ok: true, value: { missing: 0 } });
  expect(rowsOf(folder)).toEqual(before);
});

test('a write that cannot be what it was ends what can be done again there, and is counted', async () => {
  const folder = newFolder();
  const store = opened(folder);
  await store.keepCopy();
  checkIn(store, visit('b1', 1));
  checkIn(store, visit('b2', 2));
  store.close();
  fs.truncateSync(path.join(folder, 'ledger.db'), 5000);
  // The second patient's ticket number is given in the copy already: what follows cannot be what was.
  const copy = copiesIn(folder)[0]?.file ?? '';
  const image = newFolder();
  fs.cpSync(folder, image, { recursive: true });
  fs.copyFileSync(copy, path.join(image, 'ledger.db'));
  withLedger(image, ({ sql, write }) => {
    write(() =>
      sql.exec(
        `INSERT INTO check_ins VALUES (2611230002, 'other', 'VO', '2026-11-23', 2, 'K7', 'then', 'scan', '[]', '', '')`,
      ),
    );
  });
  const restored = restoreLedger(optionsFor(folder), path.join(image, 'ledger.db'));
  assert(restored.ok, 'it is restored as far as it goes');
  expect(restored.value).toMatchObject({ replayed: 1, missing: 1 });
});

test('visits are forgotten again without a look through whole tables for each of their rows, and references are watched after it', async () => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  const papers = store.ledger.papers('b1');
  store.ledger.write((writes) => {
    for (const { id } of papers) writes.setPaperState(id, 'voided');
    writes.setOutbox('event-V1X', { state: 'applied', attempts: 1, nextAttemptAt: null });
  });
  await store.keepCopy();
  expect(store.ledger.forgetVisits(tomorrow, 10)).toBe(1);
  checkIn(store, visit('b2', 2));
  store.close();
  const storeKey = storeKeyIn(folder);
  const writes = journalsIn(folder).flatMap((file) => readJournal(file, deriveKey(storeKey, 'journal')).writes);
  const asked: string[] = [];
  fs.copyFileSync(copiesIn(folder)[0]?.file ?? '', path.join(folder, 'ledger.db'));
  withLedger(folder, (database) => {
    const sql = new Proxy(database.sql, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: readonly unknown[]) => {
          if (name === 'pragma') asked.push(String(args[0]));
          return Reflect.apply(member, target, args);
        };
      },
    });
    const tables = ledgerTables(database, deriveKey(storeKey, 'audit-link'));
    expect(replay({ database: { ...database, sql }, tables }, writes)).toBe(2);
    expect([tables.checkIns.ofBooking('b1'), tables.checkIns.ofBooking('b2')?.ticketNumber]).toEqual([null, 2]);
    expect(database.sql.pragma('foreign_keys', { simple: true })).toBe(1);
  });
  expect(asked).toEqual(['foreign_keys = OFF', 'foreign_keys = ON']);
});
