/** The quick look against Medplum's engine, which shows what it searched by: what it finds, and what the whole pull adds. */
import { expect, test } from 'vitest';
import { pullChanges } from '../../../offline-store/sync/pull-changes.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { appointment, patient, site } from './fhir-examples.ts';
import { bookedDay, bookingIds, day, syncClinic, timeZone } from './sync-clinic.ts';

const server = await sharedFhirServer();

test('a cancelled booking and a new one are found by the time of their change; one that was moved is not, and the whole pull finds it', async () => {
  await server.load(bookedDay(10));
  const clinic = syncClinic(server);
  const whole = await clinic.pull();
  const since = whole.ok ? whole.value.newestChange : null;
  if (since === null) throw new Error('Medplum says when a booking was changed');
  await server.save(appointment('a1', { patientId: 'p1', status: 'cancelled' }));
  await server.save(patient('p77'));
  await server.save(appointment('a77', { patientId: 'p77', start: `${day}T16:00:00Z`, end: `${day}T16:10:00Z` }));
  await server.save(appointment('a2', { patientId: 'p2', at: 'loc-elsewhere' }));
  await server.remove('Appointment', 'a3');
  const { client, settings, store, now } = clinic;
  const options = {
    client,
    settings,
    siteId: site,
    clinicDay: day,
    timeZone,
    now,
    cache: store.cache,
    ledger: store.ledger,
  };
  expect(await pullChanges(options, since)).toMatchObject({ ok: true, value: { kind: 'changes', bookings: 11 } });
  expect(store.cache.booking('a1')?.status).toBe('cancelled');
  expect(bookingIds(store)).toEqual(expect.arrayContaining(['a2', 'a3', 'a77']));
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 9, kept: 0 } });
});
