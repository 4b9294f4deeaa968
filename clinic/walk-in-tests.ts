/**
 * The tests that staff choose from when they register a paper form: the site's own rows and the catalogue.
 *
 * A row of the catalogue is not offered where the site has a row of its own under any of its codes: the site's says which tube,
 * and whoever misses the other types the form's words, which go to a person (S12).
 */
import type { ClinicRules } from './clinic-rules.ts';
import { catalogueTests, codesOfCatalogueTest } from './test-catalogue.ts';
import type { WalkInTest } from './walk-in.ts';

export interface TestChoice {
  readonly key: string;
  readonly name: string;
  /** Other words that people look for it by. */
  readonly alsoFoundBy: readonly string[];
  readonly test: WalkInTest;
}

export function testChoices(siteTests: ClinicRules['tests']): readonly TestChoice[] {
  const rows = Object.entries(siteTests).map(([key, row]) => ({ key, row, ...codingOf(key) }));
  const ofSite = rows.flatMap(({ key, row, system, code }) =>
    typeof row === 'string'
      ? []
      : [{ key, name: row.name, alsoFoundBy: [code], test: { system, code, name: row.name } }],
  );
  const taken = new Set(ofSite.map(({ test }) => folded(test.code)));
  const ofCatalogue = catalogueTests.flatMap(({ id, name }) => {
    const codes = codesOfCatalogueTest(id);
    if ([id, name, ...codes].some((code) => taken.has(folded(code)))) return [];
    const siteCodes = rows.filter(({ row }) => row === id).map(({ code }) => code);
    return [{ key: id, name, alsoFoundBy: [...codes, ...siteCodes], test: { code: id, system: null, name } }];
  });
  return [...ofSite, ...ofCatalogue].sort((one, other) => (folded(one.name) < folded(other.name) ? -1 : 1));
}

/** A row stands under `SYSTEM|CODE` or under the code alone. */
function codingOf(key: string): { readonly system: string | null; readonly code: string } {
  const bar = key.lastIndexOf('|');
  return bar < 0 ? { system: null, code: key } : { system: key.slice(0, bar), code: key.slice(bar + 1) };
}

const folded = (text: string): string => text.toUpperCase();
