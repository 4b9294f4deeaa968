/** The whole of syncing against a real server, as a station runs it: it pulls, it pushes, and it says how that goes. */
import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import { systemClock } from '../../../electron/days/clock.ts';
import { type Sync, type SyncOptions, type SyncStatus, startSync } from '../../../offline-store/sync/sync-worker.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { appointment } from './fhir-examples.ts';
import { bookedDay, bookingIds, type SyncClinic, syncClinic, timeZone } from './sync-clinic.ts';

const server = await sharedFhirServer();

interface Running {
  readonly clinic: SyncClinic;
  readonly sync: Sync;
  readonly faults: readonly unknown[];
  /** The first status, now or to come, for which this holds. */
  waitFor(holds: (status: SyncStatus) => boolean): Promise<SyncStatus>;
}

/** Its clock goes on by itself from the morning of the test day, because back-off waits for real. */
function start(over: Partial<SyncOptions> = {}): Running {
  const clinic = syncClinic(server);
  const statuses = new EventEmitter();
  const faults: unknown[] = [];
  const began = performance.now();
  const nowMs = () => Date.parse('2026-11-24T09:00:00Z') + performance.now() - began;
  const sync = startSync({
    settings: { ...clinic.settings, pollSeconds: 5 },
    timeZone,
    rules: defaultClinicRules,
    cache: clinic.store.cache,
    ledger: clinic.store.ledger,
    walkIns: clinic.store.walkIns,
    stationName: 'KIOSK-1',
    clock: { ...systemClock, nowMs },
    newId: randomUUID,
    random: () => 0,
    onStatus: (status) => statuses.emit('status', status),
    onFault: (error) => faults.push(error),
    ...over,
  });
  onTestFinished(() => sync.stop());
  async function waitFor(holds: (status: SyncStatus) => boolean): Promise<SyncStatus> {
    const changes = on(statuses, 'status');
    if (holds(sync.status())) return sync.status();
    for await (const [status] of changes) if (holds(status)) return status;
    throw new Error('statuses come for as long as it runs');
  }
  return { clinic, sync, faults, waitFor };
}

const isOnline = ({ connection, lastPull }: SyncStatus) => connection.state === 'online' && lastPull !== null;
const isOffline = ({ connection }: SyncStatus) => connection.state === 'offline';

test('it begins by itself: the list comes, and staff see that the kiosk is online', async () => {
  await server.load(bookedDay(3));
  const { clinic, sync, waitFor } = start();
  expect(sync.status().connection).toEqual({ state: 'not-tried', since: null, because: null });
  const { connection, lastPull, clockSkewMs } = await waitFor(isOnline);
  expect(connection).toMatchObject({ state: 'online', because: null });
  expect(lastPull).toMatchObject({ ok: true, value: { bookings: 3 } });
  expect(clockSkewMs).not.toBeNull();
  expect(bookingIds(clinic.store)).toEqual(['a1', 'a2', 'a3']);
});

test('an arrival goes up when it is woken', async () => {
  await server.load(bookedDay(3));
  const { clinic, sync, waitFor } = start();
  await waitFor(isOnline);
  const eventId = clinic.checkIn('a1');
  sync.wake();
  expect(await server.waitForWrite({ resourceType: 'Encounter' })).toMatchObject({
    resource: { identifier: [{ value: `urn:uuid:${eventId}` }] },
  });
});

test('while the server is down the arrival waits, offline since then; when it is back it goes, once', async () => {
  await server.load(bookedDay(3));
  const { clinic, sync, waitFor } = start();
  await waitFor(isOnline);
  await server.down();
  clinic.checkIn('a1', 1);
  sync.wake();
  await sync.pullNow();
  const offline = await waitFor(isOffline);
  expect(offline.connection.because).toBe('cannot be reached (ECONNREFUSED)');
  expect(bookingIds(clinic.store)).toHaveLength(3);
  clinic.checkIn('a2', 2);
  await sync.pullNow();
  expect(sync.status().connection.since).toBe(offline.connection.since);
  const before = await server.now();
  await server.up();
  await server.waitForWrite({ resourceType: 'Appointment', id: 'a1' }, { after: before });
  await server.waitForWrite({ resourceType: 'Appointment', id: 'a2' }, { after: before });
  await waitFor(({ connection }) => connection.state === 'online');
  await sync.pushNow();
  const writes = (await server.writes()).filter(({ sequence, by }) => sequence > before && by === 'client');
  expect(writes.filter(({ resourceType }) => resourceType === 'Appointment')).toHaveLength(2);
  expect(clinic.store.ledger.outbox().every(({ state }) => state === 'applied')).toBe(true);
}, 30_000);

test('what happened before the server was heard, by a clock three hours slow, is told at the time at which it did', async () => {
  await server.load(bookedDay(1));
  await server.down();
  const { clinic, sync, waitFor } = start();
  await waitFor(isOffline);
  clinic.checkIn('a1', 1, { monotonicMs: systemClock.monotonicMs(), clockSkewMs: null });
  const before = await server.now();
  await server.clockOffset(Date.parse('2026-11-24T12:00:00.000Z') - Date.now());
  await server.up();
  await sync.pullNow();
  const { resource } = await server.waitForWrite({ resourceType: 'Encounter' }, { after: before });
  await server.clockOffset(0);
  expect(resource).toMatchObject({ period: { start: expect.stringMatching(/^2026-11-24T(?:11:59|12:0)/) } });
}, 30_000);

test('a bad answer is said in words, and the list stays', async () => {
  await server.load(bookedDay(3));
  const { clinic, sync, waitFor } = start();
  await waitFor(isOnline);
  await server.misbehave({ kind: 'html' });
  await sync.pullNow();
  expect(sync.status().connection).toMatchObject({ state: 'offline', because: 'sent a web page instead of data' });
  expect(bookingIds(clinic.store)).toHaveLength(3);
});

test('two who ask for a pull at once get the same one', async () => {
  await server.load(bookedDay(3));
  const { sync, waitFor } = start();
  await waitFor(isOnline);
  const before = await server.now();
  await Promise.all([sync.pullNow(), sync.pullNow()]);
  const asked = (await server.requests()).filter(({ sequence }) => sequence > before);
  expect(asked).toHaveLength(1);
});

test('S11: a list that shrank is held with one task; when staff end it, the next pull is taken', async () => {
  await server.load(bookedDay(10));
  const { clinic, sync, waitFor } = start();
  await waitFor(isOnline);
  for (const number of [1, 2, 3, 4, 5, 6]) await server.remove('Appointment', `a${number}`);
  await sync.pullNow();
  await sync.pullNow();
  const { ledger } = clinic.store;
  const tasks = ledger.openTasks();
  expect(tasks).toMatchObject([{ bookingId: null, matter: { kind: 'list-held', before: 10, pulled: 4 } }]);
  expect(sync.status().connection).toMatchObject({
    state: 'online',
    because: 'sent only 4 bookings where there were 10; the list before is kept until staff agree',
  });
  clinic.at('2026-11-24T10:00:00.000Z');
  for (const { id } of tasks) ledger.write((writes) => writes.endTask(id, 'done', 'staff-1'));
  expect(await sync.pullNow()).toMatchObject({ ok: true, value: { bookings: 4 } });
  expect(ledger.openTasks()).toEqual([]);
});

test('a list that turned out to be damaged is pulled again at once, and once for each damage', async () => {
  await server.load(bookedDay(3));
  const { settings, store } = syncClinic(server);
  let isDamaged = false;
  const { sync, waitFor } = start({
    settings: { ...settings, pollSeconds: 3_600 },
    cache: { ...store.cache, isDamaged: () => isDamaged },
  });
  await waitFor(isOnline);
  const before = await server.now();
  sync.wake();
  expect(sync.status().isPulling).toBe(false);
  isDamaged = true;
  sync.wake();
  await server.waitForRequest('Appointment?', { after: before });
  await waitFor(({ isPulling }) => !isPulling);
  sync.wake();
  expect(sync.status().isPulling).toBe(false);
});

test('a fault of our own is told, and the next pull is as usual', async () => {
  await server.load(bookedDay(3));
  let isDiskFull = true;
  const { cache } = syncClinic(server).store;
  const { faults, sync, waitFor } = start({
    cache: {
      ...cache,
      beginDayList(age) {
        if (isDiskFull) throw new Error('the disk is full');
        return cache.beginDayList(age);
      },
    },
  });
  expect(await sync.pullNow()).toEqual({ ok: false, problem: { kind: 'fault' } });
  expect(faults).toHaveLength(1);
  isDiskFull = false;
  expect(await sync.pullNow()).toMatchObject({ ok: true });
  await waitFor(isOnline);
});

test('after stop, nothing is asked and nothing is told', async () => {
  await server.load(bookedDay(3));
  const { clinic, sync, waitFor } = start();
  await waitFor(isOnline);
  await server.misbehave({ kind: 'silence' });
  const asked = await server.now();
  const pulling = sync.pullNow();
  await server.waitForRequest('Appointment?', { after: asked });
  await sync.stop();
  expect(await pulling).toEqual({ ok: false, problem: { kind: 'stopped' } });
  clinic.checkIn('a1');
  const before = await server.now();
  expect(await sync.pushNow()).toEqual({ ok: false, problem: { kind: 'stopped' } });
  expect((await server.requests()).filter(({ sequence }) => sequence > before)).toEqual([]);
  expect(await server.read('Appointment', 'a1')).toMatchObject({ status: appointment('a1').status });
});

test('between two clinics no list is fetched, what is owed is sent, and nothing bad is said of a server that is there', async () => {
  await server.load(bookedDay(3));
  const { clinic, sync, waitFor } = start({ mayPull: () => false });
  await waitFor(isOnline);
  expect(sync.status()).toMatchObject({
    connection: { because: null },
    lastPull: { ok: false, problem: { kind: 'no-list-wanted' } },
  });
  expect(clinic.store.cache.age()).toBeNull();
  clinic.checkIn('a1');
  expect(await sync.pushNow()).toMatchObject({ ok: true, value: { applied: 1 } });
});

test('whoever is told how it goes and falls over is told of as a fault, and the list and the arrivals go on', async () => {
  await server.load(bookedDay(3));
  const told: SyncStatus[] = [];
  const { clinic, sync, faults } = start({
    onStatus(status) {
      told.push(status);
      if (told.length < 9) throw new Error('a listener falls over');
    },
  });
  expect(await sync.pullNow()).toMatchObject({ ok: true });
  clinic.checkIn('a1');
  expect(await sync.pushNow()).toMatchObject({ ok: true, value: { applied: 1 } });
  await server.save(appointment('a2', { patientId: 'p2', status: 'cancelled' }));
  expect(await sync.pullNow()).toMatchObject({ ok: true });
  expect(clinic.store.cache.booking('a2')?.status).toBe('cancelled');
  expect(faults).not.toEqual([]);
});
