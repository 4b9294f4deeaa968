/** Loading a list while things go wrong: the kiosk dies, another list comes first, the list in use is damaged. */
import fs from 'node:fs';
import { expect, test } from 'vitest';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import type { Cache } from '../../../offline-store/day-list-cache.ts';
import { importList } from '../../../offline-store/list-file/import-list.ts';
import type { Store } from '../../../offline-store/store.ts';
import { bundle, day, dayResources, openingTime, outageSettings } from '../../electron/outage-clinic.ts';
import { newFolder, opened } from '../store-clinic.ts';
import { site } from '../sync/fhir-examples.ts';

const options = { clinicDay: day, now: () => openingTime };
const list = (count: number, timestamp: string) => Buffer.from(bundle(dayResources(count), { timestamp }));

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
function watched(cache: Cache, onStep: () => void): Cache {
  return {
    ...cache,
    beginDayList(age) {
      const { add, ...rest } = cache.beginDayList(age);
      onStep();
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
