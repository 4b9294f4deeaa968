/**
 * Pulls the whole window of one site and one clinic day, and puts it in place of the list: all of it or nothing (S11).
 *
 * Nothing is stored before every page arrived and agreed; whatever goes wrong, the old list stays with its age. What a missing
 * row means is the clinic's rule (`clinic/day-list.ts`). The event loop gets its turn between chunks.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayWindow } from '../../clinic/clinic-day.ts';
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import { mayReplace } from '../../clinic/day-list.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Cache, Ledger, SetAside } from '../store.ts';
import { daySearch, idSearches, obeyedByDaySearch } from './day-search.ts';
import type { FhirClient } from './fhir-client.ts';
import { bookingOf, type Reading } from './from-fhir.ts';
import { settleMissingRows } from './missing-rows.ts';
import {
  type PagesRead,
  resourcesAtOnceMax,
  type SearchProblem,
  searchPages,
  searchProblemInWords,
} from './search-pages.ts';
import { collectResources, missingResources, type ResourceCollection } from './upstream-resources.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** A list that changed while it was read is read once more at once; then it waits for the next poll. */
const readingsMax = 2;
/** One short transaction; a patient who scans meanwhile waits a few milliseconds at most. */
const bookingsStoredAtOnceMax = 100;

export type PullProblem =
  | SearchProblem
  /** Much smaller than the list before: kept back until staff agree. */
  | Readonly<{ kind: 'held'; before: number; pulled: number }>
  /** Another list was begun, or the clinic day ended, while this one was stored. */
  | Readonly<{ kind: 'overtaken' }>;

export interface PullReport {
  readonly clinicDay: string;
  readonly bookings: number;
  readonly setAside: number;
  /** Rows that upstream did not send and that stay: checked in here, or nobody could say where they went. */
  readonly kept: number;
  readonly pages: number;
  readonly bytes: number;
}

interface PullOptions {
  readonly client: FhirClient;
  readonly cache: Pick<Cache, 'age' | 'listed' | 'beginDayList' | 'confirmDayList'>;
  readonly ledger: Pick<Ledger, 'checkedIn'>;
  readonly settings: Pick<
    UpstreamSettings,
    'siteLocationIds' | 'siteOdsCode' | 'bookingReferenceSystems' | 'containerCodes'
  >;
  readonly siteId: string;
  /** YYYY-MM-DD. */
  readonly clinicDay: string;
  readonly timeZone: string;
  readonly rules: Pick<ClinicRules, 'listShrinkShareMax'>;
  /** Staff agreed to a list as small as this; null: they were not asked. */
  readonly agreedCount: number | null;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
}

interface Pulled {
  readonly bookings: readonly Booking[];
  readonly setAside: readonly SetAside[];
}

export async function pullDayList(options: PullOptions): Promise<Result<PullReport, PullProblem>> {
  const reading = readingFor(options);
  const resources = await readSettledWindow(options);
  if (!resources.ok) return resources;
  const included = await lookUpMissing(options.client, resources.value.collection);
  if (!included.ok) return included;
  const pulled = await readBookings(resources.value.collection, reading);

  const previous = listBefore(options);
  const isAgreed = options.agreedCount !== null && pulled.bookings.length >= options.agreedCount;
  if (!isAgreed && !mayReplace(previous.length, pulled.bookings.length, options.rules)) {
    return refuse({ kind: 'held', before: previous.length, pulled: pulled.bookings.length });
  }
  const settled = await settleMissingRows({ ...options, reading, previous, pulled });
  const stored = await store(options, settled, previous);
  if (!stored.ok) return stored;
  const { pages, bytes } = resources.value.pages;
  return ok({
    clinicDay: options.clinicDay,
    bookings: settled.bookings.length,
    setAside: settled.setAside.length,
    kept: settled.bookings.length - pulled.bookings.length,
    pages,
    bytes,
  });
}

/** What the list of this day and site held before; a list of another one says nothing about today. */
function listBefore({ cache, clinicDay, siteId }: PullOptions): readonly Booking[] {
  const inUse = cache.age();
  return inUse?.clinicDay === clinicDay && inUse.siteId === siteId ? cache.listed() : [];
}

function readingFor({ client, settings, siteId, clinicDay, timeZone }: PullOptions): Reading {
  const { from, to } = clinicDayWindow(clinicDay, timeZone);
  return {
    baseUrl: client.baseUrl.href,
    siteId,
    site: settings,
    clinicDay,
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    bookingReferenceSystems: settings.bookingReferenceSystems,
    containerCodes: settings.containerCodes,
  };
}

interface WindowRead {
  readonly collection: ResourceCollection;
  readonly pages: PagesRead;
}

async function readSettledWindow(options: PullOptions): Promise<Result<WindowRead, SearchProblem>> {
  for (let readings = 1; ; readings++) {
    const read = await readWindow(options);
    const isMoving = !read.ok && (read.problem.kind === 'changed-while-reading' || read.problem.kind === 'incomplete');
    if (!isMoving || readings === readingsMax) return read;
  }
}

async function readWindow({
  client,
  settings,
  clinicDay,
  timeZone,
}: PullOptions): Promise<Result<WindowRead, SearchProblem>> {
  const collection = collectResources();
  const pages = await searchPages({
    client,
    first: daySearch(client.baseUrl, settings, clinicDayWindow(clinicDay, timeZone)),
    obeyed: obeyedByDaySearch,
    onResource: collection.add,
  });
  if (!pages.ok) return pages;
  if (pages.value.total !== null && collection.appointmentCount() < pages.value.total) {
    return refuse({ kind: 'incomplete' });
  }
  return ok({ collection, pages: pages.value });
}

/** Patients, orders and specimens that the server knows and did not include. What it does not answer stays missing. */
async function lookUpMissing(client: FhirClient, collection: ResourceCollection): Promise<Result<null, SearchProblem>> {
  // Orders bring specimens that were not referred to before.
  for (const type of ['Patient', 'ServiceRequest', 'Specimen'] as const) {
    const ids = missingResources(collection, client.baseUrl.href)[type];
    for (const first of idSearches(client.baseUrl, type, ids)) {
      const found = await searchPages({ client, first, obeyed: [], onResource: collection.add });
      if (!found.ok) return found;
    }
  }
  return ok(null);
}

/** Every appointment as a booking or set aside, in chunks. */
async function readBookings(collection: ResourceCollection, reading: Reading): Promise<Pulled> {
  const bookings: Booking[] = [];
  const setAside: SetAside[] = [...collection.setAside];
  let read = 0;
  for (const appointment of collection.appointments.values()) {
    if (read++ % resourcesAtOnceMax === 0) await nextTurn();
    const booking = bookingOf(appointment, collection, reading);
    if (booking.ok) bookings.push(booking.value);
    else setAside.push(booking.problem);
  }
  return { bookings, setAside };
}

/** In short transactions beside the list in use; the last step puts it in place, all at once. Most pulls bring nothing new. */
async function store(
  { cache, clinicDay, siteId, now }: PullOptions,
  { bookings, setAside }: Pulled,
  previous: readonly Booking[],
): Promise<Result<null, PullProblem>> {
  if (await areSame(bookings, previous)) {
    const age = { clinicDay, siteId, pulledAt: now() };
    if (cache.confirmDayList(age, setAside)) return ok(null);
  }
  const list = cache.beginDayList({ clinicDay, siteId, pulledAt: now() });
  for (let from = 0; from < bookings.length; from += bookingsStoredAtOnceMax) {
    await nextTurn();
    list.add(bookings.slice(from, from + bookingsStoredAtOnceMax));
  }
  await nextTurn();
  return list.finish(setAside, now()) ? ok(null) : refuse({ kind: 'overtaken' });
}

/** In whatever order. */
async function areSame(bookings: readonly Booking[], previous: readonly Booking[]): Promise<boolean> {
  if (bookings.length !== previous.length) return false;
  const before = new Map(previous.map((booking) => [booking.id, booking]));
  let compared = 0;
  for (const booking of bookings) {
    if (compared++ % bookingsStoredAtOnceMax === 0) await nextTurn();
    if (!isDeepStrictEqual(booking, before.get(booking.id))) return false;
  }
  return true;
}

/** For staff and site IT, after "The booking system …". */
export function pullProblemInWords(problem: PullProblem): string {
  switch (problem.kind) {
    case 'held':
      return `sent only ${problem.pulled} bookings where there were ${problem.before}; the list before is kept until staff agree`;
    case 'overtaken':
      return 'sent a list that came too late';
    default:
      return searchProblemInWords(problem);
  }
}
