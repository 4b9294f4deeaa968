import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Booking, BookingStatus, Patient } from '../../clinic/booking.ts';
import {
  advance,
  type CheckIn,
  type CheckInEvent,
  type CheckInRules,
  type CheckInStep,
} from '../../clinic/check-in.ts';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { ok, refuse } from '../../clinic/result.ts';
import { booking, nhsNumber, patient } from './examples.ts';

const rules: CheckInRules = { ...defaultClinicRules, timeZone: 'Europe/London', siteId: 'site-1', training: true };
const nine = Date.parse('2026-11-24T09:00:00Z');
const dateOfBirth = '1980-01-18';

const scanning = (candidates: readonly Booking[], isRecognised = true): CheckInEvent => ({
  kind: 'code-scanned',
  isRecognised,
  foundBy: 'scan',
  candidates,
});
const answering = (date: string, given: Partial<Extract<CheckInEvent, { kind: 'date-of-birth-given' }>> = {}) =>
  ({ kind: 'date-of-birth-given', date: ok(date), nowMs: nine, checkedInIds: [], ...given }) as const;
const confirming = (candidates: readonly Booking[], wrongAnswers = 0): CheckIn => ({
  state: 'confirming',
  foundBy: 'scan',
  candidates,
  wrongAnswers,
  problem: null,
});
const checkedIn: CheckIn = { state: 'checked-in', bookingId: 'booking-1', isRepeat: false };
const atReception: CheckIn = { state: 'at-reception', reason: 'could-not-match', startsAt: null };

function stepFrom(checkIn: CheckIn, event: CheckInEvent, given: Partial<CheckInRules> = {}): CheckInStep {
  const result = advance(checkIn, event, { ...rules, ...given });
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}
const answeringWith = (candidates: readonly Booking[], event = answering(dateOfBirth)) =>
  stepFrom(confirming(candidates), event);

describe('S1: a code or a number only finds, the date of birth confirms', () => {
  test('S1: a scan alone checks nobody in, it asks for the date of birth', () => {
    expect(stepFrom({ state: 'finding' }, scanning([booking()]))).toEqual({
      next: confirming([booking()]),
      duties: [],
    });
  });

  test('S1: a number alone checks nobody in, it asks for the date of birth', () => {
    const event = { kind: 'number-given', number: ok(nhsNumber('9990000018')), candidates: [booking()] } as const;
    expect(stepFrom({ state: 'typing-number', problem: null }, event)).toEqual({
      next: { ...confirming([booking()]), foundBy: 'nhs-number' },
      duties: [],
    });
  });

  test('S1: the right date of birth checks the patient in, and the arrival is owed', () => {
    expect(answeringWith([booking()])).toEqual({
      next: checkedIn,
      duties: [{ kind: 'record-arrival', booking: booking(), foundBy: 'scan' }, { kind: 'forget-misses' }],
    });
  });

  test('S1: two possible patients check nobody in, even when the date of birth would pick one', () => {
    const twin = booking({ id: 'booking-2', patient: patient({ id: 'patient-2', dateOfBirth: '1981-02-03' }) });
    expect(answeringWith([booking(), twin])).toEqual({
      next: { ...confirming([booking(), twin], 1), problem: 'no-match' },
      duties: [{ kind: 'count-miss' }],
    });
  });

  test('S1: two records of one person are one patient', () => {
    const again = booking({
      id: 'booking-2',
      patient: patient({ id: 'patient-1-copy' }),
      startsAt: '2026-11-24T09:10:00Z',
    });
    expect(answeringWith([booking(), again]).next).toEqual(checkedIn);
  });
});

describe('answers that do not agree', () => {
  test('the third sends the patient to reception, and nothing is owed but the count', () => {
    expect(stepFrom(confirming([booking()], 2), answering('1950-02-04'))).toEqual({
      next: atReception,
      duties: [{ kind: 'count-miss' }],
    });
  });

  test('a date that is no date is not an answer, so it is not counted', () => {
    const event = answering('', { date: refuse('not-a-date') });
    expect(stepFrom(confirming([booking()], 2), event)).toEqual({
      next: { ...confirming([booking()], 2), problem: 'not-a-date' },
      duties: [],
    });
  });

  test('the right answer at the second try still checks in', () => {
    expect(stepFrom(confirming([booking()], 1), answering(dateOfBirth)).next).toEqual(checkedIn);
  });
});

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

describe('too early, too late, not today: said only after the date of birth agreed, and nothing is owed', () => {
  test.each([
    ['2026-11-24T10:01:00Z', 'too-early', '2026-11-24T10:01:00Z'],
    ['2026-11-24T08:29:59Z', 'too-late', null],
    ['2026-11-25T09:00:00Z', 'not-today', null],
  ] as const)('a booking at %s at nine o’clock: %s', (startsAt, reason, shown) => {
    expect(answeringWith([booking({ startsAt })])).toEqual({
      next: { state: 'at-reception', reason, startsAt: shown },
      duties: [],
    });
  });

  test.each(['2026-11-24T10:00:00Z', '2026-11-24T08:30:00Z'])(
    'a booking at %s may be checked in at nine',
    (startsAt) => {
      expect(answeringWith([booking({ startsAt })]).next).toEqual(checkedIn);
    },
  );
});

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

describe('what starts over, and what is not expected', () => {
  const typing: CheckIn = { state: 'typing-number', problem: null };
  const everyState: readonly CheckIn[] = [
    { state: 'finding' },
    typing,
    confirming([booking()], 2),
    checkedIn,
    atReception,
  ];

  test.each(everyState)('a scan at $state starts over with the new code', (checkIn) => {
    const other = booking({ id: 'other' });
    expect(stepFrom(checkIn, scanning([other]))).toEqual({ next: confirming([other]), duties: [] });
  });

  test.each(everyState)('"start again" at $state forgets everything', (checkIn) => {
    expect(stepFrom(checkIn, { kind: 'started-again' })).toEqual({ next: { state: 'finding' }, duties: [] });
  });

  test.each(everyState)('a kiosk that rests at $state sends to reception, whoever it is', (checkIn) => {
    expect(stepFrom(checkIn, { kind: 'turned-away', reason: 'resting' })).toEqual({
      next: { state: 'at-reception', reason: 'resting', startsAt: null },
      duties: [],
    });
  });

  test('a number that cannot be read is asked for again, with what was wrong', () => {
    expect(stepFrom(typing, { kind: 'number-given', number: refuse('letters'), candidates: [] })).toEqual({
      next: { state: 'typing-number', problem: 'letters' },
      duties: [],
    });
  });

  test('typing is chosen on the start screen', () => {
    expect(stepFrom({ state: 'finding' }, { kind: 'typing-chosen' })).toEqual({ next: typing, duties: [] });
  });

  test.each<[string, CheckInEvent, readonly CheckIn[]]>([
    ['a date of birth', answering(dateOfBirth), [{ state: 'finding' }, typing, checkedIn, atReception]],
    [
      'a number',
      { kind: 'number-given', number: ok(nhsNumber('9990000018')), candidates: [] },
      [{ state: 'finding' }, confirming([]), checkedIn, atReception],
    ],
    ['the choice to type', { kind: 'typing-chosen' }, [typing, confirming([]), checkedIn, atReception]],
  ])('%s that comes late changes nothing', (_name, event, states) => {
    for (const checkIn of states) expect(advance(checkIn, event, rules)).toEqual(refuse('not-expected-now'));
  });
});
