/**
 * Pulling 3,000 bookings with their patients, orders and specimens from the FHIR server of the tests, beside fetching the
 * same pages and throwing them away; and how long the main thread is ever held up meanwhile, also by a pull that takes so long
 * that its pages are kept.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import type { Cache } from '../../offline-store/day-list-cache.ts';
import { openStore } from '../../offline-store/open-store.ts';
import type { Store } from '../../offline-store/store.ts';
import { daySearch } from '../../offline-store/sync/day-search.ts';
import { createFhirClient, type FhirClient } from '../../offline-store/sync/fhir-client.ts';
import { keepAfterMsByDefault } from '../../offline-store/sync/page-keeper.ts';
import { pullDayList } from '../../offline-store/sync/pull.ts';
import { UpstreamSettings } from '../../offline-store/sync/upstream-settings.ts';
import { type FhirServer, startFhirServer } from '../../test/peers/fhir-server-launcher.ts';
import { quantile, type Row } from './row.ts';

const bookings = 3_000;
const runs = 5;
const clinicDay = '2026-11-24';
const site = 'loc-blood-1';
const storeShareMax = 0.25;
const blockMsMax = 50;
const nsPerMs = 1e6;

export async function rows(): Promise<readonly Row[]> {
  const server = await startFhirServer();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-bench-'));
  const store = open(folder);
  try {
    await server.load(dayOf(bookings));
    return await measure(server, store);
  } finally {
    store.close();
    fs.rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}

function open(folder: string): Store {
  const now = () => new Date().toISOString();
  const opened = openStore({ folder, key: { kind: 'os-disk-only' }, clinicDay, now });
  if (!opened.ok) throw new Error(`the store does not open: ${opened.problem}`);
  return opened.value;
}

/** A morning of the clinic day that goes on. */
const now = () => new Date(Date.parse(`${clinicDay}T08:00:00Z`) + performance.now()).toISOString();

async function measure(server: FhirServer, store: Store): Promise<readonly Row[]> {
  // The pace of requests is a setting, and not what is measured.
  const pace = { requestsPerMinuteMax: 60_000 };
  const settings = UpstreamSettings.parse({ baseUrl: server.baseUrl, siteLocationIds: [site], ...pace });
  const client = createFhirClient({ settings, now, newId: randomUUID });
  const bareMs: number[] = [];
  const storeMs: number[] = [];
  const sameMs: number[] = [];
  const blockMs: number[] = [];
  const longBlockMs: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const bare = await fetchPages(client, settings);
    const pulled = await pullOnce(client, settings, store, 'every booking is new');
    const same = await pullOnce(client, settings, store, 'nothing changed');
    const long = await pullOnce(client, settings, store, 'every booking is new', 0);
    // The first run warms up both.
    if (run === 0) continue;
    bareMs.push(bare);
    storeMs.push(pulled.storeMs);
    sameMs.push(same.storeMs);
    blockMs.push(pulled.blockMs);
    longBlockMs.push(long.blockMs);
  }
  const rows = rowsOf({ bareMs, storeMs, sameMs });
  return [...rows, blockRow('', blockMs), blockRow(', every page kept', longBlockMs)];
}

type Day = 'every booking is new' | 'nothing changed';

function rowsOf(ms: Record<'bareMs' | 'storeMs' | 'sameMs', readonly number[]>): readonly Row[] {
  const floor = quantile(ms.bareMs, 0.5);
  const store = quantile(ms.storeMs, 0.5);
  const same = quantile(ms.sameMs, 0.5);
  return [
    {
      name: 'pull of 3,000 bookings: storing them, beside the bare HTTP pages',
      unit: 'ms',
      ours: store,
      floor,
      hold: 'p50 ≤ 25 % of floor',
      isMet: store <= storeShareMax * floor,
    },
    {
      name: 'pull of 3,000 bookings that did not change: storing',
      unit: 'ms',
      ours: same,
      floor,
      hold: 'p50 ≤ 25 % of floor',
      isMet: same <= storeShareMax * floor,
    },
  ];
}

function blockRow(which: string, blockMs: readonly number[]): Row {
  const ours = quantile(blockMs, 0.5);
  return {
    name: `pull of 3,000 bookings${which}: longest block of the main thread`,
    unit: 'ms',
    ours,
    hold: `p50 of ${runs} pulls ≤ ${blockMsMax} ms`,
    isMet: ours <= blockMsMax,
  };
}

/** The same pages, fetched and read as text, and no more. */
async function fetchPages(client: FhirClient, settings: UpstreamSettings): Promise<number> {
  const began = performance.now();
  const window = { from: `${clinicDay}T00:00:00+00:00`, to: '2026-11-25T00:00:00+00:00' };
  for (let url: string | undefined = daySearch(client.baseUrl, settings, window).href; url !== undefined; ) {
    const response: Response = await fetch(url, { headers: { Prefer: 'handling=strict' } });
    const text = await response.text();
    url = /"relation":"next","url":"([^"]+)"/.exec(text)?.[1];
  }
  return performance.now() - began;
}

async function pullOnce(
  client: FhirClient,
  settings: UpstreamSettings,
  store: Store,
  day: Day,
  keepAfterMs = keepAfterMsByDefault,
) {
  let storeMs = 0;
  const timed = <Value>(work: () => Value): Value => {
    const began = performance.now();
    const value = work();
    storeMs += performance.now() - began;
    return value;
  };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const pulled = await pullDayList({
    client,
    cache: timedCache(store.cache, timed, day),
    ledger: store.ledger,
    settings,
    siteId: site,
    clinicDay,
    timeZone: 'Europe/London',
    rules: defaultClinicRules,
    agreedCount: null,
    keepAfterMs,
    now,
  });
  delay.disable();
  if (!pulled.ok || pulled.value.bookings !== bookings)
    throw new Error(`the pull is not whole: ${JSON.stringify(pulled)}`);
  return { storeMs, blockMs: delay.max / nsPerMs };
}

type PullCache = Parameters<typeof pullDayList>[0]['cache'];

function timedCache(cache: Cache, timed: <Value>(work: () => Value) => Value, day: Day): PullCache {
  const { pullPages } = cache;
  return {
    age: () => timed(cache.age),
    listed: () => (day === 'nothing changed' ? timed(cache.listed) : []),
    setAside: () => timed(cache.setAside),
    changeBookings: (list, changed) => timed(() => cache.changeBookings(list, changed)),
    confirmDayList: (...list) => timed(() => cache.confirmDayList(...list)),
    pullPages: {
      underWay: () => timed(pullPages.underWay),
      page: (number) => timed(() => pullPages.page(number)),
      keep: (pull, page) => timed(() => pullPages.keep(pull, page)),
      dropSome: () => timed(pullPages.dropSome),
    },
    beginDayList(age) {
      const list = timed(() => cache.beginDayList(age));
      return {
        add: (some) => timed(() => list.add(some)),
        finish: (setAside, pulledAt) => timed(() => list.finish(setAside, pulledAt)),
        abandon: list.abandon,
      };
    },
  };
}

function dayOf(count: number) {
  const resources: { resourceType: string; id: string; [element: string]: unknown }[] = [
    { resourceType: 'Location', id: site, status: 'active', name: 'Blood tests' },
  ];
  for (let n = 0; n < count; n++) {
    const subject = { reference: `Patient/p${n}` };
    const start = new Date(Date.parse(`${clinicDay}T07:00:00Z`) + (n % 600) * 60_000).toISOString();
    const orders = n % 3 === 0 ? [`r${n}a`, `r${n}b`] : [`r${n}a`];
    resources.push(
      {
        resourceType: 'Patient',
        id: `p${n}`,
        identifier: [{ system: 'https://pas.example/mrn', value: `M${n}` }],
        name: [{ use: 'official', family: `Zzcanary-${n}`, given: ['Ffion', 'Wren'] }],
        birthDate: '1980-01-18',
      },
      ...orders.map((id) => ({
        resourceType: 'ServiceRequest',
        id,
        status: 'active',
        intent: 'order',
        subject,
        requisition: { value: `T${n}` },
        code: { coding: [{ system: 'http://snomed.info/sct', code: '26604007', display: 'Full blood count' }] },
        specimen: [{ reference: `Specimen/s${id}` }],
      })),
      ...orders.map((id) => ({
        resourceType: 'Specimen',
        id: `s${id}`,
        subject,
        identifier: [{ value: `T${n}${id.slice(-1)}` }],
        container: [{ type: { coding: [{ system: 'https://lab.example/containers', code: 'LAV4' }] } }],
      })),
      {
        resourceType: 'Appointment',
        id: `a${n}`,
        status: 'booked',
        start,
        end: start,
        identifier: [{ system: 'https://booking.example/reference', value: `REF-${n}` }],
        basedOn: orders.map((id) => ({ reference: `ServiceRequest/${id}` })),
        participant: [subject, { reference: `Location/${site}` }].map((actor) => ({ actor, status: 'accepted' })),
      },
    );
  }
  return resources;
}
