/** What is not yet in the booking system, as staff and paper have it: each act with whoever did it. */
import { expect, test } from 'vitest';
import { notSentLines } from '../../electron/paper-lists/not-sent.ts';
import { booking, request } from '../clinic/examples.ts';
import { openDesks, phlebotomist, signIn } from './desks.ts';

test('S14: blood of a cancelled booking, whose tubes the booking system has: the line is of the person who took it, never of the patient', async () => {
  const desks = openDesks({
    bookings: [booking({ requests: [request('FBC')] })],
    rules: { containerSuffixes: { EDTA: 'E' } },
  });
  await desks.arrive('BK-1001', '1980-01-18');
  await signIn(desks);
  const { ledger } = desks.store;
  const specimenIds = ledger.visit('booking-1')?.specimens.map(({ id }) => id) ?? [];
  ledger.write((writes) => {
    for (const { eventId } of ledger.outbox())
      writes.setOutbox(eventId, { state: 'applied', attempts: 1, nextAttemptAt: null });
    const taken = {
      bookingId: 'booking-1',
      collectedAt: '2026-11-24T09:10:00.000Z',
      collectedBy: phlebotomist.staffId,
    };
    writes.recordCollection({ ...taken, eventId: 'blood', specimenIds });
    writes.setOutbox('blood', { state: 'conflict', attempts: 1, nextAttemptAt: null, because: 'cancelled' });
    writes.markSent('blood', specimenIds);
    writes.openTask('booking-1', { kind: 'collection-conflict', because: 'cancelled', areSent: true });
  });
  const lines = notSentLines({
    store: desks.store,
    timeZone: 'Europe/London',
    nowMs: desks.clock.nowMs(),
    isOnline: true,
  });
  expect(lines).toMatchObject([{ what: 'collected', specimens: [], by: phlebotomist.name, because: 'conflict' }]);
});
