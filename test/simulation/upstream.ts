/**
 * The booking system of a simulated day, in memory: it answers the requests of a kiosk as a FHIR server does, and knows the truth
 * that the kiosks are judged by. Nobody at the booking office waits for a kiosk.
 */
import { assert } from '../../clinic/assert.ts';
import { type Json, otherLocation, type Resource, siteLocation } from './booked-day.ts';
import { type Kept, type Shelves, shelves } from './shelves.ts';
import { matching, searchAnswer } from './upstream-search.ts';

export interface UpstreamRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A deliberate fault of the booking system, to prove that it would be found. */
export type UpstreamFault = 'heeds-no-condition' | 'forgets-what-it-accepted' | 'leaves-somebody-out';

interface UpstreamOptions {
  /** True time. */
  readonly nowMs: () => number;
  readonly fault?: UpstreamFault | undefined;
  /** A kiosk's write was accepted. */
  readonly onWritten: (before: Resource | null, after: Resource) => void;
}

export interface Upstream extends Shelves {
  readonly baseUrl: string;
  handle(request: UpstreamRequest): UpstreamAnswer;
  /** So many of ten bookings are found by no search for a day any more, although they are there: its index is broken. */
  hide(ofTen: number): void;
  change(type: string, id: string, change: (resource: Resource) => Json): void;
}

const leavesOutAfter = 3;
const baseUrl = 'https://bookings.invalid/fhir/';

export function upstreamOf(options: UpstreamOptions): Upstream {
  const keeps = shelves(options.nowMs);
  const pages = new Map<string, string>();
  let pagesAt = -1;
  let hiddenOfTen = 0;
  let made = 0;
  let writes: (readonly [before: Resource | null, after: Resource])[] = [];
  for (const id of [siteLocation, otherLocation]) keeps.put({ resourceType: 'Location', id, status: 'active' });

  function handle(request: UpstreamRequest): UpstreamAnswer {
    writes = [];
    if (options.fault === 'forgets-what-it-accepted' && request.method !== 'GET') {
      return keeps.asOne(
        () => answerTo(request),
        () => false,
      );
    }
    const answered = answerTo(request);
    if (answered.status < 300) for (const write of writes) options.onWritten(...write);
    return answered;
  }

  /** Two kiosks ask for the same page before anything changes. */
  function searched(type: string, url: URL): string {
    if (keeps.changes() !== pagesAt) pages.clear();
    pagesAt = keeps.changes();
    const page = pages.get(url.href) ?? searchAnswer(type === 'Appointment' ? indexed(url) : seen(), type, url);
    pages.set(url.href, page);
    return page;
  }

  function indexed(url: URL): Pick<Shelves, 'all' | 'get'> {
    if (hiddenOfTen === 0 || !url.searchParams.has('date')) return seen();
    const isHidden = (id: string) => Number(id.at(-1)) < hiddenOfTen;
    return {
      ...seen(),
      all: (type) =>
        seen()
          .all(type)
          .filter(({ resource }) => !isHidden(resource.id)),
    };
  }

  /** From some moment on, everybody whose number ends in seven. */
  function seen(): Pick<Shelves, 'all' | 'get'> {
    if (options.fault !== 'leaves-somebody-out' || made < leavesOutAfter) return keeps;
    const isLeftOut = (type: string, id: string) => type === 'Appointment' && id.endsWith('7');
    return {
      get: (type, id) => (isLeftOut(type, id) ? undefined : keeps.get(type, id)),
      all: (type) => keeps.all(type).filter(({ resource }) => !isLeftOut(type, resource.id)),
    };
  }

  function answerTo(request: UpstreamRequest): UpstreamAnswer {
    const [type = '', id] = request.url.pathname.replace('/fhir/', '').split('/');
    if (request.method === 'GET' && id === undefined) return answer(200, searched(type, request.url));
    if (request.method === 'GET') return read(type, id ?? '');
    if (request.method === 'PUT') return put(jsonOf(request.body), request.headers['If-Match']);
    return type === ''
      ? transaction(jsonOf(request.body))
      : post(jsonOf(request.body), request.headers['If-None-Exist']);
  }

  function read(type: string, id: string): UpstreamAnswer {
    const kept = seen().get(type, id);
    return kept === undefined ? outcome(404, 'not-found') : answer(200, kept.json, kept);
  }

  function put(resource: Resource, ifMatch: string | undefined): UpstreamAnswer {
    const before = keeps.get(resource.resourceType, resource.id);
    if (before === undefined && resource.resourceType === 'Appointment') return outcome(404, 'not-found');
    const isStale = ifMatch !== undefined && ifMatch !== `W/"${before?.version}"`;
    if (isStale && options.fault !== 'heeds-no-condition') return outcome(412, 'conflict');
    return written(before?.resource ?? null, resource);
  }

  function post(resource: Resource, ifNoneExist: string | undefined): UpstreamAnswer {
    if (ifNoneExist !== undefined && options.fault !== 'heeds-no-condition') {
      const isAskedFor = matching(new URLSearchParams(ifNoneExist));
      const known = keeps.all(resource.resourceType).find((one) => isAskedFor(one.resource, one.updatedMs));
      if (known !== undefined) return answer(200, known.json, known);
    }
    made += 1;
    return written(null, { ...resource, id: `made-${resource.resourceType.toLowerCase()}-${made}` });
  }

  function written(before: Resource | null, { meta: _, ...resource }: Resource): UpstreamAnswer {
    const kept = keeps.put({ ...resource, resourceType: String(resource.resourceType), id: String(resource.id) });
    writes.push([before, kept.resource]);
    return answer(before === null ? 201 : 200, kept.json, kept);
  }

  /** Creations first and updates afterwards would do too; all of them or none. */
  function transaction(bundle: Json): UpstreamAnswer {
    const entries = Array.isArray(bundle.entry) ? bundle.entry : [];
    const answers = keeps.asOne(
      () =>
        entries.map(({ request, resource }) =>
          request.method === 'PUT' ? put(resource, request.ifMatch) : post(resource, request.ifNoneExist),
        ),
      (all) => all.every(({ status }) => status < 300),
    );
    const refused = answers.find(({ status }) => status >= 300);
    if (refused !== undefined) return refused;
    const entry = answers.map(({ status, headers, body }) => ({
      resource: JSON.parse(body),
      response: { status: String(status), etag: headers.etag, location: headers.location },
    }));
    return answer(200, JSON.stringify({ resourceType: 'Bundle', type: 'transaction-response', entry }));
  }

  return {
    ...keeps,
    baseUrl,
    handle,
    hide(ofTen) {
      hiddenOfTen = ofTen;
      pages.clear();
    },
    change(type, id, change) {
      const kept = keeps.get(type, id);
      assert(kept !== undefined, 'what the booking office changes is there');
      keeps.put({ ...kept.resource, ...change(kept.resource) });
    },
  };
}

function answer(status: number, body: string, kept?: Kept): UpstreamAnswer {
  const { resource, version } = kept ?? {};
  const location = `${baseUrl}${resource?.resourceType}/${resource?.id}/_history/${version}`;
  const headers = { 'content-type': 'application/fhir+json', ...(kept ? { etag: `W/"${version}"`, location } : {}) };
  return { status, headers, body };
}

export function outcome(status: number, code: string, headers: Readonly<Record<string, string>> = {}): UpstreamAnswer {
  const body = JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });
  return { status, headers: { 'content-type': 'application/fhir+json', ...headers }, body };
}

function jsonOf(body: string): Resource {
  return JSON.parse(body);
}
