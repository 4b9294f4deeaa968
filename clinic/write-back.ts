/**
 * What to do with an event that is owed upstream (an arrival, a registration, blood that was taken), by what upstream says now.
 *
 * Never flips a booking that somebody else ended: "the patient is here, the booking was cancelled" is for a person. That blood
 * was taken is a fact whatever became of the booking, so its specimens are sent all the same, unless it is not known whose they
 * are. Sending itself, and waiting between tries, are in the outbox.
 */
import { unreachable } from './assert.ts';
import type { BookingStatus } from './booking.ts';

/** Why an event left the outbox without being done; a closed list, so that staff and site IT have words for each. */
export const arrivalReasons = [
  'cancelled',
  'moved',
  'deleted',
  'changed',
  /** The booking is another patient's by now. */
  'other-patient',
  'refused-by-server',
  /** The server takes no transactions: the setting `upstream.writeBack` has another way. */
  'no-transactions',
  /** It still waits and is tried, and staff were told (not-taken.ts); or they have seen to it since, and it is tried no more. */
  'not-taken',
] as const;
export const collectionReasons = [
  ...arrivalReasons,
  /** The order was revoked, and the blood was taken. */
  'order-revoked',
  /** Upstream does not have the patient yet, or not any more. */
  'not-registered',
] as const;
export const registrationReasons = [
  'no-nhs-number',
  /** Upstream knows nobody of that number, several, or somebody born on another day. */
  'patient-not-found',
  'several-patients',
  'other-date-of-birth',
  'booked-already',
  /** What was registered can no longer be read here. */
  'details-lost',
  'refused-by-server',
  'no-transactions',
  'not-taken',
] as const;
export type ArrivalReason = (typeof arrivalReasons)[number];
export type CollectionReason = (typeof collectionReasons)[number];
export type RegistrationReason = (typeof registrationReasons)[number];
export type WriteBackReason = ArrivalReason | CollectionReason | RegistrationReason;

/** The booking as upstream has it at this moment; `gone` when it answers that there is none. */
export type FoundUpstream =
  | 'gone'
  | Readonly<{
      status: BookingStatus;
      /** Null when upstream names no site or no start. */
      siteId: string | null;
      clinicDay: string | null;
      /** False when it names a place, and nothing that it shows says of which site. */
      isSiteShown: boolean;
      /** False when it is known to be another's than when it was last pulled. */
      isSamePatient: boolean;
    }>;

/** Where and when the patient was here. */
interface Wanted {
  readonly siteId: string;
  readonly clinicDay: string;
}

/** A person of the NHS number that was asked for. */
interface PatientFound {
  readonly dateOfBirth: string | null;
  /** Anything but cancelled, at this site on this day; null: on this day, and upstream does not show where. */
  readonly isBookedHere: boolean | null;
}

/** An event with everything that its decision needs. */
export type OwedEvent = Readonly<
  | {
      kind: 'arrived';
      wanted: Wanted;
      found: FoundUpstream;
      /** Upstream holds the event that we are about to send: the answer was lost, the write was not. */
      hasOurEvent: boolean;
    }
  | {
      kind: 'collected';
      wanted: Wanted;
      found: FoundUpstream;
      /** How many of its specimens upstream holds as collected. With some of them came the rest of the event. */
      specimensThere: 'none' | 'some' | 'all';
      isOrderRevoked: boolean;
      /** The one patient to whom booking and orders belong. */
      isPatientKnown: boolean;
    }
  | {
      kind: 'walk-in';
      hasOurEvent: boolean;
      wanted: Readonly<{ nhsNumber: string | null; dateOfBirth: string }>;
      patients: readonly PatientFound[];
    }
>;

export interface WriteBackDecision {
  /** `specimens`: only those, and nothing of the booking is touched. */
  readonly write: 'all' | 'specimens' | 'nothing';
  /** How the event ends when that is written. */
  readonly end: Readonly<
    | { kind: 'applied' }
    /** Somebody else recorded the same; theirs stands with their time, and the patient notices nothing. */
    | { kind: 'merged' }
    | { kind: 'conflict'; because: WriteBackReason }
    /** Something that decides is not shown, so nobody knows that anything is wrong: it is asked again. */
    | { kind: 'not-known' }
  >;
}

const writeAll: WriteBackDecision = { write: 'all', end: { kind: 'applied' } };
const applied: WriteBackDecision = { write: 'nothing', end: { kind: 'applied' } };
const merged: WriteBackDecision = { write: 'nothing', end: { kind: 'merged' } };
const notKnown: WriteBackDecision = { write: 'nothing', end: { kind: 'not-known' } };
const conflict = (because: WriteBackReason): WriteBackDecision => ({
  write: 'nothing',
  end: { kind: 'conflict', because },
});

export function decideWriteBack(event: OwedEvent): WriteBackDecision {
  switch (event.kind) {
    case 'arrived':
      return event.hasOurEvent ? applied : decideArrival(event.found, event.wanted);
    case 'collected':
      return decideCollection(event);
    case 'walk-in':
      return decideRegistration(event);
    default:
      return unreachable(event);
  }
}

/** Not known where is not moved. */
function placeOf(found: Exclude<FoundUpstream, 'gone'>, wanted: Wanted): 'here' | 'elsewhere' | 'not-shown' {
  if (found.clinicDay !== wanted.clinicDay) return 'elsewhere';
  if (!found.isSiteShown) return 'not-shown';
  return found.siteId === wanted.siteId ? 'here' : 'elsewhere';
}

function decideArrival(found: FoundUpstream, wanted: Wanted): WriteBackDecision {
  if (found === 'gone') return conflict('deleted');
  switch (found.status) {
    case 'booked':
    case 'arrived': {
      const place = placeOf(found, wanted);
      if (place === 'elsewhere') return conflict('moved');
      if (!found.isSamePatient) return conflict('other-patient');
      if (place === 'not-shown') return notKnown;
      return found.status === 'booked' ? writeAll : merged;
    }
    case 'cancelled':
    case 'no-show':
    case 'entered-in-error':
      return conflict('cancelled');
    case 'fulfilled':
    case 'not-booked':
      return conflict('changed');
    default:
      return unreachable(found.status);
  }
}

type CollectionOwed = Extract<OwedEvent, { kind: 'collected' }>;

function decideCollection(event: CollectionOwed): WriteBackDecision {
  const { isOrderRevoked, isPatientKnown } = event;
  // A specimen under another's name is worse than one that is late; one that is there may be another's of the same number.
  if (!isPatientKnown) {
    return conflict(event.found === 'gone' ? 'deleted' : 'other-patient');
  }
  const { write, end } = decideBloodTaken(event);
  if (!isOrderRevoked || end.kind === 'conflict' || end.kind === 'not-known') return { write, end };
  return { write, end: { kind: 'conflict', because: 'order-revoked' } };
}

/**
 * With the first of its specimens went whatever was to be done about the booking: it is not touched again. How the event ends is
 * said by the booking as it is now, so that a task is not lost with an answer.
 */
function decideBloodTaken({ found, wanted, specimensThere }: CollectionOwed): WriteBackDecision {
  const { write, end } = decideFirstBlood(found, wanted);
  if (specimensThere === 'none') return { write, end };
  const ours: WriteBackDecision['end'] = end.kind === 'conflict' ? end : { kind: 'applied' };
  return { write: specimensThere === 'all' ? 'nothing' : 'specimens', end: ours };
}

function decideFirstBlood(found: FoundUpstream, wanted: Wanted): WriteBackDecision {
  const onlySpecimens = (end: WriteBackDecision['end']): WriteBackDecision => ({ write: 'specimens', end });
  if (found === 'gone') return onlySpecimens({ kind: 'conflict', because: 'deleted' });
  switch (found.status) {
    case 'booked':
    case 'arrived': {
      const place = placeOf(found, wanted);
      if (place === 'not-shown') return notKnown;
      return place === 'here' ? writeAll : onlySpecimens({ kind: 'conflict', because: 'moved' });
    }
    case 'fulfilled':
      return onlySpecimens({ kind: 'merged' });
    case 'cancelled':
    case 'no-show':
    case 'entered-in-error':
      return onlySpecimens({ kind: 'conflict', because: 'cancelled' });
    case 'not-booked':
      return onlySpecimens({ kind: 'conflict', because: 'changed' });
    default:
      return unreachable(found.status);
  }
}

/** Exactly one patient of that number with that date of birth, and never a second booking. */
function decideRegistration(event: Extract<OwedEvent, { kind: 'walk-in' }>): WriteBackDecision {
  if (event.hasOurEvent) return applied;
  if (event.wanted.nhsNumber === null) return conflict('no-nhs-number');
  const [patient, ...others] = event.patients;
  if (patient === undefined) return conflict('patient-not-found');
  if (others.length > 0) return conflict('several-patients');
  if (patient.dateOfBirth !== event.wanted.dateOfBirth) return conflict('other-date-of-birth');
  if (patient.isBookedHere === null) return notKnown;
  return patient.isBookedHere ? conflict('booked-already') : writeAll;
}

/**
 * What the answer to a write means. `read-again`: the booking changed under us (PDS says 409 where others say 412) or is
 * not there any more; read it and decide once more. `try-later`: nothing is known to be wrong with what we sent.
 */
type WriteAnswer = 'written' | 'read-again' | 'try-later' | 'refused-by-server';

const readAgainStatuses: readonly number[] = [404, 409, 410, 412];
/** Not signed in (401, 403) and not allowed so fast (408, 425, 429) pass, or are mended by site IT; the entry stays good. */
const tryLaterStatuses: readonly number[] = [401, 403, 408, 425, 429];

export function answerToWrite(httpStatus: number): WriteAnswer {
  if (httpStatus >= 200 && httpStatus < 300) return 'written';
  if (readAgainStatuses.includes(httpStatus)) return 'read-again';
  if (tryLaterStatuses.includes(httpStatus)) return 'try-later';
  return httpStatus >= 400 && httpStatus < 500 ? 'refused-by-server' : 'try-later';
}
