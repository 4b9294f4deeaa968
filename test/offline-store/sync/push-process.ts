/**
 * A kiosk reduced to its sending, as a process that dies at the very moment that it is told. Arguments: FOLDER, base URL, way of
 * writing back, and the moment: `before-sending` (what is sent is durable, nothing is under way), `sent` (the answer is there, and
 * not stored yet).
 */
import { randomUUID } from 'node:crypto';
import { openStore } from '../../../offline-store/open-store.ts';
import { createFhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { pushOutbox } from '../../../offline-store/sync/push.ts';
import { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { site } from './fhir-examples.ts';

const [folder = '', baseUrl = '', writeBack = '', moment = ''] = process.argv.slice(2);
const now = () => '2026-11-24T09:00:00.000Z';
const settings = UpstreamSettings.parse({ baseUrl, siteLocationIds: [site], writeBack });
const store = openStore({ folder, key: { kind: 'os-disk-only' }, clinicDay: '2026-11-24', now });
if (!store.ok) throw new Error(`the store does not open: ${store.problem}`);

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('a killed process does nothing');
};
const client = createFhirClient({
  settings,
  now,
  newId: randomUUID,
  async transport(url, { method, headers, body, signal }) {
    if (method === 'GET') return fetch(url, { method, headers, signal });
    if (moment === 'before-sending') die();
    await fetch(url, { method, headers, signal, ...(body === undefined ? {} : { body }) }).then((answer) =>
      answer.text(),
    );
    return die();
  },
});
const { cache, ledger, walkIns } = store.value;
const context = { client, cache, ledger, walkIns, site: settings, siteId: site, stationName: 'KIOSK-1' };
await pushOutbox({ ...context, timeZone: 'Europe/London', now, random: () => 0, isBack: true });
