/** Check-ins: once for each booking, with specimens whose numbers were never used before. */
import { expect, test } from 'vitest';
import { checkIn, newFolder, opened, specimen, today, tomorrow, visit, withLedger } from '../store-clinic.ts';

test('S4: a booking that is scanned again is not checked in again, and the first visit stands', () => {
  const { ledger, ...store } = opened(newFolder());
  const first = visit('b1', 1);
  expect(checkIn({ ledger, ...store }, first)).toBe(true);
  const again = visit('b1', 2, { visitId: 'OTHER', specimens: [specimen('OTHER', 1)] });
  expect(ledger.write((writes) => writes.checkIn(again))).toBe(false);
  expect(ledger.visit('b1')).toEqual(first);
  expect(ledger.visits(today)).toEqual([first]);
  expect(ledger.isIdentifierUsed('OTHER-1')).toBe(false);
  expect(ledger.outbox()).toHaveLength(1);
});

test('S12: a specimen number is used once ever, and a check-in that repeats one changes nothing', () => {
  const store = opened(newFolder());
  checkIn(store, visit('b1', 1));
  const repeating = visit('b2', 2, { specimens: [specimen('V2X', 1), specimen('V2X', 2, { identifier: 'V1X-1' })] });
  expect(() => checkIn(store, repeating)).toThrow('UNIQUE');
  expect(store.ledger.visit('b2')).toBeNull();
  expect(store.ledger.isIdentifierUsed('V1X-1')).toBe(true);
  expect(store.ledger.isIdentifierUsed('V2X-1')).toBe(false);
  expect(store.ledger.papers('b2')).toEqual([]);
  expect(store.ledger.outbox()).toHaveLength(1);
});

test('ticket numbers begin at 1 each day, and no two patients of a day have the same', () => {
  const store = opened(newFolder());
  expect(store.ledger.nextTicketNumber(today)).toBe(1);
  checkIn(store, visit('b1', 1));
  checkIn(store, visit('b7', 7));
  expect(store.ledger.nextTicketNumber(today)).toBe(8);
  expect(store.ledger.nextTicketNumber(tomorrow)).toBe(1);
  expect(() => checkIn(store, visit('b8', 7, { visitId: 'W7', specimens: [] }))).toThrow('UNIQUE');
  const next = visit('b9', 1, { clinicDay: tomorrow, visitId: 'W1', specimens: [specimen('W1', 1)] });
  expect(checkIn(store, next)).toBe(true);
  expect(store.ledger.visits(tomorrow)).toEqual([next]);
});

test('which of several bookings are checked in is one question', () => {
  const store = opened(newFolder());
  checkIn(store, visit('b1', 1));
  checkIn(store, visit('b2', 2));
  expect(store.ledger.checkedIn(['b2', 'b9', 'b1'])).toEqual(['b1', 'b2']);
  expect(store.ledger.checkedIn([])).toEqual([]);
  expect(store.ledger.visit('b9')).toBeNull();
});

test.each(['SHRT'.slice(1), 'A-NUMBER-TOO-LONG', 'AB^XZ1', 'ab12'])('S12: %s is no specimen number', (identifier) => {
  const store = opened(newFolder());
  const arriving = visit('b1', 1, { specimens: [specimen('V1X', 1, { identifier })] });
  expect(() => checkIn(store, arriving)).toThrow('CHECK');
  expect(store.ledger.visit('b1')).toBeNull();
});

test('the ledger is changed only inside its write: a writer that was kept for later changes nothing', () => {
  const store = opened(newFolder());
  const kept = store.ledger.write((writes) => writes);
  expect(() => kept.checkIn(visit('b1', 1))).toThrow('only inside its write');
  expect(() => store.ledger.write(() => kept.checkIn(visit('b1', 1)))).toThrow('only inside its write');
  expect(store.ledger.visit('b1')).toBeNull();
});

test.each([
  ['check_ins', 'found_by'],
  ['specimens', 'identifier_source'],
  ['papers', 'kind'],
  ['papers', 'state'],
  ['outbox', 'state'],
])('the ledger itself refuses a word that it does not know in %s, %s', (table, column) => {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  store.close();
  withLedger(folder, ({ sql }) => {
    const unknownWord = () => sql.exec(`UPDATE ${table} SET ${column} = 'unknown'`);
    expect(unknownWord).toThrow(`CHECK constraint failed: ${column} = `);
  });
});
