/**
 * Which tubes of a visit may be recorded as taken by a person who was at the chair.
 *
 * A tube whose label is void, spoiled or never came out may have been labelled by hand; that is said, and never assumed. What was
 * recorded once stays: a specimen is collected once. Tubes that were held back have no specimen here and are not recorded.
 */
import { lifeOf, newestCopies } from './paper-life.ts';
import { ok, type Result, refuse } from './result.ts';
import type { Specimen } from './specimen.ts';
import type { Paper } from './visit.ts';

export type CollectionProblem =
  | 'identity-not-confirmed'
  | 'nothing-chosen'
  /** A tube without a good label of ours, and nobody said that it was labelled by hand. */
  | 'label-not-good'
  | 'taken-already'
  | 'not-of-this-visit';

export interface WantedCollection {
  readonly specimenIds: readonly string[];
  readonly isIdentityConfirmed: boolean;
  readonly isLabelledByHand: boolean;
}

interface TakenSpecimens {
  readonly specimenIds: readonly string[];
  readonly withoutLabel: readonly string[];
}

/** Whether the newest label of a specimen is there, or may be. */
export function hasGoodLabel(specimenId: string, papers: readonly Paper[]): boolean {
  const label = newestCopies(papers).find(
    (paper) => paper.kind === 'specimen-label' && paper.specimenId === specimenId,
  );
  const life = label === undefined ? 'not-there' : lifeOf(label);
  return life === 'live' || life === 'may-be-live';
}

export function decideCollection(
  { specimenIds, isIdentityConfirmed, isLabelledByHand }: WantedCollection,
  visit: {
    readonly specimens: readonly Pick<Specimen, 'id'>[];
    readonly papers: readonly Paper[];
    readonly collectedIds: readonly string[];
  },
): Result<TakenSpecimens, CollectionProblem> {
  if (!isIdentityConfirmed) return refuse('identity-not-confirmed');
  const wanted = new Set(specimenIds);
  if (wanted.size === 0) return refuse('nothing-chosen');
  const known = new Set(visit.specimens.map(({ id }) => id));
  if ([...wanted].some((id) => !known.has(id))) return refuse('not-of-this-visit');
  // As it stands on the page that somebody saw: part of what they say may be old, and then none of it is recorded.
  if ([...wanted].some((id) => visit.collectedIds.includes(id))) return refuse('taken-already');
  const withoutLabel = [...wanted].filter((id) => !hasGoodLabel(id, visit.papers));
  if (withoutLabel.length > 0 && !isLabelledByHand) return refuse('label-not-good');
  return ok({ specimenIds: [...wanted], withoutLabel });
}
