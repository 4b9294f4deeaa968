/**
 * A booking as it stands in the cache, checked when it is written and again when it is read: disks and older versions of
 * this program both lie.
 */
import { z } from 'zod';
import { type Booking, bookingStatuses, type Patient } from '../../clinic/booking.ts';
import { type NhsNumber, parseNhsNumber } from '../../clinic/nhs-number.ts';
import type { TestRequest } from '../../clinic/test-request.ts';
import { tubeClasses } from '../../clinic/tube.ts';

const NhsNumberText = z.custom<NhsNumber>((value) => {
  const number = typeof value === 'string' ? parseNhsNumber(value) : null;
  return number?.ok === true && number.value === value;
});

const PatientRow: z.ZodType<Patient> = z.strictObject({
  id: z.string(),
  name: z.strictObject({ family: z.string(), given: z.string() }),
  dateOfBirth: z.iso.date().nullable(),
  nhsNumber: NhsNumberText.nullable(),
  nhsNumberStatus: z.string().nullable(),
});

const RequestRow: z.ZodType<TestRequest> = z.strictObject({
  id: z.string(),
  status: z.enum(['active', 'revoked', 'completed']),
  requisition: z.string().nullable(),
  orderNumbers: z.array(z.string()),
  codes: z.array(z.strictObject({ system: z.string().nullable(), code: z.string(), display: z.string().nullable() })),
  specimens: z.array(
    z.strictObject({
      id: z.string(),
      identifier: z.string().nullable(),
      accession: z.string().nullable(),
      container: z.enum([...tubeClasses, 'unknown']).nullable(),
    }),
  ),
});

export const BookingRow: z.ZodType<Booking> = z.strictObject({
  id: z.string().min(1),
  version: z.string().nullable(),
  status: z.enum(bookingStatuses),
  siteId: z.string(),
  startsAt: z.iso.datetime({ offset: true }),
  references: z.array(z.string()),
  patient: PatientRow,
  earlierPatients: z.array(PatientRow).optional(),
  requests: z.array(RequestRow),
});

/** Every code by which this booking may be found, each once. */
export function codesOf(booking: Booking): readonly string[] {
  return [...new Set([...booking.references, ...booking.requests.flatMap((request) => request.orderNumbers)])];
}
