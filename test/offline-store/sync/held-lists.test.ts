/** S11: a list that shrank too much waits for staff: what they are asked, what they agree to, and for how long that holds. */
import { expect, test } from 'vitest';
import type { Store } from '../../../offline-store/store.ts';
import { heldLists } from '../../../offline-store/sync/held-lists.ts';
import { newFolder, opened } from '../store-clinic.ts';
import { site } from './fhir-examples.ts';
import { day } from './sync-clinic.ts';

const tomorrow = '2026-11-25';

function clinic(folder = newFolder()) {
  const clock = { now: `${day}T08:00:00.000Z` };
  const store = opened(folder, { clinicDay: day, now: () => clock.now });
  return { clock, folder, store, held: heldLists(store) };
}

const held = (before: number, pulled: number) => ({ ok: false, problem: { kind: 'held', before, pulled } }) as const;
const open = ({ ledger }: Store) => ledger.openTasks().map(({ matter }) => matter);

function agree({ ledger }: Store): void {
  for (const { id } of ledger.openTasks()) ledger.write((writes) => writes.endTask(id, 'done', 'staff-1'));
}

const taken = ({ cache }: Store, at: string, clinicDay = day) =>
  cache.replaceDayList({ clinicDay, siteId: site, pulledAt: at }, [], []);

test('staff are asked once, by how many came and how many there were', () => {
  const { store, held: lists } = clinic();
  lists.note(day, held(240, 12));
  lists.note(day, held(240, 11));
  expect(open(store)).toEqual([{ kind: 'list-held', because: 'shrank', clinicDay: day, before: 240, pulled: 12 }]);
  expect(lists.agreedCount(day)).toBeNull();
});

test('S14: who agrees signs for a list of that size, and it holds after a restart', () => {
  const first = clinic();
  first.held.note(day, held(240, 12));
  first.store.close();
  const second = clinic(first.folder);
  expect(second.held.agreedCount(day)).toBeNull();
  agree(second.store);
  expect(second.held.agreedCount(day)).toBe(12);
  second.store.close();
  expect(clinic(first.folder).held.agreedCount(day)).toBe(12);
});

test('an agreement is used up by the list that is taken, and does not stand for the next that shrinks', () => {
  const { clock, store, held: lists } = clinic();
  taken(store, `${day}T07:00:00.000Z`);
  lists.note(day, held(240, 12));
  agree(store);
  expect(lists.agreedCount(day)).toBe(12);
  taken(store, `${day}T08:00:30.000Z`);
  expect(lists.agreedCount(day)).toBeNull();
  clock.now = `${day}T10:00:00.000Z`;
  lists.note(day, held(12, 3));
  expect(open(store)).toMatchObject([{ before: 12, pulled: 3 }]);
});

test('while staff are asked anew, what they agreed to before does not count', () => {
  const { store, held: lists } = clinic();
  lists.note(day, held(240, 12));
  agree(store);
  lists.note(day, held(240, 3));
  expect(open(store)).toMatchObject([{ before: 240, pulled: 3 }]);
  expect(lists.agreedCount(day)).toBeNull();
});

test('a question of yesterday is no question of today, and no agreement either', () => {
  const { store, held: lists } = clinic();
  lists.note(day, held(240, 12));
  lists.note(tomorrow, held(200, 10));
  expect(open(store)).toHaveLength(2);
  agree(store);
  expect([lists.agreedCount(day), lists.agreedCount(tomorrow)]).toEqual([null, 10]);
});

test('a task from before the numbers were kept is read, and agrees to nothing', () => {
  const { store, held: lists } = clinic();
  store.ledger.write((writes) => writes.openTask(null, { kind: 'list-held', because: 'shrank' }));
  expect(open(store)).toEqual([{ kind: 'list-held', because: 'shrank' }]);
  agree(store);
  expect(lists.agreedCount(day)).toBeNull();
});

test('a list that was taken, or failed, asks nobody', () => {
  const { store, held: lists } = clinic();
  lists.note(day, { ok: true, value: null });
  lists.note(day, { ok: false, problem: { kind: 'timed-out' } });
  expect(open(store)).toEqual([]);
});
