/** Two kiosks that know nothing of each other, on one booking system: each patient is arrived once. */
import { expect, test } from 'vitest';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { entryOf, tasksOf, ways } from './push-clinic.ts';
import { bookedDay, type SyncClinic, syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();

async function twoKiosks(
  bookings: number,
  writeBack: (typeof ways)[number]['writeBack'] = 'appointment-and-encounter',
) {
  await server.load(bookedDay(bookings));
  const kiosks = [1, 2].map(() => syncClinic(server, { upstream: { writeBack } }));
  for (const kiosk of kiosks) await kiosk.pull();
  // There are two.
  return kiosks as [SyncClinic, SyncClinic];
}

test.each(ways)(
  'S4: the same patient checked in at two kiosks, both offline: upstream has one arrival, the first to be told, and nobody is bothered ($writeBack)',
  async ({ writeBack }) => {
    const [first, second] = await twoKiosks(1, writeBack);
    await server.down();
    first.at('2026-11-24T08:00:00.000Z');
    second.at('2026-11-24T08:04:00.000Z');
    const [firstEvent, secondEvent] = [first.checkIn('a1'), second.checkIn('a1')];
    await Promise.all([first.push(), second.push()]);
    await server.up();
    const before = await server.now();
    expect(await first.push({ isBack: true })).toMatchObject({ applied: 1, waiting: 0 });
    expect(await second.push({ isBack: true })).toMatchObject({ waiting: 0 });
    const writes = (await server.writes()).filter(({ sequence }) => sequence > before);
    expect(writes.filter(({ resourceType }) => resourceType === 'Appointment')).toHaveLength(1);
    const encounters = await server.all('Encounter');
    if (writeBack === 'appointment-and-encounter') {
      expect(encounters).toMatchObject([{ period: { start: '2026-11-24T08:00:00.000Z' } }]);
      expect(entryOf(second, secondEvent)?.state).toBe('merged');
    }
    expect(entryOf(first, firstEvent)?.state).toBe('applied');
    expect([...tasksOf(first), ...tasksOf(second)]).toEqual([]);
    // The second kiosk learns of it with its next list.
    await second.pull();
    expect(second.store.cache.booking('a1')?.status).toBe('arrived');
  },
);

test('S4: both come back at the same moment, with the same twenty patients, and answers are lost: twenty arrivals', async () => {
  const [first, second] = await twoKiosks(20);
  for (let number = 1; number <= 20; number++) {
    first.checkIn(`a${number}`, number);
    second.checkIn(`a${number}`, 21 - number);
  }
  for (let skip = 0; skip < 20; skip += 3) {
    await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', skip, times: 1 });
  }
  const isOwed = ({ store }: SyncClinic) => store.ledger.outboxPending().length > 0;
  for (let round = 0; round < 20 && (isOwed(first) || isOwed(second)); round++) {
    await Promise.all([first.push({ isBack: true }), second.push({ isBack: true })]);
  }
  const encounters = await server.all('Encounter');
  expect(new Set(encounters.map(({ appointment }) => JSON.stringify(appointment))).size).toBe(20);
  expect(encounters).toHaveLength(20);
  expect(await server.all('Provenance')).toHaveLength(20);
  for (let number = 1; number <= 20; number++) {
    const states = [first, second].map(({ store }) => store.ledger.outboxOf(`a${number}`)[0]?.state);
    expect(states.toSorted()).toEqual(['applied', 'merged']);
  }
  expect([...tasksOf(first), ...tasksOf(second)]).toEqual([]);
});
