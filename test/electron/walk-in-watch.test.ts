/** Patients who were registered without a booking, afterwards: booked after all, lost, forgotten when nothing is owed. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { silentLog } from '../../electron/log.ts';
import { watchWalkIns } from '../../electron/outage/walk-in-watch.ts';
import { watchForChanges } from '../../electron/visit-changes.ts';
import type { Store } from '../../offline-store/store.ts';
import { testNumber } from '../clinic/examples.ts';
import { newFolder, opened } from '../offline-store/store-clinic.ts';
import { openDaysClinic, settleAll } from './days-clinic.ts';
import { clinicDay, type Desks, startOfTest } from './desks.ts';
import { bookedAfterAll, clinicWithStaff, register, registerIn, walkIn } from './walk-in-clinic.ts';

function watch(store: Store, today = clinicDay): void {
  onTestFinished(watchWalkIns(store, () => today, silentLog));
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

async function listBrings({ store }: Pick<Desks, 'store'>, bookings: readonly Booking[]): Promise<void> {
  store.cache.replaceDayList({ clinicDay, siteId: 'site-1', pulledAt: startOfTest }, bookings, []);
  await settled();
}

const matters = ({ store }: Pick<Desks, 'store'>) => store.ledger.openTasks().map(({ matter }) => matter);

describe('a later list brings a booking of a patient who was registered', () => {
  test('S4: staff are told once, and reception does not check the booking in before somebody has seen to it', async () => {
    const desks = await clinicWithStaff();
    watch(desks.store);
    const id = await register(desks);
    await listBrings(desks, [bookedAfterAll()]);
    await listBrings(desks, [bookedAfterAll({ version: '2' })]);
    expect(matters(desks)).toEqual([{ kind: 'walk-in-also-booked', bookingId: 'booking-late' }]);
    const shown = await desks.staff.act({ kind: 'open-visit', bookingId: 'booking-late' });
    expect(shown.content).toMatchObject({ visit: { checkIn: 'registered-here', tasks: [{ bookingId: id }] } });
    const refused = await desks.staff.act({ kind: 'check-in', bookingId: 'booking-late' });
    expect(refused.content).toMatchObject({ screen: 'visit', problem: 'not-possible-now' });
    const taskId = desks.store.ledger.openTasks()[0]?.id ?? '';
    await desks.staff.act({ kind: 'end-task', taskId, answer: 'done' });
    await listBrings(desks, [bookedAfterAll({ version: '3' })]);
    expect(matters(desks)).toEqual([]);
    expect(desks.staff.view().content).toMatchObject({ visit: { checkIn: 'possible' } });
    await desks.staff.act({ kind: 'check-in', bookingId: 'booking-late' });
    expect(desks.store.ledger.visit('booking-late')?.ticketNumber).toBe(2);
  });

  test.each([
    ['by the reference of the letter', 'BK-LATE'],
    ['by the NHS number', testNumber(7)],
  ])('S4: the kiosk sends her to reception, %s, and checks nothing in', async (_how, code) => {
    const desks = await clinicWithStaff();
    await register(desks);
    await listBrings(desks, [bookedAfterAll()]);
    expect((await desks.arrive(code, '1961-03-09')).content).toMatchObject({
      screen: 'see-reception',
      reason: 'could-not-match',
    });
    expect(desks.store.ledger.visit('booking-late')).toBeNull();
  });

  test('S4: without a second booking the kiosk shows her the ticket that she has', async () => {
    const desks = await clinicWithStaff();
    await register(desks);
    expect((await desks.arrive(testNumber(7), '1961-03-09')).content).toMatchObject({
      screen: 'checked-in',
      ticketNumber: 1,
      isRepeat: true,
    });
    expect(desks.store.ledger.visits(clinicDay)).toHaveLength(1);
  });

  test('the booking that upstream made of the registration is the same visit: shown once, and asked of nobody', async () => {
    const desks = await clinicWithStaff();
    watch(desks.store);
    const id = await register(desks);
    await listBrings(desks, [bookedAfterAll({ status: 'arrived' })]);
    expect(matters(desks)).toHaveLength(1);
    desks.store.ledger.write((writes) => writes.setUpstreamBooking(id, 'booking-late'));
    await settled();
    expect(matters(desks)).toEqual([]);
    expect(desks.store.cache.bookings().map((booking) => booking.id)).toEqual([id]);
    expect(desks.store.cache.findByNhsNumber(testNumber(7)).map((booking) => booking.id)).toEqual([id]);
    await listBrings(desks, [bookedAfterAll({ status: 'cancelled' })]);
    expect(desks.store.cache.booking(id)?.status).toBe('cancelled');
  });

  test('S4: upstream gives the booking that it made of the registration to somebody else: staff are told once, before blood is taken, and at the kiosk that patient is sent to reception', async () => {
    const desks = await clinicWithStaff();
    watch(desks.store);
    const id = await register(desks);
    desks.store.ledger.write((writes) => writes.setUpstreamBooking(id, 'booking-late'));
    const other = { id: 'p-other', name: { family: 'Larkspur', given: 'Olive' }, dateOfBirth: '1970-01-01' };
    const patient = { ...bookedAfterAll().patient, ...other, nhsNumber: testNumber(8) };
    for (const version of ['2', '3'])
      await listBrings(desks, [bookedAfterAll({ version, patient, status: 'arrived' })]);
    expect(matters(desks)).toEqual([{ kind: 'changed-after-check-in', what: 'another-record' }]);
    const shown = await desks.staff.act({ kind: 'open-visit', bookingId: id });
    expect(shown.content).toMatchObject({ visit: { tasks: [{ bookingId: id, name: 'HOLLYHOCK, Wilhelmina' }] } });
    // Who arrived is the one who was registered: nobody else is told that they are checked in.
    expect((await desks.arrive('BK-LATE', '1970-01-01')).content).toMatchObject({
      screen: 'see-reception',
      reason: 'could-not-match',
    });
    expect((await desks.arrive(testNumber(7), '1961-03-09')).content).toMatchObject({
      screen: 'checked-in',
      ticketNumber: 1,
    });
  });

  test.each([
    ['gone', 'deleted'],
    ['other-site', 'moved'],
    ['other-day', 'moved'],
  ] as const)('upstream has that booking no more where it was (%s): staff are told once', async (why, because) => {
    const desks = await clinicWithStaff();
    const id = await register(desks);
    onTestFinished(watchForChanges(desks.store, () => clinicDay, silentLog));
    for (const pulledAt of [startOfTest, '2026-11-24T09:05:00.000Z']) {
      const age = { clinicDay, siteId: 'site-1', pulledAt };
      desks.store.cache.replaceDayList(age, [], [{ appointmentId: id, why }]);
      await settled();
    }
    expect(matters(desks)).toEqual([{ kind: 'upstream-conflict', because }]);
  });

  test('S4: it is given to somebody else who was registered here too: they have a booking after all, and staff are told', async () => {
    const desks = await clinicWithStaff();
    watch(desks.store);
    const first = await register(desks);
    const second = await register(desks, {
      family: 'Larkspur',
      given: 'Olive',
      nhsNumber: testNumber(8),
      requisition: '',
    });
    desks.store.ledger.write((writes) => writes.setUpstreamBooking(first, 'booking-late'));
    const patient = { ...bookedAfterAll().patient, id: 'p-other', nhsNumber: testNumber(8) };
    await listBrings(desks, [bookedAfterAll({ patient })]);
    const told = desks.store.ledger.openTasks().map(({ bookingId, matter }) => [bookingId, matter]);
    expect(told).toContainEqual([first, { kind: 'changed-after-check-in', what: 'another-record' }]);
    expect(told).toContainEqual([second, { kind: 'walk-in-also-booked', bookingId: 'booking-late' }]);
  });

  test('another patient of the same name is nobody’s task', async () => {
    const desks = await clinicWithStaff();
    watch(desks.store);
    await register(desks);
    await listBrings(desks, [bookedAfterAll({ patient: { ...bookedAfterAll().patient, nhsNumber: testNumber(8) } })]);
    expect(matters(desks)).toEqual([]);
  });
});

/** A folder in which somebody was registered yesterday. */
function folderOfYesterday(): string {
  const folder = newFolder();
  const store = opened(folder, { clinicDay: '2026-11-23', now: () => '2026-11-23T09:00:00.000Z' });
  registerIn(store, walkIn);
  store.close();
  return folder;
}

const openedToday = (folder: string) => opened(folder, { clinicDay, now: () => startOfTest });

describe('when the day of a registration is over', () => {
  test('S13: it is kept while it is owed upstream, and forgotten as soon as it is not', async () => {
    const folder = folderOfYesterday();
    const store = openedToday(folder);
    watch(store);
    expect(store.walkIns.get('walk-in-1')).toEqual(walkIn);
    const eventId = store.ledger.outboxPending()[0]?.eventId ?? '';
    const change = { attempts: 1, nextAttemptAt: null } as const;
    store.ledger.write((writes) => {
      writes.setOutbox(eventId, { ...change, state: 'conflict', because: 'patient-not-found' });
      writes.openTask('walk-in-1', { kind: 'upstream-conflict', because: 'refused-by-server' });
    });
    await settled();
    expect(store.walkIns.get('walk-in-1')).not.toBeNull();
    const conflict = store.ledger.openTasks().find(({ matter }) => matter.kind === 'upstream-conflict');
    store.ledger.write((writes) => writes.endTask(conflict?.id ?? '', 'done', 'staff-1'));
    await settled();
    expect(store.walkIns.get('walk-in-1')).toBeNull();
    expect(fs.readdirSync(path.join(folder, 'walk-ins'))).toEqual([]);
    expect(store.ledger.audit().at(-1)).toMatchObject({ act: 'walk-in-forgotten', bookingId: 'walk-in-1' });
  });

  test('S13: when the clinic closes and nothing is owed, and not before', () => {
    const clinic = openDaysClinic({ startsAt: '2026-11-24T09:00:00.000Z', closesAt: '18:00' });
    registerIn(clinic.store, { ...walkIn, clinicDay, registeredAt: startOfTest });
    clinic.passUntil('2026-11-24T18:30:00.000Z');
    expect(clinic.store.walkIns.get('walk-in-1')).not.toBeNull();
    settleAll(clinic);
    clinic.passUntil('2026-11-24T18:31:00.000Z');
    expect(clinic.store.walkIns.get('walk-in-1')).toBeNull();
    watch(clinic.store);
    expect(clinic.store.ledger.openTasks()).toEqual([]);
  });

  test('S13: whoever is registered after the clinic has closed is known until midnight, through restarts', () => {
    const clinic = openDaysClinic({ startsAt: '2026-11-24T17:00:00.000Z', closesAt: '18:00' });
    registerIn(clinic.store, { ...walkIn, clinicDay, registeredAt: '2026-11-24T17:00:00.000Z' });
    settleAll(clinic);
    clinic.passUntil('2026-11-24T18:01:00.000Z');
    const late = { ...walkIn, clinicDay, registeredAt: '2026-11-24T18:01:00.000Z', bookingId: 'walk-in-2' };
    registerIn(clinic.store, late);
    settleAll(clinic);
    clinic.passUntil('2026-11-24T18:10:00.000Z');
    clinic.close();
    const again = openDaysClinic({ startsAt: '2026-11-24T18:11:00.000Z', closesAt: '18:00', folder: clinic.folder });
    again.passUntil('2026-11-24T23:59:00.000Z');
    expect(again.store.walkIns.all()).toEqual([late]);
    settleAll(again);
    watch(again.store, '2026-11-25');
    expect(again.store.walkIns.all()).toEqual([]);
  });

  test('S13: one that upstream has is forgotten at the start of the next day', () => {
    const folder = folderOfYesterday();
    const before = openedToday(folder);
    const eventId = before.ledger.outboxPending()[0]?.eventId ?? '';
    before.ledger.write((writes) => writes.setOutbox(eventId, { state: 'applied', attempts: 1, nextAttemptAt: null }));
    before.close();
    const store = openedToday(folder);
    watch(store);
    expect(store.walkIns.all()).toEqual([]);
  });
});

test.each(['walk-in-1.walk-in', 'walk-in-1.walk-in.key'])(
  'a registration whose %s is damaged or gone is a task for staff, and nothing crashes',
  (name) => {
    const damaged = folderOfYesterday();
    fs.writeFileSync(path.join(damaged, 'walk-ins', name), 'AAAA');
    const store = openedToday(damaged);
    watch(store);
    expect(store.ledger.openTasks().map(({ matter }) => matter)).toContainEqual({ kind: 'walk-in-lost' });
    const gone = folderOfYesterday();
    fs.rmSync(path.join(gone, 'walk-ins'), { recursive: true });
    const other = opened(gone, { clinicDay: '2026-11-23', now: () => '2026-11-23T10:00:00.000Z' });
    watch(other, '2026-11-23');
    expect(other.ledger.openTasks().map(({ matter }) => matter)).toContainEqual({ kind: 'walk-in-lost' });
  },
);

test('registrations of a kiosk whose disk was lost and that is restored the next day: a task for each that is owed, as the paper forms are all that is left', () => {
  const folder = folderOfYesterday();
  fs.rmSync(path.join(folder, 'walk-ins'), { recursive: true });
  const store = openedToday(folder);
  watch(store);
  expect(store.ledger.openTasks().map(({ bookingId, matter }) => [bookingId, matter.kind])).toContainEqual([
    'walk-in-1',
    'walk-in-lost',
  ]);
});
