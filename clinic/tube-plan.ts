/**
 * Which tubes a visit takes: the order's own specimens first, then the catalogue where the order is silent (S12).
 *
 * Tests of one order share a tube when class and discipline agree. Tests of two orders never do, because the laboratory
 * books in one order by the number on one tube. What no table knows becomes a problem for a person, never a guess.
 */
import type { ClinicRules, LabelRelease } from './clinic-rules.ts';
import { isTransfusion, isTransfusionTube, releaseOf, type TestToLabel } from './label-release.ts';
import { inOrderOfDraw } from './order-of-draw.ts';
import { type HandlingFlag, handlingFlags } from './specimen.ts';
import { type CatalogueTest, findTest } from './test-catalogue.ts';
import type { OrderedSpecimen, TestRequest } from './test-request.ts';
import { type TubeClass, tubes } from './tube.ts';
import type { VisitProblem } from './visit.ts';

export type TubePlanRules = Pick<
  ClinicRules,
  | 'tests'
  | 'tubes'
  | 'labelRelease'
  | 'transfusionCodes'
  | 'isCommunitySite'
  | 'disciplinesThatShare'
  | 'ownTubeWhereSiteDecides'
>;

export interface PlannedTube {
  readonly tube: TubeClass;
  readonly discipline: string;
  /** Catalogue ids, or the order's own codes. */
  readonly tests: readonly string[];
  readonly requestIds: readonly string[];
  readonly handling: readonly HandlingFlag[];
  /** The order that all its tests belong to; null when there is none, or not one. */
  readonly requisition: string | null;
  /** The specimen of the order that this tube is. */
  readonly ordered: OrderedSpecimen | null;
  readonly release: LabelRelease;
  readonly isTransfusion: boolean;
}

interface TubePlan {
  /** In the order of draw. */
  readonly tubes: readonly PlannedTube[];
  readonly problems: readonly VisitProblem[];
  /** The order's specimens that became no tube here; their numbers are not free for another. */
  readonly notPlanned: readonly OrderedSpecimen[];
}

interface RequestedTest extends TestToLabel {
  readonly request: TestRequest;
}

/** A tube before its label is thought of. */
interface Draft {
  readonly tube: TubeClass;
  readonly tests: readonly RequestedTest[];
  readonly ordered: OrderedSpecimen | null;
  readonly isOwnTube: boolean;
}

/** What a label says where the tests' discipline is not known: the order is. */
const disciplineNotKnown = 'as ordered';

export function planTubes(requests: readonly TestRequest[], rules: TubePlanRules): TubePlan {
  const active = requests.filter(({ status }) => status === 'active').map((request) => requestedTest(request, rules));
  if (active.length === 0) return { tubes: [], problems: [{ kind: 'no-tests' }], notPlanned: [] };
  const elsewhere = active.filter((test) => isForHospitalOnly(test, rules));
  const here = active.filter((test) => !elsewhere.includes(test));
  const ordered = orderedDrafts(here);
  const drafts = [...ordered.drafts, ...cataloguedDrafts(here.filter(isWithoutSpecimen), rules)];
  const planned = drafts.map((draft) => plannedTube(draft, rules));
  const taken = new Set(planned.map((tube) => tube.ordered?.id));
  return {
    tubes: inOrderOfDraw(planned, rules.tubes),
    problems: [...unmappedProblems(here), ...ordered.problems, ...hospitalProblems(elsewhere)],
    notPlanned: specimensOf(active).filter(({ id }) => !taken.has(id)),
  };
}

function requestedTest(request: TestRequest, rules: TubePlanRules): RequestedTest {
  const catalogue = findTest(request.codes, rules.tests);
  return { request, codes: request.codes, catalogue, name: catalogue?.id ?? request.codes[0]?.code ?? '' };
}

/** Transfusion is held back wherever it is drawn, so it stays with the specimen that it shares (S7). */
function isForHospitalOnly(test: RequestedTest, rules: TubePlanRules): boolean {
  const isElsewhere = rules.isCommunitySite && test.catalogue?.collectionSite === 'hospital-only';
  return isElsewhere && !isTransfusion(test, rules);
}

function isWithoutSpecimen({ request }: RequestedTest): boolean {
  return request.specimens.length === 0;
}

/** Told even when the order names the container: the tube is known then, but what staff must know of the test is not. */
function unmappedProblems(tests: readonly RequestedTest[]): readonly VisitProblem[] {
  return tests
    .filter(({ catalogue }) => catalogue === null)
    .map(({ request, name }) => ({ kind: 'unmapped-test', requestId: request.id, code: name }));
}

function hospitalProblems(tests: readonly RequestedTest[]): readonly VisitProblem[] {
  return tests.length === 0 ? [] : [{ kind: 'hospital-only', tests: unique(tests.map(({ name }) => name)) }];
}

/** One tube for each specimen that the order names, whatever tests share it. */
function orderedDrafts(tests: readonly RequestedTest[]): {
  readonly drafts: readonly Draft[];
  readonly problems: readonly VisitProblem[];
} {
  const drafts: Draft[] = [];
  const problems: VisitProblem[] = [];
  for (const specimen of specimensOf(tests)) {
    const its = tests.filter(({ request }) => request.specimens.some(({ id }) => id === specimen.id));
    const tube = classOf(specimen, its);
    if (tube !== null) drafts.push({ tube, tests: its, ordered: specimen, isOwnTube: false });
    else problems.push(...its.filter((test) => isContainerTheMatter(test, specimen)).map(unknownContainer));
  }
  return { drafts: drafts.flatMap((draft) => wholeSet(draft, drafts)), problems };
}

/** Each specimen once, however many tests share it. */
function specimensOf(tests: readonly RequestedTest[]): readonly OrderedSpecimen[] {
  const all = tests.flatMap(({ request }) => request.specimens);
  return [...new Map(all.map((specimen) => [specimen.id, specimen])).values()];
}

/** The order's own container always wins; without one its tests must agree on a class. */
function classOf(specimen: OrderedSpecimen, tests: readonly RequestedTest[]): TubeClass | null {
  const named = unique(
    tests
      .flatMap(({ request }) => request.specimens.filter(({ id }) => id === specimen.id))
      .map((one) => one.container),
  ).filter((container) => container !== null);
  const classes = named.length > 0 ? named : unique(tests.map(({ catalogue }) => catalogue?.tube ?? 'unknown'));
  const [only, ...others] = classes;
  return only === undefined || only === 'unknown' || others.length > 0 ? null : only;
}

/** Where the order names no container and no table maps the test, the test is the matter, and is told of already. */
function isContainerTheMatter({ catalogue }: RequestedTest, specimen: OrderedSpecimen): boolean {
  return catalogue !== null || specimen.container === 'unknown';
}

function unknownContainer({ request }: RequestedTest): VisitProblem {
  return { kind: 'unknown-container', requestId: request.id };
}

/** A set of tubes that the order names once still takes a label for each of its tubes. */
function wholeSet(draft: Draft, drafts: readonly Draft[]): readonly Draft[] {
  const named = drafts.filter(({ tube }) => tube === draft.tube).length;
  return named > 1 ? [draft] : Array.from({ length: tubes[draft.tube].tubesInSet }, () => draft);
}

interface Group {
  readonly tube: TubeClass;
  readonly isOwnTube: boolean;
  readonly members: { readonly test: RequestedTest; readonly tubeCount: number }[];
}

function cataloguedDrafts(tests: readonly RequestedTest[], rules: TubePlanRules): readonly Draft[] {
  const groups = new Map<string, Group>();
  for (const test of tests) {
    const { catalogue } = test;
    if (catalogue === null) continue;
    const isOwnTube = hasOwnTube(catalogue, rules);
    const key = isOwnTube ? `own ${test.request.id}` : sharedTubeKey(test, catalogue, rules);
    const group = groups.get(key) ?? { tube: catalogue.tube, isOwnTube, members: [] };
    group.members.push({ test, tubeCount: Math.max(catalogue.tubeCount, tubes[catalogue.tube].tubesInSet) });
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(draftsOfGroup);
}

/** A test that wants three tubes is in all three; one that wants one is in the first. */
function draftsOfGroup({ tube, isOwnTube, members }: Group): readonly Draft[] {
  const count = Math.max(...members.map(({ tubeCount }) => tubeCount));
  return Array.from({ length: count }, (_, at) => ({
    tube,
    isOwnTube,
    ordered: null,
    tests: members.filter(({ tubeCount }) => tubeCount > at).map(({ test }) => test),
  }));
}

function hasOwnTube({ ownTube }: CatalogueTest, rules: TubePlanRules): boolean {
  return ownTube === 'site' ? rules.ownTubeWhereSiteDecides : ownTube;
}

/** Transfusion keeps to itself, so that holding it back holds nothing else back (S7). */
function sharedTubeKey(test: RequestedTest, catalogue: CatalogueTest, rules: TubePlanRules): string {
  const { discipline, tube } = catalogue;
  const sharing = rules.disciplinesThatShare.find((group) => group.includes(discipline))?.[0] ?? discipline;
  const isApart = isTransfusionTube({ tube, tests: [test] }, rules);
  return JSON.stringify([test.request.requisition, tube, sharing, isApart]);
}

function plannedTube({ tube, tests, ordered, isOwnTube }: Draft, rules: TubePlanRules): PlannedTube {
  const flags = new Set(tests.flatMap(({ catalogue }) => catalogue?.handling ?? []));
  if (isOwnTube) flags.add('own-tube');
  const requisitions = unique(tests.map(({ request }) => request.requisition));
  return {
    tube,
    discipline: disciplineOf(tests, rules),
    tests: unique(tests.map(({ name }) => name)),
    requestIds: unique(tests.map(({ request }) => request.id)),
    handling: handlingFlags.filter((flag) => flags.has(flag)),
    requisition: requisitions.length === 1 ? (requisitions[0] ?? null) : null,
    ordered,
    release: releaseOf({ tube, tests }, rules),
    isTransfusion: isTransfusionTube({ tube, tests }, rules),
  };
}

/** The one discipline of all tests; of disciplines that share a tube, the first of their group. */
function disciplineOf(tests: readonly RequestedTest[], rules: TubePlanRules): string {
  const disciplines = unique(tests.flatMap(({ catalogue }) => (catalogue === null ? [] : [catalogue.discipline])));
  const sharing = rules.disciplinesThatShare.find((group) => disciplines.every((one) => group.includes(one)));
  const [first = disciplineNotKnown] = disciplines;
  return disciplines.length > 1 ? (sharing?.[0] ?? first) : first;
}

function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}
