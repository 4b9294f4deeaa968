/** Forgetting old visits while the kiosk runs: a few at a time, and never at the price of the kiosk (S13, S3). */
import { expect, test } from 'vitest';
import { forgetOldVisits, visitsAtOnceMax } from '../../electron/days/retention.ts';
import { silentLog } from '../../electron/log.ts';
import { NotStored } from '../../offline-store/not-stored.ts';
import type { Store } from '../../offline-store/store.ts';
import { smallDisk } from '../offline-store/small-disk.ts';
import { checkIn, newFolder, opened, today, visit } from '../offline-store/store-clinic.ts';
import { manualClock } from './manual-clock.ts';

const longAgo = '2026-01-05';
const visits = visitsAtOnceMax + 5;

function withOldVisits(folder: string): Store {
  const store = opened(folder);
  for (let ticket = 1; ticket <= visits; ticket += 1) {
    const bookingId = `b${ticket}`;
    checkIn(store, visit(bookingId, ticket, { clinicDay: longAgo }));
    const papers = store.ledger.papers(bookingId);
    const [event] = store.ledger.outboxOf(bookingId);
    store.ledger.write((writes) => {
      for (const { id } of papers) writes.setPaperState(id, 'voided');
      writes.setOutbox(event?.eventId ?? '', { state: 'applied', attempts: 1, nextAttemptAt: null });
    });
  }
  return store;
}

function forgetOf(store: Store) {
  const clock = manualClock(`${today}T20:00:00.000Z`);
  forgetOldVisits({ store, clock, today, visitDays: 30, log: silentLog });
  return clock;
}

test('S13: all of them, a few at a time', () => {
  const store = withOldVisits(newFolder());
  const clock = forgetOf(store);
  clock.pass(50);
  expect(store.ledger.visitsBefore(today)).toBe(visits - visitsAtOnceMax);
  clock.pass(50);
  expect(store.ledger.visitsBefore(today)).toBe(0);
});

test('S3: on a full disk nothing is forgotten and nothing falls over; with room again the next time does it', () => {
  const disk = smallDisk(6);
  const store = withOldVisits(disk.folder);
  disk.fill();
  const audit = { who: 'kiosk', act: 'test', bookingId: null, details: {} };
  expect(() => {
    for (;;) store.ledger.write((writes) => writes.audit(audit));
  }).toThrow(NotStored);
  forgetOf(store).pass(1000);
  expect(store.ledger.visitsBefore(today)).toBe(visits);
  disk.makeRoom();
  forgetOf(store).pass(1000);
  expect(store.ledger.visitsBefore(today)).toBe(0);
});
