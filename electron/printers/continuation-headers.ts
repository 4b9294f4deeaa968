/** The header that stands before the rest of a set which was interrupted: made when it is needed, durable like every paper. */
import {
  hasBegun,
  labelsThatWait,
  type PaperProgress,
  type PaperSet,
  specimenNumberOf,
} from '../../clinic/paper-set.ts';
import { copyMax, type Paper } from '../../clinic/visit.ts';
import type { Ledger } from '../../offline-store/store.ts';
import type { HeaderLabelContent } from '../../printing/labels/label.ts';

/** Why a header that waits is never printed: nothing follows it, or another has been printed for what follows. */
type NeedlessHeader = 'nothing-follows' | 'set-continued';

interface ContinuationHeaders {
  /** Null: it has been interrupted so often that no more headers can be counted. */
  add(set: PaperSet, printer: string): Paper | null;
  void(header: Paper, because: NeedlessHeader): void;
}

export function continuationHeaders(ledger: Ledger, newId: () => string): ContinuationHeaders {
  return {
    add(set, printer) {
      if (set.header === null) return null;
      const { id: headerId, bookingId } = set.header.paper;
      const headers = ledger.papers(bookingId).filter(({ kind }) => kind === 'header-label');
      const copy = 1 + Math.max(...headers.map((header) => header.copy));
      if (copy > copyMax) return null;
      const id = newId();
      const details = { paperId: id, printer, follow: numbersThatFollow(set).join(' ') };
      ledger.write((writes) => {
        writes.addContinuationHeader({ id, bookingId, kind: 'header-label', specimenId: null, copy }, headerId);
        writes.audit({ who: 'kiosk', act: 'continue-set', bookingId, details });
      });
      return ledger.paper(id);
    },
    void({ id, kind, bookingId }, because) {
      const details = { paperId: id, kind, outcome: 'voided', because };
      ledger.write((writes) => {
        writes.setPaperState(id, 'voided');
        writes.audit({ who: 'kiosk', act: 'print', bookingId, details });
      });
    },
  };
}

export function needlessHeader(paper: Paper, set: PaperSet): NeedlessHeader | null {
  if (isContinuation(set, paper)) return labelsThatWait(set).length === 0 ? 'nothing-follows' : null;
  // It was in doubt while the set went on elsewhere, and has turned out not to have come out.
  return set.header?.paper.id === paper.id && set.continuations.some(hasBegun) ? 'set-continued' : null;
}

export function isContinuation({ continuations }: PaperSet, { id }: Paper): boolean {
  return continuations.some(({ paper }) => paper.id === id);
}

/** What it says when its labels come out at this printer. */
export function restOf(set: PaperSet, printer: string): NonNullable<HeaderLabelContent['rest']> {
  const out = set.papers.filter((one) => hasBegun(one) && one.paper.state !== 'voided' && one.printer !== printer);
  const others = new Set(out.map((one) => one.printer ?? ''));
  const elsewhere = [...others].map((name) => ({
    printer: name,
    numbers: numbersOf(out.filter((one) => one.printer === name)),
  }));
  return { numbers: numbersThatFollow(set), elsewhere };
}

export function numbersThatFollow(set: PaperSet): readonly number[] {
  return numbersOf(labelsThatWait(set));
}

function numbersOf(papers: readonly PaperProgress[]): readonly number[] {
  return papers.map(({ paper }) => specimenNumberOf(paper));
}
