/** The parts of FHIR R4 resources that are read while an event is written back: whose they are, and whether it is done already. */
import { z } from 'zod';
import type { FhirResource } from './fhir-resources.ts';

const textCharactersMax = 1_000;
const itemsMax = 200;

const text = z.string().max(textCharactersMax);
const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(itemsMax).default([]);
const meta = z.object({ versionId: text.optional() }).default({});
const identifier = z.object({ system: text.optional(), value: text.optional() });
const reference = z.object({ reference: text.optional() });
const subject = z.object({ reference: text.optional(), identifier: identifier.optional() });

const shapes = {
  Encounter: z.object({
    id,
    meta,
    identifier: list(identifier),
    status: text,
    period: z.object({ start: text.optional(), end: text.optional() }).optional(),
  }),
  Specimen: z.object({
    id,
    meta,
    identifier: list(identifier),
    accessionIdentifier: identifier.optional(),
    subject: subject.optional(),
    collection: z.object({ collectedDateTime: text.optional() }).optional(),
    container: list(z.object({ identifier: list(identifier) })),
  }),
  ServiceRequest: z.object({ id, status: text, subject: subject.optional(), specimen: list(reference) }),
} as const;

type Shapes = typeof shapes;
type ReadType = keyof Shapes;

/** A resource as it came, which an update sends back, and what we read of it. */
export interface ResourceRead<Type extends ReadType> {
  readonly raw: FhirResource;
  readonly read: z.infer<Shapes[Type]>;
}
export type EncounterRead = ResourceRead<'Encounter'>;
export type SpecimenRead = ResourceRead<'Specimen'>;

/** Null for another type, and for one that cannot be read. */
export function readAs<Type extends ReadType>(type: Type, raw: FhirResource): ResourceRead<Type> | null {
  if (raw.resourceType !== type) return null;
  const parsed = shapes[type].safeParse(raw);
  // The shape of this type was parsed.
  return parsed.success ? { raw, read: parsed.data as z.infer<Shapes[Type]> } : null;
}

const TransactionResponse = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('transaction-response'),
  entry: z
    .array(z.object({ response: z.object({ status: text, etag: text.optional(), location: text.optional() }) }))
    .max(itemsMax),
});

/** What became of one entry of a transaction. */
export interface EntryWritten {
  readonly version: string | null;
  /** Of what was created, where the server says it. */
  readonly id: string | null;
}

/** Null unless every entry was done: only that is proof. */
export function readTransactionResponse(
  resource: FhirResource | null,
  entries: number,
): readonly EntryWritten[] | null {
  const parsed = TransactionResponse.safeParse(resource);
  if (!parsed.success || parsed.data.entry.length !== entries) return null;
  const { entry } = parsed.data;
  if (!entry.every(({ response }) => /^2\d\d/.test(response.status))) return null;
  return entry.map(({ response }) => ({
    version: /"([^"]{1,64})"/.exec(response.etag ?? '')?.[1] ?? null,
    id:
      /(?:^|\/)[A-Z][A-Za-z]+\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/.exec(response.location ?? '')?.[1] ?? null,
  }));
}
