/** What the tests of sending events ask the booking system, and the kiosk's ledger, afterwards. */
import type { FhirServer } from '../../peers/fhir-server-launcher.ts';
import { bookedDay, type SyncClinic, syncClinic } from './sync-clinic.ts';

/** How a booking system takes events, and the request that writes one there. */
export const ways = [
  { writeBack: 'appointment-and-encounter', method: 'POST', writes: 3 },
  { writeBack: 'appointment-only', method: 'PUT', writes: 1 },
] as const;
type Way = (typeof ways)[number];

export const entryOf = ({ store }: SyncClinic, eventId: string) =>
  store.ledger.outbox().find((entry) => entry.eventId === eventId);
export const tasksOf = ({ store }: SyncClinic) =>
  store.ledger.openTasks().map(({ bookingId, matter }) => ({ bookingId, ...matter }));

export const pushClinic = (server: FhirServer, { writeBack, method }: Way = ways[0]) => ({
  /** A clinic that pulled so many bookings. */
  async openClinic(count = 3, upstream = {}): Promise<SyncClinic> {
    await server.load(bookedDay(count));
    const clinic = syncClinic(server, { upstream: { writeBack, ...upstream } });
    await clinic.pull();
    return clinic;
  },
  statusOf: async (id: string) => (await server.read('Appointment', id))?.status,
  /** Of bookings. */
  writesSince: async (sequence: number) =>
    (await server.writes()).filter(
      (write) => write.sequence > sequence && write.by === 'client' && write.resourceType === 'Appointment',
    ),
  sentSince: async (sequence: number) =>
    (await server.requests()).filter((request) => request.sequence > sequence && request.method === method),
});
