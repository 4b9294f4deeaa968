/**
 * Whatever the booking system answers, and in whatever order: the push rests between its rounds, loses nothing, and tells staff of
 * each booking once. Hours go by on a clock that stands still until the push says when it is due.
 */
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { assert } from '../../../clinic/assert.ts';
import type { Clock } from '../../../clinic/clock.ts';
import { ok } from '../../../clinic/result.ts';
import { createFhirClient } from '../../../offline-store/sync/fhir-client.ts';
import type { HttpTransport } from '../../../offline-store/sync/http-transport.ts';
import { watchNotTaken } from '../../../offline-store/sync/not-taken-watch.ts';
import { pushOutbox } from '../../../offline-store/sync/push.ts';
import { startPushLoop } from '../../../offline-store/sync/push-loop.ts';
import { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { randomFrom, upToFrom } from '../../chance.ts';
import { newFolder, opened, specimen, visit } from '../store-clinic.ts';
import { take } from './events-clinic.ts';
import { appointment, site } from './fhir-examples.ts';
import { day, morning, timeZone } from './sync-clinic.ts';

const bookings = 6;
const hours = 3;
const msPerHour = 3_600_000;
/** A booking may be tried as often as this, all its tries taken together; a push that spun would come to it in a second. */
const roundsMax = bookings * hours * 60;
const baseUrl = 'http://127.0.0.1:9/fhir';

const fhir = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/fhir+json', ...headers } });
const refusal = (status: number, headers = {}) =>
  fhir(status, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing' }] }, headers);
const searchset = (url: string) =>
  fhir(200, { resourceType: 'Bundle', type: 'searchset', total: 0, link: [{ relation: 'self', url }], entry: [] });

function asAsked(url: URL, body: string | undefined): Response {
  const id = /Appointment\/a(\d+)/.exec(url.pathname)?.[1];
  if (id !== undefined)
    return fhir(200, appointment(`a${id}`, { patientId: `p${id}`, meta: { versionId: '1' } }), { etag: 'W/"1"' });
  if (body === undefined) return url.search === '' ? refusal(404) : searchset(url.href);
  const { entry = [] } = JSON.parse(body) as { entry?: readonly unknown[] };
  const done = entry.map((_, index) => ({
    response: { status: '201', location: `Encounter/e${index}/_history/2`, etag: 'W/"2"' },
  }));
  return fhir(200, { resourceType: 'Bundle', type: 'transaction-response', entry: done });
}

const faults: readonly ((url: URL) => Response)[] = [
  () => refusal(403),
  () => refusal(403, { 'retry-after': '600' }),
  () => refusal(409),
  () => refusal(412),
  () => refusal(500),
  () => refusal(503, { 'retry-after': '600' }),
  () => refusal(429, { 'retry-after': '5' }),
  () => refusal(401),
  () => new Response('<html>', { status: 502 }),
  () => new Response('<html>', { status: 200 }),
  () => fhir(200, { resourceType: 'Basic' }),
  ({ search }) => (search === '' ? refusal(500) : searchset(`${baseUrl}/Encounter?_count=50`)),
  () => {
    throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
  },
];

/** A server of some moods; each request meets one of them, or, as often as it says, none. */
function moodyServer(seed: number) {
  const random = randomFrom(seed);
  const upTo = upToFrom(random);
  const moods = Array.from({ length: 2 + upTo(4) }, () => faults[upTo(faults.length)]);
  const kindness = [0, 0.3, 0.6, 0.8][upTo(4)] ?? 0;
  let requests = 0;
  const transport: HttpTransport = async (url, { body }) => {
    requests += 1;
    const mood = random() < kindness ? undefined : moods[upTo(moods.length)];
    return mood === undefined ? asAsked(url, body) : mood(url);
  };
  return { transport, random, requests: () => requests };
}

/** The push alone has a timer here. */
function clockOfPush() {
  const beganMs = Date.parse(morning);
  let nowMs = beganMs;
  let dueMs: number | null = null;
  const clock: Clock = {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs - beganMs,
    after(delayMs) {
      dueMs = nowMs + delayMs;
      return () => {
        dueMs = null;
      };
    },
  };
  return {
    clock,
    /** False when that is later than the hours of the test. */
    passToDue(): boolean {
      if (dueMs === null || dueMs > beganMs + hours * msPerHour) return false;
      nowMs = Math.max(nowMs, dueMs);
      return true;
    },
  };
}

function openKiosk(seed: number) {
  const server = moodyServer(seed);
  const { clock, passToDue } = clockOfPush();
  const now = () => new Date(clock.nowMs()).toISOString();
  const store = opened(newFolder(), { clinicDay: day, now });
  const { ledger, cache, walkIns } = store;
  const settings = UpstreamSettings.parse({ baseUrl, siteLocationIds: [site], requestsPerMinuteMax: 60_000 });
  const timers = { monotonicMs: clock.monotonicMs, after: () => () => {} };
  const client = createFhirClient({ settings, now, newId: randomUUID, timers, transport: server.transport });
  onTestFinished(() => client.stop());
  const notTaken = watchNotTaken(ledger, now);
  const context = {
    client,
    ledger,
    cache,
    walkIns,
    stationName: 'KIOSK-1',
    siteId: site,
    site: settings,
    timeZone,
    now,
  };
  const loop = startPushLoop({
    async round(isBack) {
      notTaken.heardList(true);
      return ok(await pushOutbox({ ...context, random: server.random, isBack, notTaken }));
    },
    clock,
    random: server.random,
  });
  function arrive(number: number): void {
    const bookingId = `a${number}`;
    const specimens = [specimen(`V${number}X`, 1, { identifier: `A${number}T-1` })];
    ledger.write((writes) => {
      assert(writes.checkIn(visit(bookingId, number, { clinicDay: day, arrivedAt: now(), specimens })), 'once');
      writes.addOutbox({ eventId: randomUUID(), bookingId, kind: 'arrived', occurredAt: now() });
    });
    take(
      store,
      bookingId,
      specimens.map(({ id }) => id),
    );
  }
  return { ledger, clock, passToDue, loop, arrive, requests: server.requests };
}

test.each(Array.from({ length: 10 }, (_, index) => index + 1))(
  'S4: seed %i: the push rests, nothing is lost, and staff hear of each booking once',
  async (seed) => {
    const { ledger, clock, passToDue, loop, arrive, requests } = openKiosk(seed);
    let arrived = 0;
    let rounds = 0;
    let stoodStill = 0;
    for (let beforeMs = -1; passToDue() || arrived < bookings; beforeMs = clock.nowMs()) {
      stoodStill = clock.nowMs() === beforeMs ? stoodStill + 1 : 0;
      if (arrived < bookings) {
        arrive(++arrived);
        stoodStill = 0;
      }
      expect(stoodStill, 'rounds at one instant').toBeLessThan(2);
      const asked = requests();
      await loop.push(false);
      rounds += 1;
      expect(requests() - asked, 'requests of one round').toBeLessThan(bookings * 40);
      expect(rounds, 'rounds').toBeLessThan(roundsMax);
    }
    await loop.stop();
    expect(ledger.outbox()).toHaveLength(2 * arrived);
    const acts = ledger.audit().map(({ act, bookingId }) => `${act} ${bookingId ?? ''}`);
    const told = acts.filter((act) => act.startsWith('tell-staff a'));
    expect(told.length).toBeLessThanOrEqual(2 * arrived);
    expect(acts.filter((act) => act === 'tell-staff ').length).toBeLessThanOrEqual(hours);
    expect(acts.filter((act) => act.startsWith('not-taken')).length).toBeLessThanOrEqual(2 * arrived);
  },
);
