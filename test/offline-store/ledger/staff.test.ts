/** What proves a member of staff, and how much guessing the kiosk has seen: both outlive a restart. */
import { expect, test } from 'vitest';
import type { StaffVerifier } from '../../../offline-store/store.ts';
import { newFolder, opened } from '../store-clinic.ts';

const nurse: StaffVerifier = {
  staffId: 'nurse-1',
  name: 'Zz Nurse',
  badgeMac: 'aa'.repeat(32),
  pinHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
  isDisabled: false,
  failedTries: 0,
  lockedUntil: null,
};

test('failed tries and a lock are not forgotten by switching the kiosk off and on', () => {
  const folder = newFolder();
  const first = opened(folder);
  const locked = { ...nurse, failedTries: 5, lockedUntil: '2026-11-23T08:03:00.000Z' };
  first.ledger.write((writes) => writes.saveStaff(nurse));
  first.ledger.write((writes) => writes.saveStaff(locked));
  first.close();
  expect(opened(folder).ledger.staff()).toEqual([locked]);
});

test('two people cannot have one badge', () => {
  const { ledger } = opened(newFolder());
  ledger.write((writes) => writes.saveStaff(nurse));
  expect(() => ledger.write((writes) => writes.saveStaff({ ...nurse, staffId: 'nurse-2' }))).toThrow('UNIQUE');
  expect(ledger.staff()).toEqual([nurse]);
});

test('S2: misses at this kiosk are not forgotten by switching it off and on', () => {
  const folder = newFolder();
  const first = opened(folder);
  expect(first.ledger.guessing()).toEqual({ misses: 0, restingUntil: null });
  const state = { misses: 5, restingUntil: '2026-11-23T08:03:00.000Z' };
  first.ledger.write((writes) => writes.setGuessing(state));
  first.close();
  expect(opened(folder).ledger.guessing()).toEqual(state);
});
