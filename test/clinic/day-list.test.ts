import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { listState, type MissingAnswer, mayReplace, mergePull, settleMissing } from '../../clinic/day-list.ts';
import { booking } from './examples.ts';

const rules = defaultClinicRules;
const noon = Date.parse('2026-11-24T12:00:00Z');
const list = (pulledAt: string, clinicDay = '2026-11-24') => ({ clinicDay, pulledAt });

describe('S10: the age of the day list decides whether it is used', () => {
  test.each([
    ['a list of a minute ago is good', list('2026-11-24T11:59:00Z'), 'good'],
    ['at the limit it is still good', list('2026-11-24T11:30:00Z'), 'good'],
    ['past the limit it is ageing, and staff see it', list('2026-11-24T11:29:59Z'), 'ageing'],
    ['a list of more than twelve hours is none', list('2026-11-23T23:59:59Z'), 'none'],
    ['no list is none', null, 'none'],
    ['new but damaged, it is not good', { ...list('2026-11-24T11:59:00Z'), isDamaged: true }, 'ageing'],
    ['a list of another day is never used, however fresh', list('2026-11-24T11:59:00Z', '2026-11-23'), 'yesterday'],
    ['a list of tomorrow is never used either', list('2026-11-24T11:59:00Z', '2026-11-25'), 'yesterday'],
    ['a little ahead of our clock is good', list('2026-11-24T12:04:00Z'), 'good'],
    ['far ahead of our clock its age is not known, so it is not good', list('2026-11-24T14:00:00Z'), 'ageing'],
    ['a time that cannot be read is no age, so there is no list', list('soon'), 'none'],
  ] as const)('S10: %s', (_name, age, state) => {
    expect(listState(age, noon, rules)).toBe(state);
  });

  test('S10: at local midnight the list of the day before stops being used', () => {
    const age = list('2026-06-30T22:50:00Z', '2026-06-30');
    expect(listState(age, Date.parse('2026-06-30T22:59:59Z'), rules)).toBe('good');
    expect(listState(age, Date.parse('2026-06-30T23:00:00Z'), rules)).toBe('yesterday');
  });
});

describe('S11: a pull that shrank is held', () => {
  test.each([
    [0, 0, true],
    [0, 240, true],
    [240, 240, true],
    [240, 239, true],
    [240, 120, true],
    [240, 119, false],
    [240, 0, false],
    [1, 0, false],
    [3, 1, false],
  ])('S11: from %i bookings to %i: replaces %s', (before, after, replaces) => {
    expect(mayReplace(before, after, rules)).toBe(replaces);
  });
});

const row = (id: string, version = '1', startsAt = '2026-11-24T09:00:00Z') => booking({ id, version, startsAt });

describe('merging a pull', () => {
  test('the newest version of a booking that came twice stands, whichever came first', () => {
    const older = row('a', '9', '2026-11-24T09:00:00Z');
    const newer = row('a', '10', '2026-11-24T10:00:00Z');
    expect(mergePull([], [older, newer])).toEqual({ bookings: [newer], missingIds: [], repeatedIds: ['a'] });
    expect(mergePull([], [newer, older]).bookings).toEqual([newer]);
  });

  test('of versions that do not count up, the one that was read later stands', () => {
    const first = row('a', 'c7f3');
    const second = row('a', 'a001');
    expect(mergePull([], [first, second]).bookings).toEqual([second]);
  });

  test('a pulled row replaces the earlier one, so a cancellation is seen', () => {
    const cancelled = booking({ id: 'a', version: '2', status: 'cancelled' });
    expect(mergePull([row('a')], [cancelled]).bookings).toEqual([cancelled]);
  });

  test('S11: a row that is missing stays, and is only asked about', () => {
    const merged = mergePull([row('a'), row('b')], [row('b', '2')]);
    expect(merged).toEqual({ bookings: [row('b', '2'), row('a')], missingIds: ['a'], repeatedIds: [] });
  });

  test.each<[MissingAnswer, readonly string[]]>([
    [{ kind: 'gone' }, ['b']],
    [{ kind: 'elsewhere', why: 'other-day' }, ['b']],
    [{ kind: 'no-answer' }, ['b', 'a']],
    [{ kind: 'not-shown' }, ['b', 'a']],
    [{ kind: 'still-here', booking: row('a', '3') }, ['b', 'a']],
  ])('S11: after the answer %j the list is %j', (answer, ids) => {
    const merged = mergePull([row('a'), row('b')], [row('b')]);
    expect(settleMissing(merged, new Map([['a', answer]])).map(({ id }) => id)).toEqual(ids);
  });

  test('S11: an answer about a row that was not missing changes nothing', () => {
    const merged = mergePull([row('a')], [row('a')]);
    expect(settleMissing(merged, new Map([['a', { kind: 'gone' }]]))).toEqual([row('a')]);
  });

  test('S11: whatever part of the day a pull brings, nobody leaves the list unasked', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
    fc.assert(
      fc.property(ids, ids, (before, pulled) => {
        const merged = mergePull(
          before.map((id) => row(id)),
          pulled.map((id) => row(id, '2')),
        );
        const after = settleMissing(merged, new Map()).map(({ id }) => id);
        expect(new Set(after)).toEqual(new Set([...before, ...pulled]));
        expect(after).toHaveLength(new Set(after).size);
      }),
    );
  });
});
