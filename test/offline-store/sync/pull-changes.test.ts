/** The quick look between two whole pulls: what it finds, what it cannot find, and that the next whole pull finds that. */
import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import { createFhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { heldLists } from '../../../offline-store/sync/held-lists.ts';
import { listKeeper } from '../../../offline-store/sync/list-keeper.ts';
import type { PullWish } from '../../../offline-store/sync/pull-loop.ts';
import { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { type ManualClock, manualClock } from '../../electron/manual-clock.ts';
import { newFolder, opened } from '../store-clinic.ts';
import { appointment, patient, site } from './fhir-examples.ts';
import { type OddDay, oddBookings, oddDay } from './odd-day.ts';
import { bookingIds, day, timeZone } from './sync-clinic.ts';

const minuteMs = 60_000;

function keeper(server: OddDay, clock: ManualClock) {
  const now = () => new Date(clock.nowMs()).toISOString();
  const store = opened(newFolder(), { clinicDay: day, now });
  const settings = UpstreamSettings.parse({ baseUrl: server.baseUrl, siteLocationIds: [site] });
  const client = createFhirClient({ settings, now, newId: randomUUID });
  onTestFinished(() => client.stop());
  const pull = listKeeper({
    ...store,
    client,
    settings,
    siteId: site,
    timeZone,
    rules: defaultClinicRules,
    now,
    clock,
    held: heldLists(store),
  });
  /** How often the whole list and only its changes were asked for. */
  const asked = () => {
    const searches = server.asked().filter((path) => path.startsWith('Appointment?date'));
    const changes = searches.filter((path) => path.includes('_lastUpdated')).length;
    return { whole: searches.length - changes, changes };
  };
  return { store, pull: (wish: PullWish = 'poll') => pull(wish), asked };
}

async function afterFirstPull(server: OddDay) {
  const clock = manualClock(`${day}T06:00:00.000Z`);
  const kiosk = keeper(server, clock);
  expect(await kiosk.pull()).toMatchObject({ ok: true, value: { kind: 'whole' } });
  clock.pass(minuteMs);
  return { ...kiosk, clock };
}

const changes = { ok: true, value: { kind: 'changes' } };

describe('what a quick look finds', () => {
  test('a booking that comes in two versions is as its newest says, with everything that it says', async () => {
    const server = await oddDay(...oddBookings(10));
    const { store, pull } = await afterFirstPull(server);
    const start = `${day}T08:30:00Z`;
    server.save(appointment('a3', { patientId: 'p3', status: 'cancelled', start }));
    const before = appointment('a3', { patientId: 'p3', start: `${day}T08:03:00Z`, meta: { versionId: '2' } });
    server.ways.page = (page) => ({ ...page, entry: [{ resource: before }, ...page.entry] });
    expect(await pull()).toMatchObject(changes);
    expect(store.cache.booking('a3')).toMatchObject({ status: 'cancelled', startsAt: `${day}T08:30:00.000Z` });
  });

  test('a booking that was cancelled and of whose patient nothing can be read any more', async () => {
    const server = await oddDay(...oddBookings(10));
    const { store, pull } = await afterFirstPull(server);
    const start = `${day}T08:03:00Z`;
    server.save(appointment('a3', { patientId: null, status: 'cancelled', start }));
    expect(await pull()).toMatchObject(changes);
    expect(store.cache.booking('a3')).toMatchObject({ status: 'cancelled', patient: { id: 'p3' } });
    server.saveAt('2026-11-24T05:10:00.000Z', appointment('a4', { patientId: null, start: `${day}T08:04:00Z` }));
    expect(await pull()).toMatchObject(changes);
    expect(store.cache.booking('a4')).toMatchObject({ status: 'booked', patient: { id: 'p4' } });
  });

  test('a booking that was cancelled, and one that was made; the list keeps its age (S10) and everybody on it (S11)', async () => {
    const server = await oddDay(...oddBookings(10));
    const { store, pull, asked } = await afterFirstPull(server);
    server.save(
      appointment('a3', { patientId: 'p3', status: 'cancelled', start: `${day}T08:03:00Z` }),
      patient('p77'),
      appointment('a77', { patientId: 'p77', start: `${day}T16:00:00Z` }),
    );
    expect(await pull()).toMatchObject(changes);
    expect(bookingIds(store)).toHaveLength(11);
    expect(store.cache.booking('a3')).toMatchObject({
      status: 'cancelled',
      patient: { name: { family: 'Zzcanary-3' } },
    });
    expect(store.cache.findByCode('REF-a77').map(({ id }) => id)).toEqual(['a77']);
    expect(store.cache.age()?.pulledAt).toBe(`${day}T06:00:00.000Z`);
    expect(asked()).toEqual({ whole: 1, changes: 1 });
  });

  test('what it found is on disk: after a restart it is on the list', async () => {
    const server = await oddDay(...oddBookings(3));
    const clock = manualClock(`${day}T06:00:00.000Z`);
    const folder = newFolder();
    const now = () => new Date(clock.nowMs()).toISOString();
    const before = opened(folder, { clinicDay: day, now });
    before.cache.replaceDayList({ clinicDay: day, siteId: site, pulledAt: now() }, [], []);
    const kiosk = await afterFirstPull(server);
    const [first] = kiosk.store.cache.bookings();
    if (first === undefined) throw new Error('somebody is booked');
    expect(before.cache.changeBookings({ clinicDay: day, siteId: site }, [first])).toBe(true);
    expect(before.cache.changeBookings({ clinicDay: day, siteId: 'another' }, [first])).toBe(false);
    before.close();
    expect(opened(folder, { clinicDay: day, now }).cache.bookings()).toEqual([first]);
  });

  test("it asks by the server's clock, three minutes further back than the newest change; nothing new is nothing written", async () => {
    const server = await oddDay(...oddBookings(3));
    server.saveAt('2031-01-01T12:00:00.000Z', appointment('a3', { patientId: 'p3' }));
    const { store, pull } = await afterFirstPull(server);
    const before = store.cache.bookings();
    await pull();
    expect(server.asked().at(-1)).toContain('_lastUpdated=ge2031-01-01T11:57:00.000Z');
    expect(store.cache.bookings()).toBe(before);
    server.saveAt('2031-01-01T11:58:00.000Z', appointment('a2', { patientId: 'p2', status: 'cancelled' }));
    await pull();
    expect(store.cache.booking('a2')?.status).toBe('cancelled');
  });

  test('a server that is behind itself does not take back what is known here', async () => {
    const server = await oddDay(...oddBookings(3));
    const { store, pull } = await afterFirstPull(server);
    store.cache.noteVersion('a2', '900');
    server.save(appointment('a2', { patientId: 'p2', status: 'cancelled' }));
    await pull();
    expect(store.cache.booking('a2')).toMatchObject({ status: 'booked', version: '900' });
  });
});

describe('S11: what a quick look cannot find, and the next whole pull does', () => {
  const elsewhere = appointment('a3', { patientId: 'p3', at: 'loc-elsewhere', start: `${day}T08:03:00Z` });
  const nextDay = appointment('a3', { patientId: 'p3', start: '2026-11-25T08:03:00Z' });
  test.each<[string, (server: OddDay) => void]>([
    ['moved to another site', (server) => server.save(elsewhere)],
    ['moved to another day', (server) => server.save(nextDay)],
    ['deleted', (server) => server.remove('Appointment', 'a3')],
  ])('a booking that was %s stays until then', async (_what, change) => {
    const server = await oddDay(...oddBookings(10));
    const { store, pull, clock } = await afterFirstPull(server);
    change(server);
    expect(await pull()).toMatchObject(changes);
    expect(bookingIds(store)).toContain('a3');
    clock.pass(5 * minuteMs);
    expect(await pull()).toMatchObject({ ok: true, value: { kind: 'whole', bookings: 9 } });
    expect(bookingIds(store)).not.toContain('a3');
  });

  test.each<[string, (server: OddDay) => void, object]>([
    [
      'patient who was renamed',
      (server) => server.save(patient('p3', { birthDate: '1970-01-04' })),
      { name: { family: 'Marchetti-Okonkwo' } },
    ],
  ])('a %s has the old details until then', async (_what, change, details) => {
    const server = await oddDay(...oddBookings(10));
    server.saveAt(`${day}T12:00:00.000Z`, appointment('a9', { patientId: 'p9' }));
    const { store, pull, clock } = await afterFirstPull(server);
    change(server);
    await pull();
    expect(store.cache.booking('a3')?.patient.name.family).toBe('Zzcanary-3');
    clock.pass(5 * minuteMs);
    await pull();
    expect(store.cache.booking('a3')?.patient).toMatchObject(details);
  });
});

describe('when the whole list is pulled', () => {
  test('at first, every five minutes, and when somebody asks', async () => {
    const server = await oddDay(...oddBookings(3));
    const { pull, asked, clock } = await afterFirstPull(server);
    for (let minute = 0; minute < 9; minute++) {
      await pull();
      clock.pass(minuteMs);
    }
    expect(asked()).toEqual({ whole: 2, changes: 8 });
    await pull('whole');
    expect(asked()).toEqual({ whole: 3, changes: 8 });
  });

  test('after anything that went wrong', async () => {
    const server = await oddDay(...oddBookings(3));
    const { pull, asked } = await afterFirstPull(server);
    server.ways.instead = (_, response) => {
      response.writeHead(500).end();
      return true;
    };
    expect(await pull()).toMatchObject({ ok: false });
    server.ways.instead = () => false;
    await pull();
    expect(asked()).toEqual({ whole: 2, changes: 1 });
    await pull();
    expect(asked()).toEqual({ whole: 2, changes: 2 });
  });

  test('on another day', async () => {
    const server = await oddDay(...oddBookings(3));
    const { pull, asked, clock } = await afterFirstPull(server);
    clock.pass(2 * minuteMs);
    clock.jump(24 * 60 * minuteMs);
    expect(await pull()).toMatchObject({ ok: true, value: { kind: 'whole', clinicDay: '2026-11-25' } });
    expect(asked().changes).toBe(0);
  });

  test.each<[string, Partial<OddDay['ways']>]>([
    ['does not search by the time of a change', { ignored: ['_lastUpdated'] }],
    ['does not show what it searched by', { hasSelf: false }],
  ])('always, from a server that %s', async (_what, ways) => {
    const server = await oddDay(...oddBookings(3));
    Object.assign(server.ways, ways);
    const { pull, asked } = await afterFirstPull(server);
    expect(await pull()).toMatchObject({ ok: true, value: { kind: 'whole' } });
    expect(await pull()).toMatchObject({ ok: true, value: { kind: 'whole' } });
    expect(asked()).toEqual({ whole: 3, changes: 1 });
  });

  test('from a server that does not say when its bookings were changed, and of a day without any', async () => {
    const server = await oddDay(...oddBookings(0));
    const { pull, asked } = await afterFirstPull(server);
    await pull();
    expect(asked()).toEqual({ whole: 2, changes: 0 });
  });
});
