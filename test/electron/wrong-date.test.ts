/**
 * A kiosk that starts with tomorrow's date, as after a battery: nobody there knows it, until the booking system says what time it
 * has. The day that goes on is not ended meanwhile.
 */
import { expect, test } from 'vitest';
import { patient, request } from '../clinic/examples.ts';
import { birthday, bookedAt, checkIn, type DaysClinic, openDaysClinic, settleAll } from './days-clinic.ts';
import { registerIn, walkIn } from './walk-in-clinic.ts';

const minute = 60_000;
const hour = 60 * minute;
const nine = '2026-11-24T09:00:00.000Z';

/** One patient has been bled, one waits with labels that are out, and so does one who was registered without a booking. */
async function restartedWithTomorrow(): Promise<DaysClinic> {
  const first = openDaysClinic({ startsAt: nine });
  const waiting = bookedAt(nine, {
    id: 'booking-2',
    references: ['BK-1002'],
    patient: patient({ id: 'patient-2', nhsNumber: null }),
    requests: [request('FBC', { requisition: 'T999999' })],
  });
  first.bring([bookedAt(nine), waiting]);
  await checkIn(first);
  await first.patient.act({ kind: 'scan', text: 'BK-1002' });
  await birthday(first);
  registerIn(first.store, { ...walkIn, clinicDay: '2026-11-24', registeredAt: nine });
  settleAll(first);
  const [tube] = first.store.ledger.visit('booking-1')?.specimens ?? [];
  const blood = { eventId: 'collected-1', bookingId: 'booking-1', specimenIds: [tube?.id ?? ''] };
  first.store.ledger.write((writes) => writes.recordCollection({ ...blood, collectedAt: nine, collectedBy: 's1' }));
  first.close();
  return openDaysClinic({ startsAt: '2026-11-25T09:05:00.000Z', folder: first.folder });
}

const actsOf = ({ store }: DaysClinic) => store.ledger.audit().map(({ act }) => act);
const labelsOf = ({ store }: DaysClinic) => store.ledger.papers('booking-2').map(({ state }) => state);

test('S15: it ends no day that goes on: labels of whoever waits are good, and the day is counted when it is over', async () => {
  const clinic = await restartedWithTomorrow();
  clinic.computer.pass(9 * minute);
  clinic.server.skewMs = -24 * hour;
  clinic.computer.pass(minute);
  clinic.computer.jump(-24 * hour);
  clinic.computer.pass(minute);
  expect([clinic.days.dayToPull(), labelsOf(clinic)]).toEqual(['2026-11-24', Array(3).fill('printed')]);
  expect(actsOf(clinic)).not.toContain('close-of-day');
  expect(clinic.store.walkIns.all()).toHaveLength(1);
  clinic.passUntil('2026-11-25T00:01:00.000Z');
  expect(labelsOf(clinic)).toEqual(['voided', 'voided', 'printed']);
  expect(actsOf(clinic).filter((act) => act === 'close-of-day')).toHaveLength(1);
});

test('S15: it ends the day before when staff sign that it is right, and not while the booking system says that it is not', async () => {
  const clinic = await restartedWithTomorrow();
  clinic.server.skewMs = -24 * hour;
  clinic.computer.pass(12 * hour);
  expect(labelsOf(clinic)).toEqual(Array(3).fill('printed'));
  clinic.guard.confirm('s1');
  clinic.computer.pass(minute);
  expect(labelsOf(clinic)).toEqual(['voided', 'voided', 'printed']);
});

test('it ends the day before after ten minutes in which nobody says what day it is', async () => {
  const clinic = await restartedWithTomorrow();
  clinic.computer.pass(9 * minute);
  expect(labelsOf(clinic)).toEqual(Array(3).fill('printed'));
  clinic.computer.pass(2 * minute);
  expect(labelsOf(clinic)).toEqual(['voided', 'voided', 'printed']);
});
