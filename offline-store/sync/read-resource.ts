/**
 * One resource as far as we read it, or as one that came and could not be read. A page is kept in this form, so that what
 * nobody here needs (addresses, telephone numbers) is not kept either; and it is read back by the same schemas.
 */
import { z } from 'zod';
import {
  type FhirAppointment,
  type FhirLocation,
  type FhirPatient,
  type FhirResource,
  type FhirServiceRequest,
  type FhirSpecimen,
  fhirSchemas,
} from './fhir-resources.ts';

/** Came, and could not be read. */
export const notUnderstood = 'not-understood';
export type NotUnderstood = typeof notUnderstood;

export type ReadResource = Readonly<
  /** `id` is null where it is none. */
  | { type: 'Appointment'; id: string | null; read: FhirAppointment | NotUnderstood }
  | { type: 'Patient'; id: string; read: FhirPatient | NotUnderstood }
  | { type: 'ServiceRequest'; id: string; read: FhirServiceRequest | NotUnderstood }
  | { type: 'Specimen'; id: string; read: FhirSpecimen | NotUnderstood }
  | { type: 'Location'; id: string; read: FhirLocation | NotUnderstood }
>;

/** Null for what nobody asked for (outcomes, practitioners) and for what nothing can refer to. */
export function readResource(resource: FhirResource): ReadResource | null {
  const id = idOf(resource);
  if (resource.resourceType === 'Appointment') {
    return { type: 'Appointment', id, read: fhirSchemas.Appointment.safeParse(resource).data ?? notUnderstood };
  }
  if (id === null) return null;
  switch (resource.resourceType) {
    case 'Patient':
      return { type: 'Patient', id, read: fhirSchemas.Patient.safeParse(resource).data ?? notUnderstood };
    case 'ServiceRequest':
      return { type: 'ServiceRequest', id, read: fhirSchemas.ServiceRequest.safeParse(resource).data ?? notUnderstood };
    case 'Specimen':
      return { type: 'Specimen', id, read: fhirSchemas.Specimen.safeParse(resource).data ?? notUnderstood };
    case 'Location':
      return { type: 'Location', id, read: fhirSchemas.Location.safeParse(resource).data ?? notUnderstood };
    default:
      return null;
  }
}

function idOf(resource: FhirResource): string | null {
  return typeof resource.id === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(resource.id) ? resource.id : null;
}

const or = <Schema extends z.ZodType>(schema: Schema) => z.union([z.literal(notUnderstood), schema]);

const KeptPage: z.ZodType<readonly ReadResource[]> = z.array(
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('Appointment'), id: z.string().nullable(), read: or(fhirSchemas.Appointment) }),
    z.object({ type: z.literal('Patient'), id: z.string(), read: or(fhirSchemas.Patient) }),
    z.object({ type: z.literal('ServiceRequest'), id: z.string(), read: or(fhirSchemas.ServiceRequest) }),
    z.object({ type: z.literal('Specimen'), id: z.string(), read: or(fhirSchemas.Specimen) }),
    z.object({ type: z.literal('Location'), id: z.string(), read: or(fhirSchemas.Location) }),
  ]),
);

/** Null when it is not what was kept. */
export function readKeptPage(text: string): readonly ReadResource[] | null {
  return KeptPage.safeParse(JSON.parse(text)).data ?? null;
}
