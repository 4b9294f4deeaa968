/**
 * The shape of a page of search results: its size, the links to itself and to the next, full addresses. Parameters that
 * the server does not know are refused when the client asks for strictness, and otherwise left out of `self`,
 * as the standard says.
 */
import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { isSearchable } from './medplum-schema.ts';

const countDefault = 20;
const countMax = 250;

interface SearchAsked {
  readonly type: string;
  readonly query: URLSearchParams;
  readonly offset: number;
  readonly count: number;
}

export function readSearch(type: string, asked: URLSearchParams, strict: boolean): SearchAsked {
  const unknown = [...asked.keys()].filter((name) => !isSearchable(type, name));
  if (strict && unknown.length > 0) {
    throw new OperationOutcomeError(badRequest(`Unknown search parameter: ${unknown.join(', ')}`));
  }
  const query = new URLSearchParams([...asked].filter(([name]) => isSearchable(type, name)));
  const count = Math.min(positive(query.get('_count')) ?? countDefault, countMax);
  query.set('_count', String(count));
  return { type, query, count, offset: positive(query.get('_offset')) ?? 0 };
}

export function pageOf(found: Bundle, search: SearchAsked, base: string): Bundle {
  const { type, query, offset, count } = search;
  const link = [{ relation: 'self', url: `${base}/${type}?${query}` }];
  if (offset + count < (found.total ?? 0)) {
    const next = new URLSearchParams(query);
    next.set('_offset', String(offset + count));
    link.push({ relation: 'next', url: `${base}/${type}?${next}` });
  }
  const entry = found.entry?.map((one) => ({
    fullUrl: `${base}/${one.resource?.resourceType}/${one.resource?.id}`,
    ...one,
  }));
  const { entry: _without, ...bundle } = found;
  return { ...bundle, meta: { lastUpdated: new Date().toISOString() }, link, ...(entry?.length ? { entry } : {}) };
}

function positive(text: string | null): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isInteger(value) && value >= 0 ? value : null;
}
