/** FHIR resources as a UK Core booking system sends them, showing only what a test is about. Nobody has these names or numbers. */

export type Json = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };

export const site = 'loc-blood-1';
export const nhsNumberSystem = 'https://fhir.nhs.uk/Id/nhs-number';
export const verificationUrl =
  'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus';

export function nhsIdentifier(value: string, status = '01') {
  const coding = [
    { system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland', code: status },
  ];
  return {
    system: nhsNumberSystem,
    value,
    extension: [{ url: verificationUrl, valueCodeableConcept: { coding } }],
  };
}

export const patient = (id: string, over: Readonly<Record<string, unknown>> = {}): Json => ({
  resourceType: 'Patient',
  id,
  identifier: [nhsIdentifier('9990000018')],
  name: [{ use: 'official', family: 'Marchetti-Okonkwo', given: ['Ffion', 'Wren'] }],
  birthDate: '1980-01-18',
  ...over,
});

export const request = (id: string, over: Readonly<Record<string, unknown>> = {}): Json => ({
  resourceType: 'ServiceRequest',
  id,
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/p1' },
  code: { coding: [{ system: 'http://snomed.info/sct', code: '26604007', display: 'Full blood count' }] },
  ...over,
});

export const specimen = (id: string, over: Readonly<Record<string, unknown>> = {}): Json => ({
  resourceType: 'Specimen',
  id,
  subject: { reference: 'Patient/p1' },
  ...over,
});

export const location = (id: string, odsCode: string): Json => ({
  resourceType: 'Location',
  id,
  identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-site-code', value: odsCode }],
});

interface AppointmentOptions {
  readonly patientId?: string | null;
  readonly at?: string;
  readonly requestIds?: readonly string[];
  readonly [element: string]: unknown;
}

export function appointment(
  id: string,
  { patientId = 'p1', at = site, requestIds = [], ...over }: AppointmentOptions = {},
): Json {
  const actors = [...(patientId === null ? [] : [`Patient/${patientId}`]), `Location/${at}`];
  return {
    resourceType: 'Appointment',
    id,
    status: 'booked',
    start: '2026-11-24T08:00:00Z',
    end: '2026-11-24T08:10:00Z',
    identifier: [{ system: 'https://booking.example/reference', value: `REF-${id}` }],
    basedOn: requestIds.map((requestId) => ({ reference: `ServiceRequest/${requestId}` })),
    participant: actors.map((reference) => ({ actor: { reference }, status: 'accepted' })),
    ...over,
  };
}
