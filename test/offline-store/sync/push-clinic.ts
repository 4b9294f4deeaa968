/** What the tests of sending arrivals ask the booking system, and the kiosk's ledger, afterwards. */
import type { FhirServer } from '../../peers/fhir-server-launcher.ts';
import { bookedDay, type SyncClinic, syncClinic } from './sync-clinic.ts';

export const entryOf = ({ store }: SyncClinic, eventId: string) =>
  store.ledger.outbox().find((entry) => entry.eventId === eventId);
export const tasksOf = ({ store }: SyncClinic) =>
  store.ledger.openTasks().map(({ bookingId, matter }) => ({ bookingId, ...matter }));

export const pushClinic = (server: FhirServer) => ({
  /** A clinic that pulled so many bookings. */
  async openClinic(count = 3, upstream = {}): Promise<SyncClinic> {
    await server.load(bookedDay(count));
    const clinic = syncClinic(server, { upstream });
    await clinic.pull();
    return clinic;
  },
  statusOf: async (id: string) => (await server.read('Appointment', id))?.status,
  writesSince: async (sequence: number) =>
    (await server.writes()).filter((write) => write.sequence > sequence && write.by === 'client'),
  putsSince: async (sequence: number) =>
    (await server.requests()).filter((request) => request.sequence > sequence && request.method === 'PUT'),
});
