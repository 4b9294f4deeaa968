/**
 * What staff may do with papers that were printed, or wait to be: void a set, spoil a label, print again, say what they saw.
 *
 * Each act is a list of changes that belong together, or a refusal: all of it happens or none. At most one label of a
 * specimen is ever not dead (S5, S9). Nothing here prints anything: a new copy waits for its printer as any paper does.
 */
import { unreachable } from './assert.ts';
import { isNewest, labelsIn, lifeOf, newestCopies } from './paper-life.ts';
import { ok, type Result, refuse } from './result.ts';
import type { StaffTaskAnswer } from './staff-task.ts';
import { copyMax, type Paper, type PaperState } from './visit.ts';

/** Why a paper is printed again (S9); closed lists, so that no free text about a patient is kept. */
export const reprintReasons = [
  'did-not-print',
  'damaged',
  'lost',
  'spoiled-tube',
  'needed-after-all',
  'wrong-details-corrected',
] as const;
export type ReprintReason = (typeof reprintReasons)[number];

/** Why no label of a set may be used any more. */
export const voidReasons = ['patient-left', 'wrong-patient', 'not-needed', 'labels-damaged', 'labels-lost'] as const;
export type VoidReason = (typeof voidReasons)[number];

/** How a label came out that nobody can use. */
export const spoilReasons = ['not-readable', 'not-whole', 'torn', 'stuck-wrongly'] as const;
export type SpoilReason = (typeof spoilReasons)[number];

export type PaperChange = Readonly<
  { change: 'becomes'; paper: Paper; state: PaperState } | { change: 'next-copy'; paper: Paper }
>;

export type PaperActProblem = 'not-possible-now' | 'being-printed' | 'another-day';

type PaperAct = Result<readonly PaperChange[], PaperActProblem>;

/** With these there is nobody any more who waits for a ticket. */
const reasonsWithoutPatient: readonly VoidReason[] = ['patient-left', 'wrong-patient'];
/** What has not come out yet prints by itself, and what may have come out wants its answer first. */
const reprintableStates: readonly PaperState[] = ['printed', 'sent', 'refused', 'voided', 'spoiled'];
const isOnPaper = ({ state }: Paper) => state === 'printed' || state === 'sent';

export function mayReprint(paper: Paper, papersOfVisit: readonly Paper[]): boolean {
  return isNewest(paper, papersOfVisit) && reprintableStates.includes(paper.state) && paper.copy < copyMax;
}

/** A ticket that came out is in somebody's hand and cannot be called back: its duplicate stands beside it. A label never does. */
export function reprint(paper: Paper, papersOfVisit: readonly Paper[]): PaperAct {
  if (!mayReprint(paper, papersOfVisit)) return refuse('not-possible-now');
  const stays = lifeOf(paper) === 'dead' || (paper.kind === 'queue-ticket' && isOnPaper(paper));
  return ok([...(stays ? [] : [becomes(paper, 'voided')]), nextCopy(paper)]);
}

/** Once no paper of the set can be used: the whole set once more, each with its next number. */
export function reprintSet(papersOfVisit: readonly Paper[]): PaperAct {
  const newest = newestCopies(labelsIn(papersOfVisit));
  const isPossible =
    newest.length > 0 && newest.every(({ state, copy }) => lifeOf({ state }) === 'dead' && copy < copyMax);
  return isPossible ? ok(newest.map(nextCopy)) : refuse('not-possible-now');
}

/** What waits never prints, what came out is not to be used. Refused whole while one of them is in the printer. */
export function voidSet(papersOfVisit: readonly Paper[], reason: VoidReason): PaperAct {
  const inUse = labelsIn(papersOfVisit).filter((paper) => lifeOf(paper) !== 'dead');
  if (inUse.some(({ state }) => state === 'sending')) return refuse('being-printed');
  if (inUse.length === 0) return refuse('not-possible-now');
  const tickets = papersOfVisit.filter(({ kind, state }) => kind === 'queue-ticket' && state === 'waiting');
  const unwanted = reasonsWithoutPatient.includes(reason) ? tickets : [];
  return ok([...inUse, ...unwanted].map((paper) => becomes(paper, 'voided')));
}

export function maySpoil(paper: Paper): boolean {
  return paper.kind !== 'queue-ticket' && isOnPaper(paper);
}

export function spoil(paper: Paper): PaperAct {
  return maySpoil(paper) ? ok([becomes(paper, 'spoiled')]) : refuse('not-possible-now');
}

/** In these a roll is changed or a head closed, and what is in the printer comes out after all. */
const waitMsMin = 20_000;

/**
 * A printer that stopped in the middle of a paper may never say what became of it: then a person looks. One that is well says so,
 * and who looks too early does not find what comes out later.
 */
export function mayStopWaiting({ state, stateSince }: Paper, hasPrinterStopped: boolean, nowMs: number): boolean {
  return state === 'sending' && hasPrinterStopped && isLongSince(Date.parse(stateSince), nowMs);
}

/** A clock that was set back must not keep anybody waiting for hours. */
const isLongSince = (sinceMs: number, nowMs: number) => Math.abs(nowMs - sinceMs) >= waitMsMin;

export function stopWaiting(paper: Paper, hasPrinterStopped: boolean, nowMs: number): PaperAct {
  const isPossible = mayStopWaiting(paper, hasPrinterStopped, nowMs);
  return isPossible ? ok([becomes(paper, 'uncertain')]) : refuse('not-possible-now');
}

/**
 * What a person saw who looked for a paper that may be there. One that was not there may still turn up, so it is void and the
 * one that replaces it says so. About a paper of which more is known by now, an answer changes nothing.
 */
export function seen(paper: Paper, answer: Exclude<StaffTaskAnswer, 'done' | 'try-again'>): readonly PaperChange[] {
  if (paper.state !== 'uncertain' && paper.state !== 'sent') return [];
  switch (answer) {
    case 'it-is-there':
      return [becomes(paper, 'printed')];
    case 'it-is-spoiled':
      return [becomes(paper, 'spoiled')];
    case 'it-is-not-there':
      return [becomes(paper, 'voided'), ...(paper.copy < copyMax ? [nextCopy(paper)] : [])];
    default:
      return unreachable(answer);
  }
}

function becomes(paper: Paper, state: PaperState): PaperChange {
  return { change: 'becomes', paper, state };
}

function nextCopy(paper: Paper): PaperChange {
  return { change: 'next-copy', paper };
}
