/**
 * Puts a list from a file in the place of the list in use: all of it or nothing, by the rules of a pull (S11). Nobody is taken
 * off the list, because nobody can be asked where they went; the next whole pull replaces it as usual.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Booking } from '../../clinic/booking.ts';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import { mayReplace } from '../../clinic/day-list.ts';
import { ageRefusal, type ImportRefusal, rowsAfterImport } from '../../clinic/list-import.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Cache } from '../day-list-cache.ts';
import type { FoundList, WantedList } from './found-list.ts';
import { foundIn } from './list-thread.ts';

/** One short transaction; a patient who scans meanwhile waits a few milliseconds at most. */
const bookingsStoredAtOnceMax = 100;

export interface ImportReport {
  readonly source: FoundList['source'];
  readonly madeAt: string;
  readonly bookings: number;
  readonly setAside: number;
  /** Rows of the list before that the file lacks. */
  readonly kept: number;
}

interface ImportOptions extends WantedList {
  readonly cache: Pick<Cache, 'age' | 'listed' | 'beginDayList'>;
  readonly rules: Pick<ClinicRules, 'listShrinkShareMax' | 'listTooOldHours'>;
  readonly nowMs: () => number;
  /** Of the downtime pack; null where the settings have none. */
  readonly passphrase: string | null;
  /** People agreed to a list as short as this; null: they were not asked. */
  readonly agreedCount: number | null;
  /** It will be used: who answers for it is written down before it is. */
  readonly onAccepted: (report: ImportReport) => void;
}

export async function importList(
  content: Uint8Array,
  options: ImportOptions,
): Promise<Result<ImportReport, ImportRefusal>> {
  const { passphrase, settings, siteId, clinicDay, timeZone } = options;
  const found = await foundIn({ content, passphrase, wanted: { settings, siteId, clinicDay, timeZone } });
  return found.ok ? putInUse(found.value, options) : found;
}

async function putInUse(found: FoundList, options: ImportOptions): Promise<Result<ImportReport, ImportRefusal>> {
  const { cache, clinicDay, siteId, timeZone, nowMs, rules, agreedCount } = options;
  // It took its time to read.
  if (clinicDayOf(nowMs(), timeZone) !== clinicDay) return refuse({ kind: 'overtaken' });
  const inUse = cache.age();
  const isOfToday = inUse?.clinicDay === clinicDay && inUse.siteId === siteId;
  // What is damaged is mended by whatever whole list there is.
  const made = {
    madeAt: found.madeAt,
    nowMs: nowMs(),
    inUse: isOfToday && inUse.isDamaged !== true ? inUse.pulledAt : null,
  };
  const refusal = ageRefusal(made, rules);
  if (refusal !== null) return refuse(refusal);
  const previous = isOfToday ? cache.listed() : [];
  const counts = { before: previous.length, found: found.bookings.length };
  const isAgreed = agreedCount !== null && counts.found >= agreedCount;
  if (!isAgreed && !mayReplace(counts.before, counts.found, rules)) return refuse({ kind: 'held', ...counts });
  return write(found, rowsAfterImport(previous, found.bookings), options);
}

/** In short transactions beside the list in use. What the booking system says of that one meanwhile is newer than any file. */
async function write(
  { source, madeAt, setAside, bookings: found }: FoundList,
  bookings: readonly Booking[],
  { cache, clinicDay, siteId, onAccepted }: ImportOptions,
): Promise<Result<ImportReport, ImportRefusal>> {
  const list = cache.beginDayList({ clinicDay, siteId, pulledAt: madeAt });
  const before = { listed: cache.listed(), pulledAt: cache.age()?.pulledAt };
  for (let from = 0; from < bookings.length; from += bookingsStoredAtOnceMax) {
    await nextTurn();
    list.add(bookings.slice(from, from + bookingsStoredAtOnceMax));
  }
  await nextTurn();
  if (cache.listed() !== before.listed || cache.age()?.pulledAt !== before.pulledAt) {
    list.abandon();
    return refuse({ kind: 'overtaken' });
  }
  const kept = bookings.length - found.length;
  const report = { source, madeAt, bookings: bookings.length, setAside: setAside.length, kept };
  onAccepted(report);
  return list.finish(setAside) ? ok(report) : refuse({ kind: 'overtaken' });
}
