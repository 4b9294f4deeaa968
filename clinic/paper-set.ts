/**
 * A set: a header label and the labels that were added behind it in one act, at a check-in or when a whole set is printed
 * again. It comes out of one printer if it can. Every other paper, a ticket or a single reprint, is a set by itself.
 */
import type { Paper } from './visit.ts';

/** What the ledger knows of the way of a paper. */
export interface PaperProgress {
  readonly paper: Paper;
  /** The printer at which it was last begun, by name; null when it never was. */
  readonly printer: string | null;
  /** Of a header that is printed before the rest of a set that was interrupted: the id of the set's own; otherwise null. */
  readonly continues: string | null;
}

export interface PaperSet {
  /** The id of its first paper. */
  readonly id: string;
  /** Null for a paper that is a set by itself. */
  readonly header: PaperProgress | null;
  /** In order; without the headers. */
  readonly papers: readonly PaperProgress[];
  readonly continuations: readonly PaperProgress[];
}

/** Something of it may be on paper: it is not proved that nothing came out. */
export function hasBegun({ paper, printer }: PaperProgress): boolean {
  return printer !== null && paper.state !== 'waiting' && paper.state !== 'refused';
}

/** What still follows of a set. */
export function labelsThatWait(set: PaperSet): readonly PaperProgress[] {
  return set.papers.filter(({ paper }) => paper.kind === 'specimen-label' && paper.state === 'waiting');
}

export function isInSet(set: PaperSet, paperId: string): boolean {
  return [set.header, ...set.papers, ...set.continuations].some((one) => one?.paper.id === paperId);
}

/** The number of a specimen in its visit, as its label says it. */
export function specimenNumberOf({ specimenId }: Paper): number {
  return Number(specimenId?.split('-').at(-1));
}

type OpenSet = { id: string; header: PaperProgress | null; papers: PaperProgress[]; continuations: PaperProgress[] };

/** @param papers all papers of one visit, in the order of printing. */
export function setsOf(papers: readonly PaperProgress[]): readonly PaperSet[] {
  const sets: OpenSet[] = [];
  let lastSequence = 0;
  for (const one of papers) {
    const set = sets.at(-1);
    const isBehind = one.paper.sequence === lastSequence + 1;
    if (one.continues !== null) sets.find(({ id }) => id === one.continues)?.continuations.push(one);
    else if (set !== undefined && isBehind && belongsTo(set, one)) set.papers.push(one);
    else sets.push(beginWith(one));
    if (one.continues === null) lastSequence = one.paper.sequence;
  }
  return sets;
}

function beginWith(one: PaperProgress): OpenSet {
  const isHeader = one.paper.kind === 'header-label';
  return { id: one.paper.id, header: isHeader ? one : null, papers: isHeader ? [] : [one], continuations: [] };
}

/** A second label of one specimen was asked for by itself. */
function belongsTo({ header, papers }: OpenSet, { paper }: PaperProgress): boolean {
  const isThere = papers.some((one) => one.paper.specimenId === paper.specimenId);
  return header !== null && paper.kind === 'specimen-label' && !isThere;
}
