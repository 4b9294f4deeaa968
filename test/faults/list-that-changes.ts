/**
 * A kiosk that replaces its day list by a longer one in short steps, and then forgets the day, as a process that can be recorded.
 * Argument: FOLDER of the store.
 */
import fs from 'node:fs';
import { openStore } from '../../offline-store/open-store.ts';
import { booking, goodAge, optionsFor, tomorrow } from '../offline-store/store-values.ts';

const [folder = ''] = process.argv.slice(2);
const stepBookings = 12;
const say = (line: string) => void fs.writeSync(1, `${line}\n`);
const store = openStore(optionsFor(folder));
if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
const { cache } = store.value;
const firstList = Array.from({ length: 15 }, (_, at) => booking(`first${at}`));
const secondList = Array.from({ length: 25 }, (_, at) => booking(`second${at}`));

cache.replaceDayList(goodAge, firstList, []);
say('first-list');
const list = cache.beginDayList({ ...goodAge, pulledAt: '2026-11-23T07:00:00.000Z' });
for (let from = 0; from < secondList.length; from += stepBookings)
  list.add(secondList.slice(from, from + stepBookings));
list.finish([]);
say('second-list');
store.value.beginClinicDay(tomorrow);
say('forgotten');
store.value.close();
