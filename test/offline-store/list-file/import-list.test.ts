/** Loading a list while things go wrong: the kiosk dies, another list comes first, the list in use is damaged. */
import fs from 'node:fs';
import { expect, test } from 'vitest';
import { assert } from '../../../clinic/assert.ts';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import type { Cache } from '../../../offline-store/day-list-cache.ts';
import { importList } from '../../../offline-store/list-file/import-list.ts';
import type { Store } from '../../../offline-store/store.ts';
import { bundle, day, dayResources, openingTime, outageSettings } from '../../electron/outage-clinic.ts';
import { newFolder, opened } from '../store-clinic.ts';
import { type Json, site } from '../sync/fhir-examples.ts';

const options = { clinicDay: day, now: () => openingTime };
const list = (count: number, timestamp: string) => Buffer.from(bundle(dayResources(count), { timestamp }));
const inVersion = (versionId: string) => (resource: Json) =>
  resource.resourceType === 'Appointment' ? { ...resource, meta: { versionId } } : resource;

const load = (store: Store, content: Uint8Array, over: Partial<Parameters<typeof importList>[1]> = {}) =>
  importList(content, {
    cache: store.cache,
    settings: outageSettings().upstream,
    siteId: site,
    clinicDay: day,
    timeZone: 'Europe/London',
    rules: defaultClinicRules,
    nowMs: () => Date.parse(openingTime),
    passphrase: null,
    agreedCount: null,
    onAccepted: () => undefined,
    ...over,
  });

/** The cache, and what is done after each step of writing a list. */
function watched(cache: Cache, onStep: () => void, onBegun = onStep): Cache {
  return {
    ...cache,
    beginDayList(age) {
      const { add, ...rest } = cache.beginDayList(age);
      onBegun();
      return {
        ...rest,
        add(bookings) {
          add(bookings);
          onStep();
        },
      };
    },
  };
}

test('the kiosk dies while a list is loaded: whenever it was, the list before is whole, and so is the new one afterwards', async () => {
  const folder = newFolder();
  const store = opened(folder, options);
  await load(store, list(150, `${day}T06:00:00Z`));
  const remains: string[] = [];
  const keep = () => {
    const copy = newFolder();
    fs.cpSync(folder, copy, { recursive: true });
    remains.push(copy);
  };
  const cache = watched(store.cache, keep);
  await load(store, list(420, `${day}T07:00:00Z`), { cache, onAccepted: keep });
  expect(remains.length).toBeGreaterThan(5);
  for (const left of remains) {
    const { age, bookings } = opened(left, options).cache;
    expect([age()?.pulledAt, bookings().length]).toEqual([`${day}T06:00:00.000Z`, 150]);
  }
  expect([store.cache.age()?.pulledAt, store.cache.bookings().length]).toEqual([`${day}T07:00:00.000Z`, 420]);
});

test('a pull that comes first is not overwritten by a file that was slower', async () => {
  const store = opened(newFolder(), options);
  const pulled = () => {
    const pull = store.cache.beginDayList({ clinicDay: day, siteId: site, pulledAt: openingTime });
    pull.finish([]);
  };
  const loaded = await load(store, list(3, `${day}T07:00:00Z`), { onAccepted: pulled });
  expect(loaded).toEqual({ ok: false, problem: { kind: 'overtaken' } });
  expect(store.cache.age()?.pulledAt).toBe(openingTime);
});

test.each([
  ['versions count up', '1', '2', '3'],
  ['versions say nothing', '5f0c', '9b1e', null],
])(
  'S11: what a quick look has heard since is not taken back by a file that was made before it, where %s',
  async (_, before, heard, after) => {
    const store = opened(newFolder(), options);
    const listed = (version: string, timestamp: string) =>
      Buffer.from(bundle(dayResources(3).map(inVersion(version)), { timestamp }));
    await load(store, listed(before, `${day}T07:00:00Z`));
    const one = store.cache.booking('a1');
    assert(one !== null, 'the list has it');
    const cancelled = { ...one, status: 'cancelled' as const, version: heard };
    expect(store.cache.changeBookings({ clinicDay: day, siteId: site }, [cancelled])).toBe(true);
    // Newer than the list, and older than the cancellation.
    expect((await load(store, listed(before, `${day}T07:02:00Z`))).ok).toBe(true);
    expect(store.cache.booking('a1')).toEqual(cancelled);
    if (after === null) return;
    await load(store, listed(after, `${day}T07:30:00Z`));
    expect(store.cache.booking('a1')?.status).toBe('booked');
  },
);

test('S11: what comes from the booking system while a file is loaded is not lost with it: the file is not used', async () => {
  const store = opened(newFolder(), options);
  await load(store, list(3, `${day}T06:00:00Z`));
  const one = store.cache.booking('a1');
  assert(one !== null, 'the list has it');
  const looked = () => store.cache.changeBookings({ clinicDay: day, siteId: site }, [{ ...one, status: 'cancelled' }]);
  const pulled = () => store.cache.confirmDayList({ clinicDay: day, siteId: site, pulledAt: openingTime }, []);
  for (const came of [looked, pulled]) {
    const loaded = await load(store, list(3, `${day}T07:00:00Z`), { cache: watched(store.cache, came, () => {}) });
    expect(loaded).toEqual({ ok: false, problem: { kind: 'overtaken' } });
    expect(store.cache.booking('a1')?.status).toBe('cancelled');
  }
  expect(store.cache.age()?.pulledAt).toBe(openingTime);
});

test('S10: a file that is still being read at midnight does not bring back the day that has ended', async () => {
  const store = opened(newFolder(), options);
  await load(store, list(3, `${day}T06:00:00Z`));
  const nowMs = () => Date.parse('2026-11-25T00:00:01Z');
  const loading = load(store, list(3, `${day}T23:30:00Z`), { nowMs });
  store.beginClinicDay('2026-11-25');
  const pulled = { clinicDay: '2026-11-25', siteId: site, pulledAt: '2026-11-25T00:00:00Z' };
  store.cache.replaceDayList(pulled, [], []);
  expect(await loading).toEqual({ ok: false, problem: { kind: 'overtaken' } });
  expect(store.cache.age()).toEqual(pulled);
});
