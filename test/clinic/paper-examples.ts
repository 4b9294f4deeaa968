/** Papers of one visit as they wait after the check-in, and what an act makes of them. */
import { assert } from '../../clinic/assert.ts';
import type { PaperChange } from '../../clinic/paper-acts.ts';
import type { Paper, PaperKind, PaperState } from '../../clinic/visit.ts';

export function paper(given: Partial<Paper> = {}): Paper {
  return {
    id: 'label-1',
    bookingId: 'booking-1',
    kind: 'specimen-label',
    specimenId: 'V-1',
    copy: 0,
    state: 'waiting',
    stateBefore: null,
    sequence: 2,
    stateSince: '2026-11-24T09:00:00.000Z',
    ...given,
  };
}

const other = (kind: PaperKind, id: string, sequence: number) => paper({ id, kind, specimenId: null, sequence });

/** A header, two labels, a ticket, all in the same state. */
export function visitPapers(state: PaperState = 'waiting'): readonly Paper[] {
  const papers = [
    other('header-label', 'header', 1),
    paper(),
    paper({ id: 'label-2', specimenId: 'V-2', sequence: 3 }),
    other('queue-ticket', 'ticket', 4),
  ];
  return papers.map((one) => ({ ...one, state }));
}

export function become(papers: readonly Paper[], id: string, state: PaperState): readonly Paper[] {
  return papers.map((one) => (one.id === id ? { ...one, stateBefore: one.state, state } : one));
}

/** As the ledger carries them out. */
export function carriedOut(papers: readonly Paper[], changes: readonly PaperChange[]): readonly Paper[] {
  return changes.reduce((now, change) => {
    if (change.change === 'becomes') return become(now, change.paper.id, change.state);
    const copy = change.paper.copy + 1;
    const id = `${change.paper.id.split('+')[0]}+${copy}`;
    assert(!now.some((one) => one.id === id), 'a copy has a number of its own');
    const next = { ...change.paper, id, copy, state: 'waiting', stateBefore: null, sequence: now.length + 1 } as const;
    return now.concat(next);
  }, papers);
}
