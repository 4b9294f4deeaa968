/** The store of a kiosk as the evening before left it: somebody may sign in, and the list is yesterday's. Made once for many days. */
import path from 'node:path';
import { addStaff } from '../../electron/staff-accounts.ts';
import { openStore } from '../../offline-store/open-store.ts';
import { dayBefore, siteLocation } from './booked-day.ts';
import { phlebotomist, quickPin } from './settings.ts';

const evening = `${dayBefore}T18:00:00.000Z`;

export async function makeTemplate(folder: string): Promise<string> {
  const template = path.join(folder, 'template');
  const opened = openStore({
    folder: template,
    key: { kind: 'os-disk-only' },
    clinicDay: dayBefore,
    now: () => evening,
  });
  if (!opened.ok) throw new Error(`the store of the template does not open: ${opened.problem}`);
  const store = opened.value;
  await addStaff(store, phlebotomist, quickPin);
  store.cache.replaceDayList({ clinicDay: dayBefore, siteId: siteLocation, pulledAt: evening }, [], []);
  store.close();
  return template;
}
