import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ClinicRules } from '../../clinic/clinic-rules.ts';
import { isTransfusion } from '../../clinic/label-release.ts';
import { catalogueTests, findTest, snomedSystem } from '../../clinic/test-catalogue.ts';
import type { TestCode } from '../../clinic/test-request.ts';

const local = (code: string, display: string | null = null): TestCode => ({
  system: 'https://lab.example.invalid',
  code,
  display,
});
const snomed = (code: string): TestCode => ({ system: snomedSystem, code, display: null });
const siteTests = (tests: unknown) => ClinicRules.parse({ tests }).tests;
const idOf = (codes: readonly TestCode[], tests: unknown = {}) => findTest(codes, siteTests(tests))?.id ?? null;

describe('S12: a test is found by its codes, and by nothing else', () => {
  test.each<[string, readonly TestCode[], string | null]>([
    ['a SNOMED CT code', [snomed('26604007')], 'fbc'],
    ['a local code', [local('FBC')], 'fbc'],
    ['a local code in small letters', [local('u&e')], 'ue'],
    ['a code without any system', [{ system: null, code: 'HBA1C', display: null }], 'hba1c'],
    ['SNOMED CT before a local code that means something else here', [local('ESR'), snomed('26604007')], 'fbc'],
    ['a second coding when the first is not known', [local('ZZ-1'), snomed('43396009')], 'hba1c'],
    ['a code that is two tests in two tubes', [local('BNP')], null],
    ['two codings that say two tests', [local('FBC'), local('LFT')], null],
    ['two codings that say one test', [local('FBC'), local('CBC')], 'fbc'],
    ['the display text alone, however clear', [local('ZZ-1', 'Full blood count')], null],
    ['a part of a code', [local('FBC2')], null],
    ['a code with a space', [local(' FBC')], null],
    ['a SNOMED CT code under another system', [local('26604007')], null],
    ['a local word under SNOMED CT', [snomed('FBC')], null],
    ['the name of something that every object has', [local('constructor'), local('__proto__')], null],
    ['no code at all', [], null],
  ])('S12: %s: %s', (_name, codes, id) => {
    expect(idOf(codes)).toBe(id);
  });
});

describe('S12: the site knows its own codes best', () => {
  const ownRow = { name: 'Full blood count, our machine', discipline: 'haematology', tube: 'EDTA' };

  test.each<[string, readonly TestCode[], unknown, string | null]>([
    ['a local code that is given a catalogue test', [local('B0123')], { B0123: 'fbc' }, 'fbc'],
    ['a site row before SNOMED CT', [snomed('26604007'), local('B0123')], { B0123: 'esr' }, 'esr'],
    ['a row of the site’s own', [local('B0123')], { B0123: ownRow }, 'B0123'],
    ['a row for one system only', [local('B0123')], { 'https://lab.example.invalid|B0123': 'fbc' }, 'fbc'],
    ['a row for another system', [local('B0123')], { 'https://other.example.invalid|B0123': 'fbc' }, null],
    ['two rows that disagree', [local('A1'), local('B2')], { A1: 'fbc', B2: 'lft' }, null],
    ['a code in other capitals is not the site’s code', [local('b0123')], { B0123: 'fbc' }, null],
  ])('S12: %s', (_name, codes, tests, id) => {
    expect(idOf(codes, tests)).toBe(id);
  });

  test('a row that names no test of the catalogue is refused at the start, not at the chair', () => {
    const parsed = ClinicRules.safeParse({ tests: { B0123: 'fcb' } });
    expect(parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'tests.B0123: the catalogue has no test with this id',
    ]);
  });
});

test('the catalogue holds 123 tests, each with an id of its own', () => {
  expect(new Set(catalogueTests.map(({ id }) => id)).size).toBe(123);
});

test('the catalogue was written down without a test being listed twice', () => {
  const rows: readonly { id: string }[] = JSON.parse(readFileSync('clinic/test-catalogue.json', 'utf8'));
  expect(rows.map(({ id }) => id)).toEqual(catalogueTests.map(({ id }) => id));
});

test('lithium is never drawn into a lithium tube', () => {
  expect(findTest([local('lithium')], {})?.tube).toBe('SST');
});

test('zinc is never drawn into gel, whose stopper holds zinc', () => {
  expect(findTest([local('zinc')], {})?.tube).toBe('TE-SER');
});

test('S7: the four transfusion tests, and no others, are known as transfusion', () => {
  const rules = ClinicRules.parse({});
  const found = catalogueTests.filter((catalogue) =>
    isTransfusion({ name: catalogue.id, codes: [local(catalogue.id, catalogue.name)], catalogue }, rules),
  );
  expect(found.map(({ id }) => id)).toEqual(['dat', 'group-save', 'crossmatch', 'kleihauer']);
});
