/**
 * Where each paper of this station waits, and which is next at a printer: the rules of the pool, applied to what the ledger
 * knows of the papers and to how the printers were last heard of.
 */
import { hasBegun, isInSet, type PaperProgress, type PaperSet, setsOf } from '../../clinic/paper-set.ts';
import { stops } from '../../clinic/printer-trouble.ts';
import type { Paper, PaperKind } from '../../clinic/visit.ts';
import type { Store } from '../../offline-store/store.ts';
import type { HeaderLabelContent } from '../../printing/labels/label.ts';
import type { PrintOutcome } from '../../printing/print-worker.ts';
import {
  type BegunSet,
  type Pool,
  type PoolPrinter,
  placesOf,
  printerFor,
  type SetPlaces,
} from '../../printing/printer-pool.ts';
import type { InterruptedSet, PrinterLine } from '../staff-api.ts';
import {
  continuationHeaders,
  isContinuation,
  needlessHeader,
  numbersThatFollow,
  restOf,
} from './continuation-headers.ts';
import { notHeardFrom, printerConditions } from './printer-conditions.ts';
import { setAnnouncements } from './set-announcements.ts';

interface PaperPlacesOptions {
  readonly store: Store;
  /** Those that serve this station, in order of preference. */
  readonly printers: readonly PoolPrinter[];
  readonly nowMs: () => number;
  readonly newId: () => string;
}

/** What a header that this printer prints says of where the labels of its set are. */
export type HeaderFacts = Required<Pick<HeaderLabelContent, 'labelsAt' | 'rest'>>;

export interface PaperPlaces {
  /** What this printer prints next. May add a header for the rest of a set, or void one that nothing follows any more. */
  nextAt(printer: string): Paper | null;
  /** What it would be as things are; null too when a header would have to be added. Writes nothing. */
  aheadAt(printer: string): Paper | null;
  began(printer: string, paperId: string): void;
  settled(printer: string, paperId: string, outcome: PrintOutcome['kind']): void;
  heard(printer: string, report: Pick<PrinterLine, 'isReady' | 'troubles'>): void;
  headerFacts(header: Paper, printer: string): HeaderFacts;
  waitingAt(printer: string): number;
  /** The set that this printer was in the middle of when it failed. */
  interruptedAt(printer: string): InterruptedSet | null;
}

/** Nearly always the first few say it; all of them are read when they do not. */
const papersAtFirst = 8;
const papersMax = 10_000;
/** After these a header stands before what follows, or will never. */
const announcing: readonly PrintOutcome['kind'][] = ['printed', 'sent', 'refused'];

/** One look at a printer's papers. */
interface Look {
  readonly printer: string;
  readonly pool: Pool;
  readonly mayWrite: boolean;
}

export function paperPlaces({ store, printers, nowMs, newId }: PaperPlacesOptions): PaperPlaces {
  const { ledger } = store;
  const conditions = printerConditions(nowMs);
  const announced = setAnnouncements();
  const headers = continuationHeaders(ledger, newId);
  const lastBegun = new Map<string, string>();

  const printsAt = (printer: string): readonly PaperKind[] =>
    printers.find(({ name }) => name === printer)?.prints ?? [];
  const pool = (): Pool => ({ printers, conditionOf: conditions.of, nowMs: nowMs() });

  /** The sets of papers, each visit read once. */
  function lookUpSets(): (paper: Paper) => PaperSet | null {
    const known = new Map<string, readonly PaperSet[]>();
    return ({ bookingId, id }) => {
      const sets = known.get(bookingId) ?? setsOf(ledger.progress(bookingId));
      known.set(bookingId, sets);
      return sets.find((set) => isInSet(set, id)) ?? null;
    };
  }
  const setOf = (paper: Paper) => lookUpSets()(paper);

  function places(set: PaperSet, now: Pool): SetPlaces {
    return placesOf(
      begunAt(set, (printer) => printsAt(printer).includes('specimen-label')),
      now,
    );
  }

  function placeOf({ kind }: Paper, set: PaperSet, now: Pool): string | null {
    if (set.header === null) return printerFor(kind, null, now);
    return kind === 'header-label' ? places(set, now).header : places(set, now).labels;
  }

  /** A set that is begun is finished before another one, even one that is older and comes from a printer that failed. */
  function next(look: Look): Paper | null {
    const inHand = firstOf(restInHand(look.printer), look);
    if (inHand !== undefined) return inHand;
    const kinds = printsAt(look.printer);
    const first = ledger.waiting(kinds, papersAtFirst);
    const found = firstOf(first, look);
    if (found !== undefined || first.length < papersAtFirst) return found ?? null;
    return firstOf(ledger.waiting(kinds, papersMax).slice(papersAtFirst), look) ?? null;
  }

  function restInHand(printer: string): readonly Paper[] {
    const last = ledger.paper(lastBegun.get(printer) ?? '');
    const set = last === null ? null : setOf(last);
    if (set === null || set.header === null) return [];
    return [set.header, ...set.papers].map(({ paper }) => paper).filter(({ state }) => state === 'waiting');
  }

  /** Undefined: none of these is this printer's. */
  function firstOf(papers: readonly Paper[], look: Look): Paper | null | undefined {
    const setOfPaper = lookUpSets();
    for (const paper of papers) {
      const set = setOfPaper(paper);
      if (set === null) continue;
      const needless = needlessHeader(paper, set);
      if (needless !== null) {
        if (look.mayWrite) headers.void(paper, needless);
        continue;
      }
      if (placeOf(paper, set, look.pool) !== look.printer) continue;
      return set.header !== null && paper.kind === 'specimen-label' ? labelOrHeader(paper, set, look) : paper;
    }
    return undefined;
  }

  /** The label itself, or the header that has to stand before it. */
  function labelOrHeader(label: Paper, set: PaperSet, { printer, pool: now, mayWrite }: Look): Paper | null {
    const isHeaderHere = places(set, now).header === printer;
    const waiting = set.continuations.find(({ paper }) => paper.state === 'waiting');
    if (waiting !== undefined) return isHeaderHere ? waiting.paper : label;
    if (!needsHeader(label, set, { printer, isHeaderHere, now })) return label;
    if (!mayWrite) return null;
    const added = headers.add(set, printer);
    if (added !== null && isHeaderHere) return added;
    announced.add(printer, set);
    return label;
  }

  /** Whether its labels would come out where, or when, no header says so. */
  function needsHeader(
    label: Paper,
    set: PaperSet,
    { printer, isHeaderHere, now }: { printer: string; isHeaderHere: boolean; now: Pool },
  ): boolean {
    const isBegun = set.papers.some(hasBegun);
    if (!isBegun && (set.header === null || !hasBegun(set.header))) return false;
    if (isBegun || isHeaderHere) return !announced.has(printer, set, label);
    const preferred = printerFor('specimen-label', null, { ...now, conditionOf: () => notHeardFrom });
    return (announced.said(set) ?? preferred) !== printer;
  }

  /** A header says where the labels are, whichever printer it comes out of. */
  function announce(paper: Paper | null, printer: string): void {
    const set = paper === null ? null : setOf(paper);
    if (paper === null || set === null || set.header === null) return;
    if (paper.kind !== 'header-label') {
      if (!announced.hasAny(printer, set)) announced.add(printer, set);
      return;
    }
    announced.add(printer, set);
    const { labels } = places(set, pool());
    if (labels === null) return;
    announced.add(labels, set);
    announced.say(set, labels);
  }

  function interruptedAt(printer: string): InterruptedSet | null {
    if (conditions.of(printer).kind !== 'failed') return null;
    const now = pool();
    const setOfPaper = lookUpSets();
    for (const paper of ledger.waiting(['specimen-label'], papersMax)) {
      const set = setOfPaper(paper);
      if (set === null || set.header === null || ![set.header, ...set.papers].some(hasBegun)) continue;
      const visit = places(set, now).labels === printer ? ledger.visit(paper.bookingId) : null;
      if (visit === null) continue;
      const { ticketNumber, visitCode, specimens } = visit;
      return { ticketNumber, visitCode, follow: numbersThatFollow(set), count: specimens.length };
    }
    return null;
  }

  return {
    nextAt: (printer) => next({ printer, pool: pool(), mayWrite: true }),
    aheadAt: (printer) => next({ printer, pool: pool(), mayWrite: false }),
    began(printer, paperId) {
      lastBegun.set(printer, paperId);
      announce(ledger.paper(paperId), printer);
    },
    settled(printer, paperId, outcome) {
      const paper = ledger.paper(paperId);
      const set = paper?.kind === 'header-label' ? setOf(paper) : null;
      if (set === null) return;
      // One that was inside while the printer stood still has come out at last, and nothing between it and what follows.
      if (announcing.includes(outcome)) announced.add(printer, set);
      if (outcome === 'not-printed') announced.withdraw(printer, set);
    },
    heard(printer, report) {
      if (report.troubles.some(stops)) announced.forget(printer);
      conditions.heard(printer, report);
    },
    headerFacts(header, printer) {
      const set = setOf(header);
      const labels = set === null || set.papers.length === 0 ? printer : places(set, pool()).labels;
      const rest = set !== null && isContinuation(set, header) ? restOf(set, labels ?? printer) : null;
      return { labelsAt: labels === printer ? null : labels, rest };
    },
    waitingAt(printer) {
      const kinds = printsAt(printer);
      const hasNoOther = printers.every(
        ({ name, prints }) => name === printer || !prints.some((kind) => kinds.includes(kind)),
      );
      if (hasNoOther) return ledger.countWaiting(kinds);
      const now = pool();
      const setOfPaper = lookUpSets();
      const isHere = (paper: Paper, set: PaperSet | null) => set !== null && placeOf(paper, set, now) === printer;
      return ledger.waiting(kinds, papersMax).filter((paper) => isHere(paper, setOfPaper(paper))).length;
    },
    interruptedAt,
  };
}

/** A header that continues a set at a printer of labels has taken its labels there. */
function begunAt({ header, papers, continuations }: PaperSet, printsLabels: (printer: string) => boolean): BegunSet {
  const continued = lastPrinterOf(continuations);
  const isTaken = continued !== null && printsLabels(continued);
  return {
    header: continued ?? lastPrinterOf(header === null ? [] : [header]),
    labels: isTaken ? continued : lastPrinterOf(papers),
  };
}

function lastPrinterOf(papers: readonly PaperProgress[]): string | null {
  return papers.findLast(hasBegun)?.printer ?? null;
}
