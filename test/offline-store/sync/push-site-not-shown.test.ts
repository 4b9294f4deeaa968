/** A site that is named by its ODS code, and a server that does not show the Location of a booking: not known is not moved. */
import { beforeEach, describe, expect, test } from 'vitest';
import { watchNotTaken } from '../../../offline-store/sync/not-taken-watch.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { checkedIn, knownPatient, register, take } from './events-clinic.ts';
import { appointment, site } from './fhir-examples.ts';
import { pushClinic, tasksOf, ways } from './push-clinic.ts';
import type { SyncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
const byOdsCode = { siteLocationIds: undefined, siteOdsCode: 'RX8A2' };
/** At a place that exists, and is not shown to the kiosk. */
const elsewhere = { at: 'loc-not-shown' };

const hiddenBy: readonly [how: string, hide: () => Promise<unknown>][] = [
  ['deletes it', () => server.remove('Location', site)],
  ['answers 404', () => server.misbehave({ kind: 'status', status: 404 }, { pathContains: 'Location/' })],
  ['answers 403', () => server.misbehave({ kind: 'status', status: 403 }, { pathContains: 'Location/' })],
  ['reads no Locations', () => server.misbehave({ kind: 'status', status: 501 }, { pathContains: 'Location/' })],
];

describe.each(ways)('$writeBack', (way) => {
  const { openClinic, statusOf, writesSince } = pushClinic(server, way);
  let clinic: SyncClinic;
  beforeEach(async () => {
    clinic = await openClinic(3, byOdsCode);
  });

  const change = (id: string, changes: object = {}) =>
    server.save(appointment(id, { patientId: `p${id.slice(1)}`, comment: 'Needs a chair with arms', ...changes }));

  test.each(hiddenBy)(
    'while the server %s, a booking that is as it was when it was listed is here',
    async (_, hide) => {
      await hide();
      for (const number of [1, 2, 3]) clinic.checkIn(`a${number}`, number);
      expect(await clinic.push()).toMatchObject({ applied: 3, conflicts: 0, waiting: 0 });
      expect(tasksOf(clinic)).toEqual([]);
    },
  );

  test.each(hiddenBy)(
    'while the server %s, one that was changed since is not written, is not said to be moved, and holds nobody back',
    async (_, hide) => {
      await change('a1');
      await change('a2');
      await hide();
      for (const number of [1, 2, 3]) clinic.checkIn(`a${number}`, number);
      expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 0, waiting: 2, stoppedBy: null });
      expect(tasksOf(clinic)).toEqual([]);
      expect([await statusOf('a1'), await statusOf('a3')]).toEqual(['booked', 'arrived']);
      await server.behave();
      await server.load([{ resourceType: 'Location', id: site, identifier: [odsCode] }]);
      expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 2, waiting: 0 });
    },
  );

  test('what staff read at the top of every screen says why', async () => {
    await change('a1');
    await server.remove('Location', site);
    clinic.checkIn('a1');
    expect(await clinic.push()).toMatchObject({ lastProblem: { kind: 'site-not-shown' } });
  });

  test('one that was moved to a place that is not shown is never marked as arrived; after an hour staff have one task, which is true', async () => {
    const notTaken = watchNotTaken(clinic.store.ledger, clinic.now);
    await change('a1', elsewhere);
    clinic.checkIn('a1', 1);
    clinic.checkIn('a2', 2);
    const before = await server.now();
    for (const time of ['08:00', '08:30', '09:05']) {
      clinic.at(`2026-11-24T${time}:00.000Z`);
      await clinic.push({ notTaken });
    }
    expect((await writesSince(before)).map(({ id }) => id)).toEqual(['a2']);
    expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because: 'not-taken' }]);
  });

  test.each([
    ['cancelled', { status: 'cancelled' }, 'cancelled'],
    ['given to somebody else', { patientId: 'p2' }, 'other-patient'],
    ['moved to another day', { start: '2026-11-25T08:00:00Z', end: '2026-11-25T08:10:00Z' }, 'moved'],
  ])('at a place that is not shown, one that was %s is told at once', async (_, changes, because) => {
    await change('a1', { ...elsewhere, ...changes });
    clinic.checkIn('a1');
    expect(await clinic.push()).toMatchObject({ conflicts: 1, waiting: 0 });
    expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because }]);
  });

  test('blood of a booking at a place that is not shown waits, and goes when it is shown', async () => {
    const { tubeIds } = await checkedIn(server, clinic);
    await clinic.pull();
    expect(await clinic.push()).toMatchObject({ applied: 1 });
    const arrived = JSON.stringify(await server.read('Appointment', 'a1'));
    await server.save(JSON.parse(arrived.replace(`Location/${site}`, 'Location/loc-new-room')));
    take(clinic.store, 'a1', tubeIds);
    expect(await clinic.push()).toMatchObject({ applied: 0, conflicts: 0, waiting: 1 });
    expect(tasksOf(clinic)).toEqual([]);
    await server.load([{ resourceType: 'Location', id: 'loc-new-room', identifier: [odsCode] }]);
    clinic.at('2026-11-24T06:10:00.000Z');
    expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 0 });
    expect(await statusOf('a1')).toBe('fulfilled');
  });

  test('S4: a registration of somebody with a booking today, nobody knows where: no second booking is made', async () => {
    await server.load([knownPatient('walker'), appointment('w1', { patientId: 'walker', ...elsewhere })]);
    register(clinic);
    expect(await clinic.push()).toMatchObject({ applied: 0, conflicts: 0, waiting: 1 });
    const booked = (await server.all('Appointment')).filter((one) => JSON.stringify(one).includes('Patient/walker'));
    expect(booked).toHaveLength(1);
    await server.load([{ resourceType: 'Location', id: elsewhere.at, identifier: [{ ...odsCode, value: 'RX9B1' }] }]);
    clinic.at('2026-11-24T06:10:00.000Z');
    expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 0 });
  });
});

const odsCode = { system: 'https://fhir.nhs.uk/Id/ods-site-code', value: 'RX8A2' };
