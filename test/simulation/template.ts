/** Stores of kiosks as a simulated day finds them: somebody may sign in, and there is no list of today. Made once for many days. */
import fs from 'node:fs';
import path from 'node:path';
import { addStaff } from '../../electron/staff/staff-accounts.ts';
import { openStore } from '../../offline-store/open-store.ts';
import type { Store } from '../../offline-store/store.ts';
import { clinicDay, dayBefore, siteLocation } from './booked-day.ts';
import { phlebotomist, quickPin } from './settings.ts';

const evening = `${dayBefore}T18:00:00.000Z`;
const earlyMorning = `${clinicDay}T05:00:00.000Z`;

export interface Templates {
  /** As the evening before left it, with the list of yesterday. */
  readonly yesterday: string;
  /** The same, after it was on for a moment early today, before there was a list. */
  readonly today: string;
}

export async function makeTemplates(folder: string): Promise<Templates> {
  const yesterday = path.join(folder, 'yesterday');
  const today = path.join(folder, 'today');
  const store = storeIn(yesterday, dayBefore, evening);
  await addStaff(store, phlebotomist, quickPin);
  store.cache.replaceDayList({ clinicDay: dayBefore, siteId: siteLocation, pulledAt: evening }, [], []);
  store.close();
  fs.cpSync(yesterday, today, { recursive: true });
  storeIn(today, clinicDay, earlyMorning).close();
  return { yesterday, today };
}

function storeIn(folder: string, day: string, now: string): Store {
  const opened = openStore({ folder, key: { kind: 'os-disk-only' }, clinicDay: day, now: () => now });
  if (!opened.ok) throw new Error(`the store of the template does not open: ${opened.problem}`);
  return opened.value;
}
