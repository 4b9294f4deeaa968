/** Events that the booking system never answers while it answers everything else: no outage, and staff hear of it in time. */
import { expect, test } from 'vitest';
import { type NotTakenWatch, watchNotTaken } from '../../../offline-store/sync/not-taken-watch.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { entryOf, pushClinic, tasksOf } from './push-clinic.ts';
import type { SyncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
const { openClinic, statusOf } = pushClinic(server);

const told = { bookingId: 'a1', kind: 'upstream-conflict', because: 'not-taken' };

/** A pull, if it ended, and a round at this time. */
function later(clinic: SyncClinic, notTaken: NotTakenWatch) {
  return async (time: string, pull: 'comes' | 'fails' | 'none' = 'comes') => {
    clinic.at(`2026-11-24T${time}:00.000Z`);
    if (pull !== 'none') notTaken.heardList(pull === 'comes');
    return clinic.push({ notTaken });
  };
}

async function openDay(patients: number) {
  const clinic = await openClinic(5);
  for (let number = 1; number <= patients; number += 1) clinic.checkIn(`a${number}`, number);
  return { clinic, round: later(clinic, watchNotTaken(clinic.store.ledger, clinic.now)) };
}

const notTakenLines = ({ store }: SyncClinic) => store.ledger.audit().filter(({ act }) => act === 'not-taken');

test.each(['reset', 'silence', 'html'] as const)(
  'one booking that meets nothing but %s: after an hour staff have one task for it; it is tried on, and nobody else waits',
  async (kind) => {
    const { clinic, round } = await openDay(1);
    const [entry] = clinic.store.ledger.outboxPending();
    await server.misbehave({ kind }, { pathContains: 'Appointment/a1' });
    clinic.impatient(kind === 'silence');
    await round('08:00');
    clinic.checkIn('a2', 2);
    expect(await round('08:10')).toMatchObject({ applied: 1, waiting: 1, stoppedBy: null });
    await round('08:59');
    expect(tasksOf(clinic)).toEqual([]);
    await round('09:05');
    await round('09:15');
    expect(tasksOf(clinic)).toEqual([told]);
    expect(entryOf(clinic, entry?.eventId ?? '')).toMatchObject({ state: 'pending', because: null });
    clinic.impatient(false);
    await server.behave();
    expect(await round('09:25')).toMatchObject({ applied: 1, waiting: 0 });
    expect(tasksOf(clinic)).toEqual([]);
    expect(await statusOf('a1')).toBe('arrived');
  },
);

test('hours offline are nobody’s task and leave no line for each event, nor does the first silence after them', async () => {
  const { clinic, round } = await openDay(4);
  await server.misbehave({ kind: 'reset' });
  for (const time of ['08:00', '09:30', '11:00']) await round(time, 'fails');
  await server.behave();
  await server.misbehave({ kind: 'reset' }, { pathContains: 'Appointment/a1' });
  await round('11:10');
  expect(clinic.store.ledger.outboxPending().map(({ bookingId }) => bookingId)).toEqual(['a1']);
  await round('11:19');
  expect(tasksOf(clinic)).toEqual([]);
  expect(notTakenLines(clinic)).toEqual([]);
  await round('11:29');
  expect(tasksOf(clinic)).toEqual([told]);
});

test('the list comes and nothing that is sent is answered: one task for the kiosk, until something goes through', async () => {
  const { clinic, round } = await openDay(3);
  await server.misbehave({ kind: 'reset' }, { pathContains: 'Appointment/a' });
  for (const time of ['08:00', '08:10', '08:20', '09:30', '09:40']) await round(time);
  expect(tasksOf(clinic)).toEqual([{ bookingId: null, kind: 'nothing-taken', because: 'unanswered' }]);
  await server.behave();
  await round('09:50');
  expect(tasksOf(clinic)).toEqual([]);
});

test('what was refused before the line went down is not told because of the line', async () => {
  const { clinic, round } = await openDay(1);
  await server.misbehave({ kind: 'status', status: 500 }, { pathContains: 'Appointment/a1' });
  await round('08:00');
  clinic.checkIn('a2', 2);
  await round('08:10');
  await server.behave();
  await server.misbehave({ kind: 'reset' });
  await round('09:30', 'none');
  await round('09:40', 'fails');
  expect(tasksOf(clinic)).toEqual([]);
  expect(notTakenLines(clinic)).toHaveLength(1);
});

test('one that met silence, and then an answer: the hour began with the silence', async () => {
  const { clinic, round } = await openDay(1);
  await server.misbehave({ kind: 'reset' }, { pathContains: 'Appointment/a1' });
  await round('08:00');
  await server.behave();
  await server.misbehave({ kind: 'status', status: 500 }, { pathContains: 'Appointment/a1' });
  await round('08:50');
  await round('09:00');
  expect(tasksOf(clinic)).toEqual([told]);
  expect(notTakenLines(clinic)).toMatchObject([{ bookingId: 'a1', details: { because: 'refused' } }]);
});
