/**
 * A believable day at a clinic that does not exist, as FHIR R4 resources: 200 bookings for one local day.
 *
 * Everybody is fictional: NHS numbers from the test range (999 …), names that nobody has. The same day always gives the
 * same people, so that a walk-through can be repeated.
 */
import { clinicDayWindow } from '../clinic/clinic-day.ts';
import type { FhirJson } from '../test/peers/fhir/fhir-door.ts';
import { orders, type TrainingOrder } from './training-orders.ts';
import { nameOf, nhsNumberOf } from './training-people.ts';

export const trainingLocation = 'training-clinic';
export const localSystem = 'https://training.example.invalid';
const nhsNumberSystem = 'https://fhir.nhs.uk/Id/nhs-number';
const verificationExtension =
  'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus';

const bookingsCount = 200;
const opensAtHour = 8;
const minutesBetween = 3;
const msPerMinute = 60_000;

export interface TrainingPatient {
  readonly family: string;
  readonly given: string;
  readonly nhsNumber: string;
  readonly dateOfBirth: string;
  /** What the letter's barcode says. */
  readonly reference: string;
  readonly startsAt: string;
  readonly appointmentId: string;
  /** The order's number, from which the laboratory's numbers on the labels are made. */
  readonly requisition: string;
  readonly tests: readonly string[];
}

/** `ordinary`: booked, and labels come out by themselves. */
export type TrainingKind = TrainingOrder['kind'] | 'cancelled';

export interface TrainingDay {
  readonly resources: readonly FhirJson[];
  /** Patients of this kind, the nearest to this time first: nobody is too early or too late, whatever the hour. */
  nearest(instantMs: number, kind?: TrainingKind): readonly TrainingPatient[];
}

/** @param clinicDay YYYY-MM-DD, local day of Europe/London. */
export function trainingDay(clinicDay: string): TrainingDay {
  const firstMs = Date.parse(clinicDayWindow(clinicDay).from) + opensAtHour * 60 * msPerMinute;
  const visits = Array.from({ length: bookingsCount }, (_, index) => visitOf(index, clinicDay, firstMs));
  return {
    resources: [...locations(), ...visits.flatMap((visit) => visit.resources)],
    nearest: (instantMs, kind = 'ordinary') => {
      const distanceMs = (patient: TrainingPatient) => Math.abs(Date.parse(patient.startsAt) - instantMs);
      const patients = visits.filter((visit) => visit.kind === kind).map((visit) => visit.patient);
      return patients.sort((one, other) => distanceMs(one) - distanceMs(other));
    },
  };
}

function visitOf(index: number, clinicDay: string, firstMs: number) {
  const order = orders[index % orders.length] ?? orders[0];
  const patient = patientOf(index, order, clinicDay, firstMs);
  const isCancelled = index % 25 === 24;
  const requests = order.tests.map((test, number) => requestOf(index, number, order, test.code, test.display));
  return {
    patient,
    kind: isCancelled ? ('cancelled' as const) : order.kind,
    resources: [
      patientResource(index, patient),
      ...requests,
      ...(order.specimens ?? []).map((specimen, number) => specimenOf(index, number, specimen)),
      appointment(index, patient, isCancelled ? 'cancelled' : 'booked', requests.length),
    ],
  };
}

function patientOf(index: number, order: TrainingOrder, clinicDay: string, firstMs: number): TrainingPatient {
  const dateOfBirth = `${1931 + ((index * 37) % 75)}-${two(1 + ((index * 7) % 12))}-${two(1 + ((index * 11) % 28))}`;
  const common = {
    nhsNumber: nhsNumberOf(index),
    reference: `TRN-${clinicDay.replaceAll('-', '').slice(2)}-${String(index + 1).padStart(3, '0')}`,
    startsAt: new Date(firstMs + index * minutesBetween * msPerMinute).toISOString(),
    appointmentId: `appointment-${index}`,
    requisition: requisitionOf(index),
    tests: order.tests.map((test) => test.code),
  };
  // Two people whom a hurried eye takes for one: neighbours on the list, one letter apart.
  if (index === 2) return { ...common, family: 'Quillfeather', given: 'Marion', dateOfBirth: '1958-03-14' };
  if (index === 3) return { ...common, family: 'Quillfeather', given: 'Marian', dateOfBirth: '1958-03-14' };
  return { ...common, ...nameOf(index), dateOfBirth };
}

function patientResource(index: number, patient: TrainingPatient) {
  const extension = [
    {
      url: verificationExtension,
      valueCodeableConcept: { coding: [{ code: '01', display: 'Number present and verified' }] },
    },
  ];
  return {
    resourceType: 'Patient',
    id: `patient-${index}`,
    identifier: [{ extension, system: nhsNumberSystem, value: patient.nhsNumber }],
    name: [{ use: 'official', family: patient.family, given: [patient.given] }],
    birthDate: patient.dateOfBirth,
  };
}

function requestOf(index: number, number: number, order: TrainingOrder, code: string, display: string) {
  const specimens = (order.specimens ?? []).flatMap((specimen, at) => (specimen.forTest === code ? [at] : []));
  return {
    resourceType: 'ServiceRequest',
    id: `request-${index}-${number}`,
    status: 'active',
    intent: 'order',
    ...(order.hasRequisition
      ? { requisition: { system: `${localSystem}/requisition`, value: requisitionOf(index) } }
      : {}),
    code: { coding: [{ system: `${localSystem}/tests`, code, display }], text: display },
    subject: { reference: `Patient/patient-${index}` },
    ...(specimens.length > 0
      ? { specimen: specimens.map((at) => ({ reference: `Specimen/specimen-${index}-${at}` })) }
      : {}),
  };
}

function specimenOf(index: number, number: number, { container }: { container: string }) {
  const value = `L${String(50_000 + index)}${String.fromCharCode(65 + number)}`;
  return {
    resourceType: 'Specimen',
    id: `specimen-${index}-${number}`,
    identifier: [{ system: `${localSystem}/specimens`, value }],
    subject: { reference: `Patient/patient-${index}` },
    container: [{ type: { coding: [{ system: `${localSystem}/containers`, code: container }] } }],
  };
}

function appointment(index: number, patient: TrainingPatient, status: string, requests: number) {
  const end = new Date(Date.parse(patient.startsAt) + 5 * msPerMinute).toISOString();
  return {
    resourceType: 'Appointment',
    id: patient.appointmentId,
    status,
    identifier: [{ system: `${localSystem}/bookings`, value: patient.reference }],
    start: patient.startsAt,
    end,
    basedOn: Array.from({ length: requests }, (_, number) => ({
      reference: `ServiceRequest/request-${index}-${number}`,
    })),
    participant: [
      { actor: { reference: `Patient/patient-${index}` }, status: 'accepted' },
      { actor: { reference: `Location/${trainingLocation}` }, status: 'accepted' },
    ],
  };
}

const requisitionOf = (index: number) => `R${10_000 + index}`;

function locations() {
  return [
    { resourceType: 'Location', id: trainingLocation, status: 'active', name: 'Riverside Blood Tests (training)' },
    { resourceType: 'Location', id: 'other-clinic', status: 'active', name: 'Hillside Blood Tests (training)' },
  ];
}

const two = (number: number) => String(number).padStart(2, '0');
