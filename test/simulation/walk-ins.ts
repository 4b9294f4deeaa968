/** Patients of a simulated day who are not on the list: staff register them from a paper form; most of them upstream knows. */
import type { StaffAction } from '../../electron/staff-api.ts';
import type { Station } from '../../electron/station.ts';
import { type BookedPatient, minuteMs, patientResource, personOf } from './booked-day.ts';
import { phlebotomist } from './settings.ts';
import type { Place, World } from './world.ts';

/** People with test numbers who have no booking. */
const firstIndex = 355;
const peopleMax = 4;
/** Of a hundred of them. */
const knownUpstreamShare = 80;

export function expectWalkIns(world: World): void {
  const { chances, time, session } = world;
  for (let number = chances.whole(0, peopleMax); number > 0; number--) {
    const index = firstIndex + number;
    if (chances.percent(knownUpstreamShare)) world.upstream.put(patientResource(`patient-${index}`, personOf(index)));
    const place = chances.oneOf(world.places);
    time.after(chances.between(1, session.minutes) * minuteMs, () => world.doing(register(world, place, index)));
  }
}

async function register(world: World, { kiosk }: Place, index: number): Promise<void> {
  const station = kiosk.station();
  if (station === null) return;
  const person = personOf(index);
  const [year = '', month = '', day = ''] = person.dateOfBirth.split('-');
  const { family, given, nhsNumber } = person;
  const form = { family, given, day, month, year, nhsNumber, isNumberNotKnown: false, tests: ['fbc'], requisition: '' };
  const acts: readonly StaffAction[] = [
    { kind: 'sign-in', badge: phlebotomist.badge, pin: phlebotomist.pin },
    { kind: 'open-walk-in' },
    { kind: 'read-walk-in', form },
  ];
  for (const action of acts) await station.staff.act(action);
  const { content } = await station.staff.act({ kind: 'register-walk-in', isConfirmed: true, isSomebodyElse: true });
  const bookingId = content.screen === 'visit' ? content.visit.row.bookingId : null;
  world.tell(`${kiosk.name}: staff register somebody who is not on the list, ${bookingId ?? content.screen}`);
  if (bookingId !== null)
    note(world, kiosk.name, station, { ...person, bookingId, patientId: '', reference: '', startMs: world.trueMs() });
  await station.staff.act({ kind: 'sign-out' });
}

function note({ judge }: World, kiosk: string, station: Station, patient: BookedPatient): void {
  judge.add(patient);
  const recorded = judge.lookForCheckIn(kiosk, station, patient);
  if (recorded === null) judge.break(`S3: ${kiosk} shows a visit that its ledger does not have`);
  else recorded.isShown = true;
}
