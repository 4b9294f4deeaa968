/**
 * The end of a clinic day: when it comes, and whether what was printed and what was collected add up.
 *
 * A set of which nothing was collected was never used, so its labels are void. A label that is left of a set that was used is
 * for a person: its tube may have gone to the laboratory without a collection recorded here. Knows no clock and no names.
 */
import { localTime } from './clinic-day.ts';
import type { ClinicRules } from './clinic-rules.ts';
import { lifeOf } from './paper-life.ts';
import type { Paper } from './visit.ts';

/** Whether the clinic is over for today. Without a setting the day ends at midnight. */
export function isPastClosing(nowMs: number, { closesAt }: Pick<ClinicRules, 'closesAt'>, timeZone: string): boolean {
  return closesAt !== null && localTime(nowMs, timeZone) >= closesAt;
}

/** What staff see of it. */
export interface ClinicHours {
  /** Local HH:MM; null: midnight. */
  readonly closesAt: string | null;
  readonly isClosed: boolean;
}

/** Labels of specimens of one day, every copy counted. */
export interface DaySums {
  /** In use at the end: out for certain, and those that only a person could say. */
  readonly printed: number;
  readonly uncertain: number;
  readonly voided: number;
  readonly spoiled: number;
  /** Never came out: refused, or still waiting. */
  readonly notPrinted: number;
  readonly collected: number;
  /** Whole sets that nobody used, by visit; their labels are void now. */
  readonly setsNotUsed: number;
  /** Labels without a collection, of sets that were used. */
  readonly leftOver: number;
  /** Tubes that were collected without a label of ours in use. */
  readonly collectedWithoutLabel: number;
}

interface DayReconciled {
  readonly sums: DaySums;
  /** Labels and headers of sets that were never used. */
  readonly toVoid: readonly Paper[];
}

/**
 * @param collectedIds ids of the specimens whose collection was recorded. Where none was all day, collections are not recorded
 *   at this kiosk, and nothing is said about any label.
 */
export function reconcileDay(papers: readonly Paper[], collectedIds: ReadonlySet<string>): DayReconciled {
  const labels = papers.filter(({ kind }) => kind === 'specimen-label');
  const inUse = labels.filter(isInUse);
  const isRecordedHere = collectedIds.size > 0;
  const notCollected = isRecordedHere ? inUse.filter(({ specimenId }) => !collectedIds.has(specimenId ?? '')) : [];
  const used = new Set(labels.filter(({ specimenId }) => collectedIds.has(specimenId ?? '')).map(bookingOf));
  const unused = new Set(notCollected.map(bookingOf).filter((bookingId) => !used.has(bookingId)));
  const labelled = new Set(inUse.map(({ specimenId }) => specimenId));
  const those = (...states: readonly Paper['state'][]) => labels.filter(({ state }) => states.includes(state)).length;
  return {
    sums: {
      printed: those('printed', 'sent'),
      uncertain: those('sending', 'uncertain'),
      voided: those('voided'),
      spoiled: those('spoiled'),
      notPrinted: those('waiting', 'refused'),
      collected: collectedIds.size,
      setsNotUsed: unused.size,
      leftOver: notCollected.filter(({ bookingId }) => used.has(bookingId)).length,
      collectedWithoutLabel: [...collectedIds].filter((id) => !labelled.has(id)).length,
    },
    toVoid: papers.filter((paper) => paper.kind !== 'queue-ticket' && mayVoid(paper) && unused.has(paper.bookingId)),
  };
}

/** Something for a person to look into. */
export function addsUp({ leftOver, collectedWithoutLabel }: DaySums): boolean {
  return leftOver === 0 && collectedWithoutLabel === 0;
}

const bookingOf = ({ bookingId }: Paper): string => bookingId;
const isInUse = ({ state }: Paper): boolean => lifeOf({ state }) === 'live' || lifeOf({ state }) === 'may-be-live';
/** One that is in the printer is no longer ours to take back. */
const mayVoid = (paper: Paper): boolean => isInUse(paper) && paper.state !== 'sending';
