/** After a loss nobody knows which numbers are on labels, and which on tickets in people's hands: they are left out (S12, S1). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { journalsIn } from '../../offline-store/ledger/journal.ts';
import { type Restored, restoreLedger } from '../../offline-store/restore.ts';
import type { Store } from '../../offline-store/store.ts';
import { checkIn, newFolder, opened, optionsFor, today, tomorrow, visit } from './store-clinic.ts';

const range = { prefix: 'K', from: 1, to: 9999, digits: 8 } as const;
const newestCopy = (folder: string): string => copiesIn(folder).at(-1)?.file ?? 'none';
const take = (store: Store): readonly string[] => store.ledger.write((writes) => writes.takeReserved(range, 3));

function restored(folder: string, copy = newestCopy(folder)): Restored {
  const answer = restoreLedger({ ...optionsFor(folder), reservedRange: range }, copy);
  assert(answer.ok, 'the ledger is restored');
  return answer.value;
}

/** Numbers were given before the copy and after it; then the ledger is gone. */
async function dayWithNumbers(): Promise<{ readonly folder: string; readonly given: readonly string[] }> {
  const folder = newFolder();
  const store = opened(folder);
  const before = take(store);
  await store.keepCopy();
  const given = [...before, ...take(store), ...take(store)];
  store.close();
  fs.rmSync(path.join(folder, 'ledger.db'));
  return { folder, given };
}

test('S12: with the journal nothing is lost, and numbers go on where they were', async () => {
  const { folder, given } = await dayWithNumbers();
  expect(restored(folder)).toMatchObject({ isComplete: true, isRangeEnded: false });
  expect(take(opened(folder))).toEqual(['K00000010', 'K00000011', 'K00000012']);
  expect(given).toHaveLength(9);
});

test('S12: numbers that were given by acts that are lost are on labels, and are given to nobody else', async () => {
  const { folder, given } = await dayWithNumbers();
  for (const { file } of journalsIn(folder)) fs.rmSync(file);
  expect(restored(folder)).toMatchObject({ isComplete: false, isRangeEnded: false });
  const taken = take(opened(folder));
  expect(taken).toHaveLength(3);
  for (const number of taken) expect(given).not.toContain(number);
});

test('S12: from an old backup on a new disk nobody can know: no number of the range is given any more, and of another all are', async () => {
  const { folder } = await dayWithNumbers();
  const fresh = newFolder();
  fs.copyFileSync(path.join(folder, 'store.key'), path.join(fresh, 'store.key'));
  expect(restored(fresh, newestCopy(folder))).toMatchObject({ missing: null, isRangeEnded: true });
  const store = opened(fresh);
  expect(take(store)).toEqual([]);
  const another = { ...range, from: 20_000, to: 29_999 };
  expect(store.ledger.write((writes) => writes.takeReserved(another, 1))).toEqual(['K00020000']);
});

/** Tickets 1 to 3 were given before the copy, 4 to 8 after it; then the ledger is gone. */
async function dayWithTickets(): Promise<string> {
  const folder = newFolder();
  const store = opened(folder);
  for (let ticket = 1; ticket <= 8; ticket += 1) {
    checkIn(store, visit(`b${ticket}`, ticket));
    if (ticket === 3) await store.keepCopy();
  }
  store.close();
  fs.rmSync(path.join(folder, 'ledger.db'));
  return folder;
}

const nextTicket = (store: Store, clinicDay = today): number => store.ledger.nextTicketNumber(clinicDay);

function withoutJournals(folder: string): string {
  for (const { file } of journalsIn(folder)) fs.rmSync(file);
  return folder;
}

test('S1: with the journal ticket numbers go on where they were', async () => {
  const folder = await dayWithTickets();
  expect(restored(folder)).toMatchObject({ isComplete: true });
  expect(nextTicket(opened(folder))).toBe(9);
});

test('S1: a ticket that was given by an act that is lost is called for nobody else that day; other days begin at 1', async () => {
  const folder = withoutJournals(await dayWithTickets());
  expect(restored(folder)).toMatchObject({ isComplete: false });
  const store = opened(folder);
  const next = nextTicket(store);
  expect(next).toBeGreaterThan(8);
  expect(next).toBeLessThan(30);
  checkIn(store, visit('b9', next));
  expect([nextTicket(store), nextTicket(store, tomorrow)]).toEqual([next + 1, 1]);
});

test('S1: where nobody knows how many were lost, tickets go on after more than one kiosk gives in a day, and never end by it', async () => {
  const folder = await dayWithTickets();
  const copy = newestCopy(folder);
  let last = 0;
  for (let time = 1; time <= 6; time += 1) {
    const fresh = newFolder();
    fs.copyFileSync(path.join(folder, 'store.key'), path.join(fresh, 'store.key'));
    const from = last === 0 ? copy : path.join(fresh, 'backup.db');
    if (last > 0) fs.copyFileSync(path.join(folder, 'again.db'), from);
    expect(restored(fresh, from)).toMatchObject({ missing: null });
    const store = opened(fresh);
    const next = nextTicket(store);
    if (time === 1) expect(next).toBe(2004);
    expect(next).toBeGreaterThan(last);
    checkIn(store, visit(`later ${time}`, next));
    last = next;
    store.close();
    fs.copyFileSync(path.join(fresh, 'ledger.db'), path.join(folder, 'again.db'));
  }
  expect(last).toBeLessThan(9999);
});
