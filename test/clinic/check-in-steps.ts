/** Steps through the machine of arrival for the tests: what is scanned, what is answered, and where that leads. */
import { assert } from '../../clinic/assert.ts';
import type { Booking } from '../../clinic/booking.ts';
import {
  advance,
  type CheckIn,
  type CheckInEvent,
  type CheckInRules,
  type CheckInStep,
} from '../../clinic/check-in.ts';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { ok } from '../../clinic/result.ts';

export const rules: CheckInRules = {
  ...defaultClinicRules,
  timeZone: 'Europe/London',
  siteId: 'site-1',
  training: true,
};
export const nine = Date.parse('2026-11-24T09:00:00Z');
export const dateOfBirth = '1980-01-18';

export const scanning = (candidates: readonly Booking[], isRecognised = true): CheckInEvent => ({
  kind: 'code-scanned',
  isRecognised,
  foundBy: 'scan',
  candidates,
});
export const answering = (date: string, given: Partial<Extract<CheckInEvent, { kind: 'date-of-birth-given' }>> = {}) =>
  ({ kind: 'date-of-birth-given', date: ok(date), nowMs: nine, checkedInIds: [], ...given }) as const;
export const confirming = (candidates: readonly Booking[], wrongAnswers = 0): CheckIn => ({
  state: 'confirming',
  foundBy: 'scan',
  candidates,
  wrongAnswers,
  problem: null,
});
export const checkedIn: CheckIn = { state: 'checked-in', bookingId: 'booking-1', isRepeat: false };
export const atReception: CheckIn = { state: 'at-reception', reason: 'could-not-match', startsAt: null };

export function stepFrom(checkIn: CheckIn, event: CheckInEvent, given: Partial<CheckInRules> = {}): CheckInStep {
  const result = advance(checkIn, event, { ...rules, ...given });
  assert(result.ok, 'the event of an example is expected');
  return result.value;
}
export const answeringWith = (candidates: readonly Booking[], event = answering(dateOfBirth)) =>
  stepFrom(confirming(candidates), event);
