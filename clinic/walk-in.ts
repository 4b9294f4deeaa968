/**
 * A walk-in: a patient who is not on the day list, registered by staff from the paper form.
 *
 * Who it is was typed by a person here and is known to nobody else until upstream has it; how it is kept until then is in
 * offline-store's walk-ins.ts. What may be typed is in walk-in-form.ts. For every screen and label it is a booking like any.
 */
import type { Booking } from './booking.ts';
import type { NhsNumber } from './nhs-number.ts';
import type { TestRequest } from './test-request.ts';

export interface WalkInTest {
  /** A catalogue id, or the site's own code; null: no table has it, and it goes to a person (S12). */
  readonly code: string | null;
  /** Of the site's own code, where it names one. */
  readonly system: string | null;
  /** As the catalogue says it, else as the form does. */
  readonly name: string;
}

export interface WalkInPatient {
  /** One of the two names may be empty, for people with one name only. */
  readonly family: string;
  readonly given: string;
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string;
  /** Null: not known. Then its tubes are labelled by hand. */
  readonly nhsNumber: NhsNumber | null;
}

export interface WalkIn {
  /** Made here: `walk-in-UUID`. Upstream gives the booking an id of its own. */
  readonly bookingId: string;
  /** YYYY-MM-DD, local day of the clinic. */
  readonly clinicDay: string;
  readonly siteId: string;
  readonly patient: WalkInPatient;
  readonly tests: readonly WalkInTest[];
  /** The form's order number. */
  readonly requisition: string | null;
  readonly registeredAt: string;
  /** Staff id. */
  readonly registeredBy: string;
}

/** As the day list would have it: no version and no reference of upstream, and arrived, because it was registered on arrival. */
export function bookingOfWalkIn({ bookingId, siteId, registeredAt, patient, tests, requisition }: WalkIn): Booking {
  const { family, given, dateOfBirth, nhsNumber } = patient;
  return {
    id: bookingId,
    version: null,
    status: 'arrived',
    siteId,
    startsAt: registeredAt,
    references: [],
    patient: { id: bookingId, name: { family, given }, dateOfBirth, nhsNumber, nhsNumberStatus: null },
    requests: tests.map((test, at) => requestOf(test, `${bookingId}-${at + 1}`, requisition)),
  };
}

/** A test that no table has is named by its place on the form: its words stay with the patient's details. */
function requestOf({ code, system, name }: WalkInTest, id: string, requisition: string | null): TestRequest {
  return {
    id,
    status: 'active',
    requisition,
    orderNumbers: requisition === null ? [] : [requisition],
    codes: [{ system, code: code ?? id, display: name }],
    specimens: [],
  };
}

/** Ids of this form are ours: upstream has no booking under it. */
export const walkInIdPrefix = 'walk-in-';

export function isWalkInId(bookingId: string): boolean {
  return bookingId.startsWith(walkInIdPrefix);
}
