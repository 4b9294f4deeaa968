/** The booking office of a simulated day: it cancels, moves, deletes, renames and changes as it likes, and asks no kiosk. */
import {
  type BookedPatient,
  bookedPatient,
  dayMs,
  minuteMs,
  otherLocation,
  patientResource,
  personOf,
  requestResource,
  resourcesOf,
  siteLocation,
} from './booked-day.ts';
import { referencesIn } from './upstream-search.ts';
import type { World } from './world.ts';

type Act = (world: World, patient: BookedPatient) => void;

/** Of a hundred bookings; what is not said happens to none. */
const shares: readonly (readonly [share: number, name: string, act: Act])[] = [
  [3, 'cancelled', (world, patient) => end(world, patient, 'cancelled')],
  [0.5, 'noshow', (world, patient) => end(world, patient, 'noshow')],
  [1, 'fulfilled', (world, patient) => end(world, patient, 'fulfilled')],
  [1.5, 'arrived at a desk', (world, patient) => end(world, patient, 'arrived')],
  [1.5, 'moved to another day', (world, patient) => moveFor(world, patient, dayMs)],
  [1, 'moved to another site', moveAway],
  [1, 'deleted', remove],
  [1.5, 'renamed', rename],
  [0.7, 'given to somebody else', giveAway],
  [1.5, 'given another test', addTest],
  [1, 'revoked in part', revoke],
];
/** Of a hundred bookings that a kiosk reads to write to them. */
const meetShare = 4;
const newBookings = 4;
const firstNewIndex = 300;

export function openOffice(world: World): void {
  const { chances, time, session } = world;
  for (const { patient } of world.judge.bookings.values()) {
    for (const [share, name, act] of shares) {
      if (!chances.percent(share)) continue;
      time.after(chances.between(1, session.minutes) * minuteMs, () => work(world, patient, name, act));
    }
  }
  world.office.meets = (bookingId) => {
    const patient = world.judge.bookings.get(bookingId)?.patient;
    if (world.calm.isCalm || patient === undefined || !chances.percent(meetShare)) return;
    const [, name, act] = chances.oneOf(shares);
    work(world, patient, `met: ${name}`, act);
  };
  for (let number = 0; number < newBookings; number++) {
    time.after(chances.between(0, session.minutes) * minuteMs, () => book(world, firstNewIndex + number));
  }
}

function work(world: World, patient: BookedPatient, name: string, act: Act): void {
  if (world.upstream.get('Appointment', patient.bookingId) === undefined) return;
  world.tell(`office: ${patient.bookingId} is ${name}`);
  act(world, patient);
}

function changeBooking(
  { upstream }: World,
  { bookingId }: BookedPatient,
  change: Parameters<typeof upstream.change>[2],
): void {
  upstream.change('Appointment', bookingId, change);
}

/** Nothing that is over begins again at the office either. */
function end(world: World, patient: BookedPatient, status: string): void {
  const truth = world.judge.bookings.get(patient.bookingId);
  changeBooking(world, patient, (before) => {
    const isOver = ['cancelled', 'noshow', 'fulfilled'].includes(String(before.status));
    if (isOver) return {};
    if (truth !== undefined && (status === 'arrived' || status === 'fulfilled')) truth.hasArrived = true;
    return { status: status === 'arrived' && before.status !== 'booked' ? before.status : status };
  });
}

/** Some come back after a while. */
function moveFor(world: World, patient: BookedPatient, ms: number): void {
  changeBooking(world, patient, ({ start }) => ({ start: new Date(Date.parse(String(start)) + ms).toISOString() }));
  markAway(world, patient);
  if (!world.chances.percent(50) || ms < 0) return;
  world.time.after(world.chances.between(5, 60) * minuteMs, () => {
    if (world.upstream.get('Appointment', patient.bookingId) === undefined) return;
    world.tell(`office: ${patient.bookingId} is moved back`);
    moveFor(world, patient, -ms);
  });
}

function moveAway(world: World, patient: BookedPatient): void {
  changeBooking(world, patient, ({ participant }) => ({
    participant: JSON.parse(
      JSON.stringify(participant).replace(`Location/${siteLocation}`, `Location/${otherLocation}`),
    ),
  }));
  markAway(world, patient);
}

function remove(world: World, patient: BookedPatient): void {
  world.upstream.remove('Appointment', patient.bookingId);
  markAway(world, patient);
}

function markAway(world: World, { bookingId }: BookedPatient): void {
  const truth = world.judge.bookings.get(bookingId);
  if (truth !== undefined) truth.lastAwayMs = world.trueMs();
}

function rename(world: World, patient: BookedPatient): void {
  const truth = world.judge.bookings.get(patient.bookingId);
  const person = { ...(truth?.persons.at(-1) ?? patient), family: `${patient.family}son` };
  truth?.persons.push(person);
  world.upstream.put(patientResource(patient.patientId, person));
}

function giveAway(world: World, patient: BookedPatient): void {
  const index = 305 + (Number(patient.bookingId.split('-')[1]) % 50);
  const person = personOf(index);
  world.judge.bookings.get(patient.bookingId)?.persons.push(person);
  world.upstream.put(patientResource(`patient-${index}`, person));
  changeBooking(world, patient, ({ participant }) => ({
    participant: JSON.parse(
      JSON.stringify(participant).replace(`Patient/${patient.patientId}"`, `Patient/patient-${index}"`),
    ),
  }));
}

function addTest(world: World, patient: BookedPatient): void {
  const index = Number(patient.bookingId.split('-')[1]);
  const id = `request-${index}-late`;
  world.upstream.put(
    requestResource(id, { index, hasRequisition: true, code: 'tft', display: 'Thyroid function tests' }),
  );
  changeBooking(world, patient, ({ basedOn }) => ({
    basedOn: [...referencesIn(basedOn), `ServiceRequest/${id}`].map((reference) => ({ reference })),
  }));
}

function revoke(world: World, patient: BookedPatient): void {
  const booking = world.upstream.get('Appointment', patient.bookingId)?.resource;
  const [first] = referencesIn(booking?.basedOn);
  const id = first?.split('/')[1] ?? '';
  if (world.upstream.get('ServiceRequest', id) !== undefined)
    world.upstream.change('ServiceRequest', id, () => ({ status: 'revoked' }));
}

/** Somebody is booked in while the clinic is open; the kiosks learn of it with their next pull. */
function book(world: World, index: number): void {
  const startMs = Math.ceil(world.trueMs() / minuteMs) * minuteMs + 40 * minuteMs;
  const patient = bookedPatient(index, startMs);
  world.tell(`office: ${patient.bookingId} is booked`);
  for (const resource of resourcesOf(index, patient, world.chances)) world.upstream.put(resource);
  world.judge.add(patient);
}
