/** Finding one patient among thousands, by what staff have in their hand or ear. */
import { describe, expect, test } from 'vitest';
import { filterDayList, type ShownState } from '../../../renderer/staff/day-list-filter.ts';
import { rows } from '../staff-views.ts';

const found = (sought: string, shown: ShownState = 'all') =>
  filterDayList(rows, sought, shown).map(({ name }) => name.split(',')[0]);

const everybody = rows.length;

describe('by name, number or ticket', () => {
  test.each([
    ['thistle', ['THISTLEDOWN', 'THISTLEDOWN']],
    ['thistledown mari', ['THISTLEDOWN']],
    ['margery thistledown', ['THISTLEDOWN']],
    ['zoe', ["O'BRACKEN-WOLD"]],
    ['wold', ["O'BRACKEN-WOLD"]],
    ["o'bracken", ["O'BRACKEN-WOLD"]],
    ['999 180', ['THISTLEDOWN']],
    ['999-180-0018', ['THISTLEDOWN']],
    ['9991800018', ['THISTLEDOWN']],
    ['12', ["O'BRACKEN-WOLD"]],
    ['nobody', []],
    ['7777', []],
  ])('%s', (sought, names) => {
    expect(found(sought)).toEqual(names);
  });

  test('nothing sought is everybody, and so is a space', () => {
    expect(found('')).toHaveLength(everybody);
    expect(found('  ')).toHaveLength(everybody);
  });
});

describe('by state', () => {
  test.each([
    ['expected', ['THISTLEDOWN']],
    ['late', ['QUILLFEATHER']],
    ['checked-in', ['THISTLEDOWN', "O'BRACKEN-WOLD", 'LARKSPUR', 'WHORTLEBERRY', 'FEATHERSTONEHAUGH']],
    ['needs-staff', ["O'BRACKEN-WOLD", 'WHORTLEBERRY']],
  ] as const)('%s', (shown, names) => {
    expect(found('', shown)).toEqual(names);
  });
});
