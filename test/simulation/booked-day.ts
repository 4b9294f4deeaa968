/** The bookings of a simulated day, as FHIR resources: fictional people, the orders of the training clinic, one booking a minute. */
import { localSystem } from '../../build/training-day.ts';
import { orders } from '../../build/training-orders.ts';
import { nameOf, nhsNumberOf } from '../../build/training-people.ts';
import type { Chances } from './chances.ts';

export const clinicDay = '2026-11-24';
export const dayBefore = '2026-11-23';
export const siteLocation = 'training-clinic';
export const otherLocation = 'other-clinic';
export const bookingsCount = 300;
/** Where the first patient of the day is expected; winter, so that local time is UTC. */
export const firstStartMs = Date.parse(`${clinicDay}T08:00:00.000Z`);
export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

export type Json = Readonly<Record<string, unknown>>;
export interface Resource extends Json {
  readonly resourceType: string;
  readonly id: string;
}

/** What identifies somebody on a label. */
export interface Person {
  readonly family: string;
  readonly given: string;
  readonly nhsNumber: string;
  readonly dateOfBirth: string;
}

export interface BookedPatient extends Person {
  readonly bookingId: string;
  readonly patientId: string;
  readonly reference: string;
  readonly startMs: number;
}

const two = (number: number) => String(number).padStart(2, '0');

export function personOf(index: number): Person {
  const dateOfBirth = `${1931 + ((index * 37) % 75)}-${two(1 + ((index * 7) % 12))}-${two(1 + ((index * 11) % 28))}`;
  return { ...nameOf(index), nhsNumber: nhsNumberOf(index), dateOfBirth };
}

export function bookedPatient(index: number, startMs: number): BookedPatient {
  return {
    ...personOf(index),
    bookingId: `appointment-${index}`,
    patientId: `patient-${index}`,
    reference: `TRN-${String(index + 1).padStart(4, '0')}`,
    startMs,
  };
}

export function patientResource(id: string, person: Person): Resource {
  return {
    resourceType: 'Patient',
    id,
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: person.nhsNumber }],
    name: [{ use: 'official', family: person.family, given: [person.given] }],
    birthDate: person.dateOfBirth,
  };
}

const shortOrders = orders.filter(({ tests }) => tests.length === 1);
/** Of a hundred bookings whose patients do not come: what it costs to pull them grows with their tests. */
const shortShare = 75;

/** Everything that the booking system has of one booking; which tests they are is chance. */
export function resourcesOf(
  index: number,
  patient: BookedPatient,
  chances: Chances,
  isExpected = true,
): readonly Resource[] {
  const order = chances.oneOf(isExpected || !chances.percent(shortShare) ? orders : shortOrders);
  const specimens = (order.specimens ?? []).map(({ container }, number) => ({
    resourceType: 'Specimen',
    id: `specimen-${index}-${number}`,
    identifier: [{ system: `${localSystem}/specimens`, value: `L${50_000 + index}${'ABCDEFGH'.charAt(number)}` }],
    container: [{ type: { coding: [{ system: `${localSystem}/containers`, code: container }] } }],
  }));
  const requests = order.tests.map(({ code, display }, number) => ({
    ...requestResource(`request-${index}-${number}`, { index, hasRequisition: order.hasRequisition, code, display }),
    ...((order.specimens ?? []).some(({ forTest }) => forTest === code)
      ? { specimen: specimens.map(({ id }) => ({ reference: `Specimen/${id}` })) }
      : {}),
  }));
  const appointment = {
    resourceType: 'Appointment',
    id: patient.bookingId,
    status: 'booked',
    identifier: [{ system: `${localSystem}/bookings`, value: patient.reference }],
    start: new Date(patient.startMs).toISOString(),
    basedOn: requests.map(({ id }) => ({ reference: `ServiceRequest/${id}` })),
    participant: [
      { actor: { reference: `Patient/${patient.patientId}` }, status: 'accepted' },
      { actor: { reference: `Location/${siteLocation}` }, status: 'accepted' },
    ],
  };
  return [patientResource(patient.patientId, patient), ...specimens, ...requests, appointment];
}

export function requestResource(
  id: string,
  test: { readonly index: number; readonly hasRequisition: boolean; readonly code: string; readonly display: string },
): Resource {
  return {
    resourceType: 'ServiceRequest',
    id,
    status: 'active',
    ...(test.hasRequisition
      ? { requisition: { system: `${localSystem}/requisition`, value: `R${10_000 + test.index}` } }
      : {}),
    code: { coding: [{ system: `${localSystem}/tests`, code: test.code, display: test.display }] },
  };
}
