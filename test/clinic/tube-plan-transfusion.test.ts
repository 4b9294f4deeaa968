import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueTests } from '../../clinic/test-catalogue.ts';
import { planTubes } from '../../clinic/tube-plan.ts';
import { request } from './examples.ts';
import { codes, rulesOf, specimen } from './tube-examples.ts';

describe('S7: transfusion in a plan', () => {
  test('S7: it keeps to itself, so that the other tests of its tube class are labelled', () => {
    const miscoded = request('FBC', {
      id: 'miscoded',
      codes: [{ system: null, code: 'FBC', display: 'Group and save' }],
    });
    expect(planTubes([request('esr'), miscoded], rulesOf()).tubes).toMatchObject([
      { tube: 'EDTA', tests: ['esr'], release: 'at-check-in', isTransfusion: false },
      { tube: 'EDTA', tests: ['fbc'], release: 'never-here', isTransfusion: true },
    ]);
  });

  test('S7: a specimen of the order that it shares is held back whole', () => {
    const shared = { specimens: [specimen('s1', 'EDTA', { identifier: 'T12345' })] };
    const row = { name: 'Crossmatch', discipline: 'transfusion', tube: 'XM', collectionSite: 'hospital-only' };
    const atCommunity = rulesOf({ isCommunitySite: true, tests: { XMH: row } });
    expect(planTubes([request('fbc', shared), request('XMH', shared)], atCommunity).tubes).toMatchObject([
      { tests: ['fbc', 'XMH'], release: 'never-here' },
    ]);
    expect(planTubes([request('fbc', shared), request('group-save', shared)], rulesOf()).tubes).toMatchObject([
      { tube: 'EDTA', tests: ['fbc', 'group-save'], release: 'never-here' },
    ]);
  });

  test('S7: whatever else is asked for, and however it is set, nothing with transfusion in it is released', () => {
    const all = catalogueTests.map(({ id }) => id);
    const transfusion = ['group-save', 'crossmatch', 'dat', 'kleihauer'];
    fc.assert(
      fc.property(fc.subarray(all), fc.constantFrom(...transfusion), fc.boolean(), (others, one, isCommunitySite) => {
        const plan = planTubes(codes(...new Set([...others, one])), rulesOf({ isCommunitySite }));
        const released = plan.tubes.filter(({ release }) => release === 'at-check-in').flatMap(({ tests }) => tests);
        expect(released.filter((test) => transfusion.includes(test))).toEqual([]);
        expect(plan.tubes.filter((tube) => tube.isTransfusion).flatMap(({ tests }) => tests)).toContain(one);
      }),
    );
  });
});
