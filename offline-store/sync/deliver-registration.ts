/**
 * Delivers one registration: somebody without a booking was here. Upstream must know exactly one patient of that NHS number with
 * that date of birth, who is not booked here today already; then one transaction makes the booking and the visit.
 *
 * What is created is guarded by a search for our own identifier alone, which on many servers lags behind the write; so after an
 * answer that was lost nothing is sent until it was waited and looked.
 */
import { clinicDayWindow } from '../../clinic/clinic-day.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { WalkIn } from '../../clinic/walk-in.ts';
import { decideWriteBack } from '../../clinic/write-back.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import { visitWrites } from './deliver-arrival.ts';
import {
  afterFailedRead,
  afterSending,
  type Delivery,
  type DeliveryContext,
  deliverInSteps,
  ended,
  endedAs,
  type Step,
  timesOf,
  wantedOf,
} from './delivery.ts';
import type { FhirProblem } from './fhir-problem.ts';
import { fhirSchemas } from './fhir-resources.ts';
import { statusOf } from './from-fhir.ts';
import { eventIdentifier, eventToken, uuidFor } from './own-events.ts';
import { nhsNumberSystem, patientOf } from './patient-from-fhir.ts';
import { type FhirWrite, sendWrites } from './send-writes.ts';
import { walkInAppointment } from './to-fhir.ts';
import { findAll, whereIs } from './upstream-booking.ts';
import { replacedBy } from './upstream-resources.ts';

interface PatientFound {
  readonly id: string;
  readonly dateOfBirth: string | null;
  /** Null: on this day, and nobody knows where. */
  readonly isBookedHere: boolean | null;
}

export function deliverRegistration(entry: OutboxEntry, context: DeliveryContext): Promise<Delivery> {
  const walkIn = context.walkIns.get(entry.bookingId);
  if (walkIn === null) {
    return Promise.resolve({ kind: 'conflict', because: 'details-lost', sentSpecimenIds: [] });
  }
  return deliverInSteps(entry, () => step(entry, walkIn, context));
}

async function step(entry: OutboxEntry, walkIn: WalkIn, context: DeliveryContext): Promise<Step> {
  const own = await findOwnBooking(entry, context);
  if (!own.ok) return afterFailedRead(own.problem);
  const { nhsNumber, dateOfBirth } = walkIn.patient;
  const patients = own.value === null && nhsNumber !== null ? await findPatients(entry, nhsNumber, context) : ok([]);
  if (!patients.ok) return afterFailedRead(patients.problem);
  const decision = decideWriteBack({
    kind: 'walk-in',
    hasOurEvent: own.value !== null,
    wanted: { nhsNumber, dateOfBirth },
    patients: patients.value,
  });
  const [patient] = patients.value;
  if (decision.write === 'nothing' || patient === undefined) {
    return endedAs(decision, { upstreamBookingId: own.value });
  }
  const sent = await sendWrites(entry, writesOf(entry, walkIn, patient.id, context), context);
  if (sent.kind !== 'written') return afterSending(sent);
  const made = sent.entries[0]?.id ?? null;
  // Without its id it is looked for, and not before a while: the search may lag.
  return made === null
    ? ended({ kind: 'later', problem: null, isSearchAwaited: true })
    : endedAs(decision, { upstreamBookingId: made });
}

/** The id of the booking that we made before. */
async function findOwnBooking(
  { eventId }: OutboxEntry,
  { client }: DeliveryContext,
): Promise<Result<string | null, FhirProblem>> {
  const found = await findAll(client, 'Appointment', [['identifier', eventToken(eventId)]]);
  if (!found.ok) return found;
  const { value: wanted } = eventIdentifier(eventId);
  for (const raw of found.value) {
    const { data } = fhirSchemas.Appointment.safeParse(raw);
    if (raw.resourceType === 'Appointment' && data?.identifier.some(({ value }) => value === wanted))
      return ok(data.id);
  }
  return ok(null);
}

async function findPatients(
  entry: OutboxEntry,
  nhsNumber: string,
  context: DeliveryContext,
): Promise<Result<readonly PatientFound[], FhirProblem>> {
  const found = await findAll(context.client, 'Patient', [['identifier', `${nhsNumberSystem}|${nhsNumber}`]]);
  if (!found.ok) return found;
  const { clinicDay } = wantedOf(entry, context);
  const patients: Omit<PatientFound, 'isBookedHere'>[] = [];
  const booked: (boolean | null)[] = [];
  for (const raw of found.value) {
    if (raw.resourceType !== 'Patient') continue;
    const { data: patient } = fhirSchemas.Patient.safeParse(raw);
    // One that cannot be read may be the one.
    if (patient === undefined) return refuse({ kind: 'not-fhir' });
    const isReplaced = patient.active === false || replacedBy(patient).length > 0;
    const identifier = patient.identifier.filter(
      ({ system, value }) => system === nhsNumberSystem && value === nhsNumber,
    );
    // Whoever had the number once is somebody else (S1).
    const hasItNow = patientOf({ ...patient, identifier }, clinicDay).nhsNumber !== null;
    if (identifier.length === 0 || (!isReplaced && !hasItNow)) continue;
    // Bookings may stand under a record that was replaced still.
    const hasBooking = await hasBookingHere(entry, patient.id, context);
    if (!hasBooking.ok) return hasBooking;
    booked.push(hasBooking.value);
    if (!isReplaced) patients.push({ id: patient.id, dateOfBirth: patient.birthDate ?? null });
  }
  return ok(patients.map((patient) => ({ ...patient, isBookedHere: isAnyHere(booked) })));
}

/** One that is here says all; without it, one of which nobody knows (null). */
const isAnyHere = (booked: readonly (boolean | null)[]): boolean | null =>
  booked.includes(true) || (booked.includes(null) ? null : false);

/** Anything that is not over: never a second booking. */
async function hasBookingHere(
  entry: OutboxEntry,
  patientId: string,
  context: DeliveryContext,
): Promise<Result<boolean | null, FhirProblem>> {
  const { from, to } = clinicDayWindow(wantedOf(entry, context).clinicDay, context.timeZone);
  const found = await findAll(context.client, 'Appointment', [
    ['patient', `Patient/${patientId}`],
    ['date', `ge${from}`],
    ['date', `lt${to}`],
  ]);
  if (!found.ok) return found;
  const booked: (boolean | null)[] = [];
  for (const raw of found.value) {
    if (raw.resourceType !== 'Appointment') continue;
    const { data } = fhirSchemas.Appointment.safeParse(raw);
    if (data === undefined) return refuse({ kind: 'not-fhir' });
    if (!['booked', 'arrived', 'fulfilled'].includes(statusOf(data))) continue;
    const where = await whereIs(data, context);
    if (!where.ok) return where;
    booked.push(where.value === 'unknown' ? null : where.value === 'ours');
  }
  return ok(isAnyHere(booked));
}

function writesOf(
  entry: OutboxEntry,
  walkIn: WalkIn,
  patientId: string,
  context: DeliveryContext,
): readonly FhirWrite[] {
  const { eventId } = entry;
  const times = timesOf(entry, context);
  const fullUrl = `urn:uuid:${uuidFor(eventId, 'Appointment')}`;
  const booking: FhirWrite = {
    method: 'POST',
    path: 'Appointment',
    resource: walkInAppointment({ eventId, walkIn, patientId, start: times.occurredAt, site: context.site }),
    ifNoneExist: new URLSearchParams({ identifier: eventToken(eventId) }).toString(),
    fullUrl,
  };
  if (context.site.writeBack === 'appointment-only') return [booking];
  return [booking, ...visitWrites(entry, { appointment: fullUrl, patient: `Patient/${patientId}`, times })];
}
