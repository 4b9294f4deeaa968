import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueTests } from '../../clinic/test-catalogue.ts';
import type { OrderedSpecimen } from '../../clinic/test-request.ts';
import { planTubes } from '../../clinic/tube-plan.ts';
import { request } from './examples.ts';
import { codes, problemsOf, rulesOf, specimen, tubesOf } from './tube-examples.ts';

describe('tests of one order share tubes', () => {
  test.each([
    [
      'routine biochemistry is one serum tube',
      ['ue', 'lft', 'bone', 'crp', 'lipids', 'ferritin', 'tft', 'lithium'],
      ['SST: ue+lft+bone+crp+lipids+ferritin+tft+lithium'],
    ],
    [
      'haematology and biochemistry do not share an EDTA tube',
      ['fbc', 'hba1c', 'esr'],
      ['EDTA: fbc+esr', 'EDTA: hba1c'],
    ],
    [
      'immunology and virology have serum tubes of their own',
      ['ue', 'rf', 'hiv', 'hepb'],
      ['SST: ue', 'SST: rf', 'SST: hiv+hepb'],
    ],
    [
      'tubes come in the order of draw, not of the request',
      ['glucose', 'fbc', 'ue', 'inr'],
      ['CIT: inr', 'SST: ue', 'EDTA: fbc', 'FLU: glucose'],
    ],
    [
      'a test with its own tube shares with nobody',
      ['pth', 'tacrolimus', 'ue'],
      ['SST: ue', 'EDTA: pth', 'EDTA: tacrolimus'],
    ],
    [
      'a test that wants three tubes is in each, one that wants one is in the first',
      ['inr', 'thrombophilia'],
      ['CIT: inr+thrombophilia', 'CIT: thrombophilia', 'CIT: thrombophilia'],
    ],
    ['a QuantiFERON set takes four labels', ['quantiferon'], Array(4).fill('QFT: quantiferon')],
    ['a test asked for twice is drawn once', ['fbc', 'fbc'], ['EDTA: fbc']],
  ])('%s', (_name, requested, expected) => {
    expect(tubesOf(codes(...requested).map((one, at) => ({ ...one, id: `r${at}` })))).toEqual(expected);
  });

  test('tests of two orders never share a tube, because the laboratory books in one order by one number', () => {
    expect(tubesOf([request('ue'), request('lft', { requisition: 'T999999' })])).toEqual(['SST: ue', 'SST: lft']);
  });

  test('a site decides who shares, and whether virology has its own tubes', () => {
    const requests = codes('ue', 'rf', 'hiv', 'hepb');
    expect(
      tubesOf(requests, { disciplinesThatShare: [['biochemistry', 'immunology']], ownTubeWhereSiteDecides: true }),
    ).toEqual(['SST: ue+rf', 'SST: hiv', 'SST: hepb']);
  });

  test('what staff must know of any test stands on the tube', () => {
    const [tube] = planTubes(codes('lithium', 'ue', 'prolactin'), rulesOf()).tubes;
    expect(tube).toMatchObject({ handling: ['record-time', 'timed'], discipline: 'biochemistry' });
    expect(planTubes(codes('ammonia'), rulesOf()).tubes[0]?.handling).toEqual([
      'own-tube',
      'ice',
      'record-time',
      'phone-laboratory',
    ]);
  });

  test('revoked and completed requests take no tube', () => {
    expect(
      tubesOf([request('fbc', { status: 'revoked' }), request('ue', { status: 'completed' }), request('inr')]),
    ).toEqual(['CIT: inr']);
  });
});

describe('S12: the order says which tubes', () => {
  test('S12: the order’s own container wins over the catalogue', () => {
    expect(tubesOf([request('ue', { specimens: [specimen('s1', 'PST')] })])).toEqual(['PST: ue']);
  });

  test('S12: tests that share the order’s specimen share its tube, whatever their disciplines', () => {
    const shared = { specimens: [specimen('s1', 'EDTA')] };
    expect(tubesOf([request('fbc', shared), request('hba1c', shared)])).toEqual(['EDTA: fbc+hba1c']);
  });

  test('S12: a test for which the order names two specimens takes both', () => {
    expect(tubesOf([request('thrombophilia', { specimens: [specimen('s1', 'CIT'), specimen('s2', 'EDTA')] })])).toEqual(
      ['CIT: thrombophilia', 'EDTA: thrombophilia'],
    );
  });

  test('S12: a specimen without a container takes the tube that its tests agree on', () => {
    const shared = { specimens: [specimen('s1', null)] };
    expect(tubesOf([request('ue', shared), request('lft', shared)])).toEqual(['SST: ue+lft']);
  });

  test('S12: a specimen without a container, whose tests disagree, goes to a person', () => {
    const shared = { specimens: [specimen('s1', null)] };
    expect(planTubes([request('ue', shared), request('fbc', shared)], rulesOf())).toMatchObject({
      tubes: [],
      problems: [
        { kind: 'unknown-container', requestId: 'request-ue' },
        { kind: 'unknown-container', requestId: 'request-fbc' },
      ],
      notPlanned: [{ id: 's1' }],
    });
  });

  test('S12: a container that we do not know goes to a person, also for a test that we know', () => {
    const unknown = { specimens: [specimen('s1', 'unknown')] };
    expect(tubesOf([request('fbc', unknown)])).toEqual([]);
    expect(problemsOf([request('fbc', unknown)])).toEqual([{ kind: 'unknown-container', requestId: 'request-fbc' }]);
  });

  test('S12: a test that no table maps goes to a person, and the others still get their tubes', () => {
    expect(tubesOf(codes('ue', 'ZZ-NEW'))).toEqual(['SST: ue']);
    expect(problemsOf(codes('ue', 'ZZ-NEW'))).toEqual([
      { kind: 'unmapped-test', requestId: 'request-ZZ-NEW', code: 'ZZ-NEW' },
    ]);
  });

  test('S12: a test that no table maps, in a container that the order names, is labelled as ordered and told to a person', () => {
    const requests = [request('ZZ-NEW', { specimens: [specimen('s1', 'HEP')] })];
    expect(planTubes(requests, rulesOf())).toMatchObject({
      tubes: [{ tube: 'HEP', tests: ['ZZ-NEW'], discipline: 'as ordered' }],
      problems: [{ kind: 'unmapped-test', requestId: 'request-ZZ-NEW', code: 'ZZ-NEW' }],
    });
  });

  test('S12: one QuantiFERON specimen in the order is the whole set; four are the four tubes', () => {
    const of = (count: number) =>
      request('quantiferon', { specimens: Array.from({ length: count }, (_, at) => specimen(`s${at}`, 'QFT')) });
    expect(tubesOf([of(1)])).toHaveLength(4);
    expect(tubesOf([of(4)])).toHaveLength(4);
  });

  test('S12: a visit without any active request is told to a person', () => {
    expect(planTubes([request('fbc', { status: 'revoked' })], rulesOf())).toEqual({
      tubes: [],
      problems: [{ kind: 'no-tests' }],
      notPlanned: [],
    });
  });
});

describe('tests that only a hospital can take', () => {
  test('at a community site they go to a person, and take no tube there', () => {
    expect(tubesOf(codes('ammonia', 'lactate', 'fbc'), { isCommunitySite: true })).toEqual(['EDTA: fbc']);
    expect(problemsOf(codes('ammonia', 'lactate', 'fbc'), { isCommunitySite: true })).toEqual([
      { kind: 'hospital-only', tests: ['ammonia', 'lactate'] },
    ]);
  });

  test('a tube of the order that they share is still drawn for the others', () => {
    const shared = { specimens: [specimen('s1', 'SST')] };
    expect(tubesOf([request('mtx', shared), request('ue', shared)], { isCommunitySite: true })).toEqual(['SST: ue']);
  });

  test('at a hospital they are drawn', () => {
    expect(problemsOf(codes('ammonia', 'lactate'))).toEqual([]);
  });
});

test('every active request is in a tube or with a person, whatever is asked for', () => {
  const some = fc.constantFrom(...catalogueTests.map(({ id }) => id), 'ZZ-NEW', 'BNP');
  const container = fc.constantFrom<OrderedSpecimen['container']>('SST', 'EDTA', 'QFT', 'XM', 'unknown', null);
  const specimens = fc.uniqueArray(fc.record({ id: fc.constantFrom('s1', 's2', 's3'), container }), {
    maxLength: 2,
    selector: ({ id }) => id,
  });
  const requests = fc.array(fc.record({ code: some, specimens, requisition: fc.constantFrom('T1', 'T2', null) }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(requests, fc.boolean(), (given, isCommunitySite) => {
      const asked = given.map(({ code, requisition, specimens: named }, at) =>
        request(code, {
          id: `r${at}`,
          requisition,
          specimens: named.map(({ id, container: inside }) => specimen(id, inside)),
        }),
      );
      const plan = planTubes(asked, rulesOf({ isCommunitySite }));
      const inTubes = new Set(plan.tubes.flatMap(({ requestIds }) => requestIds));
      const withPerson = new Set(
        plan.problems.flatMap((problem) => ('requestId' in problem ? [problem.requestId] : [])),
      );
      const elsewhere = new Set(
        plan.problems.flatMap((problem) => (problem.kind === 'hospital-only' ? problem.tests : [])),
      );
      for (const one of asked) {
        const isSeenTo = inTubes.has(one.id) || withPerson.has(one.id) || elsewhere.has(one.codes[0]?.code ?? '');
        expect(isSeenTo).toBe(true);
      }
    }),
  );
});
