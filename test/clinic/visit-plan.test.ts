import { describe, expect, test } from 'vitest';
import { request } from './examples.ts';
import { plan, suffixes, withSpecimen } from './visit-examples.ts';

test('a visit has its labels in the order of draw, numbered from 1, each with its number and what staff must know', () => {
  expect(
    plan([request('fbc'), request('glucose'), request('ue'), request('lft')], {
      settings: { containerSuffixes: suffixes },
    }),
  ).toEqual({
    specimens: [
      {
        id: 'visit-1-1',
        number: 1,
        tube: 'SST',
        discipline: 'biochemistry',
        tests: ['ue', 'lft'],
        requestIds: ['request-ue', 'request-lft'],
        identifier: 'T123456S',
        identifierSource: 'requisition-and-suffix',
        handling: [],
      },
      expect.objectContaining({ id: 'visit-1-2', number: 2, tube: 'EDTA', identifier: 'T123456E' }),
      expect.objectContaining({
        id: 'visit-1-3',
        number: 3,
        tube: 'FLU',
        identifier: 'T123456F',
        handling: ['record-time'],
      }),
    ],
    heldBack: [],
    problems: [],
    asked: [],
  });
});

describe('S7: tubes that are held back', () => {
  test('S7: a transfusion tube gets no label, no number and no place in the count', () => {
    const { specimens, heldBack, asked } = plan([request('fbc'), request('group-save')], { reserved: ['K000001'] });
    expect(specimens).toMatchObject([{ number: 1, tube: 'EDTA', tests: ['fbc'] }]);
    expect(heldBack).toEqual([{ why: 'transfusion', tube: 'XM', tests: ['group-save'] }]);
    expect(asked).toEqual([1]);
  });

  test('S7: with its own number in the order it still gets no label', () => {
    expect(plan([withSpecimen('crossmatch', { identifier: 'L0001', container: 'EDTA' })])).toMatchObject({
      specimens: [],
      heldBack: [{ why: 'transfusion', tube: 'EDTA', tests: ['crossmatch'] }],
    });
  });

  test('a tube that the clinic labels at the chair says so', () => {
    const settings = { labelRelease: { tests: { glucose: 'at-chair' } } };
    expect(plan([request('glucose')], { settings }).heldBack).toEqual([
      { why: 'at-chair', tube: 'FLU', tests: ['glucose'] },
    ]);
  });
});
