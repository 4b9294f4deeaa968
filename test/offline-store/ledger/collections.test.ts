/** Whose blood was taken, by whom and when: kept once for each specimen, until upstream has it. */
import { expect, test } from 'vitest';
import { checkIn, newFolder, nowText, opened, specimen, visit } from '../store-clinic.ts';

const at = '2026-11-23T08:20:00.000Z';
const collection = { bookingId: 'b1', collectedAt: at, collectedBy: 'staff-1' };
const kept = { ...collection, isSent: false };

function clinic() {
  const folder = newFolder();
  const store = opened(folder);
  checkIn(store, visit('b1', 1));
  checkIn(store, visit('b2', 2));
  return { folder, store };
}

test('a specimen is collected once, and each collection owes one event, after the arrival', () => {
  const { folder, store } = clinic();
  const record = (eventId: string, specimenIds: readonly string[]) =>
    store.ledger.write((writes) => writes.recordCollection({ ...collection, eventId, specimenIds }));
  expect(record('event-1', ['V1X-2'])).toEqual(['V1X-2']);
  expect(record('event-2', ['V1X-1', 'V1X-2', 'V1X-1'])).toEqual(['V1X-1']);
  expect(record('event-3', ['V1X-1', 'V1X-2'])).toEqual([]);
  store.close();
  const { ledger } = opened(folder);
  expect(ledger.collections('b1')).toEqual([
    { ...kept, specimenId: 'V1X-1', eventId: 'event-2' },
    { ...kept, specimenId: 'V1X-2', eventId: 'event-1' },
  ]);
  expect(ledger.collections('b2')).toEqual([]);
  expect(ledger.outboxOf('b1').map(({ eventId, kind, occurredAt }) => [eventId, kind, occurredAt])).toEqual([
    ['event-V1X', 'arrived', nowText],
    ['event-1', 'collected', at],
    ['event-2', 'collected', at],
  ]);
});

test('every tube of a visit may be taken alone: ten tubes are ten events', () => {
  const { store } = clinic();
  const specimens = Array.from({ length: 10 }, (_, index) =>
    specimen('V3X', index + 1, { identifier: `TEN-${index + 1}` }),
  );
  checkIn(store, visit('b3', 3, { specimens }));
  for (const { id } of specimens) {
    store.ledger.write((writes) =>
      writes.recordCollection({ ...collection, bookingId: 'b3', eventId: `event-${id}`, specimenIds: [id] }),
    );
  }
  expect(store.ledger.outboxOf('b3')).toHaveLength(11);
});

test("another visit's tube is refused, and nothing of the act is kept", () => {
  const { store } = clinic();
  const wrong = () =>
    store.ledger.write((writes) =>
      writes.recordCollection({ ...collection, eventId: 'event-1', specimenIds: ['V1X-1', 'V2X-1'] }),
    );
  expect(wrong).toThrow('of its own visit');
  expect(store.ledger.collections('b1')).toEqual([]);
  expect(store.ledger.outboxOf('b1')).toHaveLength(1);
});

test('what upstream does not have yet is known, of all days', () => {
  const { store } = clinic();
  const { ledger } = store;
  ledger.write((writes) =>
    writes.recordCollection({ ...collection, eventId: 'event-1', specimenIds: ['V1X-1', 'V1X-2'] }),
  );
  ledger.write((writes) => writes.markSent('event-1', ['V1X-1']));
  expect(ledger.collectedNotSent()).toEqual([{ ...kept, specimenId: 'V1X-2', eventId: 'event-1' }]);
  expect(() => ledger.write((writes) => writes.markSent('event-1', ['V1X-3']))).toThrow('was collected');
});

test('S4: the booking that upstream made of a registration is known as one and the same, and is made once', () => {
  const { folder, store } = clinic();
  store.ledger.write((writes) => writes.setUpstreamBooking('b1', 'appointment-77'));
  const again = () => store.ledger.write((writes) => writes.setUpstreamBooking('b2', 'appointment-77'));
  expect(again).toThrow('UNIQUE');
  store.close();
  const { ledger } = opened(folder);
  expect(ledger.upstreamBookingOf('b1')).toBe('appointment-77');
  expect(ledger.upstreamBookingOf('b2')).toBeNull();
  expect(ledger.walkInOf('appointment-77')).toBe('b1');
  expect(ledger.walkInOf('b1')).toBeNull();
});
