/**
 * A booking: one patient's appointment for blood tests at this site, as the day list holds it.
 *
 * It is what upstream says; what happened here (check-in, labels, collection) lives in the ledger and is
 * joined to it when shown. Instants are ISO 8601 in UTC; a date of birth is a date without time or zone.
 */
import type { NhsNumber } from './nhs-number.ts';
import type { TestRequest } from './test-request.ts';

/** FHIR R4 Appointment.status, reduced to what the clinic tells apart (`arrived` covers `checked-in`; `not-booked` proposed and waitlist). */
export const bookingStatuses = [
  'booked',
  'arrived',
  'fulfilled',
  'cancelled',
  'no-show',
  'entered-in-error',
  'not-booked',
] as const;
export type BookingStatus = (typeof bookingStatuses)[number];

const calledOffStatuses: readonly BookingStatus[] = ['cancelled', 'no-show', 'entered-in-error'];

/** Nobody is expected with it any more, and nothing came of it. */
export const isCalledOff = (status: BookingStatus): boolean => calledOffStatuses.includes(status);

export interface PersonName {
  /** Empty for people with one name only. */
  readonly family: string;
  /** Given names in order, joined by a space; empty for people with one name only. */
  readonly given: string;
}

export interface Patient {
  /** The upstream's id of the person, never shown. */
  readonly id: string;
  readonly name: PersonName;
  /** YYYY-MM-DD, or null when upstream has none: such a patient goes to reception. */
  readonly dateOfBirth: string | null;
  readonly nhsNumber: NhsNumber | null;
  /** NHS number status indicator code (01 verified … 08 postponed) or null when upstream does not say. */
  readonly nhsNumberStatus: string | null;
}

export interface Booking {
  /** The upstream's Appointment id. */
  readonly id: string;
  /** The version upstream gave (ETag without quotes), for If-Match. */
  readonly version: string | null;
  readonly status: BookingStatus;
  /** The Location id of the site, as in the settings. */
  readonly siteId: string;
  readonly startsAt: string;
  /** Codes that a letter may carry for this booking: the Appointment's identifiers. */
  readonly references: readonly string[];
  readonly patient: Patient;
  /** Whose it was before upstream gave it to another record, the newest last: somebody may have checked in with it (S1). */
  readonly earlierPatients?: readonly Patient[] | undefined;
  readonly requests: readonly TestRequest[];
}

/**
 * The id of a visit whose booking was moved to a later day and checked in there again: the new visit has the booking's own id.
 * No id of upstream has an `@`.
 */
export const earlierVisitId = (bookingId: string, clinicDay: string): string => `${bookingId}@${clinicDay}`;

/** What upstream calls the booking of a visit. */
export const appointmentIdOf = (bookingId: string): string => bookingId.split('@')[0] ?? bookingId;
