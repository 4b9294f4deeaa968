/** A kiosk whose network fails in another way every moment: pulls and pushes as a station runs them, and patients who check in meanwhile. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import { systemClock } from '../../../electron/days/clock.ts';
import { startSync } from '../../../offline-store/sync/sync-worker.ts';
import { randomFrom } from '../../chance.ts';
import type { NetworkFault } from '../../peers/network/network-door.ts';
import { type NetworkProxy, startNetworkProxy } from '../../peers/network-proxy-launcher.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { bookedDay, bookingIds, syncClinic, timeZone } from './sync-clinic.ts';

vi.setConfig({ testTimeout: 120_000 });
const server = await sharedFhirServer();
let network: NetworkProxy;
beforeAll(async () => {
  network = await startNetworkProxy(server.port);
});
afterAll(() => network.stop());

const portal = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>').toString(
  'base64',
);
const busy = Buffer.from('HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n').toString('base64');

function faultBy(random: () => number): NetworkFault {
  const bytes = Math.floor(random() * 3_000);
  const faults: readonly NetworkFault[] = [
    { kind: 'reset', afterBytes: 0 },
    { kind: 'reset', afterBytes: bytes },
    { kind: 'cut', afterBytes: bytes },
    { kind: 'latency', ms: Math.floor(random() * 300) },
    { kind: 'half-open' },
    { kind: 'instead', base64: portal },
    { kind: 'instead', base64: busy },
    { kind: 'instead', base64: Buffer.from(bytes.toString(36).repeat(9)).toString('base64') },
  ];
  const fault = faults[Math.floor(random() * faults.length)];
  if (fault === undefined) throw new Error('a number below the length of a list is a place in it');
  return fault;
}

test.each([1, 2])(
  'S4: each arrival goes up once and nobody leaves the list, whatever the network does (%i)',
  async (seed) => {
    const random = randomFrom(seed);
    await server.load(bookedDay(12));
    const clinic = syncClinic({ baseUrl: `http://127.0.0.1:${network.port}/fhir/R4` });
    clinic.impatient(true);
    const began = performance.now();
    const faults: unknown[] = [];
    const sync = startSync({
      settings: { ...clinic.settings, pollSeconds: 5 },
      timeZone,
      rules: defaultClinicRules,
      cache: clinic.store.cache,
      ledger: clinic.store.ledger,
      walkIns: clinic.store.walkIns,
      stationName: 'KIOSK-1',
      clock: { ...systemClock, nowMs: () => Date.parse('2026-11-24T09:00:00Z') + performance.now() - began },
      newId: randomUUID,
      random,
      onStatus: () => undefined,
      onFault: (error) => faults.push(error),
    });
    onTestFinished(() => sync.stop());
    await vi.waitFor(async () => expect(await sync.pullNow()).toMatchObject({ ok: true }), { timeout: 30_000 });
    const ids = bookingIds(clinic.store);
    for (const [index, id] of ids.entries()) {
      await network.fault(faultBy(random));
      clinic.checkIn(id, index + 1);
      sync.wake();
      if (index % 3 === 0) await sync.pullNow();
      else await sync.pushNow();
      expect(bookingIds(clinic.store)).toEqual(ids);
    }
    await network.behave();
    await vi.waitFor(
      async () => {
        await sync.pullNow();
        await sync.pushNow();
        expect(clinic.store.ledger.outboxPending()).toEqual([]);
      },
      { timeout: 90_000, interval: 500 },
    );
    expect(faults).toEqual([]);
    expect(bookingIds(clinic.store)).toEqual(ids);
    for (const id of ids) {
      const statuses = (await server.history('Appointment', id)).map(({ status }) => status);
      expect(statuses, id).toEqual(['arrived', 'booked']);
    }
    const encounters = await server.all('Encounter');
    expect(encounters).toHaveLength(ids.length);
  },
);
