/**
 * The act "blood taken" of a signed-in person: which tubes of a visit, when and by whom, with its audit entry and the event that
 * tells upstream, in one transaction (S14). It is not undone here; what was recorded in error is told to the laboratory.
 */
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import type { Clock } from '../../clinic/clock.ts';
import {
  type CollectionProblem,
  decideCollection,
  hasGoodLabel,
  type WantedCollection,
} from '../../clinic/collection.ts';
import { type Result, refuse } from '../../clinic/result.ts';
import { testName } from '../../clinic/test-catalogue.ts';
import { tubes } from '../../clinic/tube.ts';
import type { Visit } from '../../clinic/visit.ts';
import type { Collection } from '../../offline-store/owed-upstream.ts';
import type { Ledger, Store } from '../../offline-store/store.ts';
import { isoOf } from '../days/clock.ts';
import type { CollectionView, TubeLine } from '../walk-in-api.ts';

interface CollectionActsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly newId: () => string;
}

export function recordBloodTaken(
  staffId: string,
  bookingId: string,
  wanted: WantedCollection,
  { store, clock, timeZone, newId }: CollectionActsOptions,
): Result<null, CollectionProblem> {
  const { ledger } = store;
  const nowMs = clock.nowMs();
  const eventId = newId();
  return ledger.write((writes) => {
    const visit = ledger.visit(bookingId);
    if (visit?.clinicDay !== clinicDayOf(nowMs, timeZone)) return refuse('not-of-this-visit');
    const collectedIds = ledger.collections(bookingId).map(({ specimenId }) => specimenId);
    const papers = ledger.papers(bookingId);
    const decided = decideCollection(wanted, { specimens: visit.specimens, papers, collectedIds });
    if (!decided.ok) return decided;
    const { specimenIds, withoutLabel } = decided.value;
    writes.recordCollection({ eventId, bookingId, specimenIds, collectedAt: isoOf(nowMs), collectedBy: staffId });
    const details = {
      specimens: specimenIds.join(' '),
      labelledByHand: withoutLabel.join(' '),
      notTaken: visit.specimens.length - collectedIds.length - specimenIds.length,
      identityConfirmed: true,
    };
    writes.audit({ who: staffId, act: 'blood-taken', bookingId, details });
    return { ok: true, value: null };
  });
}

/** How much of a visit's blood is recorded as taken. */
export function takenOf(visit: Visit | null, ledger: Pick<Ledger, 'collections'>): 'none' | 'some' | 'all' {
  if (visit === null || visit.specimens.length === 0) return 'none';
  const collected = ledger.collections(visit.bookingId).length;
  if (collected === 0) return 'none';
  return collected < visit.specimens.length ? 'some' : 'all';
}

export function collectionView(visit: Visit, ledger: Ledger, timeZone: string): CollectionView {
  const papers = ledger.papers(visit.bookingId);
  const taken = new Map(ledger.collections(visit.bookingId).map((one) => [one.specimenId, one]));
  const names = new Map(ledger.staff().map(({ staffId, name }) => [staffId, name]));
  const tubesOfVisit = visit.specimens.map((specimen): TubeLine => {
    const { id, number, tube, tests, identifier } = specimen;
    return {
      specimenId: id,
      number,
      tube: tubes[tube].labelCode,
      tests: tests.map(testName),
      identifier,
      hasGoodLabel: hasGoodLabel(id, papers),
      taken: takenLine(taken.get(id), names, timeZone),
    };
  });
  return { tubes: tubesOfVisit, mayRecord: tubesOfVisit.some((line) => line.taken === null) };
}

function takenLine(
  collection: Collection | undefined,
  names: ReadonlyMap<string, string>,
  timeZone: string,
): TubeLine['taken'] {
  if (collection === undefined) return null;
  const { collectedAt, collectedBy } = collection;
  return { at: localTime(collectedAt, timeZone), by: names.get(collectedBy) ?? collectedBy };
}
