/**
 * The one search that finds a day's bookings at a site, and the ones that look up single resources by id.
 *
 * No `status`: a cancelled booking must arrive as cancelled, not vanish. The day is two instants with their offsets, because a
 * bare date is the server's own day. What else comes is asked for by `_include`, and looked up by id where a server leaves it out.
 */
import { odsSiteSystem } from './from-fhir.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

const bookingsAPage = 100;
/** Ids in one address; 64 characters each at most, so the address stays well under 8,000. */
const idsAtOnceMax = 50;

const includes: readonly (readonly [string, string])[] = [
  ['_include', 'Appointment:patient'],
  ['_include', 'Appointment:based-on'],
  ['_include', 'Appointment:location'],
  ['_include:iterate', 'ServiceRequest:specimen'],
];

/** What `self` must show; sites and days may be spelt in two ways. */
export const obeyedByDaySearch: readonly (readonly string[])[] = [['date'], ['location', 'actor']];

/** Besides, what the server must show that it searched by. */
export const obeyedByChangesSearch: readonly (readonly string[])[] = [...obeyedByDaySearch, ['_lastUpdated']];

interface DayWindow {
  readonly from: string;
  readonly to: string;
}

export function daySearch(
  baseUrl: URL,
  site: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>,
  window: DayWindow,
): URL {
  return searchUrl(baseUrl, 'Appointment', [...windowOf(site, window), ['_sort', 'date'], ...pageSize]);
}

/** What changed on the server since an instant of its own clock; what has left the day or the site is not among it. */
export function changesSearch(
  baseUrl: URL,
  site: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>,
  window: DayWindow,
  since: string,
): URL {
  return searchUrl(baseUrl, 'Appointment', [...windowOf(site, window), ['_lastUpdated', `ge${since}`], ...pageSize]);
}

const pageSize = [['_count', String(bookingsAPage)]] as const;

const windowOf = (
  site: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>,
  window: DayWindow,
): readonly (readonly [string, string])[] => [
  ['date', `ge${window.from}`],
  ['date', `lt${window.to}`],
  siteFilter(site),
  ...includes,
];

function siteFilter(
  site: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>,
): readonly [name: string, value: string] {
  if (site.siteOdsCode !== undefined) return ['location.identifier', `${odsSiteSystem}|${site.siteOdsCode}`];
  const references = (site.siteLocationIds ?? []).map((id) => `Location/${id}`);
  return ['location', references.join(',')];
}

/** Looks up single resources; appointments come with what belongs to them. */
export function idSearches(
  baseUrl: URL,
  type: 'Appointment' | 'Patient' | 'ServiceRequest' | 'Specimen' | 'Location',
  ids: readonly string[],
): readonly URL[] {
  const searches: URL[] = [];
  for (let from = 0; from < ids.length; from += idsAtOnceMax) {
    const some = ids.slice(from, from + idsAtOnceMax);
    searches.push(
      searchUrl(baseUrl, type, [
        ['_id', some.join(',')],
        ...(type === 'Appointment' ? includes : []),
        ['_count', String(idsAtOnceMax)],
      ]),
    );
  }
  return searches;
}

function searchUrl(baseUrl: URL, type: string, parameters: readonly (readonly [string, string])[]): URL {
  const url = new URL(type, baseUrl);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url;
}
