/**
 * What we send upstream. Of a resource that upstream has, everything stays as it was read but what we answer for; of our own we
 * say no more than we know. Times are those of the event, corrected by what was known of our clock; `recorded` is when it is sent.
 */
import type { Specimen } from '../../clinic/specimen.ts';
import { tubes } from '../../clinic/tube.ts';
import type { WalkIn } from '../../clinic/walk-in.ts';
import type { FhirResource } from './fhir-resources.ts';
import { odsSiteSystem } from './from-fhir.ts';
import { eventIdentifier } from './own-events.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** FHIR wants an end where there is a start; nobody planned this one. */
const walkInMinutes = 10;
const msPerMinute = 60_000;
const statusesOfOpenEncounter = ['planned', 'arrived', 'triaged', 'in-progress', 'onleave'];

/** Everything else stays as the server has it, also what we do not understand: an update replaces the whole resource. */
export function withStatus(asRead: FhirResource, status: 'arrived' | 'fulfilled'): FhirResource {
  return { ...asRead, status };
}

export function newEncounter(of: {
  readonly eventId: string;
  readonly appointment: string;
  readonly patient: string | null;
  readonly start: string;
}): FhirResource {
  return {
    resourceType: 'Encounter',
    identifier: [eventIdentifier(of.eventId)],
    status: 'arrived',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    ...(of.patient === null ? {} : { subject: { reference: of.patient } }),
    appointment: [{ reference: of.appointment }],
    period: { start: of.start },
  };
}

/** Somebody else may have ended it; then it stays as they left it. */
export function isOpenEncounter(status: string): boolean {
  return statusesOfOpenEncounter.includes(status);
}

export function finishedEncounter(asRead: FhirResource, start: string | undefined, end: string): FhirResource {
  const isAfterStart = start === undefined || Date.parse(end) >= Date.parse(start);
  const before = typeof asRead.period === 'object' && asRead.period !== null ? asRead.period : {};
  return { ...asRead, status: 'finished', period: { ...before, end: isAfterStart ? end : start } };
}

/** Which device sent it, and on whose act. */
export function provenanceOf(of: {
  readonly targets: readonly string[];
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly stationName: string;
  readonly staffId: string | null;
}): FhirResource {
  const device = { type: 'Device', identifier: { value: of.stationName }, display: `Check-in kiosk ${of.stationName}` };
  const person = of.staffId === null ? [] : [{ who: staffMember(of.staffId) }];
  return {
    resourceType: 'Provenance',
    target: of.targets.map((reference) => ({ reference })),
    occurredDateTime: of.occurredAt,
    recorded: of.recordedAt,
    agent: [{ who: device }, ...person],
  };
}

const staffMember = (staffId: string) => ({ type: 'Practitioner', identifier: { value: staffId } });

interface Taken {
  readonly specimen: Specimen;
  readonly collectedAt: string;
  readonly collectedBy: string;
}

export function collectionOf(before: unknown, { collectedAt, collectedBy }: Taken) {
  const asRead = typeof before === 'object' && before !== null ? before : {};
  return { ...asRead, collectedDateTime: collectedAt, collector: staffMember(collectedBy) };
}

/** @param requestIds of those orders of the specimen that upstream has. */
export function newSpecimen(
  taken: Taken,
  patientId: string,
  requestIds: readonly string[],
  settings: Pick<UpstreamSettings, 'specimenNumberSystem' | 'containerCodes'>,
): FhirResource {
  const { identifier, identifierSource, tube } = taken.specimen;
  const printed = specimenNumber(identifier, settings);
  return {
    resourceType: 'Specimen',
    identifier: [printed],
    ...(identifierSource === 'order-accession' ? { accessionIdentifier: printed } : {}),
    status: 'available',
    subject: { reference: `Patient/${patientId}` },
    ...(requestIds.length === 0 ? {} : { request: requestIds.map((id) => ({ reference: `ServiceRequest/${id}` })) }),
    collection: collectionOf(undefined, taken),
    container: [{ identifier: [printed], type: containerType(tube, settings) }],
  };
}

export function specimenNumber(
  value: string,
  { specimenNumberSystem: system }: Pick<UpstreamSettings, 'specimenNumberSystem'>,
) {
  return system === undefined ? { value } : { system, value };
}

function containerType(tube: Specimen['tube'], { containerCodes }: Pick<UpstreamSettings, 'containerCodes'>) {
  const known = Object.entries(containerCodes).find(([, kind]) => kind === tube)?.[0];
  const bar = known?.lastIndexOf('|') ?? -1;
  const coding = known === undefined ? [] : [{ system: known.slice(0, bar), code: known.slice(bar + 1) }];
  return { ...(coding.length === 0 ? {} : { coding }), text: tubes[tube].name };
}

/**
 * A booking for a patient who came without one, arrived already. No order is made: the kiosk orders nothing on anybody's behalf,
 * and the laboratory books the tests from the paper form, whose number stands here.
 */
export function walkInAppointment(of: {
  readonly eventId: string;
  readonly walkIn: Pick<WalkIn, 'tests' | 'requisition'>;
  readonly patientId: string;
  readonly start: string;
  readonly site: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>;
}): FhirResource {
  const [locationId] = of.site.siteLocationIds ?? [];
  const place =
    locationId === undefined
      ? { type: 'Location', identifier: { system: odsSiteSystem, value: of.site.siteOdsCode } }
      : { reference: `Location/${locationId}` };
  const { requisition, tests } = of.walkIn;
  const form = requisition === null ? 'Paper form' : `Paper form ${requisition}`;
  return {
    resourceType: 'Appointment',
    identifier: [eventIdentifier(of.eventId)],
    status: 'arrived',
    description: 'Blood tests, walk-in',
    comment: `${form}: ${tests.map(({ name }) => name).join(', ')}`,
    start: of.start,
    end: new Date(Date.parse(of.start) + walkInMinutes * msPerMinute).toISOString(),
    participant: [{ reference: `Patient/${of.patientId}` }, place].map((actor) => ({ actor, status: 'accepted' })),
  };
}
