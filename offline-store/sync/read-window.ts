/**
 * Reads every page of the window of one site and day, or says why it did not get there.
 *
 * A pull that was broken off goes on from the pages that were kept of it (page-keeper.ts), and is as old as its first page. What
 * was kept is used only for the same search, for a few minutes, and while the server still knows the way on; otherwise it begins
 * from the first page.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { PullUnderWay } from '../pull-under-way.ts';
import { obeyedByDaySearch } from './day-search.ts';
import type { FhirClient } from './fhir-client.ts';
import type { PageKeeper } from './page-keeper.ts';
import { type ReadResource, readKeptPage } from './read-resource.ts';
import { type PagesRead, type PagesSoFar, type SearchProblem, searchPages } from './search-pages.ts';
import { collectResources, type ResourceCollection } from './upstream-resources.ts';

/** A list that changed while it was read is read once more at once; then it waits for the next poll. */
const readingsMax = 2;
/** Older pages than these are asked for again: bookings change all morning. */
const resumeMsMax = 5 * 60_000;

export interface WindowRead {
  readonly collection: ResourceCollection;
  readonly pages: PagesRead;
  /** When the first page was asked for. */
  readonly begunAt: string;
  /** Some of the pages were kept from before. */
  readonly isResumed: boolean;
}

interface WindowOptions {
  readonly client: FhirClient;
  readonly keeper: PageKeeper;
  readonly search: URL;
  /** The first page of the list in use, when there is one of this site and day: what was kept must be newer. */
  readonly listedAt: string | null;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
}

export async function readSettledWindow(options: WindowOptions): Promise<Result<WindowRead, SearchProblem>> {
  const resumed = await resumeWindow(options);
  if (resumed !== null && (resumed.ok || mayGoOn(resumed.problem))) return resumed;
  for (let readings = 1; ; readings++) {
    await options.keeper.forget();
    const read = await readWindow(options);
    const isMoving = !read.ok && (read.problem.kind === 'changed-while-reading' || read.problem.kind === 'incomplete');
    if (!isMoving || readings === readingsMax) return read;
  }
}

/** The pages that came are good, and the way on may be there again later. */
export function mayGoOn(problem: SearchProblem): boolean {
  switch (problem.kind) {
    case 'unreachable':
    case 'timed-out':
    case 'stopped':
    case 'no-token':
    case 'key-file':
    case 'token-refused':
    case 'token-server-away':
    case 'tls-file':
    case 'not-trusted':
    case 'truncated':
    case 'not-json':
      return true;
    case 'status':
      // The server has forgotten its own link, or never understood it.
      return ![400, 404, 410].includes(problem.status);
    default:
      return false;
  }
}

/** Null when there is nothing to go on from. */
async function resumeWindow(options: WindowOptions): Promise<Result<WindowRead, SearchProblem> | null> {
  const { kept } = options.keeper;
  const underWay = kept.underWay();
  if (underWay === null || !isUsable(underWay, options)) return null;
  const collection = collectResources();
  const visited: string[] = [];
  let bytes = 0;
  for (let number = 1; number <= underWay.pages; number++) {
    await nextTurn();
    const page = kept.page(number);
    const resources = page === null ? null : readKeptPage(page.text);
    if (page === null || resources === null) return null;
    for (const resource of resources) collection.put(resource);
    visited.push(page.address);
    bytes += page.bytes;
  }
  const { begunAt, total, nextPage } = underWay;
  return readPages(options, { collection, begunAt, goOnFrom: { visited, bytes, total, next: nextPage } });
}

function isUsable({ search, begunAt }: PullUnderWay, options: Pick<WindowOptions, 'search' | 'now' | 'listedAt'>) {
  const ageMs = Date.parse(options.now()) - Date.parse(begunAt);
  const isNewer = options.listedAt === null || Date.parse(begunAt) > Date.parse(options.listedAt);
  return search === options.search.href && ageMs >= 0 && ageMs <= resumeMsMax && isNewer;
}

const readWindow = (options: WindowOptions) =>
  readPages(options, { collection: collectResources(), begunAt: options.now() });

interface Walk {
  readonly collection: ResourceCollection;
  readonly begunAt: string;
  readonly goOnFrom?: PagesSoFar;
}

async function readPages(
  { client, keeper, search }: WindowOptions,
  { collection, begunAt, goOnFrom }: Walk,
): Promise<Result<WindowRead, SearchProblem>> {
  let resources: ReadResource[] = [];
  const read = await searchPages({
    client,
    first: search,
    obeyed: obeyedByDaySearch,
    ...(goOnFrom === undefined ? {} : { goOnFrom }),
    onResource(resource) {
      const one = collection.add(resource);
      if (one !== null) resources.push(one);
    },
    onPage({ visited, total, next }, bytes) {
      const number = visited.length;
      const address = visited.at(-1) ?? '';
      // A list of one page is asked for again as quickly.
      if (number > 1 || next !== null) {
        const underWay = { search: search.href, begunAt, nextPage: next, total, pages: number };
        keeper.came(underWay, { number, address, bytes, resources });
      }
      resources = [];
    },
  });
  if (!read.ok) return read;
  if (read.value.total !== null && collection.appointmentCount() < read.value.total) {
    return refuse({ kind: 'incomplete' });
  }
  return ok({ collection, pages: read.value, begunAt, isResumed: goOnFrom !== undefined });
}
