/** The audit trail: what was done cannot be changed, removed or cut off unseen (S14). */

import { createSecretKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { beforeFirst, type ChainedEntry, linkOf } from '../../../offline-store/ledger/audit-chain.ts';
import { ledgerTables } from '../../../offline-store/ledger/ledger-tables.ts';
import { openStore } from '../../../offline-store/open-store.ts';
import type { Store } from '../../../offline-store/store.ts';
import { deriveKey } from '../../../offline-store/store-key.ts';
import { newFolder, opened, optionsFor, storeKeyIn, withLedger } from '../store-clinic.ts';

function withFiveActs(folder: string): Store {
  const store = opened(folder);
  for (let copy = 1; copy <= 4; copy += 1) {
    store.ledger.write((writes) =>
      writes.audit({ who: 'nurse-1', act: 'reprint', bookingId: 'b1', details: { copy, reason: 'damaged' } }),
    );
  }
  return store;
}

const escrowIn = (folder: string): string => fs.readFileSync(path.join(folder, 'audit-escrow.key'), 'utf8');

/** What somebody does who has the key and a tool of their own: no trigger stands in their way. */
function tamper(folder: string, ...statements: string[]): void {
  withLedger(folder, ({ sql }) => {
    for (const name of ['audit_is_not_changed', 'audit_is_not_deleted']) sql.exec(`DROP TRIGGER ${name}`);
    for (const statement of statements) sql.exec(statement);
  });
}

test('S14: acts are kept in order, with who did them, and the chain holds', () => {
  const folder = newFolder();
  const store = withFiveActs(folder);
  expect(store.ledger.audit().map(({ sequence, who, details }) => [sequence, who, details.copy ?? null])).toEqual([
    [1, 'kiosk', null],
    [2, 'nurse-1', 1],
    [3, 'nurse-1', 2],
    [4, 'nurse-1', 3],
    [5, 'nurse-1', 4],
  ]);
  expect(store.ledger.auditBreak()).toBeNull();
  expect(store.ledger.auditBreak(escrowIn(folder))).toBeNull();
});

test('S14: an act that is not stored leaves no entry, and an entry that cannot be stored leaves no act', () => {
  const store = opened(newFolder());
  const failing = () =>
    store.ledger.write((writes) => {
      writes.setGuessing({ misses: 3, restingUntil: null });
      writes.audit({ who: '', act: 'nobody signs', bookingId: null, details: {} });
    });
  expect(failing).toThrow('CHECK');
  expect(store.ledger.guessing().misses).toBe(0);
  expect(store.ledger.audit()).toHaveLength(1);
  expect(store.ledger.auditBreak()).toBeNull();
});

test('S14: several acts of one write follow each other, and a write that fails leaves the trail where it was', () => {
  const { ledger } = withFiveActs(newFolder());
  const act = { who: 'nurse-1', bookingId: null, details: {} };
  const failing = () =>
    ledger.write((writes) => {
      writes.audit({ ...act, act: 'void' });
      throw new Error('the work failed');
    });
  expect(failing).toThrow('the work failed');
  ledger.write((writes) => {
    writes.audit({ ...act, act: 'spoil' });
    writes.setGuessing({ misses: 3, restingUntil: null });
    writes.audit({ ...act, act: 'reprint' });
  });
  ledger.write((writes) => writes.audit({ ...act, act: 'sign-out' }));
  expect(ledger.audit().map(({ sequence, act }) => `${sequence} ${act}`)).toEqual([
    '1 ledger-created',
    ...[2, 3, 4, 5].map((sequence) => `${sequence} reprint`),
    '6 spoil',
    '7 reprint',
    '8 sign-out',
  ]);
  expect(ledger.auditBreak()).toBeNull();
  expect(ledger.guessing()).toEqual({ misses: 3, restingUntil: null });
});

test('S14: the ledger itself refuses to change or delete an entry', () => {
  const folder = newFolder();
  withFiveActs(folder).close();
  withLedger(folder, ({ sql }) => {
    expect(() => sql.exec("UPDATE audit SET who = 'nurse-2'")).toThrow('never changed');
    expect(() => sql.exec('DELETE FROM audit WHERE sequence = 5')).toThrow('never deleted');
  });
});

test.each([
  ['an edited act', ["UPDATE audit SET who = 'nurse-2' WHERE sequence = 3"], 3],
  ['edited details', [`UPDATE audit SET details_json = '{"copy":9}' WHERE sequence = 2`], 2],
  ['a removed act', ['DELETE FROM audit WHERE sequence = 3'], 3],
  [
    'two acts that changed places',
    [
      'UPDATE audit SET sequence = 99 WHERE sequence = 3',
      'UPDATE audit SET sequence = 3 WHERE sequence = 4',
      'UPDATE audit SET sequence = 4 WHERE sequence = 99',
    ],
    3,
  ],
  ['a cut-off tail', ['DELETE FROM audit WHERE sequence > 3'], 4],
  [
    "a cut-off tail with the ledger's own note of it, which only the anchor shows,",
    [
      'DELETE FROM audit WHERE sequence > 3',
      'UPDATE kiosk_state SET audit_sequence = 3, audit_link = (SELECT link FROM audit WHERE sequence = 3)',
    ],
    null,
  ],
  ['a removed first act', ['DELETE FROM audit WHERE sequence = 1'], 1],
])('S14, S15: %s is found, and the kiosk does not open', (_, statements, at) => {
  const folder = newFolder();
  withFiveActs(folder).close();
  tamper(folder, ...statements);
  expect(openStore(optionsFor(folder))).toEqual({ ok: false, problem: 'ledger-damaged' });
  withLedger(folder, (database) => {
    const { audit } = ledgerTables(database, deriveKey(storeKeyIn(folder), 'audit-link'));
    expect(audit.firstBreak(1, null)).toBe(at);
  });
});

test('S14: somebody with every key of the kiosk can mend the links, but not the seals that the site can check', () => {
  const folder = newFolder();
  withFiveActs(folder).close();
  tamper(folder, "UPDATE audit SET who = 'nurse-2' WHERE sequence = 3");
  mendLinks(folder);
  const store = opened(folder);
  expect(store.ledger.auditBreak()).toBeNull();
  expect(store.ledger.auditBreak(escrowIn(folder))).toBe(3);
  expect(store.ledger.auditBreak('00'.repeat(32))).toBe(1);
});

/** As the kiosk would have written them, had the edited entries been true; and the anchor with them. */
function mendLinks(folder: string): void {
  const key = createSecretKey(deriveKey(storeKeyIn(folder), 'audit-link'));
  withLedger(folder, ({ sql }) => {
    let link: Buffer = beforeFirst;
    const entries = sql.prepare<[], ChainedEntry>(
      `SELECT sequence, at, who, act, booking_id AS bookingId, details_json AS detailsJson FROM audit ORDER BY sequence`,
    );
    const set = sql.prepare('UPDATE audit SET link = ? WHERE sequence = ?');
    for (const entry of entries.all()) {
      link = linkOf(key, link, entry);
      set.run(link, entry.sequence);
    }
    sql.prepare('UPDATE kiosk_state SET audit_link = ?').run(link);
    fs.writeFileSync(path.join(folder, 'audit-anchor'), `5 ${link.toString('hex')}\n`);
  });
}

test('what was done lately is read without the years before it, newest first', () => {
  const { ledger } = withFiveActs(newFolder());
  ledger.write((writes) => writes.audit({ who: 'kiosk', act: 'close-of-day', bookingId: null, details: {} }));
  const copiesOf = (after?: number) =>
    ledger.auditLately(['reprint', 'spoil'], after).map(({ details }) => details.copy);
  expect([copiesOf(), copiesOf(3), copiesOf(99)]).toEqual([[4, 3, 2, 1], [4, 3], []]);
  expect(ledger.newestAudit('close-of-day')?.sequence).toBe(6);
  expect([ledger.newestAudit('reprint')?.details.copy, ledger.newestAudit('spoil')]).toEqual([4, null]);
});
