/**
 * The sets that each printer goes on with without saying so: a header announced these labels there, and nothing stopped it since.
 *
 * In memory only: after a restart the rest of a set has a header of its own, as after every interruption.
 */
import type { PaperProgress, PaperSet } from '../../clinic/paper-set.ts';
import type { Paper } from '../../clinic/visit.ts';

interface SetAnnouncements {
  /** From here on its labels that wait, and those that this printer has in it, come out there. */
  add(printer: string, set: PaperSet): void;
  has(printer: string, set: PaperSet, label: Paper): boolean;
  hasAny(printer: string, set: PaperSet): boolean;
  /** The header did not come out there after all. */
  withdraw(printer: string, set: PaperSet): void;
  /** The printer stood still: somebody may have taken away what had come out. */
  forget(printer: string): void;
  /** A header said that the labels of its set are at this printer. */
  say(set: PaperSet, labelsAt: string): void;
  /** Null: nobody remembers. */
  said(set: PaperSet): string | null;
}

/** More than are begun at one time. */
const setsMax = 500;

export function setAnnouncements(): SetAnnouncements {
  const byPrinter = new Map<string, Map<string, ReadonlySet<string>>>();
  const labelsAt = new Map<string, string>();
  return {
    add(printer, { id, papers }) {
      const sets = byPrinter.get(printer) ?? new Map<string, ReadonlySet<string>>();
      const isToCome = ({ paper, printer: at }: PaperProgress) =>
        paper.state === 'waiting' || (paper.state === 'sending' && at === printer);
      byPrinter.set(printer, sets.set(id, new Set(papers.filter(isToCome).map(({ paper }) => paper.id))));
      forgetOldest(sets);
    },
    has: (printer, { id }, label) => byPrinter.get(printer)?.get(id)?.has(label.id) === true,
    hasAny: (printer, { id }) => byPrinter.get(printer)?.has(id) === true,
    withdraw: (printer, { id }) => void byPrinter.get(printer)?.delete(id),
    forget: (printer) => void byPrinter.delete(printer),
    say(set, printer) {
      labelsAt.set(set.id, printer);
      forgetOldest(labelsAt);
    },
    said: ({ id }) => labelsAt.get(id) ?? null,
  };
}

function forgetOldest(memory: Map<string, unknown>): void {
  const [oldest] = memory.keys();
  if (memory.size > setsMax && oldest !== undefined) memory.delete(oldest);
}
