/**
 * Whether a booking upstream is still of the person who was checked in, where no list says any more whose it was: on another day,
 * or after a list was lost. By what the visit itself keeps of the person (S1).
 */
import { ok, type Result } from '../../clinic/result.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import { type DeliveryContext, isOfAnother, wantedOf } from './delivery.ts';
import type { FhirProblem } from './fhir-problem.ts';
import type { FhirPatient } from './fhir-resources.ts';
import { patientOf } from './patient-from-fhir.ts';
import { type AppointmentRead, patientOfBooking, recordThatCounts } from './upstream-booking.ts';

/** @param record the one that counts. Taken for granted when nothing is kept of the person. */
export function isRecordOfVisit(entry: OutboxEntry, record: FhirPatient, context: DeliveryContext): boolean {
  const visit = context.ledger.visit(entry.bookingId);
  if (visit === null || context.isOfVisit === undefined) return true;
  const patient = patientOf(record, wantedOf(entry, context).clinicDay);
  return context.isOfVisit({ id: entry.bookingId, patient }, visit);
}

export async function isAnothersByNow(
  entry: OutboxEntry,
  { appointment }: AppointmentRead,
  context: DeliveryContext,
): Promise<Result<boolean, FhirProblem>> {
  const { cache, client, isOfVisit } = context;
  if (cache.booking(entry.bookingId) !== null || isOfVisit === undefined) return ok(isOfAnother(entry, context));
  const id = patientOfBooking(appointment, client);
  const record = id === null ? ok(null) : await recordThatCounts(id, client);
  if (!record.ok) return record;
  return ok(record.value === null || !isRecordOfVisit(entry, record.value, context));
}
