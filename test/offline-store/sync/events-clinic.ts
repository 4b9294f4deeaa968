/** Events beside arrivals, for the tests of sending them: blood that was taken, and patients who came without a booking. */
import { randomUUID } from 'node:crypto';
import { assert } from '../../../clinic/assert.ts';
import type { Specimen } from '../../../clinic/specimen.ts';
import type { WalkIn } from '../../../clinic/walk-in.ts';
import type { Store } from '../../../offline-store/store.ts';
import { testNumber } from '../../clinic/examples.ts';
import type { FhirServer } from '../../peers/fhir-server-launcher.ts';
import { specimen, visit } from '../store-clinic.ts';
import { appointment, type Json, nhsIdentifier, patient, request, site } from './fhir-examples.ts';
import { day, type SyncClinic } from './sync-clinic.ts';

export const takenAt = '2026-11-24T08:31:00.000Z';
export const nurse = 'staff-7';

/** A booking with one order, and the patient checked in with so many tubes; their numbers are `A1T-1`, `A1T-2`, … */
export async function checkedIn(
  server: FhirServer,
  clinic: SyncClinic,
  { id = 'a1', tubes = 2, changes = {} }: { id?: string; tubes?: number; changes?: Partial<Specimen> } = {},
): Promise<{ readonly visitId: string; readonly tubeIds: readonly string[] }> {
  const patientId = `p${id.slice(1)}`;
  const order = request(`order-${id}`, { subject: { reference: `Patient/${patientId}` } });
  await server.load([patient(patientId), order, appointment(id, { patientId, requestIds: [order.id] })]);
  const ticket = Number(id.slice(1));
  const visitId = `V${ticket}X`;
  const specimens = Array.from({ length: tubes }, (_, index) =>
    specimen(visitId, index + 1, {
      identifier: `${id.toUpperCase()}T-${index + 1}`,
      requestIds: [order.id],
      identifierSource: 'requisition-and-suffix',
      ...changes,
    }),
  );
  const arriving = visit(id, ticket, { clinicDay: day, arrivedAt: clinic.now(), specimens });
  clinic.store.ledger.write((writes) => {
    assert(writes.checkIn(arriving), 'it is checked in once');
    writes.addOutbox({ eventId: randomUUID(), bookingId: id, kind: 'arrived', occurredAt: clinic.now() });
  });
  return { visitId, tubeIds: specimens.map((one) => one.id) };
}

/** Answers the event's id. */
export function take({ ledger }: Store, bookingId: string, specimenIds: readonly string[], skewMs = 0): string {
  const eventId = randomUUID();
  const time = { monotonicMs: 1, clockSkewMs: skewMs };
  ledger.write((writes) =>
    writes.recordCollection({ eventId, bookingId, specimenIds, collectedAt: takenAt, collectedBy: nurse, ...time }),
  );
  return eventId;
}

export const walkInNumber = testNumber(77);
/** Whom the booking system knows by the number of the walk-in. */
export const knownPatient = (id: string, over: Readonly<Record<string, unknown>> = {}): Json =>
  patient(id, { identifier: [nhsIdentifier(walkInNumber)], birthDate: '1961-05-04', ...over });

/** Somebody without a booking was registered; answers the id under which the kiosk has them, and the event's. */
export function register(
  { store, now }: SyncClinic,
  person: Partial<WalkIn['patient']> = {},
  ticket = 50,
): { readonly bookingId: string; readonly eventId: string } {
  const [bookingId, eventId] = [`walk-in-${randomUUID()}`, randomUUID()];
  store.walkIns.add({
    bookingId,
    clinicDay: day,
    siteId: site,
    patient: { family: 'Zzcanary', given: 'Test', dateOfBirth: '1961-05-04', nhsNumber: walkInNumber, ...person },
    tests: [{ code: 'fbc', system: null, name: 'Full blood count' }],
    requisition: 'FORM-42',
    registeredAt: now(),
    registeredBy: nurse,
  });
  store.ledger.write((writes) => {
    assert(writes.checkIn(visit(bookingId, ticket, { clinicDay: day, arrivedAt: now() })), 'it is checked in once');
    writes.addOutbox({ eventId, bookingId, kind: 'walk-in', occurredAt: now() });
  });
  return { bookingId, eventId };
}
