import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClinicRules, defaultClinicRules, labelReleases } from '../../clinic/clinic-rules.ts';
import { releaseOf, type TestToLabel } from '../../clinic/label-release.ts';
import { catalogueTests, findTest } from '../../clinic/test-catalogue.ts';
import type { TestCode } from '../../clinic/test-request.ts';
import type { TubeClass } from '../../clinic/tube.ts';

const coding = (code: string, display: string | null = null): TestCode => ({ system: null, code, display });
const testOf = (code: string, display: string | null = null): TestToLabel => {
  const codes = [coding(code, display)];
  const catalogue = findTest(codes, {});
  return { name: catalogue?.id ?? code, codes, catalogue };
};
const release = (tests: readonly TestToLabel[], tube: TubeClass = 'EDTA', rules = defaultClinicRules) =>
  releaseOf({ tube, tests }, rules);

describe('S7: transfusion is never labelled at check-in', () => {
  const words = [
    'Group and save',
    'GROUP & SAVE',
    'Group+Save',
    'Group and screen',
    'Group & Hold',
    'Type and screen',
    'G&S',
    'G & S',
    'T&S',
    'Crossmatch',
    'Cross-match 2 units',
    'Cross match',
    'X-match',
    'XM',
    'Direct antiglobulin test',
    'DAT',
    'Direct Coombs test',
    'Anti-human globulin',
    'Kleihauer',
    'Kleihauer-Betke',
    'Feto-maternal haemorrhage',
    'Foetomaternal hemorrhage',
    'FMH',
    'Antenatal group',
    'Antenatal blood group',
    'Ante-natal group and antibodies',
    'Blood group',
    'Blood grouping',
    'ABO group',
    'ABO and RhD group',
    'Rhesus group',
    'Group (antenatal)',
    'Red cell antibody screen',
    'Antibody screen',
    'Transfusion sample',
    'Compatibility test',
  ];

  test.each(words)('S7: a test that says "%s" is held back, whatever code and tube it came with', (display) => {
    expect(release([testOf('FBC', display)])).toBe('never-here');
    expect(release([testOf('ZZ-NEW', display)], 'SST')).toBe('never-here');
  });

  test.each([
    'GROUP_SAVE',
    'group-save',
    'G&S',
    'GS',
    'gs',
    'XM',
    'X-MATCH',
    'DAT',
    'KLEIHAUER',
    'FMH',
    'DCT',
    'CROSSMATCH',
  ])('S7: a test with the code %s is held back, also without words', (code) => {
    expect(release([testOf(code)])).toBe('never-here');
  });

  test('S7: a tube of the transfusion class is held back, whatever is in it', () => {
    expect(release([testOf('FBC')], 'XM')).toBe('never-here');
  });

  test('S7: one transfusion test holds the whole tube back', () => {
    expect(release([testOf('FBC'), testOf('ESR', 'Group and save')])).toBe('never-here');
  });

  test('S7: no settings release it', () => {
    const setting = fc.constantFrom(...labelReleases);
    const names = fc.constantFrom(
      'group-save',
      'crossmatch',
      'dat',
      'kleihauer',
      'transfusion',
      'haematology',
      'ZZ-NEW',
    );
    const settings = fc.record({
      usually: setting,
      disciplines: fc.dictionary(names, setting),
      tests: fc.dictionary(names, setting),
    });
    const tests = fc.constantFrom(
      testOf('group-save'),
      testOf('crossmatch'),
      testOf('dat'),
      testOf('kleihauer'),
      testOf('ZZ-NEW', 'antenatal group'),
    );
    fc.assert(
      fc.property(settings, tests, fc.constantFrom<TubeClass>('XM', 'EDTA', 'SST'), (labelRelease, one, tube) => {
        expect(releaseOf({ tube, tests: [one] }, ClinicRules.parse({ labelRelease }))).toBe('never-here');
      }),
    );
  });

  test('S7: a site row cannot make a transfusion test ordinary', () => {
    const codes = [coding('B0999', 'Group and Save')];
    const tests = ClinicRules.parse({
      tests: { B0999: { name: 'FBC', discipline: 'haematology', tube: 'EDTA' } },
    }).tests;
    expect(release([{ name: 'B0999', codes, catalogue: findTest(codes, tests) }])).toBe('never-here');
  });

  test('S7: a test whose own row wants the transfusion tube is held back in any other tube', () => {
    const { tests } = ClinicRules.parse({ tests: { B0999: { name: 'FBC', discipline: 'haematology', tube: 'XM' } } });
    const codes = [coding('B0999')];
    expect(release([{ name: 'B0999', codes, catalogue: findTest(codes, tests) }], 'EDTA')).toBe('never-here');
  });

  test('S7: a site adds codes of its own', () => {
    expect(release([testOf('B0999')])).toBe('at-check-in');
    expect(release([testOf('B0999')], 'EDTA', ClinicRules.parse({ transfusionCodes: ['B0999'] }))).toBe('never-here');
  });

  test('words that only sound alike do not hold an ordinary test back', () => {
    const alike = [
      'Rheumatoid factor',
      'RhF',
      'Thyroid antibody screen',
      'Data collection',
      'Coxsackie group B serology',
      'Group A streptococcus',
      'Maximum',
      'Save serum',
    ];
    expect(alike.filter((display) => release([testOf('ZZ-1', display)]) !== 'at-check-in')).toEqual([]);
  });

  test('no ordinary test of the catalogue is held back by its own name', () => {
    const held = catalogueTests.filter(
      (catalogue) =>
        release([{ name: catalogue.id, codes: [coding(catalogue.id, catalogue.name)], catalogue }], catalogue.tube) !==
        'at-check-in',
    );
    expect(held.map(({ discipline }) => discipline)).toEqual(Array(4).fill('transfusion'));
  });
});

describe('the clinic’s own rules of release', () => {
  const rules = ClinicRules.parse({
    labelRelease: {
      disciplines: { biochemistry: 'at-call' },
      tests: { ammonia: 'at-chair', glucose: 'at-check-in', 'ZZ-1': 'never-here' },
    },
  });

  test.each<[string, readonly string[], string]>([
    ['what nothing is set for comes out at check-in', ['FBC'], 'at-check-in'],
    ['the rule of a discipline', ['LFT'], 'at-call'],
    ['the rule of a test before that of its discipline', ['glucose'], 'at-check-in'],
    ['a rule for a code that no table maps', ['ZZ-1'], 'never-here'],
    ['the strictest of a shared tube', ['glucose', 'LFT', 'ammonia'], 'at-chair'],
  ])('%s', (_name, codes, expected) => {
    expect(
      release(
        codes.map((code) => testOf(code)),
        'SST',
        rules,
      ),
    ).toBe(expected);
  });
});
