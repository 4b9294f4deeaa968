/** What upstream has of one collection: its booking, whose it is, its orders, our visit, and each of its tubes. */
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Specimen } from '../../clinic/specimen.ts';
import type { FoundUpstream } from '../../clinic/write-back.ts';
import type { Collection, OutboxEntry } from '../owed-upstream.ts';
import type { DeliveryContext } from './delivery.ts';
import type { FhirProblem } from './fhir-problem.ts';
import { findOwnEncounter } from './own-encounter.ts';
import { listedPatient, patientOfCollection } from './patient-of-collection.ts';
import { subjectOf } from './patient-records.ts';
import { specimenNumber } from './to-fhir.ts';
import { type AppointmentRead, findAll, foundUpstream, readAppointment } from './upstream-booking.ts';
import { type EncounterRead, type ResourceRead, readAs, type SpecimenRead } from './write-back-resources.ts';

const revoked = ['revoked', 'entered-in-error'];

export interface TubeFound {
  readonly specimen: Specimen;
  readonly collection: Collection;
  /** Upstream has it under its number; null: it does not. */
  readonly known: SpecimenRead | null;
  /** Upstream knows that its blood was taken. */
  readonly isThere: boolean;
}

export interface CollectionFound {
  readonly appointmentId: string;
  readonly appointment: AppointmentRead | 'gone';
  readonly booking: FoundUpstream;
  /** Null: unknown, or booking, orders and specimens do not agree about it. */
  readonly patientId: string | null;
  readonly tubes: readonly TubeFound[];
  /** Of those orders of the tubes that upstream has. */
  readonly requestIds: ReadonlySet<string>;
  readonly isOrderRevoked: boolean;
  readonly encounter: EncounterRead | null;
}

export async function readForCollection(
  entry: OutboxEntry,
  appointmentId: string,
  context: DeliveryContext,
): Promise<Result<CollectionFound, FhirProblem>> {
  const { client, site } = context;
  const taken = takenIn(entry, context);
  const hasMore = site.writeBack === 'appointment-and-encounter';
  const encounter = hasMore ? await visitOf(entry, context) : ok(null);
  if (!encounter.ok) return encounter;
  const orders = hasMore ? await readOrders(taken, context) : ok(noOrders);
  if (!orders.ok) return orders;
  const numbered = hasMore ? await readNumbered(taken, context) : ok([]);
  if (!numbered.ok) return numbered;
  const appointment = await readAppointment(appointmentId, client);
  if (!appointment.ok) return appointment;
  const booking = await foundUpstream(appointment.value, listedPatient(entry, context), context);
  if (!booking.ok) return booking;
  const specimens = [...orders.value.specimens, ...numbered.value];
  const tubes = taken.map((tube) => tubeFound(tube, specimens));
  const subjectIn = ({ read }: ResourceRead<'ServiceRequest'> | SpecimenRead) =>
    subjectOf(read.subject, client.baseUrl.href);
  const named = {
    byOrders: orders.value.requests.map(subjectIn),
    byTubes: tubes.flatMap(({ known }) => (known === null ? [] : subjectIn(known))),
  };
  const patientId = isOfOneListed(booking.value)
    ? await patientOfCollection(entry, appointment.value, named, context)
    : ok<string | null>(null);
  if (!patientId.ok) return patientId;
  return ok({
    appointmentId,
    appointment: appointment.value,
    booking: booking.value,
    patientId: patientId.value,
    tubes,
    requestIds: new Set(orders.value.requests.map(({ read }) => read.id)),
    isOrderRevoked: orders.value.requests.some(({ read }) => revoked.includes(read.status)),
    encounter: encounter.value,
  });
}

/** Of a booking that was given to somebody else since the last pull nothing says whose blood it is, or whose visit is over. */
const isOfOneListed = (found: FoundUpstream): boolean => found === 'gone' || found.isSamePatient;

interface Taken {
  readonly specimen: Specimen;
  readonly collection: Collection;
}

function takenIn({ eventId, bookingId }: OutboxEntry, { ledger }: DeliveryContext): readonly Taken[] {
  const visit = ledger.visit(bookingId);
  const ofEvent = ledger.collections(bookingId).filter((collection) => collection.eventId === eventId);
  return ofEvent.map((collection) => {
    const specimen = visit?.specimens.find(({ id }) => id === collection.specimenId);
    assert(specimen !== undefined, 'a specimen that was collected is of its visit');
    return { specimen, collection };
  });
}

/** The Encounter of the arrival or the registration that came before. */
async function visitOf({ bookingId }: OutboxEntry, { client, ledger }: DeliveryContext) {
  const began = ledger.outboxOf(bookingId).find(({ kind }) => kind !== 'collected');
  return began === undefined ? ok(null) : findOwnEncounter(began.eventId, client);
}

interface Orders {
  readonly requests: readonly ResourceRead<'ServiceRequest'>[];
  /** Those that the orders name themselves. */
  readonly specimens: readonly SpecimenRead[];
}
const noOrders: Orders = { requests: [], specimens: [] };

async function readOrders(
  taken: readonly Taken[],
  { client, ledger }: DeliveryContext,
): Promise<Result<Orders, FhirProblem>> {
  const [one] = taken;
  const isRegistered =
    one !== undefined && ledger.outboxOf(one.collection.bookingId).some(({ kind }) => kind === 'walk-in');
  const ids = [...new Set(taken.flatMap(({ specimen }) => specimen.requestIds))].filter((id) =>
    /^[A-Za-z0-9.-]{1,64}$/.test(id),
  );
  // Orders of a registration are on paper.
  if (isRegistered || ids.length === 0) return ok(noOrders);
  const found = await findAll(client, 'ServiceRequest', [
    ['_id', ids.join(',')],
    ['_include', 'ServiceRequest:specimen'],
  ]);
  if (!found.ok) return found;
  const all = found.value.map((raw) => readAs('ServiceRequest', raw)).filter((request) => request !== null);
  const isUnreadable = found.value.filter(({ resourceType }) => resourceType === 'ServiceRequest').length > all.length;
  if (isUnreadable) return refuse({ kind: 'not-fhir' });
  return ok({ requests: all.filter(({ read }) => ids.includes(read.id)), specimens: specimensIn(found.value) });
}

type Raw = Parameters<typeof readAs>[1];
const specimensIn = (found: readonly Raw[]): readonly SpecimenRead[] =>
  found.map((raw) => readAs('Specimen', raw)).filter((specimen) => specimen !== null);

/** Specimens that bear one of our numbers. */
async function readNumbered(
  taken: readonly Taken[],
  { client, site }: DeliveryContext,
): Promise<Result<readonly SpecimenRead[], FhirProblem>> {
  const numbers = taken.map(({ specimen }) => tokenOf(specimenNumber(specimen.identifier, site)));
  if (numbers.length === 0) return ok([]);
  const found = await findAll(client, 'Specimen', [['identifier', numbers.join(',')]]);
  return found.ok ? ok(specimensIn(found.value)) : found;
}

export const tokenOf = ({ system, value }: { readonly system?: string | undefined; readonly value: string }): string =>
  system === undefined ? value : `${system}|${value}`;

function tubeFound({ specimen, collection }: Taken, specimens: readonly SpecimenRead[]): TubeFound {
  const bears = ({ read }: SpecimenRead) => numbersOf(read).includes(specimen.identifier);
  const known = specimens.find((one) => bears(one) && isTaken(one)) ?? specimens.find(bears) ?? null;
  return { specimen, collection, known, isThere: known !== null && isTaken(known) };
}

const isTaken = ({ read }: SpecimenRead): boolean => read.collection?.collectedDateTime !== undefined;

function numbersOf({ identifier, accessionIdentifier, container }: SpecimenRead['read']): readonly string[] {
  const all = [...identifier, accessionIdentifier, ...container.flatMap((one) => one.identifier)];
  return all.flatMap((one) => one?.value ?? []);
}
