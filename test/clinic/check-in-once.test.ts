import { describe, expect, test } from 'vitest';
import type { BookingStatus } from '../../clinic/booking.ts';
import { answering, answeringWith, checkedIn, dateOfBirth } from './check-in-steps.ts';
import { booking } from './examples.ts';

describe('S4: one booking is checked in once', () => {
  const at = (id: string, startsAt: string, status: BookingStatus = 'booked') => booking({ id, startsAt, status });

  test('S4: a patient who was checked in here is told so again, and nothing more is printed or sent', () => {
    expect(answeringWith([booking()], answering(dateOfBirth, { checkedInIds: ['booking-1'] }))).toEqual({
      next: { ...checkedIn, isRepeat: true },
      duties: [],
    });
  });

  test('S4: a patient whom a desk or another kiosk recorded is not labelled a second time', () => {
    expect(answeringWith([booking({ status: 'arrived' })])).toEqual({
      next: { ...checkedIn, isRepeat: true },
      duties: [],
    });
  });

  test('S4: a repeat does not wipe the count of misses, which would make guessing free', () => {
    expect(answeringWith([booking({ status: 'arrived' })]).duties).toEqual([]);
  });

  test('of several bookings the earliest whose time it is, is checked in', () => {
    const bookings = [
      at('later', '2026-11-24T09:20:00Z'),
      at('missed', '2026-11-24T07:00:00Z'),
      at('now', '2026-11-24T09:05:00Z'),
    ];
    expect(answeringWith(bookings).next).toMatchObject({ bookingId: 'now', isRepeat: false });
  });

  test('after the first is done, the second is checked in when its time comes', () => {
    const bookings = [at('first', '2026-11-24T09:00:00Z'), at('second', '2026-11-24T09:30:00Z')];
    const step = answeringWith(bookings, answering(dateOfBirth, { checkedInIds: ['first'] }));
    expect(step.next).toMatchObject({ bookingId: 'second', isRepeat: false });
    expect(step.duties).toHaveLength(2);
  });

  test('S4: with the other booking still far off, the one that is done is shown again', () => {
    const bookings = [at('first', '2026-11-24T09:00:00Z'), at('second', '2026-11-24T15:00:00Z')];
    const step = answeringWith(bookings, answering(dateOfBirth, { checkedInIds: ['first'] }));
    expect(step).toEqual({ next: { state: 'checked-in', bookingId: 'first', isRepeat: true }, duties: [] });
  });

  test('S4: of repeats, the one with a ticket of this kiosk is shown', () => {
    const bookings = [at('here', '2026-11-24T09:00:00Z'), at('desk', '2026-11-24T09:10:00Z', 'arrived')];
    const step = answeringWith(bookings, answering(dateOfBirth, { checkedInIds: ['here'] }));
    expect(step.next).toMatchObject({ bookingId: 'here', isRepeat: true });
  });

  test('a cancelled booking beside a good one does not stop the patient', () => {
    const step = answeringWith([at('gone', '2026-11-24T08:50:00Z', 'cancelled'), at('good', '2026-11-24T09:00:00Z')]);
    expect(step.next).toMatchObject({ bookingId: 'good', isRepeat: false });
  });
});
