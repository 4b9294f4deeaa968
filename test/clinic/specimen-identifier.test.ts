import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueTests } from '../../clinic/test-catalogue.ts';
import type { TestRequest } from '../../clinic/test-request.ts';
import { request } from './examples.ts';
import { type Given, identified, plan, specimen, suffixes, withSpecimen } from './visit-examples.ts';

describe('S12: a number that the laboratory will know, strongest first', () => {
  const settings = { containerSuffixes: suffixes };

  test.each<[string, readonly TestRequest[], Given, readonly string[]]>([
    [
      'the order’s own specimen number',
      [withSpecimen('fbc', { identifier: 'L0001', accession: 'A0001' })],
      { settings },
      ['1 EDTA L0001 order-specimen'],
    ],
    [
      'the accession number',
      [withSpecimen('fbc', { accession: 'A0001' })],
      { settings },
      ['1 EDTA A0001 order-accession'],
    ],
    [
      'the order’s number and the suffix',
      [withSpecimen('fbc', {})],
      { settings },
      ['1 EDTA T123456E requisition-and-suffix'],
    ],
    [
      'the reserved range, where no suffix is set',
      [request('fbc')],
      { reserved: ['K000001'] },
      ['1 EDTA K000001 reserved-range'],
    ],
    [
      'the reserved range, where there is no order number',
      [request('fbc', { requisition: null })],
      { settings, reserved: ['K000001'] },
      ['1 EDTA K000001 reserved-range'],
    ],
    [
      'an accession on two tubes names neither',
      [withSpecimen('fbc', { accession: 'A0001' }), withSpecimen('ue', { accession: 'A0001' })],
      { reserved: ['K000001', 'K000002'] },
      ['1 SST K000001 reserved-range', '2 EDTA K000002 reserved-range'],
    ],
    [
      'a suffix that two tubes would share names neither',
      [request('fbc'), request('hba1c')],
      { settings, reserved: ['K000001', 'K000002'] },
      ['1 EDTA K000001 reserved-range', '2 EDTA K000002 reserved-range'],
    ],
    [
      'a set of four takes four numbers, although the order names one',
      [withSpecimen('quantiferon', { container: 'QFT', identifier: 'L0001' })],
      { reserved: ['K000001', 'K000002', 'K000003', 'K000004'] },
      [
        '1 QFT K000001 reserved-range',
        '2 QFT K000002 reserved-range',
        '3 QFT K000003 reserved-range',
        '4 QFT K000004 reserved-range',
      ],
    ],
    [
      'an empty number is none',
      [withSpecimen('fbc', { identifier: '', accession: '' })],
      { reserved: ['K000001'] },
      ['1 EDTA K000001 reserved-range'],
    ],
  ])('S12: %s', (_name, requests, given, expected) => {
    expect(identified(requests, given)).toEqual(expected);
  });

  test('S12: an accession shared with a tube that gets no label here names neither', () => {
    const requests = [withSpecimen('fbc', { accession: 'A0001' }), withSpecimen('group-save', { accession: 'A0001' })];
    expect(identified(requests, { reserved: ['K000001'] })).toEqual(['1 EDTA K000001 reserved-range']);
  });

  test('S12: an accession shared with a specimen whose container is not known names neither', () => {
    const requests = [
      withSpecimen('fbc', { accession: 'A0001' }),
      withSpecimen('ue', { accession: 'A0001', container: 'unknown' }),
    ];
    expect(identified(requests, { reserved: ['K000001'] })).toEqual(['1 EDTA K000001 reserved-range']);
  });

  test('S12: only as many numbers are taken as are needed, in one go', () => {
    const requests = [
      request('fbc', { requisition: null }),
      request('ue', { requisition: null }),
      request('group-save', { requisition: null }),
    ];
    expect(plan(requests, { reserved: ['K000001', 'K000002'] }).asked).toEqual([2]);
    expect(plan([withSpecimen('fbc', { identifier: 'L0001' })]).asked).toEqual([]);
  });
});

describe('S12: no number is made up, repaired or given twice', () => {
  test('S12: without any number a tube gets no label and no place in the count, and a person is told', () => {
    const { specimens, problems } = plan([request('ue'), withSpecimen('fbc', { identifier: 'L0001' })]);
    expect(specimens).toMatchObject([{ id: 'visit-1-1', number: 1, tube: 'EDTA' }]);
    expect(problems).toEqual([{ kind: 'no-identifier', tube: 'SST', tests: ['ue'] }]);
  });

  test('S12: when the range ends in the middle of a visit, the tubes after it go to a person', () => {
    const { specimens, problems } = plan([request('ue'), request('fbc')], { reserved: ['K000001'] });
    expect(specimens).toMatchObject([{ tube: 'SST', identifier: 'K000001' }]);
    expect(problems).toEqual([{ kind: 'no-identifier', tube: 'EDTA', tests: ['fbc'] }]);
  });

  test.each<[string, TestRequest, object]>([
    ['a specimen number', withSpecimen('fbc', { identifier: 'L0001' }), {}],
    ['an accession number', withSpecimen('fbc', { accession: 'L0001' }), {}],
    ['a number with suffix', request('fbc', { requisition: 'L000' }), { containerSuffixes: { EDTA: '1' } }],
  ])('S12: %s that is used already is not used again, nor replaced', (_name, one, settings) => {
    const { specimens, problems, asked } = plan([one], { settings, used: ['L0001'], reserved: ['K000001'] });
    expect({ specimens, problems, asked }).toEqual({
      specimens: [],
      problems: [{ kind: 'identifier-in-use', identifier: 'L0001', tube: 'EDTA', tests: ['fbc'] }],
      asked: [],
    });
  });

  test('S12: two specimens of the order with one number get no label, either of them', () => {
    const { specimens, problems } = plan([
      withSpecimen('fbc', { identifier: 'L0001' }),
      withSpecimen('ue', { identifier: 'L0001' }),
    ]);
    expect(specimens).toEqual([]);
    expect(problems).toEqual([
      { kind: 'identifier-in-use', identifier: 'L0001', tube: 'SST', tests: ['ue'] },
      { kind: 'identifier-in-use', identifier: 'L0001', tube: 'EDTA', tests: ['fbc'] },
    ]);
  });

  test('S12: a number that belongs to a tube which is held back is not given to another', () => {
    const requests = [
      withSpecimen('fbc', { identifier: 'L0001' }),
      withSpecimen('group-save', { identifier: 'L0001' }),
    ];
    expect(plan(requests).specimens).toEqual([]);
  });

  test('S12: an accession that is another specimen’s own number is not given twice', () => {
    const requests = [withSpecimen('fbc', { accession: 'L0001' }), withSpecimen('ue', { identifier: 'L0001' })];
    expect(plan(requests).problems.map(({ kind }) => kind)).toEqual(['identifier-in-use', 'identifier-in-use']);
  });

  test.each(['l0001', 'L 001', 'L01', 'L0001_2', '^XZ12', 'L'.repeat(17), 'Ł0001', ' L0001'])(
    'S12: %j cannot be printed as it is, so a person is told, and it is not repaired',
    (identifier) => {
      const { specimens, problems } = plan([withSpecimen('fbc', { identifier })], { reserved: ['K000001'] });
      expect({ specimens, problems }).toEqual({
        specimens: [],
        problems: [{ kind: 'identifier-not-printable', tube: 'EDTA', tests: ['fbc'] }],
      });
    },
  );

  test('S12: whatever is asked for, no two labels have one number, none was used before, and the count has no gap', () => {
    const numbers = fc.constantFrom('L0001', 'L0002', 'l0003', '', null);
    const one = fc.record({
      code: fc.constantFrom(...catalogueTests.map(({ id }) => id)),
      identifier: numbers,
      accession: numbers,
      requisition: fc.constantFrom('T1234', 'T1235', null),
    });
    const reserved = Array.from({ length: 400 }, (_, at) => `K${String(at).padStart(5, '0')}`);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 15 }), fc.nat(20), (given, left) => {
        const requests = given.map(({ code, requisition, ...numbered }, at) =>
          request(code, { id: `r${at}`, requisition, specimens: at % 2 ? [specimen(`s${at}`, numbered)] : [] }),
        );
        const { specimens } = plan(requests, {
          settings: { containerSuffixes: suffixes },
          used: ['L0002'],
          reserved: reserved.slice(0, left),
        });
        const identifiers = specimens.map(({ identifier }) => identifier);
        expect(new Set(identifiers).size).toBe(identifiers.length);
        expect(identifiers).not.toContain('L0002');
        for (const identifier of identifiers) expect(identifier).toMatch(/^[A-Z0-9-]{4,16}$/);
        expect(specimens.map(({ number }) => number)).toEqual(specimens.map((_, at) => at + 1));
      }),
    );
  });
});
