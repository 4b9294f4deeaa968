/** What we send upstream: the resource as it was read, with the one element changed that we answer for. */
import type { FhirResource } from './fhir-resources.ts';

/** Everything else stays as the server has it, also what we do not understand: an update replaces the whole resource. */
export function arrivedAppointment(asRead: FhirResource): FhirResource {
  return { ...asRead, status: 'arrived' };
}
