/** Syncing as a station runs it: a pull that comes well is what makes one refused booking a matter for staff. */
import { randomUUID } from 'node:crypto';
import { onTestFinished, test } from 'vitest';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import { systemClock } from '../../../electron/days/clock.ts';
import { startSync } from '../../../offline-store/sync/sync-worker.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { tasksOf } from './push-clinic.ts';
import { bookedDay, syncClinic, timeZone } from './sync-clinic.ts';

const server = await sharedFhirServer();

test('the list comes, and the only arrival that is owed is refused for an hour: staff have a task for it', async () => {
  await server.load(bookedDay(2));
  const clinic = syncClinic(server);
  const { store, settings, now } = clinic;
  let tell = () => {};
  const sync = startSync({
    ...{ settings, timeZone, rules: defaultClinicRules, newId: randomUUID, random: () => 0, stationName: 'KIOSK-1' },
    ...{ cache: store.cache, ledger: store.ledger, walkIns: store.walkIns },
    clock: { ...systemClock, nowMs: () => Date.parse(now()) },
    onStatus: () => tell(),
    onFault: (error) => {
      throw error;
    },
  });
  onTestFinished(() => sync.stop());
  /** Looks again whenever sync has come further. */
  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      tell = resolve;
      await promise;
    }
  }
  await sync.pullNow();
  await server.misbehave({ kind: 'status', status: 403 }, { pathContains: 'Appointment/a1' });
  clinic.checkIn('a1');
  sync.wake();
  await until(() => (store.ledger.outboxPending()[0]?.attempts ?? 0) > 0);
  clinic.at('2026-11-24T07:01:00.000Z');
  await sync.pullNow();
  sync.wake();
  await until(() => tasksOf(clinic).some((task) => task.bookingId === 'a1'));
  await server.behave();
  clinic.at('2026-11-24T07:10:00.000Z');
  sync.wake();
  await until(() => tasksOf(clinic).length === 0);
});
