/** The searches that a kiosk asks of the simulated booking system, with pages and includes as a FHIR server answers them. */
import type { Json, Resource } from './booked-day.ts';
import type { Kept, Shelves } from './shelves.ts';

const usualCount = 100;

/** @returns the Bundle as text. */
export function searchAnswer(keeps: Pick<Shelves, 'all' | 'get'>, type: string, url: URL): string {
  const found = keeps.all(type).filter(({ resource, updatedMs }) => matches(resource, updatedMs, url.searchParams));
  if (type === 'Appointment') found.sort((one, other) => startOf(one).localeCompare(startOf(other)));
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

const startOf = ({ resource }: Kept): string => String(resource.start);

export function matches(resource: Resource, updatedMs: number, asked: URLSearchParams): boolean {
  return [...asked].every(([name, value]) => {
    switch (name) {
      case '_id':
        return value.split(',').includes(resource.id);
      case 'date':
        return isInside(Date.parse(String(resource.start)), value);
      case '_lastUpdated':
        return isInside(updatedMs, value);
      case 'location':
      case 'actor':
        return value.split(',').some((place) => actorsOf(resource).includes(place));
      case 'identifier':
        return value.split(',').some((one) => identifiersOf(resource).includes(one));
      case 'patient':
        return actorsOf(resource).includes(value);
      case 'subject':
        return referencesIn([resource.subject]).includes(value);
      case 'appointment':
        return referencesIn(resource.appointment).includes(value.replace(/^(?:Appointment\/)?/, 'Appointment/'));
      default:
        // What steers the answer and selects nothing: _count, _sort, _include, _offset.
        return true;
    }
  });
}

function isInside(ms: number, asked: string): boolean {
  const limitMs = Date.parse(asked.slice(2));
  switch (asked.slice(0, 2)) {
    case 'ge':
      return ms >= limitMs;
    case 'gt':
      return ms > limitMs;
    case 'lt':
      return ms < limitMs;
    default:
      return ms <= limitMs;
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

export function actorsOf(appointment: Resource): readonly string[] {
  return referencesIn(listOf(appointment.participant).map((one) => (isJson(one) ? one.actor : null)));
}

function identifiersOf(resource: Resource): readonly string[] {
  return listOf(resource.identifier).flatMap((one) =>
    isJson(one) ? [`${one.system ?? ''}|${one.value}`, String(one.value)] : [],
  );
}
