/** A day of bookings at one site, as plain as it can be: for the tests of the FHIR server itself. */
import type { FhirJson } from './fhir-door.ts';

const clinicDay = '2026-11-24';
const secondsBetween = 12;

export const dayQuery = `Appointment?date=ge${clinicDay}T00:00:00Z&date=lt2026-11-25T00:00:00Z&location=Location/site`;
export const withEverything = [
  '_include=Appointment:patient',
  '_include=Appointment:based-on',
  '_include=Appointment:location',
  '_include:iterate=ServiceRequest:specimen',
  '_revinclude=Encounter:appointment',
  '_sort=date',
].join('&');

/** Bookings `a0` to `aN`, each with its patient and its test request; their times do not follow their numbers. */
export function bookedDay(bookings: number): FhirJson[] {
  const site: FhirJson = { resourceType: 'Location', id: 'site', status: 'active', name: 'Blood tests' };
  return [site, ...Array.from({ length: bookings }, (_, index) => booked(index, bookings)).flat()];
}

function booked(index: number, bookings: number): FhirJson[] {
  const place = (index * 7919) % bookings;
  const start = new Date(Date.parse(`${clinicDay}T07:00:00Z`) + place * secondsBetween * 1000).toISOString();
  const patient = { reference: `Patient/p${index}` };
  const actors = [patient, { reference: 'Location/site' }];
  return [
    { resourceType: 'Patient', id: `p${index}`, name: [{ family: `Testperson${index}`, given: ['Only'] }] },
    { resourceType: 'ServiceRequest', id: `s${index}`, status: 'active', intent: 'order', subject: patient },
    {
      resourceType: 'Appointment',
      id: `a${index}`,
      status: 'booked',
      start,
      end: start,
      basedOn: [{ reference: `ServiceRequest/s${index}` }],
      participant: actors.map((actor) => ({ actor, status: 'accepted' })),
    },
  ];
}
