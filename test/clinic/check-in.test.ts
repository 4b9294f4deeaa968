import { describe, expect, test } from 'vitest';
import { advance, type CheckIn, type CheckInEvent } from '../../clinic/check-in.ts';
import { ok, refuse } from '../../clinic/result.ts';
import {
  answering,
  answeringWith,
  atReception,
  checkedIn,
  confirming,
  dateOfBirth,
  rules,
  scanning,
  stepFrom,
} from './check-in-steps.ts';
import { booking, nhsNumber, patient } from './examples.ts';

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
