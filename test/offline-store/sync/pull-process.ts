/**
 * A kiosk reduced to one pull, as a process that can be killed in the middle. Arguments: FOLDER, the server's address, and how long
 * each page takes by this kiosk's clock, which stands still otherwise.
 */
import { randomUUID } from 'node:crypto';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import { openStore } from '../../../offline-store/open-store.ts';
import { createFhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { pullDayList } from '../../../offline-store/sync/pull.ts';
import { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { site } from './fhir-examples.ts';

const [folder = '', baseUrl = '', pageMs = ''] = process.argv.slice(2);
const clinicDay = '2026-11-24';
let nowMs = Date.parse('2026-11-24T06:00:00.000Z');
const now = () => new Date(nowMs).toISOString();
const store = openStore({ folder, key: { kind: 'os-disk-only' }, clinicDay, now });
if (!store.ok) throw new Error(`the store does not open: ${store.problem}`);
const settings = UpstreamSettings.parse({ baseUrl, siteLocationIds: [site] });
const quickClient = createFhirClient({ settings, now, newId: randomUUID });
const client: typeof quickClient = {
  ...quickClient,
  async get(url) {
    const answer = await quickClient.get(url);
    nowMs += Number(pageMs);
    return answer;
  },
};
const { cache, ledger } = store.value;
const where = { siteId: site, clinicDay, timeZone: 'Europe/London' };
await pullDayList({ client, cache, ledger, settings, ...where, rules: defaultClinicRules, agreedCount: null, now });
store.value.close();
