/**
 * Walks the pages of one FHIR search to its end, or says why it did not get there.
 *
 * `next` is followed exactly as the server wrote it, only on the server's own origin, never twice and never without end. Between
 * chunks the event loop gets its turn, because a patient may be touching the screen meanwhile.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { FhirClient } from './fhir-client.ts';
import { type FhirProblem, fhirProblemInWords } from './fhir-problem.ts';
import { type FhirResource, SearchPage } from './fhir-resources.ts';

/** Enough for 20,000 appointments at 100 a page; a list that goes on is a fault. */
const pagesMax = 200;
const bytesMax = 128 * 1024 * 1024;
/** Resources read before the event loop has its turn; a fraction of a millisecond each at worst. */
export const resourcesAtOnceMax = 100;

export type SearchProblem =
  | FhirProblem
  | Readonly<{
      kind:
        | 'next-elsewhere'
        | 'pages-in-a-circle'
        | 'too-many-pages'
        | 'filter-ignored'
        | 'changed-while-reading'
        | 'incomplete';
    }>;

export interface PagesRead {
  readonly pages: number;
  readonly bytes: number;
  /** How many the server says there are, where it says so. */
  readonly total: number | null;
}

/** How far the walk came, so that it can go on from there. */
export interface PagesSoFar {
  /** The addresses of the pages that were read, in order. */
  readonly visited: readonly string[];
  readonly bytes: number;
  readonly total: number | null;
  /** Null: there are no more. */
  readonly next: string | null;
}

interface SearchOptions {
  readonly client: Pick<FhirClient, 'get' | 'baseUrl'>;
  readonly first: URL;
  /** Parameters that the server must have obeyed, by the beginning of their names in `self`. */
  readonly obeyed: readonly (readonly string[])[];
  /** A server that does not show what it searched by is believed, unless this is said. */
  readonly mustShow?: boolean;
  readonly onResource: (resource: FhirResource) => void;
  /** Pages that were read before; what they brought is not asked for again. */
  readonly goOnFrom?: PagesSoFar;
  /** Each page, when all of its resources were read. */
  readonly onPage?: (sofar: PagesSoFar, pageBytes: number) => void;
}

export async function searchPages(options: SearchOptions): Promise<Result<PagesRead, SearchProblem>> {
  const { client, goOnFrom } = options;
  const visited = new Set(goOnFrom?.visited);
  let total = goOnFrom?.total ?? null;
  let bytes = goOnFrom?.bytes ?? 0;
  let url: URL | null = goOnFrom === undefined ? options.first : nextOf(goOnFrom);
  while (url !== null) {
    if (visited.has(url.href)) return refuse({ kind: 'pages-in-a-circle' });
    if (visited.size >= pagesMax || bytes > bytesMax) return refuse({ kind: 'too-many-pages' });
    visited.add(url.href);
    const answer = await client.get(url);
    if (!answer.ok) return answer;
    bytes += answer.value.bytes;
    const parsed = SearchPage.safeParse(answer.value.resource);
    if (!parsed.success) return refuse({ kind: 'not-fhir' });
    const page = parsed.data;
    if (visited.size === 1 && !isObeyed(page, options)) return refuse({ kind: 'filter-ignored' });
    if (total !== null && page.total !== undefined && page.total !== total) {
      return refuse({ kind: 'changed-while-reading' });
    }
    total ??= page.total ?? null;
    const next = nextPage(page, client.baseUrl, url);
    if (!next.ok) return next;
    await readEntries(page, options.onResource);
    url = next.value;
    options.onPage?.({ visited: [...visited], bytes, total, next: url?.href ?? null }, answer.value.bytes);
  }
  return ok({ pages: visited.size, bytes, total });
}

const nextOf = ({ next }: PagesSoFar): URL | null => (next === null ? null : new URL(next));

async function readEntries(page: SearchPage, onResource: (resource: FhirResource) => void): Promise<void> {
  for (const [index, { resource }] of page.entry.entries()) {
    if (index % resourcesAtOnceMax === 0) await nextTurn();
    if (resource !== undefined) onResource(resource);
  }
}

/**
 * `self` of the first page names what the server really searched by; later pages may keep the search under a name of the
 * server's own. Without it there is nothing to check, and each row is checked alone anyway.
 */
function isObeyed(page: SearchPage, { obeyed, mustShow = false }: SearchOptions): boolean {
  const self = page.link.find(({ relation }) => relation === 'self')?.url;
  const query = self?.split('?')[1];
  if (query === undefined) return !mustShow;
  const names = [...new URLSearchParams(query).keys()];
  return obeyed.every((spellings) => names.some((name) => spellings.some((spelling) => name.startsWith(spelling))));
}

function nextPage(page: SearchPage, baseUrl: URL, current: URL): Result<URL | null, SearchProblem> {
  const next = page.link.find(({ relation }) => relation === 'next')?.url;
  if (next === undefined) return ok(null);
  if (!URL.canParse(next, current.href)) return refuse({ kind: 'next-elsewhere' });
  const url = new URL(next, current);
  return url.origin === baseUrl.origin && url.username === '' ? ok(url) : refuse({ kind: 'next-elsewhere' });
}

/** For staff and site IT, after "The booking system …". */
export function searchProblemInWords(problem: SearchProblem): string {
  switch (problem.kind) {
    case 'next-elsewhere':
      return 'sent the kiosk to another server for the rest of the list';
    case 'pages-in-a-circle':
      return 'sent the same page of the list again and again';
    case 'too-many-pages':
      return 'sent a list without end';
    case 'filter-ignored':
      return 'did not search by site and day';
    case 'changed-while-reading':
      return 'changed its list while it was read';
    case 'incomplete':
      return 'sent fewer bookings than it says it has';
    default:
      return fhirProblemInWords(problem);
  }
}
