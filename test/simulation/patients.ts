/** The patients of a simulated day: who comes when and where, scans or types, makes slips, is impatient, comes twice. */
import type { PatientView } from '../../electron/patient-api.ts';
import type { Station } from '../../electron/station.ts';
import { type BookedPatient, minuteMs } from './booked-day.ts';
import { isInSession, type Place, type World } from './world.ts';

/** Of a hundred patients. */
const shares = { stayAway: 6, comeAgain: 4, goToBoth: 4, type: 25, slip: 5, hammer: 8, pushIn: 5 };
const triesMax = 12;
const busyScreens: readonly string[] = ['type-number', 'date-of-birth', 'one-moment', 'checked-in'];
const typingMs = [3_000, 9_000] as const;

export function expectPatients(world: World): void {
  const { chances, time, places, session } = world;
  for (const { patient } of world.judge.bookings.values()) {
    if (!isInSession(session, patient.startMs) || chances.percent(shares.stayAway)) continue;
    const atMs = patient.startMs - session.beginsMs + chances.between(-8, 12) * minuteMs;
    const place = chances.oneOf(places);
    time.after(atMs, () => come(world, place, patient));
    if (chances.percent(shares.comeAgain))
      time.after(atMs + chances.between(0.2, 30) * minuteMs, () => come(world, place, patient));
    if (!chances.percent(shares.goToBoth)) continue;
    for (const other of places) time.after(atMs + chances.between(0, 3) * minuteMs, () => come(world, other, patient));
  }
}

/** Waits in front of a kiosk that is off, or somebody is at, for a while; a few push in. */
export function come(world: World, place: Place, patient: BookedPatient, tries = 1): void {
  const { chances, time } = world;
  const station = place.kiosk.station();
  const isTaken = busyScreens.includes(place.kiosk.screen()) && !chances.percent(shares.pushIn);
  if (station === null || isTaken) {
    const waitMs = station === null ? 2 * minuteMs : chances.between(3_000, 20_000);
    if (tries < triesMax) time.after(waitMs, () => come(world, place, patient, tries + 1));
    return;
  }
  const isByScan = !chances.percent(shares.type);
  const isImpatient = chances.percent(shares.hammer);
  world.tell(
    `${place.kiosk.name}: ${patient.bookingId} ${isByScan ? 'scans' : 'types'}${isImpatient ? ', again and again' : ''}`,
  );
  for (let times = 0; times < (isImpatient ? 5 : 1); times++) present(station, patient, isByScan);
  time.after(chances.between(...typingMs), () => {
    if (place.kiosk.station() !== station) return come(world, place, patient, tries + 1);
    if (place.kiosk.screen() !== 'date-of-birth') return;
    for (let times = 0; times < (isImpatient ? 3 : 1); times++) giveDateOfBirth(world, place, station, patient);
  });
}

function present(station: Station, patient: BookedPatient, isByScan: boolean): void {
  if (isByScan) void station.patient.act({ kind: 'scan', text: patient.reference });
  else {
    void station.patient.act({ kind: 'start-again' });
    void station.patient.act({ kind: 'type-number' });
    void station.patient.act({ kind: 'give-number', text: patient.nhsNumber });
  }
}

function giveDateOfBirth(world: World, place: Place, station: Station, patient: BookedPatient): void {
  const { chances, judge } = world;
  const isSlip = chances.percent(shares.slip);
  const [year = '', month = '', day = ''] = patient.dateOfBirth.split('-');
  const shown = station.patient.act({ kind: 'give-date-of-birth', day: isSlip ? '30' : day, month, year });
  judge.lookForCheckIn(place.kiosk.name, station, patient);
  void shown.then((view) => {
    if (place.kiosk.station() === station) read(world, place, station, patient, view);
  });
}

function read(world: World, place: Place, station: Station, patient: BookedPatient, { content }: PatientView): void {
  const { name } = place.kiosk;
  const said = content.screen === 'see-reception' ? `see-reception, ${content.reason}` : content.screen;
  if (content.screen !== 'one-moment') world.tell(`${name}: ${patient.bookingId} is shown ${said}`);
  if (content.screen === 'checked-in') world.judge.shown(name, station, patient, content.ticketNumber);
  if (content.screen !== 'date-of-birth' || content.problem !== 'no-match') return;
  world.time.after(world.chances.between(...typingMs), () => {
    const isAsked = place.kiosk.station() === station && place.kiosk.screen() === 'date-of-birth';
    if (isAsked) giveDateOfBirth(world, place, station, patient);
  });
}

/** On the next day, with the list of this one. */
export function comeOnTheNextDay(station: Station, patient: BookedPatient): void {
  const [year = '', month = '', day = ''] = patient.dateOfBirth.split('-');
  present(station, patient, true);
  void station.patient.act({ kind: 'give-date-of-birth', day, month, year });
}
