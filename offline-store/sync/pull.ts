/**
 * Pulls the whole window of one site and one clinic day, and puts it in place of the list: all of it or nothing (S11).
 *
 * Nothing is put in place before every page arrived and agreed; whatever goes wrong, the old list stays with its age. What a
 * missing row means is the clinic's rule (`clinic/day-list.ts`). The event loop gets its turn between chunks.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayOf, clinicDayWindow } from '../../clinic/clinic-day.ts';
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import { mayReplace } from '../../clinic/day-list.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Cache } from '../day-list-cache.ts';
import type { Ledger } from '../store.ts';
import { daySearch } from './day-search.ts';
import type { FhirClient } from './fhir-client.ts';
import { readingOf } from './from-fhir.ts';
import { lookUpMissing, newestChange, type Pulled, readBookings } from './included-resources.ts';
import { settleMissingRows } from './missing-rows.ts';
import { settleOlderCopies } from './older-copies.ts';
import { keepAfterMsByDefault, pageKeeper } from './page-keeper.ts';
import { mayGoOn, readSettledWindow, type WindowRead } from './read-window.ts';
import { type SearchProblem, searchProblemInWords } from './search-pages.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** One short transaction; a patient who scans meanwhile waits a few milliseconds at most. */
const bookingsStoredAtOnceMax = 100;

export type PullProblem =
  | SearchProblem
  /** Much smaller than the list before: kept back until staff agree. */
  | Readonly<{ kind: 'held'; before: number; pulled: number }>
  /** Another list was begun, or the clinic day ended, while this one was stored. */
  | Readonly<{ kind: 'overtaken' }>;

export interface PullReport {
  /** `changes`: only what changed since the list was pulled; the list keeps its age. */
  readonly kind: 'whole' | 'changes';
  readonly clinicDay: string;
  /** Of the list as it is now. */
  readonly bookings: number;
  readonly setAside: number;
  /** Rows that upstream did not send and that stay: checked in here, or nobody could say where they went. */
  readonly kept: number;
  readonly pages: number;
  readonly bytes: number;
  /** Some of its pages came before a restart or a lost connection: another whole pull follows at once. */
  readonly isResumed: boolean;
  /** When the server last changed any of the bookings, by its own clock; null where it does not say. */
  readonly newestChange: string | null;
}

export interface PullOptions {
  readonly client: FhirClient;
  readonly cache: Pick<
    Cache,
    'age' | 'listed' | 'setAside' | 'beginDayList' | 'confirmDayList' | 'changeBookings' | 'pullPages'
  >;
  readonly ledger: Pick<Ledger, 'checkedIn' | 'visit' | 'walkInOf'>;
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
  /** Of a pull that takes longer than this, the pages that came are kept. */
  readonly keepAfterMs?: number;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
  /** Whether a list is wanted still: one that comes when the clinic has closed is put nowhere. Always, when it is not given. */
  readonly mayPull?: () => boolean;
}

export async function pullDayList(options: PullOptions): Promise<Result<PullReport, PullProblem>> {
  const { client, cache, settings, clinicDay, timeZone, keepAfterMs = keepAfterMsByDefault, now } = options;
  const keeper = pageKeeper({ pages: cache.pullPages, keepAfterMs, now });
  const search = daySearch(client.baseUrl, settings, clinicDayWindow(clinicDay, timeZone));
  const read = await readSettledWindow({ client, keeper, search, listedAt: listedAt(options), now });
  const pulled = read.ok ? await putInPlace(options, read.value) : read;
  const isOver = pulled.ok || pulled.problem.kind === 'held' || pulled.problem.kind === 'overtaken';
  if (isOver || !mayGoOn(pulled.problem)) await keeper.forget();
  else await keeper.keepAll();
  return pulled;
}

async function putInPlace(options: PullOptions, window: WindowRead): Promise<Result<PullReport, PullProblem>> {
  const { collection, begunAt, isResumed } = window;
  const reading = readingOf({ ...options, baseUrl: options.client.baseUrl.href });
  const included = await lookUpMissing(options.client, collection, options.settings);
  if (!included.ok) return included;
  const pulled = await readBookings(collection, reading);

  const previous = listBefore(options);
  const listedBefore = listedAt(options);
  const isAgreed = options.agreedCount !== null && pulled.bookings.length >= options.agreedCount;
  if (!isAgreed && !mayReplace(previous.length, pulled.bookings.length, options.rules)) {
    return refuse({ kind: 'held', before: previous.length, pulled: pulled.bookings.length });
  }
  const { appointments } = collection;
  const current = await settleOlderCopies({ ...options, reading, previous, pulled });
  const settled = await settleMissingRows({ ...options, reading, previous, pulled: current, appointments });
  const stored = await store(options, { ...settled, pulledAt: begunAt }, { previous, listedBefore });
  if (!stored.ok) return stored;
  return ok({
    kind: 'whole',
    clinicDay: options.clinicDay,
    bookings: settled.bookings.length,
    setAside: settled.setAside.length,
    kept: settled.bookings.length - pulled.bookings.length,
    pages: window.pages.pages,
    bytes: window.pages.bytes,
    isResumed,
    newestChange: newestChange(collection),
  });
}

/** What the list of this day and site held before; a list of another one says nothing about today. */
export function listBefore(options: Pick<PullOptions, 'cache' | 'clinicDay' | 'siteId'>): readonly Booking[] {
  return listedAt(options) === null ? [] : options.cache.listed();
}

function listedAt({ cache, clinicDay, siteId }: Pick<PullOptions, 'cache' | 'clinicDay' | 'siteId'>): string | null {
  const inUse = cache.age();
  return inUse?.clinicDay === clinicDay && inUse.siteId === siteId ? inUse.pulledAt : null;
}

/**
 * In short transactions beside the list in use; the last step puts it in place, all at once. Most pulls bring little that is new,
 * and nobody has left the list: then the few are put into it, in one transaction with its age.
 */
async function store(
  options: PullOptions,
  { bookings, setAside, pulledAt }: Pulled & { readonly pulledAt: string },
  { previous, listedBefore }: { readonly previous: readonly Booking[]; readonly listedBefore: string | null },
): Promise<Result<null, PullProblem>> {
  const { cache, clinicDay, siteId, now, timeZone, mayPull = () => true } = options;
  const changed = await changedSince(bookings, previous);
  // Midnight came, or a list from a file: nobody on that one was asked about.
  const isToday = clinicDayOf(Date.parse(now()), timeZone) === clinicDay;
  if (!isToday || !mayPull() || listedAt(options) !== listedBefore) return refuse({ kind: 'overtaken' });
  if (changed !== null && cache.confirmDayList({ clinicDay, siteId, pulledAt }, setAside, changed)) return ok(null);
  const list = cache.beginDayList({ clinicDay, siteId, pulledAt });
  for (let from = 0; from < bookings.length; from += bookingsStoredAtOnceMax) {
    await nextTurn();
    list.add(bookings.slice(from, from + bookingsStoredAtOnceMax));
  }
  await nextTurn();
  return mayPull() && list.finish(setAside) ? ok(null) : refuse({ kind: 'overtaken' });
}

/** What is new or says something else, in whatever order. Null: too many for a moment, or somebody is not in the list any more. */
async function changedSince(
  bookings: readonly Booking[],
  previous: readonly Booking[],
): Promise<readonly Booking[] | null> {
  const before = new Map(previous.map((booking) => [booking.id, booking]));
  const changed: Booking[] = [];
  let compared = 0;
  for (const booking of bookings) {
    if (compared++ % bookingsStoredAtOnceMax === 0) await nextTurn();
    if (!isDeepStrictEqual(booking, before.get(booking.id))) changed.push(booking);
    if (changed.length > bookingsStoredAtOnceMax) return null;
    before.delete(booking.id);
  }
  return before.size === 0 ? changed : null;
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
