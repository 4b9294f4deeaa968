/** Which tasks staff are to read before any blood is taken, as a table. */
import { expect, test } from 'vitest';
import { isBeforeBlood, type StaffTaskMatter } from '../../clinic/staff-task.ts';

test.each<readonly [StaffTaskMatter, boolean]>([
  [{ kind: 'changed-after-check-in', what: 'patient' }, true],
  [{ kind: 'walk-in-also-booked', bookingId: 'booking-1' }, true],
  [{ kind: 'upstream-conflict', because: 'cancelled' }, true],
  [{ kind: 'upstream-conflict', because: 'refused-by-server' }, false],
  [{ kind: 'upstream-conflict', because: 'not-taken' }, false],
  [{ kind: 'registration-conflict', because: 'booked-already' }, true],
  [{ kind: 'registration-conflict', because: 'other-date-of-birth' }, true],
  [{ kind: 'registration-conflict', because: 'not-taken' }, false],
  [{ kind: 'collection-conflict', because: 'cancelled', areSent: true }, false],
  [{ kind: 'walk-in-lost' }, false],
  [{ kind: 'store-trouble', because: 'disk-full' }, false],
])('%j: %s', (matter, expected) => {
  expect(isBeforeBlood(matter)).toBe(expected);
});
