/** A disk that lies about the day list: what can be read is right, what cannot is missing, is said to be missing, and is pulled again. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import { listState } from '../../../clinic/day-list.ts';
import type { Store } from '../../../offline-store/store.ts';
import { randomFrom, upToFrom } from '../../chance.ts';
import { booking, goodAge, newFolder, nowText, opened } from '../store-clinic.ts';

const bookings = Array.from({ length: 60 }, (_, index) => booking(`b${index + 1}`));
const pageBytes = 4096;
const pull = { search: 'a', begunAt: nowText, nextPage: 'b', total: 60, pages: 1 };
const page = { number: 1, address: 'a', bytes: 9, text: JSON.stringify(bookings) };

function folderWithList(): string {
  const folder = newFolder();
  const { cache, close } = opened(folder);
  cache.replaceDayList({ ...goodAge, pulledAt: nowText }, bookings, []);
  cache.pullPages.keep(pull, page);
  close();
  return folder;
}

function flipped(folder: string, at: number, bits: number): Store {
  const copy = newFolder();
  fs.cpSync(folder, copy, { recursive: true });
  const file = path.join(copy, 'cache.db');
  const bytes = fs.readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ bits;
  fs.writeFileSync(file, bytes);
  return opened(copy);
}

/** All of it, or a part that is said to be one, or nothing; never something else. */
function isTrue({ cache }: Store): boolean {
  const shown = cache.bookings();
  for (const one of shown) expect(one).toEqual(bookings.find(({ id }) => id === one.id));
  const state = listState(cache.age(), Date.parse(nowText), defaultClinicRules);
  const kept = cache.pullPages.underWay() === null ? null : cache.pullPages.page(1);
  expect([null, page.text]).toContain(kept?.text ?? null);
  return shown.length === bookings.length ? state === 'good' : state !== 'good';
}

test('a flipped bit in any page of the day list never gives a wrong name, and a list that lost something is not good', () => {
  const folder = folderWithList();
  const pages = fs.statSync(path.join(folder, 'cache.db')).size / pageBytes;
  expect(pages).toBeGreaterThan(20);
  const upTo = upToFrom(randomFrom(20));
  for (let number = 0; number < pages; number++) {
    const at = number * pageBytes + upTo(pageBytes);
    const store = flipped(folder, at, 1 << upTo(8));
    expect(isTrue(store), `a bit at ${at}`).toBe(true);
    store.close();
  }
});

test('S10: a day list that was cut short on the disk is begun anew: nobody is checked in before it is pulled again, and the audit trail says so', () => {
  const folder = folderWithList();
  fs.truncateSync(path.join(folder, 'cache.db'), 5 * pageBytes);
  const { cache, ledger } = opened(folder);
  expect([cache.bookings(), cache.age(), cache.pullPages.underWay()]).toEqual([[], null, null]);
  expect(cache.isDamaged()).toBe(true);
  expect(listState(cache.age(), Date.parse(nowText), defaultClinicRules)).toBe('none');
  expect(ledger.audit().at(-1)).toMatchObject({ act: 'day-list-forgotten', details: { why: 'damage' } });
});
