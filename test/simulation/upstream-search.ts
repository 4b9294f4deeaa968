/** The searches that a kiosk asks of the simulated booking system, with pages and includes as a FHIR server answers them. */
import type { Json, Resource } from './booked-day.ts';
import type { Shelves } from './shelves.ts';

const usualCount = 100;

/** @returns the Bundle as text. */
export function searchAnswer(keeps: Pick<Shelves, 'all' | 'get'>, type: string, url: URL): string {
  const isFound = matching(url.searchParams);
  const found = keeps.all(type).filter(({ resource, updatedMs }) => isFound(resource, updatedMs));
  if (type === 'Appointment') found.sort((one, other) => startMsOf(one.resource) - startMsOf(other.resource));
  const offset = Number(url.searchParams.get('_offset') ?? 0);
  const count = Number(url.searchParams.get('_count') ?? usualCount);
  const page = found.slice(offset, offset + count);
  const included = new Map<string, string>();
  if (url.searchParams.has('_include')) for (const { resource } of page) include(keeps, resource, included);
  const link = [{ relation: 'self', url: url.href }];
  if (offset + count < found.length) {
    const next = new URL(url);
    next.searchParams.set('_offset', String(offset + count));
    link.push({ relation: 'next', url: next.href });
  }
  const entries = [
    ...page.map(({ json }) => `{"resource":${json},"search":{"mode":"match"}}`),
    ...Array.from(included.values(), (json) => `{"resource":${json},"search":{"mode":"include"}}`),
  ];
  const head = JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: found.length, link }).slice(0, -1);
  return `${head},"entry":[${entries.join(',')}]}`;
}

type Test = (resource: Resource, updatedMs: number) => boolean;

/** Whether a resource is one of those that are asked for. */
export function matching(asked: URLSearchParams): Test {
  const tests = [...asked].flatMap(([name, value]) => testOf(name, value) ?? []);
  return (resource, updatedMs) => tests.every((test) => test(resource, updatedMs));
}

/** Null for what steers the answer and selects nothing: _count, _sort, _include, _offset. */
function testOf(name: string, value: string): Test | null {
  const values = value.split(',');
  switch (name) {
    case '_id':
      return ({ id }) => values.includes(id);
    case 'date': {
      const isInside = within(value);
      return (resource) => isInside(startMsOf(resource));
    }
    case '_lastUpdated': {
      const isInside = within(value);
      return (_, updatedMs) => isInside(updatedMs);
    }
    case 'location':
    case 'actor':
      return (resource) => actorsOf(resource).some((actor) => values.includes(actor));
    case 'identifier':
      return (resource) => identifiersOf(resource).some((identifier) => values.includes(identifier));
    case 'patient':
      return (resource) => actorsOf(resource).includes(value);
    case 'subject':
      return ({ subject }) => referencesIn([subject]).includes(value);
    case 'appointment': {
      const reference = value.replace(/^(?:Appointment\/)?/, 'Appointment/');
      return ({ appointment }) => referencesIn(appointment).includes(reference);
    }
    default:
      return null;
  }
}

function within(asked: string): (ms: number) => boolean {
  const limitMs = Date.parse(asked.slice(2));
  switch (asked.slice(0, 2)) {
    case 'ge':
      return (ms) => ms >= limitMs;
    case 'gt':
      return (ms) => ms > limitMs;
    case 'lt':
      return (ms) => ms < limitMs;
    default:
      return (ms) => ms <= limitMs;
  }
}

function include(keeps: Pick<Shelves, 'get'>, selected: Resource, found: Map<string, string>): void {
  for (const reference of [
    ...actorsOf(selected),
    ...referencesIn(selected.basedOn),
    ...referencesIn(selected.specimen),
  ]) {
    for (const specimen of referencesIn(put(keeps, reference, found)?.specimen)) put(keeps, specimen, found);
  }
}

function put(keeps: Pick<Shelves, 'get'>, reference: string, found: Map<string, string>): Resource | null {
  const [type = '', id = ''] = reference.split('/');
  const kept = keeps.get(type, id);
  if (kept === undefined) return null;
  found.set(reference, kept.json);
  return kept.resource;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

export function referencesIn(list: unknown): readonly string[] {
  return listOf(list).flatMap((one) => (isJson(one) && typeof one.reference === 'string' ? [one.reference] : []));
}

/** A resource is replaced and never changed, and each search asks all of them. */
function foundOnce<Value extends NonNullable<unknown>>(find: (resource: Resource) => Value): typeof find {
  const known = new WeakMap<Resource, Value>();
  return (resource) => {
    const before = known.get(resource);
    if (before !== undefined) return before;
    const found = find(resource);
    known.set(resource, found);
    return found;
  };
}

const startMsOf = foundOnce(({ start }) => Date.parse(String(start)));

export const actorsOf = foundOnce(({ participant }) =>
  referencesIn(listOf(participant).map((one) => (isJson(one) ? one.actor : null))),
);

const identifiersOf = foundOnce(({ identifier }) =>
  listOf(identifier).flatMap((one) => (isJson(one) ? [`${one.system ?? ''}|${one.value}`, String(one.value)] : [])),
);
