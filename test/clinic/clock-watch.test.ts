/** Whether the computer's clock may be believed. */
import { describe, expect, test } from 'vitest';
import {
  beginWatch,
  type ClockLook,
  type ClockWatch,
  clockTrouble,
  confirmClock,
  isAbsurd,
  lookAtClock,
  skewOf,
  timeInUse,
} from '../../clinic/clock-watch.ts';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 10, 24, 9);

/** So long after the start, with the computer's clock so far off. */
const look = (afterMs: number, offMs = 0, skewMs: number | null = null): ClockLook => ({
  wallMs: start + afterMs + offMs,
  monotonicMs: 500 + afterMs,
  skewMs,
});
const fresh = (): ClockWatch => beginWatch(look(0));

describe('a clock that jumps', () => {
  test.each([
    ['an hour forward', hour],
    ['a day back', -24 * hour],
    ['two minutes and a second back', -2 * minute - 1000],
    ['to 1970', -start],
    ['to 2099', Date.UTC(2099, 0, 1) - start],
  ])('%s is told once, and the time in use goes on as if nothing had happened', (_, byMs) => {
    const first = lookAtClock(fresh(), look(minute, byMs));
    expect(first.news).toEqual([{ kind: 'jumped', byMs }]);
    expect(lookAtClock(first.watch, look(2 * minute, byMs)).news).toEqual([]);
    expect(timeInUse(first.watch, look(hour, byMs))).toBe(start + hour);
    // Before anybody looked, too: no wait ends early in between.
    expect(timeInUse(fresh(), look(minute, byMs))).toBe(start + minute);
  });

  test('that a time server moves by a little at a time is followed, without a word', () => {
    let watch = fresh();
    for (let at = 1; at <= 60; at += 1) {
      const moved = look(at * minute, at * minute);
      const step = lookAtClock(watch, moved);
      expect(step.news).toEqual([]);
      expect(timeInUse(step.watch, moved)).toBe(moved.wallMs);
      watch = step.watch;
    }
  });

  test('and comes back is believed again', () => {
    const { watch } = lookAtClock(fresh(), look(minute, hour));
    const back = lookAtClock(watch, look(2 * minute, 500));
    expect(back.news).toEqual([{ kind: 'came-back', byMs: 500 - hour }]);
    expect(clockTrouble(back.watch, look(2 * minute, 500))).toBeNull();
    expect(timeInUse(back.watch, look(3 * minute, 500))).toBe(start + 3 * minute + 500);
  });

  test('twice is told twice', () => {
    const { watch } = lookAtClock(fresh(), look(minute, hour));
    expect(lookAtClock(watch, look(2 * minute, 3 * hour)).news).toEqual([{ kind: 'jumped', byMs: 2 * hour }]);
  });

  test('to the time that the server has was put right: it is used from then on', () => {
    // Three hours slow since it was switched on, and the server said so.
    const slow = lookAtClock(fresh(), look(0, 0, 3 * hour)).watch;
    expect(clockTrouble(slow, look(minute, 0, 3 * hour))).toEqual({ kind: 'differs', skewMs: 3 * hour });
    const right = lookAtClock(slow, look(minute, 3 * hour, 3 * hour));
    expect(right.news).toEqual([
      { kind: 'jumped', byMs: 3 * hour },
      { kind: 'set', byMs: 3 * hour },
    ]);
    // The server has not answered since: what it said then was about the time before.
    expect(skewOf(right.watch, 3 * hour)).toBe(0);
    expect(clockTrouble(right.watch, look(2 * minute, 3 * hour, 3 * hour))).toBeNull();
    expect(timeInUse(right.watch, look(2 * minute, 3 * hour))).toBe(start + 3 * hour + 2 * minute);
  });

  test('away from the server’s time is not followed', () => {
    const { watch, news } = lookAtClock(fresh(), look(minute, hour, 1000));
    expect(news).toEqual([{ kind: 'jumped', byMs: hour }]);
    expect(clockTrouble(watch, look(minute, hour, 1000))).toEqual({ kind: 'jumped', byMs: hour });
  });
});

describe('a clock that differs from the server’s', () => {
  test.each([
    [5 * minute, null],
    [5 * minute + 1, 'differs'],
    [-5 * minute, null],
    [-5 * minute - 1, 'differs'],
  ])('by %i ms: %s', (skewMs, kind) => {
    expect(clockTrouble(fresh(), look(0, 0, skewMs))?.kind ?? null).toBe(kind);
  });

  test('is believed when a person says that it is right, until it differs by more again', () => {
    const confirmed = confirmClock(fresh(), look(minute, 0, hour)).watch;
    expect(clockTrouble(confirmed, look(minute, 0, hour))).toBeNull();
    expect(clockTrouble(confirmed, look(minute, 0, hour + 6 * minute))?.kind).toBe('differs');
    expect(clockTrouble(confirmed, look(minute, 0, 0))?.kind).toBe('differs');
  });
});

test('a person who says that the computer is right after a jump sets the time in use, and learns by how much', () => {
  const { watch } = lookAtClock(fresh(), look(minute, hour, 0));
  const confirmed = confirmClock(watch, look(2 * minute, hour, 0));
  expect(confirmed.news).toEqual([{ kind: 'set', byMs: hour }]);
  expect(timeInUse(confirmed.watch, look(2 * minute, hour))).toBe(start + hour + 2 * minute);
  expect(clockTrouble(confirmed.watch, look(2 * minute, hour, 0))).toBeNull();
});

test('S15: an absurd clock is never used, whoever says that it is right', () => {
  const dead = -start;
  const { watch } = lookAtClock(fresh(), look(minute, dead));
  const confirmed = confirmClock(watch, look(2 * minute, dead));
  expect(timeInUse(confirmed.watch, look(3 * minute, dead))).toBe(start + 3 * minute);
  expect(clockTrouble(confirmed.watch, look(3 * minute, dead))).toEqual({ kind: 'absurd' });
});

test.each([
  ['1970-01-01', true],
  ['2025-12-31', true],
  ['2026-01-01', false],
  ['2059-12-31', false],
  ['2099-01-01', true],
])('%s is absurd: %s', (day, expected) => {
  expect(isAbsurd(Date.parse(day))).toBe(expected);
});
