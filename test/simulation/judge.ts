/**
 * Keeps the promises of a simulated day in view: it is told of everything that a person or another machine could see, knows the
 * truth, and says which promise was broken. It trusts nothing that a kiosk says of itself but what it shows.
 */
import { isWalkInId } from '../../clinic/walk-in.ts';
import type { Station } from '../../electron/station.ts';
import type { BookedPatient, Person, Resource } from './booked-day.ts';
import { actorsOf, referencesIn } from './upstream-search.ts';

/** A check-in that a kiosk has recorded. */
export interface Recorded {
  readonly kiosk: string;
  readonly patient: BookedPatient;
  readonly ticketNumber: number;
  readonly visitId: string;
  /** Whom the kiosk checked in, as its list had it. */
  readonly person: Person | null;
  readonly identifiers: readonly string[];
  /** The screen has told the patient, or a member of staff has seen it. */
  isShown: boolean;
}

/** A booking as it truly is and was. */
export interface TrueBooking {
  readonly patient: BookedPatient;
  /** All that its patient was ever said to be. */
  readonly persons: Person[];
  /** It was arrived, by whomever. */
  hasArrived: boolean;
  /** When it was last not in this site's day; before the day began, unless it was. */
  lastAwayMs: number;
}

export interface Judge {
  readonly broken: string[];
  readonly bookings: ReadonlyMap<string, TrueBooking>;
  readonly recorded: ReadonlyMap<string, Recorded>;
  add(patient: BookedPatient): void;
  /** An answer was given at a window: was somebody checked in by it? */
  lookForCheckIn(kiosk: string, station: Station, patient: BookedPatient): Recorded | null;
  shown(kiosk: string, station: Station, patient: BookedPatient, ticketNumber: number): void;
  /** After a start: what was shown is still there. */
  lookForLosses(kiosk: string, station: Station): void;
  writtenUpstream(before: Resource | null, after: Resource): void;
  break(promise: string): void;
}

export const keyOf = (kiosk: string, what: string): string => `${kiosk} ${what}`;
const endedByOthers = ['cancelled', 'noshow', 'entered-in-error', 'fulfilled'];

export function judgeOf(): Judge {
  const broken: string[] = [];
  const bookings = new Map<string, TrueBooking>();
  const recorded = new Map<string, Recorded>();
  const bookingOfTicket = new Map<string, string>();
  const bookingOfIdentifier = new Map<string, string>();
  const registered = new Set<string>();
  const specimensMade = new Set<string>();
  const arrivalsOf = new Map<string, number>();
  const say = (promise: string) => void broken.push(promise);

  function record(kiosk: string, station: Station, patient: BookedPatient): Recorded | null {
    const visit = station.store.ledger.visit(patient.bookingId);
    if (visit === null) return null;
    const { ticketNumber, visitId } = visit;
    const ticket = keyOf(kiosk, String(ticketNumber));
    if (bookingOfTicket.has(ticket)) say(`S4: ${kiosk} gave ticket ${ticketNumber} twice`);
    bookingOfTicket.set(ticket, patient.bookingId);
    const identifiers = visit.specimens.map(({ identifier }) => identifier);
    for (const identifier of identifiers) {
      const other = bookingOfIdentifier.get(identifier) ?? patient.bookingId;
      if (other !== patient.bookingId) say(`S12: ${identifier} is a specimen of ${other} and of ${patient.bookingId}`);
      bookingOfIdentifier.set(identifier, patient.bookingId);
    }
    const age = station.store.cache.age();
    if (age?.clinicDay !== visit.clinicDay && !isWalkInId(patient.bookingId))
      say(`S10: ${kiosk} checked in from the list of ${age?.clinicDay}`);
    const person = personIn(station, patient);
    const isTrue = bookings.get(patient.bookingId)?.persons.some((known) => isSame(known, person)) === true;
    if (!isTrue) say(`S1: ${kiosk} checked in somebody else for ${patient.bookingId}`);
    return { kiosk, patient, ticketNumber, visitId, person, identifiers, isShown: false };
  }

  /** One arrival is one event upstream, however many kiosks saw the patient. */
  function countArrival(encounter: Resource): void {
    const [appointment = ''] = referencesIn(encounter.appointment);
    const arrivals = (arrivalsOf.get(appointment) ?? 0) + 1;
    arrivalsOf.set(appointment, arrivals);
    if (arrivals > 1) say(`S4: ${appointment} arrived ${arrivals} times upstream`);
  }

  /** Somebody without a booking is booked once, however often the answer was lost. */
  function countRegistration(appointment: Resource): void {
    const who = actorsOf(appointment).join(' ');
    if (registered.has(who)) say(`S4: ${who} was registered twice upstream`);
    registered.add(who);
  }

  /** One tube is one specimen upstream, whoever says that it was filled. */
  function countSpecimen({ identifier, subject }: Resource): void {
    const number = JSON.stringify([identifier, subject]);
    if (specimensMade.has(number)) say(`S4: a specimen was made twice upstream: ${number}`);
    specimensMade.add(number);
  }

  return {
    broken,
    bookings,
    recorded,
    break: say,
    add: (patient) =>
      void bookings.set(patient.bookingId, { patient, persons: [patient], hasArrived: false, lastAwayMs: -Infinity }),
    lookForCheckIn(kiosk, station, patient) {
      const key = keyOf(kiosk, patient.bookingId);
      const known = recorded.get(key) ?? record(kiosk, station, patient);
      if (known !== null) recorded.set(key, known);
      return known;
    },
    shown(kiosk, station, patient, ticketNumber) {
      const known = recorded.get(keyOf(kiosk, patient.bookingId));
      const visit = station.store.ledger.visit(patient.bookingId);
      if (visit?.ticketNumber !== ticketNumber)
        say(`S3: ${kiosk} told ${patient.bookingId} ticket ${ticketNumber}; its ledger has ${visit?.ticketNumber}`);
      if (known !== undefined) known.isShown = true;
    },
    lookForLosses(kiosk, station) {
      for (const one of recorded.values()) {
        if (one.kiosk !== kiosk || !one.isShown) continue;
        const visit = station.store.ledger.visit(one.patient.bookingId);
        if (visit?.visitId !== one.visitId || visit.ticketNumber !== one.ticketNumber) {
          say(`S3: ${kiosk} lost the check-in of ${one.patient.bookingId}, ticket ${one.ticketNumber}`);
        }
      }
    },
    writtenUpstream(before, after) {
      if (after.resourceType === 'Encounter' && before === null) countArrival(after);
      if (after.resourceType === 'Specimen' && before === null) countSpecimen(after);
      if (after.resourceType === 'Appointment' && before === null) countRegistration(after);
      if (after.resourceType !== 'Appointment' || before === null) return;
      const booking = bookings.get(after.id);
      if (booking !== undefined && after.status === 'arrived') booking.hasArrived = true;
      const wasEnded = endedByOthers.includes(String(before.status));
      if (wasEnded && after.status !== before.status)
        say(`S11: a kiosk turned ${after.id} from ${before.status} into ${after.status}`);
      const isRest = JSON.stringify({ ...before, status: '' }) === JSON.stringify({ ...after, status: '' });
      if (!isRest) say(`S11: a kiosk wrote over what others had changed in ${after.id}`);
    },
  };
}

function personIn(station: Station, { bookingId }: BookedPatient): Person | null {
  const patient = station.store.cache.booking(bookingId)?.patient;
  if (patient === undefined) return null;
  const { name, nhsNumber, dateOfBirth } = patient;
  return { family: name.family, given: name.given, nhsNumber: nhsNumber ?? '', dateOfBirth: dateOfBirth ?? '' };
}

export function isSame(one: Person, other: Person | null): boolean {
  return (
    one.family === other?.family &&
    one.given === other.given &&
    one.nhsNumber === other.nhsNumber &&
    one.dateOfBirth === other.dateOfBirth
  );
}

/** Whether the truth has this booking at this site, on this day. */
export function isAt(appointment: Resource | undefined, location: string, clinicDay: string): boolean {
  return (
    appointment !== undefined &&
    actorsOf(appointment).includes(`Location/${location}`) &&
    String(appointment.start).startsWith(clinicDay)
  );
}
