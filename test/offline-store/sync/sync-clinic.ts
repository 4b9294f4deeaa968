/**
 * A booking system and a kiosk's store for the tests of syncing: a real FHIR server in a process of its own, real encrypted
 * files, and a clock that the test sets.
 */
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { assert } from '../../../clinic/assert.ts';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import type { EventTime } from '../../../offline-store/owed-upstream.ts';
import type { Store } from '../../../offline-store/store.ts';
import { createFhirClient, type FhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { pullDayList } from '../../../offline-store/sync/pull.ts';
import { pushOutbox } from '../../../offline-store/sync/push.ts';
import { computersTimers } from '../../../offline-store/sync/silence-watch.ts';
import { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import type { FhirServer } from '../../peers/fhir-server-launcher.ts';
import { newFolder, opened, visit } from '../store-clinic.ts';
import { appointment, type Json, location, patient, site } from './fhir-examples.ts';

export const day = '2026-11-24';
export const timeZone = 'Europe/London';
export const morning = '2026-11-24T06:00:00.000Z';

/** However busy the machine is that both run on. */
const patientSeconds = 60;

export interface SyncClinic {
  readonly store: Store;
  readonly client: FhirClient;
  readonly settings: UpstreamSettings;
  /** Sets the kiosk's clock. */
  at(instant: string): void;
  now(): string;
  /** Gives up a server that is silent after a second, for as long as the test makes it silent. */
  impatient(isImpatient: boolean): void;
  pull(over?: Partial<Parameters<typeof pullDayList>[0]>): ReturnType<typeof pullDayList>;
  push(over?: Partial<Parameters<typeof pushOutbox>[0]>): ReturnType<typeof pushOutbox>;
  /** A patient is checked in here; answers the event's id. */
  checkIn(bookingId: string, ticketNumber?: number, time?: Partial<EventTime>): string;
}

interface ClinicOptions {
  /** Of a kiosk that ran before; a new one when absent. */
  readonly folder?: string;
  readonly upstream?: Readonly<Record<string, unknown>>;
  readonly clinicDay?: string;
}

export function syncClinic(
  server: Pick<FhirServer, 'baseUrl'>,
  { upstream, clinicDay = day, folder = newFolder() }: ClinicOptions = {},
): SyncClinic {
  const settings = UpstreamSettings.parse({
    baseUrl: server.baseUrl,
    siteLocationIds: [site],
    silenceSeconds: patientSeconds,
    // So that a test of sixty arrivals takes no minute.
    requestsPerMinuteMax: 60_000,
    ...upstream,
  });
  let instant = `${clinicDay}${morning.slice(10)}`;
  const now = () => instant;
  const store = opened(folder, { clinicDay, now });
  // Goes on by itself, and with the clock that the test sets.
  const setAheadMs = () => Date.parse(instant) - Date.parse(`${clinicDay}${morning.slice(10)}`);
  const timers = { ...computersTimers, monotonicMs: () => performance.now() + setAheadMs() };
  const client = createFhirClient({ settings, now, newId: randomUUID, timers });
  onTestFinished(() => client.stop());
  const context = {
    client,
    ledger: store.ledger,
    cache: store.cache,
    walkIns: store.walkIns,
    stationName: 'KIOSK-1',
    siteId: site,
    timeZone,
    now,
  };
  return {
    store,
    client,
    settings,
    at: (next) => {
      instant = next;
    },
    now,
    impatient: (isImpatient) => {
      settings.silenceSeconds = isImpatient ? 1 : patientSeconds;
    },
    pull: (over = {}) =>
      pullDayList({ ...context, settings, clinicDay, rules: defaultClinicRules, agreedCount: null, ...over }),
    push: (over = {}) => pushOutbox({ ...context, site: settings, random: () => 0, isBack: false, ...over }),
    checkIn(bookingId, ticketNumber = 1, time = {}) {
      const eventId = randomUUID();
      store.ledger.write((writes) => {
        assert(
          writes.checkIn(visit(bookingId, ticketNumber, { clinicDay, arrivedAt: now() })),
          'it is checked in once',
        );
        writes.addOutbox({ eventId, bookingId, kind: 'arrived', occurredAt: now(), ...time });
      });
      return eventId;
    },
  };
}

/** Waiting bookings of one patient each: a1 … an, on the day, from 08:00 on. */
export function bookedDay(count: number, on = day): Json[] {
  const resources: Json[] = [location(site, 'RX8A2')];
  for (let number = 1; number <= count; number++) {
    const start = new Date(Date.parse(`${on}T08:00:00Z`) + (number % 500) * 60_000).toISOString();
    resources.push(patient(`p${number}`), appointment(`a${number}`, { patientId: `p${number}`, start, end: start }));
  }
  return resources;
}

export const bookingIds = (store: Store): readonly string[] => store.cache.bookings().map(({ id }) => id);
