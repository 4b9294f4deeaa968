/** The writes of one collection, as many as go at once: the booking and the visit first, then tubes. */
import type { OutboxEntry } from '../owed-upstream.ts';
import { type CollectionFound, type TubeFound, tokenOf } from './collection-reading.ts';
import { type DeliveryContext, timeOf, timesOf } from './delivery.ts';
import { uuidFor } from './own-events.ts';
import { type FhirWrite, writesAtOnceMax } from './send-writes.ts';
import {
  collectionOf,
  finishedEncounter,
  isOpenEncounter,
  newSpecimen,
  provenanceOf,
  specimenNumber,
  withStatus,
} from './to-fhir.ts';

interface Planned {
  readonly writes: readonly FhirWrite[];
  /** Tubes that wait for the next time. */
  readonly left: number;
}

/** Null: something cannot be written without overwriting what somebody else may have changed. */
export function collectionWrites(
  entry: OutboxEntry,
  found: CollectionFound,
  what: 'all' | 'specimens',
  context: DeliveryContext,
): Planned | null {
  const ofBooking = what === 'all' ? bookingWrites(entry, found, context) : [];
  if (context.site.writeBack === 'appointment-only') return planned(ofBooking, 0);
  const missing = found.tubes.filter(({ isThere }) => !isThere);
  const now = missing.slice(0, writesAtOnceMax - ofBooking.length - 1);
  // Several tubes may be containers of one specimen, and a transaction takes each resource once.
  const ofTubes = new Map(now.map((tube) => [tube.known ?? tube, tubeWrite(entry, tube, found, context)]));
  const writes = [...ofBooking, ...ofTubes.values()];
  const targets = writes.map(({ fullUrl, path }) => fullUrl ?? path);
  const staffId = now[0]?.collection.collectedBy ?? null;
  const provenance = provenanceOf({ targets, ...timesOf(entry, context), staffId });
  return planned(
    [...writes, { method: 'POST', path: 'Provenance', resource: provenance }],
    missing.length - now.length,
  );
}

function planned(writes: readonly FhirWrite[], left: number): Planned | null {
  const isGuarded = writes.every(({ method, ifMatch }) => method === 'POST' || (ifMatch ?? '') !== '');
  return isGuarded ? { writes, left } : null;
}

function bookingWrites(
  entry: OutboxEntry,
  { appointment, appointmentId, encounter }: CollectionFound,
  context: DeliveryContext,
): readonly FhirWrite[] {
  if (appointment === 'gone') return [];
  const fulfilled: FhirWrite = {
    method: 'PUT',
    path: `Appointment/${appointmentId}`,
    resource: withStatus(appointment.raw, 'fulfilled'),
    ifMatch: appointment.version ?? '',
  };
  const version = encounter?.read.meta.versionId;
  // One without a version is left open: an update could undo what somebody did to it a moment ago.
  if (encounter === null || version === undefined || !isOpenEncounter(encounter.read.status)) return [fulfilled];
  const { occurredAt } = timesOf(entry, context);
  const finished: FhirWrite = {
    method: 'PUT',
    path: `Encounter/${encounter.read.id}`,
    resource: finishedEncounter(encounter.raw, encounter.read.period?.start, occurredAt),
    ifMatch: version,
  };
  return [fulfilled, finished];
}

/** A specimen that the order named before is told that its blood was taken; any other is made. */
function tubeWrite(
  entry: OutboxEntry,
  { specimen, collection, known }: TubeFound,
  { patientId, requestIds }: CollectionFound,
  context: DeliveryContext,
): FhirWrite {
  const { site } = context;
  const collectedAt = timeOf(entry, collection.collectedAt, context);
  const taken = { specimen, collectedAt, collectedBy: collection.collectedBy };
  if (known !== null) {
    return {
      method: 'PUT',
      path: `Specimen/${known.read.id}`,
      resource: { ...known.raw, status: 'available', collection: collectionOf(known.raw.collection, taken) },
      ifMatch: known.read.meta.versionId ?? '',
    };
  }
  const subject = patientId ?? '';
  const ordered = specimen.requestIds.filter((id) => requestIds.has(id));
  return {
    method: 'POST',
    path: 'Specimen',
    resource: newSpecimen(taken, subject, ordered, site),
    ifNoneExist: new URLSearchParams({
      identifier: tokenOf(specimenNumber(specimen.identifier, site)),
      subject: `Patient/${subject}`,
    }).toString(),
    fullUrl: `urn:uuid:${uuidFor(entry.eventId, specimen.id)}`,
  };
}
