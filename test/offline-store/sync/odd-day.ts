/**
 * A booking system of our own for a day, as unlike a good one as a test wants it: it searches by what it likes, includes little,
 * hides totals and pages, deletes in its own way, and says something else altogether when a test has it so.
 */
import type { ServerResponse } from 'node:http';
import { appointment, type Json, location, patient, site } from './fhir-examples.ts';
import { type OddServer, oddServer, sendJson } from './odd-server.ts';

type Instead = (asked: URL, response: ServerResponse) => boolean;

export interface OddDay extends OddServer {
  /** Somebody at the booking system changes or adds it: a new version, a second later. */
  save(...resources: readonly Json[]): void;
  /** As of another time than now, by the server's clock. */
  saveAt(lastUpdated: string, resource: Json): void;
  remove(type: string, id: string): void;
  /** Path and query below the base, of every request. */
  asked(): readonly string[];
  ways: {
    pageSize: number;
    hasTotal: boolean;
    hasSelf: boolean;
    includes: boolean;
    ignored: readonly string[];
    goneStatus: number;
    /** Answers by itself; false: as usual. */
    instead: Instead;
    /** What a page says in place of what it should. */
    page: (page: OddPage, asked: URL) => unknown;
  };
}

export interface OddPage {
  readonly resourceType: 'Bundle';
  readonly type: 'searchset';
  readonly total?: number;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly entry: readonly { readonly resource: Json }[];
}

export const usualWays = (): OddDay['ways'] => ({
  pageSize: 50,
  hasTotal: true,
  hasSelf: true,
  includes: true,
  ignored: [],
  goneStatus: 404,
  instead: () => false,
  page: (page) => page,
});

export async function oddDay(...resources: readonly Json[]): Promise<OddDay> {
  const held = new Map<string, Json>();
  let versions = 0;
  let nowMs = Date.parse('2026-11-24T05:00:00Z');
  const server = await oddServer((request, response) => {
    const asked = new URL(request.url ?? '', server.baseUrl);
    if (!day.ways.instead(asked, response)) answer(asked, response);
  });

  function put(resource: Json, lastUpdated: string): void {
    versions += 1;
    const meta = { versionId: String(versions), lastUpdated };
    held.set(`${resource.resourceType}/${resource.id}`, { ...resource, meta });
  }

  function answer(asked: URL, response: ServerResponse): void {
    const [, , type = '', id] = asked.pathname.split('/');
    const found = id === undefined ? day.ways.page(pageOf(type, asked), asked) : held.get(`${type}/${id}`);
    if (found !== undefined) {
      sendJson(response, found);
      return;
    }
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] };
    response.writeHead(day.ways.goneStatus, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(outcome));
  }

  function pageOf(type: string, asked: URL): OddPage {
    const { pageSize, hasTotal, hasSelf, includes } = day.ways;
    const matches = [...held.values()].filter((one) => one.resourceType === type && isFound(one, asked));
    const from = Number(asked.searchParams.get('from') ?? 0);
    const some = matches.slice(from, from + pageSize);
    const next = new URL(asked);
    next.searchParams.set('from', String(from + pageSize));
    const self = new URL(asked);
    for (const name of day.ways.ignored) self.searchParams.delete(name);
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      ...(hasTotal ? { total: matches.length } : {}),
      link: [
        ...(hasSelf ? [{ relation: 'self', url: self.href }] : []),
        ...(from + pageSize < matches.length ? [{ relation: 'next', url: next.href }] : []),
      ],
      entry: [...some, ...(includes && type === 'Appointment' ? referred(some) : [])].map((resource) => ({ resource })),
    };
  }

  const obeys = (asked: URL, name: string) => asked.searchParams.has(name) && !day.ways.ignored.includes(name);

  function isFound(resource: Json, asked: URL): boolean {
    const text = JSON.stringify(resource);
    const ids = (asked.searchParams.get('_id') ?? '').split(',');
    if (obeys(asked, '_id') && !ids.includes(resource.id)) return false;
    const places = (asked.searchParams.get('location') ?? '').split(',');
    if (obeys(asked, 'location') && !places.some((place) => text.includes(`"${place}"`))) return false;
    if (obeys(asked, 'date') && !isOnDay(String(resource.start), asked.searchParams.getAll('date'))) return false;
    const since = asked.searchParams.get('_lastUpdated')?.slice(2) ?? '';
    return !obeys(asked, '_lastUpdated') || Date.parse(changedAt(resource)) >= Date.parse(since);
  }

  /** Whatever these refer to, and what that refers to. */
  function referred(some: readonly Json[]): readonly Json[] {
    const found = new Map<string, Json>();
    const queue = [...some];
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      for (const [, reference = ''] of JSON.stringify(one).matchAll(/"reference":"([^"]+)"/g)) {
        const resource = held.get(reference);
        if (resource === undefined || found.has(reference)) continue;
        found.set(reference, resource);
        queue.push(resource);
      }
    }
    return [...found.values()];
  }

  const day: OddDay = {
    ...server,
    ways: usualWays(),
    asked: () => server.seen.map(({ url = '' }) => decodeURIComponent(url.slice('/fhir/'.length))),
    saveAt: (lastUpdated, resource) => put(resource, lastUpdated),
    save(...saved) {
      for (const resource of saved) {
        nowMs += 1_000;
        put(resource, new Date(nowMs).toISOString());
      }
    },
    remove: (type, id) => void held.delete(`${type}/${id}`),
  };
  day.save(...resources);
  return day;
}

// Every resource here was put with a meta.
const changedAt = ({ meta }: Json) => (meta as { readonly lastUpdated: string }).lastUpdated;

function isOnDay(start: string, bounds: readonly string[]): boolean {
  return bounds.every((bound) => {
    const at = Date.parse(bound.slice(2));
    return bound.startsWith('ge') ? Date.parse(start) >= at : Date.parse(start) < at;
  });
}

/** Waiting bookings of one patient each: a1 … an, in the order of their numbers. */
export function oddBookings(count: number): readonly Json[] {
  const resources: Json[] = [location(site, 'RX8A2')];
  for (let number = 1; number <= count; number++) {
    const start = new Date(Date.parse('2026-11-24T08:00:00Z') + number * 60_000).toISOString();
    const name = [{ use: 'official', family: `Zzcanary-${number}`, given: ['Ffion'] }];
    resources.push(
      patient(`p${number}`, {
        name,
        identifier: [],
        birthDate: new Date(number * 86_400_000).toISOString().slice(0, 10),
      }),
      appointment(`a${number}`, { patientId: `p${number}`, start, end: start }),
    );
  }
  return resources;
}
