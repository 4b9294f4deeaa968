import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Booking, BookingStatus, Patient } from '../../clinic/booking.ts';
import { advance, type CheckInEvent, type CheckInRules } from '../../clinic/check-in.ts';
import { ok, refuse } from '../../clinic/result.ts';
import {
  answering,
  answeringWith,
  checkedIn,
  confirming,
  dateOfBirth,
  nine,
  rules,
  scanning,
  stepFrom,
} from './check-in-steps.ts';
import { booking, nhsNumber, patient } from './examples.ts';

const withPatient = (given: Partial<Patient>) => booking({ patient: patient(given) });
/** Everything that must look the same as "not booked". */
const negativeCases: Readonly<Record<string, readonly Booking[]>> = {
  'wrong date of birth on the list': [withPatient({ dateOfBirth: '1999-09-09' })],
  'no date of birth on the list': [withPatient({ dateOfBirth: null })],
  'other site': [booking({ siteId: 'site-2' })],
  'two possible patients': [
    booking(),
    booking({ id: 'b2', patient: patient({ id: 'p2', name: { family: 'Oddsock', given: 'Ann' } }) }),
  ],
  ...Object.fromEntries(
    (['cancelled', 'fulfilled', 'no-show', 'entered-in-error', 'not-booked'] satisfies BookingStatus[]).map(
      (status) => [status, [booking({ status })]],
    ),
  ),
  ...Object.fromEntries(
    ['02', '03', '04', '05', '06', '08', '99'].map((code) => [
      `NHS number status ${code}`,
      [withPatient({ nhsNumberStatus: code })],
    ]),
  ),
};
const liveRules: Partial<CheckInRules> = { training: false };

/** What the patient's window could show, and what is stored, after each event: everything but the hidden candidates. */
function traceOf(candidates: readonly Booking[], events: readonly CheckInEvent[], given: Partial<CheckInRules> = {}) {
  let checkIn = stepFrom({ state: 'finding' }, scanning(candidates), given).next;
  return events.map((event) => {
    const result = advance(checkIn, event, { ...rules, ...given });
    if (!result.ok) return result.problem;
    checkIn = result.value.next;
    const { candidates: _hidden, ...shown } = { candidates: [], ...checkIn };
    return { shown, duties: result.value.duties };
  });
}

describe('S2: before both agree, nothing tells one refusal from another', () => {
  const someDate = fc.constantFrom(dateOfBirth, '1999-09-09', '1950-02-04', '2026-11-24');
  const someEvent = fc.oneof(
    someDate.map((date) => answering(date)),
    fc.constantFrom('empty', 'not-a-date', 'in-the-future').map((problem) => answering('', { date: refuse(problem) })),
    fc.constant<CheckInEvent>({ kind: 'typing-chosen' }),
    fc.constant<CheckInEvent>({ kind: 'started-again' }),
  );

  test.each(Object.entries(negativeCases))('S2: %s looks exactly like nobody booked', (name, candidates) => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 8 }), fc.integer({ min: 0, max: 600 }), (events, minute) => {
        const isRightDate = (event: CheckInEvent) =>
          event.kind === 'date-of-birth-given' && event.date.ok && event.date.value === '1999-09-09';
        // Only there is that date the right one.
        fc.pre(name !== 'wrong date of birth on the list' || !events.some(isRightDate));
        const timed = events.map((event) =>
          event.kind === 'date-of-birth-given'
            ? { ...event, nowMs: nine + minute * 60_000, checkedInIds: ['booking-1'] }
            : event,
        );
        expect(traceOf(candidates, timed)).toEqual(traceOf([], timed));
      }),
    );
  });

  test('S2: a number of the test range looks like nobody booked, outside training', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 8 }), (events) => {
        expect(traceOf([booking()], events, liveRules)).toEqual(traceOf([], events, liveRules));
      }),
    );
  });

  test('S2: an early, late or other-day booking looks like nobody booked until the date of birth agrees', () => {
    const otherTimes = ['2026-11-24T07:00:00Z', '2026-11-24T12:00:00Z', '2026-11-25T09:00:00Z'];
    const wrong = fc.constantFrom('1999-09-09', '1950-02-04').map((date) => answering(date));
    fc.assert(
      fc.property(fc.constantFrom(...otherTimes), fc.array(wrong, { maxLength: 5 }), (startsAt, events) => {
        expect(traceOf([booking({ startsAt })], events)).toEqual(traceOf([], events));
      }),
    );
  });

  test('S2: a number leads to the same question whether it finds anybody or not', () => {
    const typing = { state: 'typing-number', problem: null } as const;
    const number = ok(nhsNumber('9990000018'));
    const shown = [[], [booking()], [booking({ status: 'cancelled' })]].map((candidates) => {
      const step = stepFrom(typing, { kind: 'number-given', number, candidates });
      return { ...step, next: { ...step.next, candidates: 'hidden' } };
    });
    expect(shown).toEqual([shown[0], shown[0], shown[0]]);
    expect(shown[0]).toMatchObject({ next: { state: 'confirming', problem: null }, duties: [] });
  });

  test('S2: an unknown code is told from a known one only by its shape', () => {
    expect(stepFrom({ state: 'finding' }, scanning([], false))).toEqual({
      next: { state: 'at-reception', reason: 'code-not-recognised', startsAt: null },
      duties: [],
    });
    expect(stepFrom({ state: 'finding' }, scanning([])).next).toEqual(confirming([]));
  });
});

describe('a number of the test range', () => {
  test.each([
    [true, 'checked-in'],
    [false, 'confirming'],
  ])('with training %s the patient is then %s', (training, state) => {
    expect(stepFrom(confirming([booking()]), answering(dateOfBirth), { training }).next.state).toBe(state);
  });

  test('a real number is checked in outside training', () => {
    const real = withPatient({ nhsNumber: nhsNumber('9876543210') });
    expect(stepFrom(confirming([real]), answering(dateOfBirth), liveRules).next).toEqual(checkedIn);
  });
});

test.each(['01', '07', null])('NHS number status %s does not stop a patient', (nhsNumberStatus) => {
  expect(answeringWith([withPatient({ nhsNumberStatus })]).next).toEqual(checkedIn);
});
