/**
 * Delivers one arrival: read the booking as it is upstream now, let the clinic's rule decide, and write only if it says so.
 *
 * An update with If-Match can be sent twice and is done once, so a lost answer is read back, not guessed. That something was sent
 * is durable before it is sent: after a power cut we find our own arrival and know it.
 */
import { assert, unreachable } from '../../clinic/assert.ts';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { type ArrivalDecision, answerToWrite, decideArrival, type FoundUpstream } from '../../clinic/write-back.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import type { Ledger } from '../store.ts';
import type { FhirClient } from './fhir-client.ts';
import type { FhirProblem } from './fhir-problem.ts';
import { type FhirAppointment, type FhirResource, fhirSchemas } from './fhir-resources.ts';
import { isAtSite, statusOf } from './from-fhir.ts';
import type { FhirAnswer } from './http-answer.ts';
import { arrivedAppointment } from './to-fhir.ts';
import { collectResources, type ResourceCollection, referredId } from './upstream-resources.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** Somebody else may write at the same moment, but not for ever. */
const readingsMax = 4;

export interface DeliveryContext {
  readonly client: FhirClient;
  readonly ledger: Pick<Ledger, 'write' | 'visit'>;
  readonly site: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>;
  readonly siteId: string;
  readonly timeZone: string;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
}

export type Delivery = Readonly<
  | { kind: 'applied'; version: string | null }
  | { kind: 'merged' }
  | { kind: 'conflict'; because: Extract<ArrivalDecision, { kind: 'conflict' }>['because'] }
  /** It can never succeed as it is. */
  | { kind: 'set-aside' }
  /** `problem` is null when it was changed under us again and again. */
  | { kind: 'later'; problem: FhirProblem | null }
>;

interface AppointmentRead {
  readonly raw: FhirResource;
  readonly appointment: FhirAppointment;
  readonly version: string | null;
}

type Written =
  | Extract<Delivery, { kind: 'applied' | 'set-aside' | 'later' }>
  | Readonly<{ kind: 'read-again'; mayBeThere: boolean }>;

export async function deliverArrival(entry: OutboxEntry, context: DeliveryContext): Promise<Delivery> {
  // Tried before: an arrival that we find may be our own, and its answer was lost.
  let mayBeThere = entry.attempts > 0;
  for (let readings = 0; readings < readingsMax; readings++) {
    const read = await readAppointment(entry.bookingId, context.client);
    if (!read.ok) return afterFailedRead(read.problem);
    const found = await foundUpstream(read.value, mayBeThere, context);
    if (!found.ok) return { kind: 'later', problem: found.problem };
    const decision = decideArrival(found.value, wantedOf(entry, context));
    if (decision.kind === 'conflict' || decision.kind === 'merged') return decision;
    assert(read.value !== 'gone', 'a booking that is gone is a conflict');
    if (decision.kind === 'applied') return { kind: 'applied', version: read.value.version };
    const written = await writeArrival(entry, read.value, context);
    if (written.kind !== 'read-again') return written;
    mayBeThere ||= written.mayBeThere;
  }
  return { kind: 'later', problem: null };
}

async function readAppointment(id: string, client: FhirClient): Promise<Result<AppointmentRead | 'gone', FhirProblem>> {
  const answer = await client.get(new URL(`Appointment/${id}`, client.baseUrl));
  if (!answer.ok) {
    const { problem } = answer;
    // Only a FHIR server can say that there is no such booking; a proxy's 404 says nothing.
    const isGone = problem.kind === 'status' && problem.isFhir && [404, 410].includes(problem.status);
    return isGone ? ok('gone') : answer;
  }
  const raw = answer.value.resource;
  const parsed = fhirSchemas.Appointment.safeParse(raw);
  if (raw?.resourceType !== 'Appointment' || !parsed.success || parsed.data.id !== id) {
    return refuse({ kind: 'not-fhir' });
  }
  return ok({ raw, appointment: parsed.data, version: answer.value.version ?? parsed.data.meta.versionId ?? null });
}

function afterFailedRead(problem: FhirProblem): Delivery {
  const isRefused = problem.kind === 'status' && problem.isFhir && [400, 422].includes(problem.status);
  return isRefused ? { kind: 'set-aside' } : { kind: 'later', problem };
}

async function foundUpstream(
  read: AppointmentRead | 'gone',
  mayBeThere: boolean,
  context: DeliveryContext,
): Promise<Result<FoundUpstream, FhirProblem>> {
  if (read === 'gone') return ok('gone');
  const { appointment } = read;
  const locations = await readLocations(appointment, context);
  if (!locations.ok) return locations;
  const status = statusOf(appointment);
  const isHere = isAtSite(appointment, locations.value, { site: context.site, baseUrl: context.client.baseUrl.href });
  return ok({
    status,
    siteId: isHere ? context.siteId : null,
    clinicDay: appointment.start === undefined ? null : clinicDayOf(Date.parse(appointment.start), context.timeZone),
    hasOurEvent: mayBeThere && status === 'arrived',
  });
}

/** A site that is named by its ODS code is known by what its Locations say. */
async function readLocations(
  appointment: FhirAppointment,
  { client, site }: DeliveryContext,
): Promise<Result<ResourceCollection, FhirProblem>> {
  const collection = collectResources();
  if (site.siteOdsCode === undefined) return ok(collection);
  for (const { actor } of appointment.participant) {
    const id = referredId(actor, 'Location', client.baseUrl.href);
    if (id === null) continue;
    const answer = await client.get(new URL(`Location/${id}`, client.baseUrl));
    if (!answer.ok) return answer;
    if (answer.value.resource !== null) collection.add(answer.value.resource);
  }
  return ok(collection);
}

function wantedOf(entry: OutboxEntry, { ledger, siteId, timeZone }: DeliveryContext) {
  const visit = ledger.visit(entry.bookingId);
  return { siteId, clinicDay: visit?.clinicDay ?? clinicDayOf(Date.parse(entry.occurredAt), timeZone) };
}

async function writeArrival(
  entry: OutboxEntry,
  { raw, version }: AppointmentRead,
  { client, ledger }: DeliveryContext,
): Promise<Written> {
  // Without a version an update could overwrite a cancellation that was made a moment ago.
  if (version === null) return { kind: 'set-aside' };
  const sending = { state: 'pending', attempts: entry.attempts + 1, nextAttemptAt: null } as const;
  ledger.write((writes) => writes.setOutbox(entry.eventId, sending));
  const url = new URL(`Appointment/${entry.bookingId}`, client.baseUrl);
  const answer = await client.put(url, arrivedAppointment(raw), { ifMatch: version, requestId: entry.eventId });
  if (answer.ok) return afterAnswer(answer.value);
  const { problem } = answer;
  if (problem.kind === 'stopped') return { kind: 'later', problem };
  // No answer, or one that nobody can read: it may be done.
  if (problem.kind !== 'status') return { kind: 'read-again', mayBeThere: true };
  const meaning = answerToWrite(problem.status);
  switch (meaning) {
    case 'read-again':
      return { kind: 'read-again', mayBeThere: false };
    case 'refused-by-server':
      return { kind: 'set-aside' };
    case 'try-later':
    case 'written':
      return { kind: 'later', problem };
    default:
      return unreachable(meaning);
  }
}

/** Only an answer that shows our arrival, or its version, is proof; a proxy can say 200 too. */
function afterAnswer({ resource, version }: FhirAnswer): Written {
  const parsed = fhirSchemas.Appointment.safeParse(resource);
  if (resource?.resourceType === 'Appointment' && parsed.success && parsed.data.status === 'arrived') {
    return { kind: 'applied', version: version ?? parsed.data.meta.versionId ?? null };
  }
  if (resource === null && version !== null) return { kind: 'applied', version };
  return { kind: 'read-again', mayBeThere: true };
}
