/**
 * Draining the outbox after hours offline, beside as many bare HTTP requests to the same server, one after the other; and the same
 * with a bad line, counting what must never be: visits that are doubled or lost.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openStore } from '../../offline-store/open-store.ts';
import type { Store } from '../../offline-store/store.ts';
import { createFhirClient } from '../../offline-store/sync/fhir-client.ts';
import { pushOutbox } from '../../offline-store/sync/push.ts';
import { UpstreamSettings } from '../../offline-store/sync/upstream-settings.ts';
import { randomFrom, upToFrom } from '../../test/chance.ts';
import { visit } from '../../test/offline-store/store-values.ts';
import { appointment, location, patient, site } from '../../test/offline-store/sync/fhir-examples.ts';
import { type FhirServer, startFhirServer } from '../../test/peers/fhir-server-launcher.ts';
import { quantile, type Row } from './row.ts';

const events = 200;
const runs = 3;
const eventsPerSecondMin = 20;
const clinicDay = '2026-11-24';
const now = () => '2026-11-24T12:00:00.000Z';
/** Looking for our event, reading the booking, the transaction. */
const requestsPerEvent = 3;
const faults = 60;
const roundsMax = 100;
const msPerSecond = 1000;

export async function rows(): Promise<readonly Row[]> {
  const server = await startFhirServer();
  try {
    const drainMs: number[] = [];
    const bareMs: number[] = [];
    for (let run = 0; run < runs; run++) {
      drainMs.push(await drain(server));
      bareMs.push(await bareRequests(server));
    }
    return [...rowsOfDrain(quantile(drainMs, 0.5), quantile(bareMs, 0.5)), await rowOfBadLine(server)];
  } finally {
    await server.stop();
  }
}

function rowsOfDrain(drainMs: number, bareMs: number): readonly Row[] {
  return [
    {
      name: `outbox drain: ${events} arrivals, beside ${events * requestsPerEvent} bare requests`,
      unit: 'ms',
      ours: drainMs,
      floor: bareMs,
      hold: `≥ ${eventsPerSecondMin} events a second`,
      isMet: drainMs <= (events / eventsPerSecondMin) * msPerSecond,
    },
  ];
}

interface Kiosk {
  readonly store: Store;
  push(): ReturnType<typeof pushOutbox>;
  close(): void;
}

/** A kiosk that checked so many patients in while nobody answered. */
async function kioskAfterHoursOffline(server: FhirServer): Promise<Kiosk> {
  await server.behave();
  await server.empty();
  const day = [location(site, 'RX8A2')];
  for (let number = 1; number <= events; number++) {
    day.push(patient(`p${number}`), appointment(`a${number}`, { patientId: `p${number}` }));
  }
  await server.load(day);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-bench-'));
  const store = openStore({ folder, key: { kind: 'os-disk-only' }, clinicDay, now });
  if (!store.ok) throw new Error(`the store does not open: ${store.problem}`);
  for (let number = 1; number <= events; number++) checkIn(store.value, number);
  const upstream = { baseUrl: server.baseUrl, siteLocationIds: [site], requestsPerMinuteMax: 60_000 };
  const settings = UpstreamSettings.parse(upstream);
  const client = createFhirClient({ settings, now, newId: randomUUID });
  const { cache, ledger, walkIns } = store.value;
  const context = { client, cache, ledger, walkIns, site: settings, siteId: site, stationName: 'BENCH' };
  return {
    store: store.value,
    push: () => pushOutbox({ ...context, timeZone: 'Europe/London', now, random: () => 0, isBack: true }),
    close() {
      client.stop();
      store.value.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function checkIn({ ledger }: Store, number: number): void {
  ledger.write((writes) => {
    writes.checkIn(visit(`a${number}`, number, { clinicDay, specimens: [], arrivedAt: now() }));
    writes.addOutbox({ eventId: randomUUID(), bookingId: `a${number}`, kind: 'arrived', occurredAt: now() });
  });
}

async function drain(server: FhirServer): Promise<number> {
  const kiosk = await kioskAfterHoursOffline(server);
  const began = performance.now();
  const { applied } = await kiosk.push();
  const ms = performance.now() - began;
  kiosk.close();
  if (applied !== events) throw new Error(`${applied} of ${events} arrivals were written`);
  return ms;
}

/** The same requests without a rule, a store or a look at the answer; of the visits that are there by now. */
async function bareRequests(server: FhirServer): Promise<number> {
  const fhirJson = { 'content-type': 'application/fhir+json' };
  const began = performance.now();
  for (let number = 1; number <= events; number++) {
    const search = `Encounter?identifier=${encodeURIComponent(`urn:ietf:rfc:3986|urn:uuid:${randomUUID()}`)}`;
    await fetch(`${server.baseUrl}/${search}`).then((answer) => answer.text());
    const booking = await fetch(`${server.baseUrl}/Appointment/a${number}`).then((answer) => answer.text());
    await fetch(`${server.baseUrl}/Appointment/a${number}`, { method: 'PUT', headers: fhirJson, body: booking }).then(
      (answer) => answer.text(),
    );
  }
  return performance.now() - began;
}

/** A quarter of the answers are lost and some requests fail. */
async function rowOfBadLine(server: FhirServer): Promise<Row> {
  const kiosk = await kioskAfterHoursOffline(server);
  const upTo = upToFrom(randomFrom(1));
  for (let fault = 0; fault < faults; fault++) {
    await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', skip: upTo(events), times: 1 });
    await server.misbehave({ kind: 'status', status: 503 }, { skip: upTo(events * requestsPerEvent), times: 1 });
  }
  for (let round = 0; round < roundsMax && kiosk.store.ledger.outboxPending().length > 0; round++) await kiosk.push();
  kiosk.close();
  const visits = (await server.all('Encounter')).map((encounter) => JSON.stringify(encounter.appointment));
  const wrong = Math.abs(visits.length - events) + (visits.length - new Set(visits).size);
  return {
    name: `outbox drain with ${faults} lost answers and ${faults} failures: visits doubled or lost`,
    unit: 'events',
    ours: wrong,
    hold: 'none',
    isMet: wrong === 0,
  };
}
