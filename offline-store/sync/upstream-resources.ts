/**
 * What the pages of one pull brought, each resource read on its own and found again by reference.
 *
 * Pages repeat what they include, so the last copy of a resource stands; an Appointment that comes twice in two versions
 * stands once, in its newest version. Nothing is interpreted here: that is `from-fhir.ts`.
 */
import type { SetAside } from '../store.ts';
import {
  type FhirAppointment,
  type FhirLocation,
  type FhirPatient,
  type FhirReference,
  type FhirResource,
  type FhirServiceRequest,
  type FhirSpecimen,
  fhirSchemas,
} from './fhir-resources.ts';

/** Came, and could not be read. */
export type NotUnderstood = 'not-understood';

export interface UpstreamResources {
  readonly appointments: ReadonlyMap<string, FhirAppointment>;
  readonly patients: ReadonlyMap<string, FhirPatient | NotUnderstood>;
  readonly serviceRequests: ReadonlyMap<string, FhirServiceRequest | NotUnderstood>;
  readonly specimens: ReadonlyMap<string, FhirSpecimen | NotUnderstood>;
  readonly locations: ReadonlyMap<string, FhirLocation | NotUnderstood>;
  readonly setAside: readonly SetAside[];
}

type ReferableType = 'Patient' | 'ServiceRequest' | 'Specimen' | 'Location';

export interface ResourceCollection extends UpstreamResources {
  add(resource: FhirResource): void;
  /** How many different appointments came, readable or not. */
  appointmentCount(): number;
}

/** Stands for an id that is none. */
const unknownId = 'unknown';

export function collectResources(): ResourceCollection {
  const appointments = new Map<string, FhirAppointment>();
  const patients = new Map<string, FhirPatient | NotUnderstood>();
  const serviceRequests = new Map<string, FhirServiceRequest | NotUnderstood>();
  const specimens = new Map<string, FhirSpecimen | NotUnderstood>();
  const locations = new Map<string, FhirLocation | NotUnderstood>();
  const setAside: SetAside[] = [];
  const unreadableIds = new Set<string>();
  let withoutId = 0;

  function addAppointment(resource: FhirResource): void {
    const parsed = fhirSchemas.Appointment.safeParse(resource);
    if (!parsed.success) {
      noteUnreadable(idOf(resource));
      return;
    }
    const came = parsed.data;
    const before = appointments.get(came.id);
    const newest = before === undefined || isNewer(came, before) ? came : before;
    appointments.set(came.id, newest);
    if (before !== undefined && !isSameVersion(came, before)) {
      setAside.push({ appointmentId: came.id, why: 'superseded-duplicate' });
    }
  }

  function noteUnreadable(id: string | null): void {
    if (id !== null && unreadableIds.has(id)) return;
    if (id === null) withoutId += 1;
    else unreadableIds.add(id);
    setAside.push({ appointmentId: id ?? unknownId, why: 'not-understood' });
  }

  return {
    appointments,
    patients,
    serviceRequests,
    specimens,
    locations,
    setAside,
    appointmentCount: () => new Set([...appointments.keys(), ...unreadableIds]).size + withoutId,
    add(resource) {
      switch (resource.resourceType) {
        case 'Appointment':
          return addAppointment(resource);
        case 'Patient':
          return keep(patients, resource, fhirSchemas.Patient.safeParse(resource).data);
        case 'ServiceRequest':
          return keep(serviceRequests, resource, fhirSchemas.ServiceRequest.safeParse(resource).data);
        case 'Specimen':
          return keep(specimens, resource, fhirSchemas.Specimen.safeParse(resource).data);
        case 'Location':
          return keep(locations, resource, fhirSchemas.Location.safeParse(resource).data);
        default:
          // Servers add what nobody asked for (outcomes, practitioners).
          return;
      }
    },
  };
}

function keep<Kind>(shelf: Map<string, Kind | NotUnderstood>, resource: FhirResource, read: Kind | undefined): void {
  const id = idOf(resource);
  if (id !== null) shelf.set(id, read ?? 'not-understood');
}

function idOf(resource: FhirResource): string | null {
  return typeof resource.id === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(resource.id) ? resource.id : null;
}

/** By the server's own time, then by a version that counts; without either, the one that came later. */
function isNewer(came: FhirAppointment, before: FhirAppointment): boolean {
  const cameMs = Date.parse(came.meta.lastUpdated ?? '');
  const beforeMs = Date.parse(before.meta.lastUpdated ?? '');
  if (Number.isFinite(cameMs) && Number.isFinite(beforeMs) && cameMs !== beforeMs) return cameMs > beforeMs;
  const cameVersion = Number(came.meta.versionId);
  const beforeVersion = Number(before.meta.versionId);
  if (Number.isFinite(cameVersion) && Number.isFinite(beforeVersion)) return cameVersion >= beforeVersion;
  return true;
}

/** The same version twice is a page that moved while it was read, not a second booking. */
function isSameVersion(came: FhirAppointment, before: FhirAppointment): boolean {
  return came.meta.versionId !== undefined && came.meta.versionId === before.meta.versionId;
}

/** The id that a reference names, relative or on this server; null for another type, another server or none. */
export function referredId(
  reference: FhirReference | undefined,
  type: ReferableType | 'Appointment',
  baseUrl: string,
): string | null {
  const text = reference?.reference ?? '';
  const relative = text.startsWith(baseUrl) ? text.slice(baseUrl.length) : text;
  const match = /^([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/.exec(relative);
  return match?.[1] === type ? (match[2] ?? null) : null;
}

/** What the appointments refer to and no page included: servers differ in what they include. */
export function missingResources(
  resources: UpstreamResources,
  baseUrl: string,
): Readonly<Record<'Patient' | 'ServiceRequest' | 'Specimen', readonly string[]>> {
  const patients = new Set<string>();
  const requests = new Set<string>();
  const specimens = new Set<string>();
  const note = (into: Set<string>, id: string | null, shelf: ReadonlyMap<string, unknown>) => {
    if (id !== null && !shelf.has(id)) into.add(id);
  };
  for (const { participant, basedOn } of resources.appointments.values()) {
    for (const { actor } of participant) note(patients, referredId(actor, 'Patient', baseUrl), resources.patients);
    for (const order of basedOn) {
      note(requests, referredId(order, 'ServiceRequest', baseUrl), resources.serviceRequests);
    }
  }
  for (const request of resources.serviceRequests.values()) {
    if (request === 'not-understood') continue;
    for (const reference of request.specimen) {
      note(specimens, referredId(reference, 'Specimen', baseUrl), resources.specimens);
    }
  }
  return { Patient: [...patients], ServiceRequest: [...requests], Specimen: [...specimens] };
}
