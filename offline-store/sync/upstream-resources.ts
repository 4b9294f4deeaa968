/**
 * What the pages of one pull brought, each resource read on its own and found again by reference.
 *
 * Pages repeat what they include: of several copies the newest stands, once, and two that contradict each other, and do not say
 * which is newer, are as one that cannot be read. Nothing is interpreted here: that is `from-fhir.ts`.
 */
import { isDeepStrictEqual } from 'node:util';
import { unreachable } from '../../clinic/assert.ts';
import type { SetAside } from '../day-list-cache.ts';
import type {
  FhirAppointment,
  FhirLocation,
  FhirPatient,
  FhirReference,
  FhirResource,
  FhirServiceRequest,
  FhirSpecimen,
} from './fhir-resources.ts';
import { type NotUnderstood, notUnderstood, type ReadResource, readResource } from './read-resource.ts';

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
  /** Answers what was read of it; null for what nobody here asks for. */
  add(resource: FhirResource): ReadResource | null;
  /** One that was read before. */
  put(resource: ReadResource): void;
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

  function addAppointment(id: string | null, came: FhirAppointment | NotUnderstood): void {
    if (came === notUnderstood || unreadableIds.has(came.id)) {
      noteUnreadable(id);
      return;
    }
    const before = appointments.get(came.id);
    if (before !== undefined && isContradicted(came, before)) {
      appointments.delete(came.id);
      noteUnreadable(came.id);
      return;
    }
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

  function put(resource: ReadResource): void {
    switch (resource.type) {
      case 'Appointment':
        addAppointment(resource.id, resource.read);
        return;
      case 'Patient':
        putNewest(patients, resource.id, resource.read);
        return;
      case 'ServiceRequest':
        putNewest(serviceRequests, resource.id, resource.read);
        return;
      case 'Specimen':
        putNewest(specimens, resource.id, resource.read);
        return;
      case 'Location':
        locations.set(resource.id, resource.read);
        return;
      default:
        unreachable(resource);
    }
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
      const read = readResource(resource);
      if (read !== null) put(read);
      return read;
    },
    put,
  };
}

type Versioned = Pick<FhirAppointment, 'meta'>;

/** Positive: the first was written later. By the server's own time, then by a version that counts; null without either. */
function versionOrder({ meta: came }: Versioned, { meta: before }: Versioned): number | null {
  const ms = Date.parse(came.lastUpdated ?? '') - Date.parse(before.lastUpdated ?? '');
  if (Number.isFinite(ms) && ms !== 0) return ms;
  const versions = Number(came.versionId) - Number(before.versionId);
  return Number.isFinite(versions) ? versions : null;
}

/** Where nothing says which is newer, the one that came later. */
const isNewer = (came: Versioned, before: Versioned): boolean => (versionOrder(came, before) ?? 0) >= 0;

/**
 * Two that say different things, and nothing says which of them is true: whose booking it is, or whether it was cancelled, nobody
 * could know (S1).
 */
function isContradicted(came: Versioned, before: Versioned): boolean {
  const isUndecided = (versionOrder(came, before) ?? 0) === 0;
  return isUndecided && !isDeepStrictEqual({ ...came, meta: null }, { ...before, meta: null });
}

function putNewest<Read extends Versioned>(
  into: Map<string, Read | NotUnderstood>,
  id: string,
  came: Read | NotUnderstood,
): void {
  const before = into.get(id);
  if (before === notUnderstood) return;
  if (before === undefined || came === notUnderstood) into.set(id, came);
  else if (isContradicted(came, before)) into.set(id, notUnderstood);
  else if (isNewer(came, before)) into.set(id, came);
}

/** The same version twice is a page that moved while it was read, not a second booking. */
function isSameVersion(came: Versioned, before: Versioned): boolean {
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
  // Most are of another type, and a pull asks about thousands.
  if (!relative.startsWith(type)) return null;
  const match = /^([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/.exec(relative);
  return match?.[1] === type ? (match[2] ?? null) : null;
}

/** The records that took the place of this one, when two were merged: one, if upstream is sound. */
export function replacedBy({ link }: FhirPatient): readonly FhirReference[] {
  return link.flatMap(({ type, other }) => (type === 'replaced-by' ? [other ?? {}] : []));
}

/** What the appointments refer to and no page included: servers differ in what they include. */
export function missingResources(
  resources: UpstreamResources,
  baseUrl: string,
): Readonly<Record<ReferableType, readonly string[]>> {
  const patients = new Set<string>();
  const requests = new Set<string>();
  const specimens = new Set<string>();
  const locations = new Set<string>();
  const note = (into: Set<string>, id: string | null, shelf: ReadonlyMap<string, unknown>) => {
    if (id !== null && !shelf.has(id)) into.add(id);
  };
  for (const { participant, basedOn } of resources.appointments.values()) {
    for (const { actor } of participant) {
      note(patients, referredId(actor, 'Patient', baseUrl), resources.patients);
      note(locations, referredId(actor, 'Location', baseUrl), resources.locations);
    }
    for (const order of basedOn) {
      note(requests, referredId(order, 'ServiceRequest', baseUrl), resources.serviceRequests);
    }
  }
  for (const patient of resources.patients.values()) {
    if (patient === notUnderstood) continue;
    for (const other of replacedBy(patient)) note(patients, referredId(other, 'Patient', baseUrl), resources.patients);
  }
  // Another record than the booking's may be one that was merged into it.
  for (const ordered of [...resources.serviceRequests.values(), ...resources.specimens.values()]) {
    if (ordered === notUnderstood) continue;
    note(patients, referredId(ordered.subject, 'Patient', baseUrl), resources.patients);
  }
  for (const request of resources.serviceRequests.values()) {
    if (request === notUnderstood) continue;
    for (const reference of request.specimen) {
      note(specimens, referredId(reference, 'Specimen', baseUrl), resources.specimens);
    }
  }
  return {
    Patient: [...patients],
    ServiceRequest: [...requests],
    Specimen: [...specimens],
    Location: [...locations],
  };
}
