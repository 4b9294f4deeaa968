/** S11: a booking at which a real server does not let the kiosk look (403). What odd servers say is in missing-rows.test.ts. */
import { expect, test } from 'vitest';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { bookedDay, syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();

test('S11: 403 for a booking that is missing says that the kiosk may not look: who has it stays on the list, and it is told', async () => {
  await server.load(bookedDay(3));
  const clinic = syncClinic(server);
  await clinic.pull();
  await server.remove('Appointment', 'a2');
  await server.misbehave({ kind: 'status', status: 403 }, { pathContains: 'Appointment/a2' });
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 3, kept: 1 } });
  expect(clinic.store.cache.setAside()).toEqual([{ appointmentId: 'a2', why: 'not-shown' }]);
  await server.behave();
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 2, kept: 0, setAside: 0 } });
});
