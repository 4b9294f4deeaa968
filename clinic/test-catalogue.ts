/**
 * The test catalogue: which tube a test wants, where the order does not say. Seeded, and signed off by no laboratory: a site
 * confirms every row or overrides it in `clinicRules.tests`.
 *
 * A test is found by its codes alone, never by the words of its display text, and two answers are no answer (S12).
 */
import { z } from 'zod';
import type { ClinicRules, SiteTest } from './clinic-rules.ts';
import { type HandlingFlag, handlingFlags } from './specimen.ts';
import rows from './test-catalogue.json' with { type: 'json' };
import type { TestCode } from './test-request.ts';
import { type TubeClass, tubeClasses } from './tube.ts';

export const snomedSystem = 'http://snomed.info/sct';

/** `transfusion-rules`: the transfusion laboratory decides; never labelled here (S7). */
export const collectionSites = ['any', 'hospital-preferred', 'hospital-only', 'transfusion-rules'] as const;
type CollectionSite = (typeof collectionSites)[number];

export interface CatalogueTest {
  readonly id: string;
  readonly name: string;
  readonly discipline: string;
  readonly tube: TubeClass;
  /** How many tubes the test wants. */
  readonly tubeCount: number;
  /** Not to be joined with other tests; `site`: laboratories differ. */
  readonly ownTube: boolean | 'site';
  readonly collectionSite: CollectionSite;
  readonly handling: readonly HandlingFlag[];
}

const Row = z.strictObject({
  id: z.string(),
  name: z.string(),
  discipline: z.string(),
  tube: z.enum(tubeClasses),
  tubeCount: z.int().min(1).default(1),
  ownTube: z.union([z.boolean(), z.literal('site')]).default(false),
  collectionSite: z.enum(collectionSites).default('any'),
  handling: z.array(z.enum(handlingFlags)).default([]),
  /** What local codes call the test; compared whole with a code. */
  synonyms: z.array(z.string()).default([]),
  /** Only those that a terminology source vouches for. */
  snomedCodes: z.array(z.string()).default([]),
});

const parsedRows = z.array(Row).parse(rows);

const testsById = new Map<string, CatalogueTest>();
const testsBySnomedCode = new Map<string, Set<CatalogueTest>>();
const testsByLocalCode = new Map<string, Set<CatalogueTest>>();

for (const { synonyms, snomedCodes, ...test } of parsedRows) {
  testsById.set(test.id, test);
  for (const code of snomedCodes) note(testsBySnomedCode, code, test);
  for (const code of [test.id, test.name, ...synonyms]) note(testsByLocalCode, localKey(code), test);
}

const otherCodes = new Map(parsedRows.map(({ id, synonyms, snomedCodes }) => [id, [...synonyms, ...snomedCodes]]));

/** What else a test is called in orders; people look for it by these too. */
export function codesOfCatalogueTest(id: string): readonly string[] {
  return otherCodes.get(id) ?? [];
}

export const catalogueTests: readonly CatalogueTest[] = [...testsById.values()];

/**
 * The site's own rows first, then the SNOMED CT codes, then the local codes. The first of these that knows any coding
 * decides; when its answers differ (`BNP` is two tests in two tubes) nobody guesses, and a person is asked.
 */
export function findTest(codes: readonly TestCode[], siteTests: ClinicRules['tests']): CatalogueTest | null {
  const answers = [
    codes.flatMap((coding) => siteTestOf(coding, siteTests)),
    codes.flatMap((coding) => (coding.system === snomedSystem ? [...(testsBySnomedCode.get(coding.code) ?? [])] : [])),
    codes.flatMap((coding) =>
      coding.system === snomedSystem ? [] : [...(testsByLocalCode.get(localKey(coding.code)) ?? [])],
    ),
  ].find((found) => found.length > 0);
  const [test, ...others] = answers ?? [];
  return test !== undefined && others.every(({ id }) => id === test.id) ? test : null;
}

/** For people; a test of the site's own is known by its code alone. */
export function testName(id: string): string {
  return testsById.get(id)?.name ?? id;
}

export function isCatalogueTest(id: string): boolean {
  return testsById.has(id);
}

/** A row of the site stands under `SYSTEM|CODE` or under the code alone, exactly as orders spell it. */
function siteTestOf({ system, code }: TestCode, siteTests: ClinicRules['tests']): readonly CatalogueTest[] {
  const key = [`${system}|${code}`, code].find((name) => Object.hasOwn(siteTests, name));
  const row = key === undefined ? undefined : siteTests[key];
  if (row === undefined) return [];
  if (typeof row !== 'string') return [ownRow(code, row)];
  const test = testsById.get(row);
  return test === undefined ? [] : [test];
}

function ownRow(code: string, row: SiteTest): CatalogueTest {
  return { id: code, ...row };
}

function note(tests: Map<string, Set<CatalogueTest>>, key: string, test: CatalogueTest): void {
  tests.set(key, (tests.get(key) ?? new Set()).add(test));
}

/** Local codes differ in capitals between the systems of one trust; in nothing else. */
function localKey(code: string): string {
  return code.toUpperCase();
}
