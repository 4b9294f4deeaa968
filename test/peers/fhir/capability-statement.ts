/** What the server says it can do, for the resources that a booking system shows to a kiosk. */
import { globalSchema } from '@medplum/core';
import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';

const resources = [
  'Appointment',
  'Encounter',
  'Location',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'Provenance',
  'Schedule',
  'ServiceRequest',
  'Slot',
  'Specimen',
  'Task',
] as const;

const interactions = [
  'read',
  'vread',
  'history-instance',
  'search-type',
  'create',
  'update',
  'patch',
  'delete',
] as const;

export function capabilityStatement(base: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: new Date().toISOString(),
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    implementation: { description: 'Virtual booking system', url: base },
    rest: [
      { mode: 'server', interaction: [{ code: 'transaction' }, { code: 'batch' }], resource: resources.map(resource) },
    ],
  };
}

function resource(type: (typeof resources)[number]): CapabilityStatementRestResource {
  const parameters = Object.values(globalSchema.types[type]?.searchParams ?? {});
  return {
    type,
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    interaction: interactions.map((code) => ({ code })),
    searchParam: parameters.map(({ code, type: kind }) => ({ name: code, type: kind })),
  };
}
