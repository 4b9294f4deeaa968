/**
 * Rows of the list that a whole pull did not bring: each is asked for by its id before it is hidden (S11).
 *
 * A search that leaves somebody out proves nothing: whoever it does not name is read alone, as is everybody where there is no
 * search by id, and only a FHIR server that says it has no such booking is believed. One that does not let the kiosk look (403)
 * has not said so: the row stays, and staff and site IT are told with the list. Whoever was checked in here today stays on the
 * list whatever upstream says: the person is sitting in the waiting area. Where their booking went, or the one that upstream made
 * of their registration, is kept with the list, and staff are told.
 *
 * A booking of which no more can be read than that it has ended keeps its row, and has ended.
 */
import type { Booking } from '../../clinic/booking.ts';
import { type MissingAnswer, mergePull, settleMissing } from '../../clinic/day-list.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { SetAside } from '../day-list-cache.ts';
import type { Ledger } from '../store.ts';
import { idSearches } from './day-search.ts';
import type { FhirClient } from './fhir-client.ts';
import { type FhirProblem, isServerAway } from './fhir-problem.ts';
import type { FhirAppointment } from './fhir-resources.ts';
import { bookingOf, type Reading, statusOf } from './from-fhir.ts';
import { lookUpMissing, type Pulled } from './included-resources.ts';
import { type SearchProblem, searchPages } from './search-pages.ts';
import { collectResources, type ResourceCollection, type UpstreamResources } from './upstream-resources.ts';

/** Read alone in one pull; the rows of the others stay until the next one. */
export const readsMax = 200;
/** The server reads no single bookings for anybody. */
const readNotOffered: readonly number[] = [405, 501];
const mayNotLook = 403;
const noSuchBooking: readonly number[] = [404, 410];
/** The server does not search by id, or not for this. */
const searchNotOffered: readonly number[] = [400, 405, 422, 501];
const noAnswer: MissingAnswer = { kind: 'no-answer' };

interface MissingRows {
  readonly client: FhirClient;
  readonly ledger: Pick<Ledger, 'checkedIn' | 'visit' | 'walkInOf'>;
  readonly reading: Reading;
  readonly previous: readonly Booking[];
  readonly pulled: Pulled;
  /** As they came, those too that were set aside. */
  readonly appointments: UpstreamResources['appointments'];
}

export async function settleMissingRows(of: MissingRows): Promise<Pulled> {
  const { client, ledger, reading, previous, pulled, appointments } = of;
  const merged = mergePull(previous, pulled.bookings);
  if (merged.missingIds.length === 0) return { bookings: merged.bookings, setAside: pulled.setAside };
  const whyAside = new Map(pulled.setAside.map(({ appointmentId, why }) => [appointmentId, why]));
  const unexplained = merged.missingIds.filter((id) => !whyAside.has(id));
  const rows = new Map(previous.map((row) => [row.id, row]));
  const answers = await askForAll(whileThere(client), unexplained, { reading, rows });
  for (const [id, why] of whyAside) answers.set(id, answerOfSetAside(why, rows.get(id), appointments.get(id)));
  const isHereToday = (id: string) => ledger.visit(id)?.clinicDay === reading.clinicDay;
  const here = ledger.checkedIn(merged.missingIds).filter(isHereToday);
  const whereabouts = here.filter((id) => !whyAside.has(id)).flatMap((id) => whereaboutsOf(id, answers.get(id)));
  const registered = merged.missingIds.flatMap((id) => {
    const walkInId = ledger.walkInOf(id);
    if (walkInId === null || !isHereToday(walkInId)) return [];
    return whereaboutsOf(id, answers.get(id)).map(({ why }) => ({ appointmentId: walkInId, why }));
  });
  const notShown = unexplained.filter((id) => answers.get(id)?.kind === 'not-shown').map(notShownTo);
  for (const id of here) if (answers.get(id)?.kind !== 'still-here') answers.set(id, { kind: 'no-answer' });
  return {
    bookings: settleMissing(merged, answers),
    setAside: [...pulled.setAside, ...whereabouts, ...registered, ...notShown],
  };
}

export const notShownTo = (appointmentId: string): SetAside => ({ appointmentId, why: 'not-shown' });

const notEnded: readonly Booking['status'][] = ['booked', 'arrived'];

/** A row that came and could not be read is a garbled answer: the copy that could be read stays, but not as one that goes on. */
export function answerOfSetAside(
  why: SetAside['why'],
  row: Booking | undefined,
  appointment: FhirAppointment | undefined,
): MissingAnswer {
  switch (why) {
    case 'other-site':
    case 'other-day':
      return { kind: 'elsewhere', why };
    // The patient is asked for at reception, where somebody can find the record that counts.
    case 'patient-not-in-use':
      return { kind: 'elsewhere', why };
    default: {
      if (row === undefined || appointment === undefined) return { kind: 'no-answer' };
      const status = statusOf(appointment);
      if (notEnded.includes(status)) return { kind: 'no-answer' };
      return { kind: 'still-here', booking: { ...row, status, version: appointment.meta.versionId ?? null } };
    }
  }
}

function whereaboutsOf(appointmentId: string, answer: MissingAnswer | undefined): readonly SetAside[] {
  if (answer?.kind === 'gone') return [{ appointmentId, why: 'gone' }];
  return answer?.kind === 'elsewhere' ? [{ appointmentId, why: answer.why }] : [];
}

/** Once nothing comes back, each further question would wait as long as that one, and the list would grow old meanwhile. */
export function whileThere(client: FhirClient): FhirClient {
  let away: FhirProblem | null = null;
  return {
    ...client,
    async get(url) {
      if (away !== null) return refuse(away);
      const answer = await client.get(url);
      if (!answer.ok && answer.problem.kind !== 'status' && isServerAway(answer.problem)) away = answer.problem;
      return answer;
    },
  };
}

/** The server does not answer this to anybody. */
type NotOffered = Readonly<{ kind: 'not-offered' }>;

/** What is known of those that are asked for, and how their answers are read. */
interface Asking {
  readonly reading: Reading;
  readonly rows: ReadonlyMap<string, Booking>;
}

async function askForAll(
  client: FhirClient,
  ids: readonly string[],
  asking: Asking,
): Promise<Map<string, MissingAnswer>> {
  const answers = new Map<string, MissingAnswer>();
  let reads = 0;
  for (const first of idSearches(client.baseUrl, 'Appointment', ids)) {
    const asked = (first.searchParams.get('_id') ?? '').split(',');
    const found = await search(client, first, asked, asking.reading);
    for (const id of asked) {
      if (found.ok && isNamed(id, found.value)) answers.set(id, answerIn(found.value, id, asking));
      else if (!found.ok && found.problem.kind !== 'not-offered') answers.set(id, found.problem);
      else if (reads < readsMax) {
        reads += 1;
        const answer = await readAlone(client, id, asking);
        // Without reads the search is all that there is; without either nobody has said anything.
        answers.set(id, answer.kind !== 'not-offered' ? answer : found.ok ? { kind: 'gone' } : noAnswer);
      }
    }
  }
  return answers;
}

/** Refused when it does not answer what was asked: it broke off, counts more than it sent, or brings what nobody asked for. */
async function search(
  client: FhirClient,
  first: URL,
  asked: readonly string[],
  reading: Reading,
): Promise<Result<ResourceCollection, MissingAnswer | NotOffered>> {
  const collection = collectResources();
  const found = await searchPages({ client, first, obeyed: [['_id']], onResource: collection.add });
  if (!found.ok) return refuse(isNotOffered(found.problem) ? { kind: 'not-offered' } : afterProblem(found.problem));
  if (found.value.total !== null && collection.appointmentCount() < found.value.total) return refuse(noAnswer);
  if ([...collection.appointments.keys()].some((id) => !asked.includes(id))) return refuse(noAnswer);
  const included = await lookUpMissing(client, collection, reading.site);
  return included.ok ? ok(collection) : refuse(noAnswer);
}

function isNotOffered(problem: SearchProblem): boolean {
  if (problem.kind === 'filter-ignored') return true;
  return problem.kind === 'status' && problem.isFhir && searchNotOffered.includes(problem.status);
}

const isNamed = (id: string, { appointments, setAside }: ResourceCollection): boolean =>
  appointments.has(id) || setAside.some(({ appointmentId }) => appointmentId === id);

function answerIn(collection: ResourceCollection, id: string, { reading, rows }: Asking): MissingAnswer {
  const appointment = collection.appointments.get(id);
  if (appointment === undefined) return { kind: 'no-answer' };
  const booking = bookingOf(appointment, collection, reading);
  if (booking.ok) return { kind: 'still-here', booking: booking.value };
  return answerOfSetAside(booking.problem.why, rows.get(id), appointment);
}

/** The last word on a booking that a search did not name. */
export async function readAlone(client: FhirClient, id: string, asking: Asking): Promise<MissingAnswer | NotOffered> {
  const answer = await client.get(new URL(`Appointment/${id}`, client.baseUrl));
  if (!answer.ok) {
    const { problem } = answer;
    const said = problem.kind === 'status' && problem.isFhir ? problem.status : null;
    if (said !== null && noSuchBooking.includes(said)) return { kind: 'gone' };
    return said !== null && readNotOffered.includes(said) ? { kind: 'not-offered' } : afterProblem(problem);
  }
  const collection = collectResources();
  if (answer.value.resource !== null) collection.add(answer.value.resource);
  const included = await lookUpMissing(client, collection, asking.reading.site);
  const said = answerIn(collection, id, asking);
  // Where it is stands in the booking itself.
  return included.ok || said.kind === 'elsewhere' ? said : noAnswer;
}

const afterProblem = (problem: SearchProblem): MissingAnswer => ({
  kind: problem.kind === 'status' && problem.status === mayNotLook ? 'not-shown' : 'no-answer',
});
