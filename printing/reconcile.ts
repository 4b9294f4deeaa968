/**
 * What became of a paper that was interrupted, judged only from what the printer shows afterwards. Pure.
 *
 * Whatever is not proved either way waits for the printer, or for a person: the one mistake that must not happen is a
 * second label for the same tube.
 */
import { stops } from '../clinic/printer-trouble.ts';
import type { AttemptEvidence, PrintOutcome } from './print-worker.ts';
import type { PrinterStatus } from './printer.ts';

/** What earlier looks at the same paper found. */
export interface Looks {
  /** Looks in a row that found the printer ready, empty and its count where it was. */
  readonly unprintedInARow: number;
  readonly sawPartOfALabel: boolean;
  /** The printer was told to end what may have been begun. */
  readonly isPartCleared: boolean;
}

export const noLooks: Looks = { unprintedInARow: 0, sawPartOfALabel: false, isPartCleared: false };

export type Verdict =
  | Extract<PrintOutcome, { kind: 'printed' | 'not-printed' | 'uncertain' }>
  | { kind: 'look-again' }
  | { kind: 'clear-part' };

interface Judgement {
  readonly verdict: Verdict;
  readonly looks: Looks;
}

/** One look may fall between the arrival of the last bytes and their being counted. */
const unprintedLooksMin = 3;

export function judge(evidence: AttemptEvidence, before: Looks, status: PrinterStatus): Judgement {
  const looks: Looks = {
    unprintedInARow: showsUnprinted(evidence, status) ? before.unprintedInARow + 1 : 0,
    sawPartOfALabel: before.sawPartOfALabel || status.inside === 'part-of-a-label',
    isPartCleared: before.isPartCleared,
  };
  const verdict = verdictOf(evidence, looks, status);
  return { verdict, looks: { ...looks, isPartCleared: before.isPartCleared || verdict.kind === 'clear-part' } };
}

function verdictOf(evidence: AttemptEvidence, looks: Looks, status: PrinterStatus): Verdict {
  // Its count, and what is inside it, say nothing about a label that went to another printer.
  if (wasExchanged(evidence, status)) return { kind: 'uncertain', because: 'printer-was-exchanged' };
  // Whatever is inside may still come out: a person asked to look now would not find it, and ask for another.
  if (status.inside === 'something') return { kind: 'look-again' };
  if (status.inside === 'part-of-a-label') return { kind: 'clear-part' };
  if (evidence.odometerBefore === null || typeof status.odometer !== 'number') {
    if (!status.isReady) return { kind: 'look-again' };
    // It cannot say whether a torn paper is left in it.
    if (status.inside === 'not-known' && !looks.isPartCleared) return { kind: 'clear-part' };
    return { kind: 'uncertain', because: 'printer-keeps-no-count' };
  }
  return verdictByCount(status.odometer - evidence.odometerBefore, looks, status);
}

/** The next paper could run into what is left of this one, whatever a person has found out about it. */
export function mayHoldPart({ isPartCleared }: Looks, { inside }: PrinterStatus): boolean {
  return !isPartCleared && (inside === 'not-known' || inside === 'part-of-a-label');
}

/** The label of this attempt was out by then, and the printer ready for another. */
export function isReadyAfter(
  { odometerBefore }: AttemptEvidence,
  { isReady, inside, odometer }: PrinterStatus,
): boolean {
  return isReady && inside === 'nothing' && odometerBefore !== null && odometer === odometerBefore + 1;
}

function verdictByCount(labelsSince: number, looks: Looks, status: PrinterStatus): Verdict {
  // A part that was left behind was ours, or another host's: the label that did come out may be either.
  if (labelsSince === 1 && looks.sawPartOfALabel) return { kind: 'uncertain', because: 'part-of-a-label-was-left' };
  if (labelsSince === 1) return { kind: 'printed' };
  if (status.troubles.some(stops)) return { kind: 'look-again' };
  if (labelsSince > 1) return { kind: 'uncertain', because: 'another-host-printed' };
  if (labelsSince < 0) return { kind: 'uncertain', because: 'printer-was-exchanged' };
  if (looks.unprintedInARow < unprintedLooksMin) return { kind: 'look-again' };
  return { kind: 'not-printed', because: 'count-did-not-move' };
}

function wasExchanged({ serial }: AttemptEvidence, status: PrinterStatus): boolean {
  return serial !== null && status.serial !== undefined && status.serial !== serial;
}

function showsUnprinted(evidence: AttemptEvidence, status: PrinterStatus): boolean {
  return status.isReady && status.inside === 'nothing' && status.odometer === evidence.odometerBefore;
}
