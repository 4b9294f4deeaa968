/**
 * The parts of FHIR R4 resources that we read (UK Core): unknown fields pass by, what we use must be right.
 *
 * Each resource of a page is read on its own, so that one that is wrong costs one booking and not the list.
 * What the parts mean is in `from-fhir.ts`.
 */
import { z } from 'zod';

/** A resource as the server sent it; an update sends all of it back. */
export type FhirResource = Readonly<Record<string, unknown>> & { readonly resourceType: string };

export const ResourceShape = z.looseObject({ resourceType: z.string().regex(/^[A-Za-z]{1,64}$/) });

export function resourceOf(json: unknown): FhirResource | null {
  const parsed = ResourceShape.safeParse(json);
  return parsed.success ? parsed.data : null;
}

const entriesMax = 20_000;
const textCharactersMax = 1_000;
const itemsMax = 200;

const text = z.string().max(textCharactersMax);
const day = z.iso.date();
/** One that no clock or calendar shows (`T25:00`, 30 February) is no answer: it says neither another day nor another time. */
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/)
  .refine((text) => day.safeParse(text.slice(0, 10)).success && Number.isFinite(Date.parse(text)));
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(itemsMax).default([]);
const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);

const Meta = z.object({ versionId: text.optional(), lastUpdated: instant.optional() }).default({});
const Coding = z.object({ system: text.optional(), code: text.optional(), display: text.optional() });
const CodeableConcept = z.object({ coding: list(Coding), text: text.optional() });
const Period = z.object({ start: text.optional(), end: text.optional() });
const Extension = z.object({ url: text.optional(), valueCodeableConcept: CodeableConcept.optional() });
const Identifier = z.object({
  use: text.optional(),
  type: CodeableConcept.optional(),
  system: text.optional(),
  value: text.optional(),
  period: Period.optional(),
  extension: list(Extension),
});
const Reference = z.object({ reference: text.optional(), identifier: Identifier.optional() });

const Appointment = z.object({
  id,
  meta: Meta,
  identifier: list(Identifier),
  status: z.enum([
    'proposed',
    'pending',
    'booked',
    'arrived',
    'fulfilled',
    'cancelled',
    'noshow',
    'entered-in-error',
    'checked-in',
    'waitlist',
  ]),
  start: instant.optional(),
  basedOn: list(Reference),
  participant: list(z.object({ actor: Reference.optional() })),
});

const HumanName = z.object({
  use: text.optional(),
  text: text.optional(),
  family: text.optional(),
  /** FHIR writes null where only an extension stands. */
  given: list(text.nullable()),
  period: Period.optional(),
});

const Patient = z.object({
  id,
  meta: Meta,
  /** False: the record is not in use any more. */
  active: z.boolean().optional(),
  identifier: list(Identifier),
  name: list(HumanName),
  birthDate: text.optional(),
  /** Two records that were merged: the one that is left names the other, and `replaced-by` the one that counts. */
  link: list(z.object({ other: Reference.optional(), type: text.optional() })),
});

const ServiceRequest = z.object({
  id,
  meta: Meta,
  subject: Reference.optional(),
  identifier: list(Identifier),
  requisition: Identifier.optional(),
  status: z.enum(['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown']),
  code: CodeableConcept.default({ coding: [] }),
  specimen: list(Reference),
});

const Specimen = z.object({
  id,
  meta: Meta,
  subject: Reference.optional(),
  identifier: list(Identifier),
  accessionIdentifier: Identifier.optional(),
  status: z.enum(['available', 'unavailable', 'unsatisfactory', 'entered-in-error']).optional(),
  container: list(z.object({ identifier: list(Identifier), type: CodeableConcept.optional() })),
});

const Location = z.object({ id, identifier: list(Identifier) });

const OperationOutcome = z.object({ issue: z.array(z.object({ code: z.string().regex(/^[a-z-]{1,40}$/) })) });

/** The envelope of one page; its resources stay as they came until each is read alone. */
export const SearchPage = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('searchset'),
  total: z.int().min(0).optional(),
  link: list(z.object({ relation: text, url: z.string().max(20_000) })),
  entry: z
    .array(z.object({ resource: ResourceShape.optional() }))
    .max(entriesMax)
    .default([]),
});

export type SearchPage = z.infer<typeof SearchPage>;
export type FhirIdentifier = z.infer<typeof Identifier>;
export type FhirReference = z.infer<typeof Reference>;
export type FhirCodeableConcept = z.infer<typeof CodeableConcept>;
export type FhirPeriod = z.infer<typeof Period>;
export type FhirHumanName = z.infer<typeof HumanName>;
export type FhirAppointment = z.infer<typeof Appointment>;
export type FhirPatient = z.infer<typeof Patient>;
export type FhirServiceRequest = z.infer<typeof ServiceRequest>;
export type FhirSpecimen = z.infer<typeof Specimen>;
export type FhirLocation = z.infer<typeof Location>;

export const fhirSchemas = { Appointment, Patient, ServiceRequest, Specimen, Location } as const;

/** The first issue's code of an OperationOutcome, such as `not-found`. */
export function issueOf(resource: FhirResource): string | null {
  if (resource.resourceType !== 'OperationOutcome') return null;
  const parsed = OperationOutcome.safeParse(resource);
  return parsed.success ? (parsed.data.issue[0]?.code ?? null) : null;
}
