/**
 * Delivers one arrival: look for our own event, read the booking as it is upstream now, let the clinic's rule decide, and write
 * only if it says so. The booking, the visit and where that comes from are one transaction, guarded by the booking's version: it
 * can be sent twice and is done once.
 */
import { ok, type Result } from '../../clinic/result.ts';
import { decideWriteBack, type WriteBackDecision } from '../../clinic/write-back.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import {
  afterFailedRead,
  afterSending,
  type Delivery,
  type DeliveryContext,
  deliverInSteps,
  ended,
  endedAs,
  later,
  type Step,
  setAside,
  timesOf,
  wantedOf,
} from './delivery.ts';
import type { FhirProblem } from './fhir-problem.ts';
import { findOwnEncounter } from './own-encounter.ts';
import { eventToken, uuidFor } from './own-events.ts';
import { type FhirWrite, sendWrites } from './send-writes.ts';
import { newEncounter, provenanceOf, withStatus } from './to-fhir.ts';
import { type AppointmentRead, foundUpstream, patientOfBooking, readAppointment } from './upstream-booking.ts';
import { isAnothersByNow } from './who-was-here.ts';

export function deliverArrival(entry: OutboxEntry, context: DeliveryContext): Promise<Delivery> {
  return deliverInSteps(entry, (mayBeThere) => step(entry, mayBeThere, context));
}

async function step(entry: OutboxEntry, mayBeThere: boolean, context: DeliveryContext): Promise<Step> {
  const { client, cache } = context;
  const hasEncounter = await hasOwnEncounter(entry, context);
  if (!hasEncounter.ok) return afterFailedRead(hasEncounter.problem, 'no-transactions');
  const read = await readAppointment(entry.bookingId, client);
  if (!read.ok) return afterFailedRead(read.problem);
  const patientId = cache.booking(entry.bookingId)?.patient.id ?? null;
  const found = await foundUpstream(read.value, patientId, context);
  if (!found.ok) return later(found.problem);
  const isAnothers = read.value === 'gone' ? ok(false) : await isAnothersByNow(entry, read.value, context);
  if (!isAnothers.ok) return later(isAnothers.problem);
  const decided = decideWriteBack({
    kind: 'arrived',
    wanted: wantedOf(entry, context),
    found: found.value === 'gone' || !isAnothers.value ? found.value : { ...found.value, isSamePatient: false },
    hasOurEvent: hasEncounter.value,
  });
  // Without Encounters nothing says whose an arrival is; one that we may have sent before is taken for ours.
  const isTakenForOurs = context.site.writeBack === 'appointment-only' && mayBeThere && decided.end.kind === 'merged';
  const decision: WriteBackDecision = isTakenForOurs ? { ...decided, end: { kind: 'applied' } } : decided;
  const version = read.value === 'gone' ? null : read.value.version;
  if (decision.write === 'nothing' || read.value === 'gone') return endedAs(decision, { version });
  if (version === null) return ended(setAside('refused-by-server'));
  const sent = await sendWrites(entry, writesOf(entry, { ...read.value, version }, context), context);
  if (sent.kind !== 'written') return afterSending(sent);
  return endedAs(decision, { version: sent.entries[0]?.version ?? null });
}

async function hasOwnEncounter(
  { eventId }: OutboxEntry,
  { client, site }: DeliveryContext,
): Promise<Result<boolean, FhirProblem>> {
  if (site.writeBack === 'appointment-only') return ok(false);
  const encounter = await findOwnEncounter(eventId, client);
  return encounter.ok ? ok(encounter.value !== null) : encounter;
}

function writesOf(
  entry: OutboxEntry,
  { raw, appointment, version }: AppointmentRead & { readonly version: string },
  context: DeliveryContext,
): readonly FhirWrite[] {
  const path = `Appointment/${entry.bookingId}`;
  const arrived: FhirWrite = { method: 'PUT', path, resource: withStatus(raw, 'arrived'), ifMatch: version };
  if (context.site.writeBack === 'appointment-only') return [arrived];
  const patientId = patientOfBooking(appointment, context.client);
  const times = timesOf(entry, context);
  return [
    arrived,
    ...visitWrites(entry, {
      appointment: path,
      patient: patientId === null ? null : `Patient/${patientId}`,
      times,
    }),
  ];
}

/** The visit that begins with an arrival or a registration, and where both come from. */
export function visitWrites(
  { eventId }: OutboxEntry,
  of: { readonly appointment: string; readonly patient: string | null; readonly times: ReturnType<typeof timesOf> },
): readonly FhirWrite[] {
  const fullUrl = `urn:uuid:${uuidFor(eventId, 'Encounter')}`;
  const encounter = newEncounter({ ...of, eventId, start: of.times.occurredAt });
  const ifNoneExist = new URLSearchParams({ identifier: eventToken(eventId) }).toString();
  const provenance = provenanceOf({ targets: [of.appointment, fullUrl], ...of.times, staffId: null });
  return [
    { method: 'POST', path: 'Encounter', resource: encounter, ifNoneExist, fullUrl },
    { method: 'POST', path: 'Provenance', resource: provenance },
  ];
}
