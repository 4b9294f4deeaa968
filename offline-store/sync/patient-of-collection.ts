/** Whose blood was taken, as far as upstream says it: nobody's, unless booking, orders and specimens agree about one patient (S1). */
import { ok, type Result } from '../../clinic/result.ts';
import { isWalkInId } from '../../clinic/walk-in.ts';
import { isOfAnotherPerson } from '../../clinic/walk-in-others.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import { type DeliveryContext, isOfAnother, wantedOf } from './delivery.ts';
import type { FhirProblem } from './fhir-problem.ts';
import type { FhirPatient } from './fhir-resources.ts';
import { patientOf } from './patient-from-fhir.ts';
import type { Subject } from './patient-records.ts';
import { type AppointmentRead, patientOfBooking, recordThatCounts } from './upstream-booking.ts';
import { isRecordOfVisit } from './who-was-here.ts';

interface Named {
  readonly byOrders: readonly Subject[];
  readonly byTubes: readonly Subject[];
}

/** The patient of a registration has no id that upstream knows. */
export const listedPatient = ({ bookingId }: OutboxEntry, { cache }: DeliveryContext): string | null =>
  isWalkInId(bookingId) ? null : (cache.booking(bookingId)?.patient.id ?? null);

/**
 * The one whom booking and orders name, by whichever of their records; of a booking that is gone, the one it had when last pulled.
 * A specimen that bears one of our numbers may be somebody else's, so it says nothing alone, and must not say otherwise.
 */
export async function patientOfCollection(
  entry: OutboxEntry,
  appointment: AppointmentRead | 'gone',
  named: Named,
  context: DeliveryContext,
): Promise<Result<string | null, FhirProblem>> {
  const { client } = context;
  if (isOfAnother(entry, context)) return ok(null);
  const listed = listedPatient(entry, context);
  const ofBooking = appointment === 'gone' ? listed : patientOfBooking(appointment.appointment, client);
  const [one = null, ...more] = new Set([ofBooking, ...recordsOf(named.byOrders)].filter((id) => id !== null));
  if (one === null) return ok(null);
  const others = [...more, ...recordsOf(named.byTubes).filter((id) => id !== one)];
  const isSaidInFull = ![...named.byOrders, ...named.byTubes].some(isWithoutRecord);
  if (others.length === 0 && isSaidInFull && listed !== null) return ok(one);
  const people = new Map<string | null, FhirPatient | null>();
  for (const id of new Set([one, ...others])) {
    const record = await recordThatCounts(id, client);
    if (!record.ok) return record;
    people.set(record.value?.id ?? null, record.value);
  }
  const [person = null, ...otherPeople] = people.values();
  const isKnown = person !== null && otherPeople.length === 0 && isWhoWasHere(person, entry, named, context);
  return ok(isKnown ? person.id : null);
}

const recordsOf = (subjects: readonly Subject[]): readonly string[] =>
  subjects.flatMap((subject) => (subject.by === 'record' ? subject.id : []));
const isWithoutRecord = ({ by }: Subject): boolean => by === 'nhs-number' || by === 'something-else';

/** Of orders that name somebody by the NHS number alone; and who was registered here, whatever became of the booking since. */
function isWhoWasHere(record: FhirPatient, entry: OutboxEntry, named: Named, context: DeliveryContext): boolean {
  const patient = patientOf(record, wantedOf(entry, context).clinicDay);
  const isTheirs = (subject: Subject) =>
    subject.by === 'nhs-number' ? subject.number === patient.nhsNumber : subject.by !== 'something-else';
  if (![...named.byOrders, ...named.byTubes].every(isTheirs)) return false;
  if (!isWalkInId(entry.bookingId)) {
    return listedPatient(entry, context) !== null || isRecordOfVisit(entry, record, context);
  }
  const walkIn = context.walkIns.get(entry.bookingId);
  return walkIn !== null && !isOfAnotherPerson(walkIn, { patient });
}
