/** What is owed waits for its next try: nothing is due before that. */
import { expect, test } from 'vitest';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { checkedIn, take } from './events-clinic.ts';
import { pushClinic } from './push-clinic.ts';

const inTenMinutesMs = 10 * 60_000;
const server = await sharedFhirServer();
const { openClinic } = pushClinic(server);

test('an event that waits for the one before it is not due: the kiosk rests, and does not look again at once', async () => {
  const clinic = await openClinic(1);
  const { tubeIds } = await checkedIn(server, clinic);
  take(clinic.store, 'a1', tubeIds);
  const [arrived] = clinic.store.ledger.outboxPending();
  if (arrived === undefined) throw new Error('an arrival is owed');
  const soon = new Date(Date.parse(arrived.occurredAt) + inTenMinutesMs).toISOString();
  clinic.store.ledger.write((writes) =>
    writes.setOutbox(arrived.eventId, { state: 'pending', attempts: 1, nextAttemptAt: soon }),
  );
  expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 2, nextDueAt: soon });
});

test('while everything that is owed waits for another try, a round reads it once', async () => {
  const clinic = await openClinic(1);
  const { ledger } = clinic.store;
  const eventId = clinic.checkIn('a1');
  const nextAttemptAt = new Date(Date.parse(clinic.now()) + inTenMinutesMs).toISOString();
  ledger.write((writes) => writes.setOutbox(eventId, { state: 'pending', attempts: 1, nextAttemptAt }));
  let reads = 0;
  const outboxPending = () => {
    reads += 1;
    return ledger.outboxPending();
  };
  expect(await clinic.push({ ledger: { ...ledger, outboxPending } })).toMatchObject({
    waiting: 1,
    nextDueAt: nextAttemptAt,
  });
  expect(reads).toBe(1);
});
