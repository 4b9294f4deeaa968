/** Reads one booking as upstream has it at this moment, and what else is looked up while an event is written back. */
import { appointmentIdOf } from '../../clinic/booking.ts';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { FoundUpstream } from '../../clinic/write-back.ts';
import type { Cache } from '../day-list-cache.ts';
import type { FhirClient } from './fhir-client.ts';
import type { FhirProblem } from './fhir-problem.ts';
import { type FhirAppointment, type FhirPatient, type FhirResource, fhirSchemas } from './fhir-resources.ts';
import { siteOf, statusOf } from './from-fhir.ts';
import { mergedRecordsMax } from './patient-records.ts';
import { type SearchProblem, searchPages } from './search-pages.ts';
import { collectResources, type ResourceCollection, referredId, replacedBy } from './upstream-resources.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

export interface AppointmentRead {
  readonly raw: FhirResource;
  readonly appointment: FhirAppointment;
  readonly version: string | null;
}

interface Place {
  readonly client: FhirClient;
  readonly cache: Pick<Cache, 'booking'>;
  readonly site: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>;
  readonly siteId: string;
  readonly timeZone: string;
}

export async function readAppointment(
  bookingId: string,
  client: FhirClient,
): Promise<Result<AppointmentRead | 'gone', FhirProblem>> {
  const id = appointmentIdOf(bookingId);
  const answer = await client.get(new URL(`Appointment/${id}`, client.baseUrl));
  if (!answer.ok) return isGone(answer.problem) ? ok('gone') : answer;
  const raw = answer.value.resource;
  const parsed = fhirSchemas.Appointment.safeParse(raw);
  if (raw?.resourceType !== 'Appointment' || !parsed.success || parsed.data.id !== id) {
    return refuse({ kind: 'not-fhir' });
  }
  return ok({ raw, appointment: parsed.data, version: answer.value.version ?? parsed.data.meta.versionId ?? null });
}

/** Only a FHIR server can say that there is no such thing; a proxy's 404 says nothing. */
const isGone = (problem: FhirProblem): boolean =>
  problem.kind === 'status' && problem.isFhir && [404, 410].includes(problem.status);

/** @param knownPatientId whose booking it was when it was last pulled; null: not known any more. */
export async function foundUpstream(
  read: AppointmentRead | 'gone',
  knownPatientId: string | null,
  place: Place,
): Promise<Result<FoundUpstream, FhirProblem>> {
  if (read === 'gone') return ok('gone');
  const { appointment } = read;
  const where = await whereIs(appointment, place);
  if (!where.ok) return where;
  const isSame = knownPatientId === null ? ok(true) : await isOfRecord(appointment, knownPatientId, place.client);
  if (!isSame.ok) return isSame;
  return ok({
    status: statusOf(appointment),
    siteId: where.value === 'ours' ? place.siteId : null,
    isSiteShown: where.value !== 'unknown',
    clinicDay: appointment.start === undefined ? null : clinicDayOf(Date.parse(appointment.start), place.timeZone),
    isSamePatient: isSame.value,
  });
}

/** Records that were merged are of one person, whichever of them the booking names by now. */
async function isOfRecord(
  appointment: FhirAppointment,
  knownPatientId: string,
  client: FhirClient,
): Promise<Result<boolean, FhirProblem>> {
  const id = patientOfBooking(appointment, client);
  if (id === null || id === knownPatientId) return ok(id !== null);
  const now = await recordThatCounts(id, client);
  if (!now.ok) return now;
  if (now.value === null || now.value.id === knownPatientId) return ok(now.value !== null);
  const known = await recordThatCounts(knownPatientId, client);
  return known.ok ? ok(known.value?.id === now.value.id) : known;
}

/** The day list has the patient under this one. Null when the records do not lead to it. */
export async function recordThatCounts(
  id: string,
  client: FhirClient,
): Promise<Result<FhirPatient | null, FhirProblem>> {
  let at: string | null = id;
  for (let records = 0; at !== null && records < mergedRecordsMax; records++) {
    const answer = await client.get(new URL(`Patient/${at}`, client.baseUrl));
    if (!answer.ok) return isGone(answer.problem) ? ok(null) : answer;
    const { data } = fhirSchemas.Patient.safeParse(answer.value.resource);
    if (data?.id !== at) return ok(null);
    const survivors = replacedBy(data);
    if (survivors.length === 0) return ok(data);
    at = survivors.length === 1 ? referredId(survivors[0], 'Patient', client.baseUrl.href) : null;
  }
  return ok(null);
}

export function patientOfBooking({ participant }: FhirAppointment, { baseUrl }: FhirClient): string | null {
  const ids = participant.map(({ actor }) => referredId(actor, 'Patient', baseUrl.href)).filter((id) => id !== null);
  return new Set(ids).size === 1 ? (ids[0] ?? null) : null;
}

/** `unknown`: no Location of it is shown that says so, and it is not as it was when it was listed here. */
export async function whereIs(
  appointment: FhirAppointment,
  { client, cache, site }: Pick<Place, 'client' | 'cache' | 'site'>,
): Promise<Result<'ours' | 'other' | 'unknown', FhirProblem>> {
  const locations = await readLocations(appointment, { client, site });
  if (!locations.ok) return locations;
  const where = siteOf(appointment, locations.value, { site, baseUrl: client.baseUrl.href });
  const { versionId } = appointment.meta;
  const isAsListed = versionId !== undefined && cache.booking(appointment.id)?.version === versionId;
  return ok(where === 'unknown' && isAsListed ? 'ours' : where);
}

/** Not let look, or a server that reads no Locations at all. */
const notShown: readonly number[] = [400, 403, 405, 422, 501];
const isNotShown = (problem: FhirProblem): boolean =>
  isGone(problem) || (problem.kind === 'status' && notShown.includes(problem.status));

/** A site that is named by its ODS code is known by what its Locations say. */
async function readLocations(
  appointment: FhirAppointment,
  { client, site }: Pick<Place, 'client' | 'site'>,
): Promise<Result<ResourceCollection, FhirProblem>> {
  const collection = collectResources();
  if (site.siteOdsCode === undefined) return ok(collection);
  for (const { actor } of appointment.participant) {
    const id = referredId(actor, 'Location', client.baseUrl.href);
    if (id === null) continue;
    const answer = await client.get(new URL(`Location/${id}`, client.baseUrl));
    if (!answer.ok) {
      if (isNotShown(answer.problem)) continue;
      return answer;
    }
    if (answer.value.resource !== null) collection.add(answer.value.resource);
  }
  return ok(collection);
}

/**
 * Everything that a small search finds, or nothing: what the server counts and does not show may be what was looked for. What came
 * is to be looked through: a server may not have obeyed.
 */
export async function findAll(
  client: FhirClient,
  type: string,
  parameters: readonly (readonly [name: string, value: string])[],
): Promise<Result<readonly FhirResource[], FhirProblem>> {
  const first = new URL(type, client.baseUrl);
  for (const [name, value] of parameters) first.searchParams.append(name, value);
  const found: FhirResource[] = [];
  const searched = await searchPages({
    client,
    first,
    obeyed: parameters.filter(([name]) => !name.startsWith('_')).map(([name]) => [name]),
    onResource: (resource) => found.push(resource),
  });
  if (!searched.ok) return refuse(problemOfRead(searched.problem));
  const { total } = searched.value;
  const isWhole = total === null || found.filter(({ resourceType }) => resourceType === type).length >= total;
  return isWhole ? ok(found) : refuse({ kind: 'not-fhir' });
}

/** Of pages that do not fit together nothing is believed. */
function problemOfRead(problem: SearchProblem): FhirProblem {
  switch (problem.kind) {
    case 'next-elsewhere':
    case 'pages-in-a-circle':
    case 'too-many-pages':
    case 'changed-while-reading':
    case 'incomplete':
      return { kind: 'not-fhir' };
    case 'filter-ignored':
      return { kind: 'search-ignored' };
    default:
      return problem;
  }
}
